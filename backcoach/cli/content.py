"""`backcoach plans`, `routines`, `patterns`, `levels`, `sources`, `advice`, `help-signs`: content with its sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

from msgspec import to_builtins

from backcoach.cli.command import JSON, CannotError, Words, answer, argument, command, terminal_width, warn
from backcoach.clock import local_zone
from backcoach.config import find_places, load_settings
from backcoach.domain.breathing import Pattern
from backcoach.domain.handbook import find_advice, topics
from backcoach.domain.limits import MINUTE, minutes
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.signs import (
    AS_SET,
    NO_REGION,
    Level,
    always,
    listed_numbers,
    region_at,
    where_of,
    whom_to_ask,
    whose_numbers,
)
from backcoach.domain.stretches import Block, Stretch
from backcoach.domain.text import quoted, wrapped
from backcoach.library import Library

Item = TypeVar("Item", bound="Plan | Stretch | Pattern")


def _library(words: Words) -> Library:
    return Library(find_places(words.data_dir, words.config).config)


def _declare(name: str, items: Callable[[Library], Iterable[Item]], about: Callable[[Item], list[str]]) -> None:
    """Declare what prints the items, an empty line between two; what is wrong with one's own goes to standard error."""

    @command(name, JSON)
    def print_items(words: Words) -> None:
        library = _library(words)
        found = tuple(items(library))
        lines: list[str] = []
        for item in found:
            head = f"{item.id}: {item.title} (sources {', '.join(item.sources)})"
            lines += ["", head, *(f"  {line}" for line in about(item) if line)]
        answer(words, [each.as_json() for each in found], *lines[1:])
        warn(library.problems)


def _phase(phase: Phase) -> str:
    until = f"{phase.from_h:g} to {phase.to_h:g} h" if phase.to_h is not None else f"from {phase.from_h:g} h"
    what = " or ".join(kind.value for kind in phase.modality)
    times = f", {phase.applications} times" if phase.applications > 1 else ""
    often = f", every {minutes(phase.every_min * MINUTE)}" if phase.every_min is not None else ""
    return f"{until}: {what}, {phase.on_min:g} min on, {phase.off_min:g} min off{times}{often}"


def _stretch(stretch: Stretch) -> list[str]:
    often = f", {stretch.per_day[0]} to {stretch.per_day[1]} times a day" if stretch.per_day else ""
    total = f"In all {stretch.total_s:g} s, {stretch.held_s:g} s held{often}."
    return [stretch.says, stretch.start, *map(_block, stretch.blocks), total, stretch.stop]


def _block(block: Block) -> str:
    steps = (("move", block.move_s), ("hold", block.hold_s), ("let go", block.release_s), ("rest", block.rest_s))
    side = "" if block.side == "none" else f"{block.side}: "
    return f"{side}{_seconds(*steps)}" + (f", {block.reps} times" if block.reps > 1 else "")


def _pattern(pattern: Pattern) -> list[str]:
    steps = (("in", pattern.in_s), ("hold", pattern.hold_s), ("out", pattern.out_s), ("hold", pattern.hold_out_s))
    most = f", at most {pattern.most_cycles}" if pattern.most_cycles else ""
    return [pattern.says, f"{_seconds(*steps)}; {pattern.cycles} breaths{most}, {pattern.total_s:g} s"]


def _seconds(*steps: tuple[str, float]) -> str:
    return ", ".join(f"{word} {seconds:g} s" for word, seconds in steps if seconds)


_declare("plans", lambda library: library.plans.values(), lambda plan: [plan.says, *map(_phase, plan.phases)])
_declare("routines", lambda library: library.stretches.values(), _stretch)
_declare("patterns", lambda library: library.patterns.values(), _pattern)


@command("levels", JSON)
def print_levels(words: Words) -> None:
    levels = _library(words).levels
    lines = (f"{level.id}: {level.words} (sources {', '.join(level.sources)})" for level in levels)
    answer(words, to_builtins(levels), *lines)


@command("sources", JSON)
def print_sources(words: Words) -> None:
    titles = {name: source.title for name, source in _library(words).sources.items()}
    document = [{"id": name, "title": title} for name, title in titles.items()]
    answer(words, document, *(f"{name}: {title}" for name, title in titles.items()))


def _notice(library: Library) -> list[str]:
    return wrapped(library.notices["notice"].text, terminal_width())


@command("advice", argument("topic", metavar="TOPIC", nargs="*", help="a topic, or words to look for"), JSON)
def print_advice(words: Words) -> None:
    wanted = " ".join(words.topic)
    library = _library(words)
    found, headings = find_advice(library.advice, wanted), topics(library.advice)
    if not found:
        there_are = f"the topics are {', '.join(headings)}, and you can look for any word."
        raise CannotError(f"There is no advice on {quoted(wanted)}: {there_are}")
    lines: list[str] = []
    for topic, items in groupby(found, lambda item: item.topic):
        lines += ["", headings[topic]]
        for item in items:
            first, *others = wrapped(f"{item.text} (sources {', '.join(item.sources)})", terminal_width() - 4)
            lines += [f"  - {first}", *(f"    {line}" for line in others)]
    answer(words, [item.as_json() for item in found], *lines[1:], "", *_notice(library))


@command("help-signs", JSON)
def print_signs(words: Words) -> None:
    library = _library(words)
    settings, _ = load_settings(find_places(words.data_dir, words.config).config_file)
    where = where_of(settings, os.environ, local_zone)
    region = region_at(where, library.regions)
    known = {
        "id": region.id,
        "title": region.title,
        "is_set": where.how == AS_SET,
        "how": where.how,
        "sources": region.sources,
    }
    signs, lines = [], []
    for level in Level:
        lines.append(whom_to_ask(level, region))
        if level is Level.EMERGENCY:
            lines.append(always(region))
        for sign in library.signs.values():
            if sign.level is level:
                signs.append({"id": sign.id, "level": level, "text": sign.text, "sources": sign.sources})
                lines.append(f"  - {sign.text} ({', '.join(sign.sources)})")
        lines.append("")
    document = {
        "region": known if region.id else None,
        "emergency": None if region.emergency == NO_REGION.emergency else region.emergency,
        "advice": region.advice,
        "signs": signs,
    }
    if region.emergency == NO_REGION.emergency:
        lines += [*listed_numbers(library.regions), ""]
    whose = f"{whose_numbers(region, where)} To set another country: the setting `region`."
    answer(words, document, *lines, whose, "This program shows a number and never dials.", "", *_notice(library))
