"""`backcoach check` and `backcoach paths`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from backcoach.cli.parts import places_of

if TYPE_CHECKING:
    import argparse


def print_paths(words: argparse.Namespace) -> int:
    """Say where everything lies."""
    places = places_of(words)
    rows = {
        "data": places.journal,
        "settings": places.config_file,
        "own plans": places.config / "plans",
        "log": places.log,
    }
    sys.stdout.write("".join(f"{name:<10} {path}\n" for name, path in rows.items()))
    return 0


def check(words: argparse.Namespace) -> int:
    """Look whether the data and the person's own files are in order; 1 where something is not."""
    # ruff: noqa: PLC0415 - the other command needs none of it
    from backcoach.adapters.content import load_content
    from backcoach.adapters.journal import health

    places = places_of(words)
    found = [str(problem) for problem in load_content(places.config).problems]
    if places.journal.exists():
        found += health.check(places.journal)
        data = f"{places.journal} is in order."
    else:
        data = f"{places.journal}: nothing is stored yet."
    for problem in found:
        sys.stderr.write(f"backcoach: {problem}\n")
    if not found:
        sys.stdout.write(f"{data}\nThe settings and own files in {places.config} are in order.\n")
    return 1 if found else 0
