"""What the documentation shows can be used as it stands there."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from backcoach.adapters.content import load_content
from backcoach.adapters.content_guided import BLOCK, BLOCK_SHORT, PATTERN, PATTERN_SHORT, STRETCH
from backcoach.adapters.content_plans import PHASE, PHASE_SHORT

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "own-content.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = {block.split("\n", 1)[0].removeprefix("# "): block for block in BLOCKS}


@pytest.fixture
def library(tmp_path):
    for name, text in EXAMPLES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load_content(tmp_path)


def test_the_examples_of_own_content_load(library):
    assert library.problems == ()
    assert {"plans/clinic.toml", "patterns/slow.toml", "routines/maria.toml"} == set(EXAMPLES)
    assert library.plans["clinic"].sources == library.patterns["slow"].sources == ("own",)
    assert library.stretches["maria"].total_s == 128


SHORT = {full: short for table in (PHASE_SHORT, PATTERN_SHORT, BLOCK_SHORT) for short, full in table.items()}


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("A plan", PHASE),
        ("A breathing pattern", PATTERN),
        ("A stretch", (*STRETCH, *BLOCK)),
    ],
)
def test_every_key_that_is_read_stands_in_its_table_and_no_other(part, keys):
    section = PAGE.split(f"## {part}\n")[1].split("\n## ")[0]
    told = re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)))

    assert sorted(told) == sorted(SHORT.get(key, key) for key in keys)


@pytest.mark.parametrize("page", ["README.md", "docs/own-content.md", "docs/architecture.md"])
def test_the_files_that_a_page_names_are_there(page):
    text = (TOP / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    modules = [f"backcoach/{name}" for name in re.findall(r"`((?:domain|coach|adapters|ui|cli)/[\w/]+\.py)`", text)]

    assert [name for name in links if not (TOP / page).parent.joinpath(unquote(name)).exists()] == []
    assert [name for name in modules if not (TOP / name).exists()] == []
