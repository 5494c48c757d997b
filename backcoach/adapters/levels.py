"""The walking levels, read without a TOML parser: `week` and `status` would wait for it longer than for the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backcoach.domain.levels import WalkLevel

FILE = Path(__file__).parent.parent / "content" / "levels.toml"


def levels() -> tuple[WalkLevel, ...]:
    """The walking levels, the lightest first; the very ones that the whole content has."""
    tables = _tables(FILE.read_text(encoding="utf-8"))
    return tuple(
        WalkLevel(name, item["title"], item["minutes"], item["times"], item["days_a_week"], tuple(item["sources"]))
        for name, item in tables.items()
    )


def _tables(text: str) -> dict[str, dict[str, Any]]:
    """The tables of our own file, which has one value a line, written as JSON writes it."""
    tables: dict[str, dict[str, Any]] = {}
    table: dict[str, Any] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            table = tables.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            table[key.strip()] = json.loads(value)
    return tables
