"""`backcoach help-signs`: when to get help, and this region's numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from typing import Any

from backcoach.cli.output import print_json
from backcoach.cli.parts import places_of
from backcoach.cli.person import where_of_person
from backcoach.config import load_settings
from backcoach.domain.signs import NO_REGION, Level, Region, Sign, Where, region_for, whom_to_ask, whose_numbers
from backcoach.library import load_content


def print_signs(words: argparse.Namespace) -> int:
    """Print the signs and the numbers: as text or as JSON."""
    places = places_of(words)
    library = load_content(places.config)
    settings, _ = load_settings(places.config_file)
    where = where_of_person(settings)
    region, signs = region_for(where.code, library.regions), library.signs.values()
    if words.json:
        print_json(as_json(signs, region, where))
    else:
        sys.stdout.write(as_text(signs, region, where))
    return 0


def as_text(signs: Collection[Sign], region: Region, where: Where) -> str:
    """The signs by level, the most urgent first, each level with whom to call."""
    lines: list[str] = []
    for level in Level:
        lines.append(whom_to_ask(level, region))
        lines += [f"  - {sign.text} ({', '.join(sign.sources)})" for sign in signs if sign.level is level]
        lines.append("")
    return "\n".join([*lines, whose_numbers(region, where), "This program shows a number and never dials.", ""])


def as_json(signs: Collection[Sign], region: Region, where: Where) -> dict[str, Any]:
    """The same for scripts; `region` is null where none is known."""
    known = {"id": region.id, "title": region.title, "is_set": where.is_set, "sources": region.sources}
    return {
        "region": None if region is NO_REGION else known,
        "emergency": None if region is NO_REGION else region.emergency,
        "advice": region.advice,
        "signs": [
            {"id": sign.id, "level": sign.level, "text": sign.text, "sources": sign.sources}
            for level in Level
            for sign in signs
            if sign.level is level
        ],
    }
