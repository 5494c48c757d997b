"""Code in a Python of its own, for what depends on what was loaded before."""

from __future__ import annotations

import subprocess
import sys


def succeeds(code: str) -> None:
    """Assert that the code ends with status 0; what it wrote to standard error says why not."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
