"""Asks the installed wheel for what a person needs of it; run by `.ci/run` in an environment that has nothing else."""

import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import backcoach

here = Path(backcoach.__file__).parent
assert "site-packages" in here.parts, f"this is not the installed wheel: {here}"
assert distribution("backcoach").version == backcoach.__version__
assert (here / "styles" / "app.tcss").is_file(), "the wheel has no stylesheets"
assert (here / "content" / "plans.toml").is_file(), "the wheel has no content"
assert (here / "exchange" / "report.html.jinja").is_file(), "the wheel has no page for a clinician"

program = Path(sys.executable).parent / "backcoach"
for words in (["--version"], ["--help"], ["plans"], ["plans", "--json"], ["paths"]):
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    assert done.stdout, words

from backcoach.ui.theme import stylesheets  # noqa: E402 - only once the files are known to be there

assert all(Path(sheet).is_relative_to(here) for sheet in stylesheets())
print("the wheel is whole")  # noqa: T201
