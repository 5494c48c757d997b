"""`backcoach plans`, `routines`, `patterns`, `levels`, `sources` and `help-signs`: the content, with its sources."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from typing import TypeVar

from msgspec import to_builtins

from backcoach.cli.arguments import JSON, Words, command
from backcoach.cli.environment import places_of
from backcoach.cli.output import print_json, print_lines, warn
from backcoach.config import load_settings
from backcoach.domain.breathing import Pattern
from backcoach.domain.days import WEEK
from backcoach.domain.levels import WalkLevel
from backcoach.domain.limits import MINUTE, minutes
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.signs import NO_REGION, Level, region_for, where_of, whom_to_ask, whose_numbers
from backcoach.domain.stretches import Block, Stretch
from backcoach.library import Library, load_content

Item = TypeVar("Item", Plan, Stretch, Pattern)


def _library(words: Words) -> Library:
    return load_content(places_of(words).config)


@command("plans", JSON)
def print_plans(words: Words) -> int:
    library = _library(words)
    return _print(words, library, library.plans.values(), _plan)


@command("routines", JSON)
def print_routines(words: Words) -> int:
    library = _library(words)
    return _print(words, library, library.stretches.values(), _stretch)


@command("patterns", JSON)
def print_patterns(words: Words) -> int:
    library = _library(words)
    return _print(words, library, library.patterns.values(), _pattern)


def _print(words: Words, library: Library, items: Collection[Item], described: Callable[[Item], str]) -> int:
    """Print the items; what is wrong with the person's own ones goes to standard error."""
    if words.json:
        print_json([item.as_json() for item in items])
    else:
        sys.stdout.write("\n\n".join(map(described, items)) + "\n")
    warn(library.problems)
    return 0


@command("levels", JSON)
def print_levels(words: Words) -> int:
    """Print the walking levels, the lightest first."""
    levels = _library(words).levels
    if words.json:
        print_json([to_builtins(level) for level in levels])
    else:
        print_lines(*(f"{one.id}: {one.title}, {_level(one)} (sources {', '.join(one.sources)})" for one in levels))
    return 0


@command("sources", JSON)
def print_sources(words: Words) -> int:
    sources = _library(words).sources
    if words.json:
        print_json([{"id": name, "title": source.title} for name, source in sources.items()])
    else:
        print_lines(*(f"{name}: {source.title}" for name, source in sources.items()))
    return 0


@command("help-signs", JSON)
def print_signs(words: Words) -> int:
    """Print when to get help, the most urgent signs first, and the numbers of the region; as JSON null without one."""
    library = _library(words)
    settings, _ = load_settings(places_of(words).config_file)
    where = where_of(settings.region, os.environ)
    region = region_for(where.code, library.regions)
    is_known = region is not NO_REGION
    signs = {level: [sign for sign in library.signs.values() if sign.level is level] for level in Level}
    if words.json:
        known = {"id": region.id, "title": region.title, "is_set": where.is_set, "sources": region.sources}
        print_json(
            {
                "region": known if is_known else None,
                "emergency": region.emergency if is_known else None,
                "advice": region.advice,
                "signs": [
                    {"id": sign.id, "level": level, "text": sign.text, "sources": sign.sources}
                    for level, its_signs in signs.items()
                    for sign in its_signs
                ],
            }
        )
        return 0
    for level, its_signs in signs.items():
        sys.stdout.write(f"{whom_to_ask(level, region)}\n")
        for sign in its_signs:
            sys.stdout.write(f"  - {sign.text} ({', '.join(sign.sources)})\n")
        sys.stdout.write("\n")
    sys.stdout.write(f"{whose_numbers(region, where)}\nThis program shows a number and never dials.\n")
    return 0


def _level(level: WalkLevel) -> str:
    times = "once" if level.times == 1 else f"{level.times} times"
    days = "" if level.days_a_week >= WEEK else f" on {level.days_a_week} days a week"
    return f"{level.minutes} min {times} a day{days}"


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
