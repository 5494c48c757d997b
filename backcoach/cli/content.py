"""`backcoach plans`: the content, each item with its sources."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from msgspec import to_builtins

from backcoach.cli.account import places_of, print_json, print_lines, where_of_person
from backcoach.cli.parser import Command, add_json
from backcoach.config import load_settings
from backcoach.domain.breathing import Pattern
from backcoach.domain.days import WEEK
from backcoach.domain.levels import WalkLevel
from backcoach.domain.limits import MINUTE, minutes
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.signs import NO_REGION, Level, Region, Sign, Where, region_for, whom_to_ask, whose_numbers
from backcoach.domain.stretches import Block, Stretch
from backcoach.library import Library, load_content

Item = TypeVar("Item", bound="Plan | Stretch | Pattern")


def print_plans(words: argparse.Namespace) -> int:
    """Print the plans; what is wrong with one's own goes to standard error."""
    library = load_content(places_of(words).config)
    return _print(library, library.plans.values(), _plan, as_json=words.json)


def print_routines(words: argparse.Namespace) -> int:
    """Print the stretches; what is wrong with one's own goes to standard error."""
    library = load_content(places_of(words).config)
    return _print(library, library.stretches.values(), _stretch, as_json=words.json)


def print_patterns(words: argparse.Namespace) -> int:
    """Print the breathing patterns; what is wrong with one's own goes to standard error."""
    library = load_content(places_of(words).config)
    return _print(library, library.patterns.values(), _pattern, as_json=words.json)


def print_levels(words: argparse.Namespace) -> int:
    """Print the walking levels, the lightest first."""
    levels = load_content(places_of(words).config).levels
    if words.json:
        print_json([to_builtins(level) for level in levels])
    else:
        print_lines(
            f"{level.id}: {level.title}, {_level(level)} (sources {', '.join(level.sources)})" for level in levels
        )
    return 0


def print_sources(words: argparse.Namespace) -> int:
    """Print what each source is."""
    sources = load_content(places_of(words).config).sources
    if words.json:
        print_json([{"id": name, "title": source.title} for name, source in sources.items()])
    else:
        print_lines(f"{name}: {source.title}" for name, source in sources.items())
    return 0


def _level(level: WalkLevel) -> str:
    times = "once" if level.times == 1 else f"{level.times} times"
    days = "" if level.days_a_week >= WEEK else f" on {level.days_a_week} days a week"
    return f"{level.minutes} min {times} a day{days}"


def _print(library: Library, items: Iterable[Item], as_text: Callable[[Item], str], *, as_json: bool) -> int:
    if as_json:
        print_json([item.as_json() for item in items])
    else:
        sys.stdout.write("\n\n".join(as_text(item) for item in items) + "\n")
    return report(library)


def report(library: Library) -> int:
    """Say what is wrong with the person's own content; the rest goes on."""
    for problem in library.problems:
        sys.stderr.write(f"backcoach: {problem}\n")
    return 0


def _plan(plan: Plan) -> str:
    lines = [f"{plan.id}: {plan.title} (sources {', '.join(plan.sources)})"]
    if plan.says:
        lines.append(f"  {plan.says}")
    lines += [f"  {_phase(phase)}" for phase in plan.phases]
    return "\n".join(lines)


def _phase(phase: Phase) -> str:
    until = f"{phase.from_h:g} to {phase.to_h:g} h" if phase.to_h is not None else f"from {phase.from_h:g} h"
    what = " or ".join(kind.value for kind in phase.modality)
    times = f", {phase.applications} times" if phase.applications > 1 else ""
    often = f", every {minutes(phase.every_min * MINUTE)}" if phase.every_min is not None else ""
    return f"{until}: {what}, {phase.on_min:g} min on, {phase.off_min:g} min off{times}{often}"


def _stretch(stretch: Stretch) -> str:
    lines = [f"{stretch.id}: {stretch.title} (sources {', '.join(stretch.sources)})"]
    lines += [f"  {line}" for line in (stretch.says, stretch.start) if line]
    lines += [f"  {_block(block)}" for block in stretch.blocks]
    often = f", {stretch.per_day[0]} to {stretch.per_day[1]} times a day" if stretch.per_day else ""
    lines.append(f"  In all {stretch.total_s:g} s, {stretch.held_s:g} s held{often}.")
    lines.append(f"  {stretch.stop}")
    return "\n".join(lines)


def _block(block: Block) -> str:
    parts = (("move", block.move_s), ("hold", block.hold_s), ("let go", block.release_s), ("rest", block.rest_s))
    figures = ", ".join(f"{word} {seconds:g} s" for word, seconds in parts if seconds)
    side = "" if block.side == "none" else f"{block.side}: "
    return f"{side}{figures}" + (f", {block.reps} times" if block.reps > 1 else "")


def _pattern(pattern: Pattern) -> str:
    parts = (("in", pattern.in_s), ("hold", pattern.hold_s), ("out", pattern.out_s), ("hold", pattern.hold_out_s))
    figures = ", ".join(f"{word} {seconds:g} s" for word, seconds in parts if seconds)
    lines = [f"{pattern.id}: {pattern.title} (sources {', '.join(pattern.sources)})"]
    lines += [f"  {pattern.says}"] if pattern.says else []
    most = f", at most {pattern.most_cycles}" if pattern.most_cycles else ""
    lines.append(f"  {figures}; {pattern.cycles} breaths{most}, {pattern.total_s:g} s")
    return "\n".join(lines)


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


COMMANDS = {
    "plans": Command("the plans, each with its sources", print_plans, add_json),
    "routines": Command("the stretches, each with its sources", print_routines, add_json),
    "patterns": Command("the ways to breathe, each with its sources", print_patterns, add_json),
    "levels": Command("the walking levels, each with its sources", print_levels, add_json),
    "sources": Command("what 000 to 004 and the other sources are", print_sources, add_json),
    "help-signs": Command("when to get help: the signs, and the numbers of this region", print_signs, add_json),
}
