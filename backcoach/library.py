"""The content: what ships as TOML beside the program, and what the person adds in the folder of their settings.

What can't be used is left out and reported; all the rest goes on working.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from backcoach.config import Problem, UnreadableError, line_of, read_toml
from backcoach.domain.breathing import Pattern
from backcoach.domain.documents import FieldError, leaves, read
from backcoach.domain.first_minute import Prompt
from backcoach.domain.handbook import Advice, Checklist, Item, Pose, Position, Source
from backcoach.domain.plans import Plan
from backcoach.domain.session import HeatKind
from backcoach.domain.settings import Explained
from backcoach.domain.signs import Region, Sign
from backcoach.domain.stretches import Stretch
from backcoach.domain.walks import WalkLevel

BUILT_IN = Path(__file__).parent / "content"
_ID = r"[^\W_][\w-]{0,39}"
_ADDED = ("id", "sources")
"""Keys that are given to what is the person's own."""
T = TypeVar("T")


def _ships(name: str, shape: type[T]) -> cached_property[Mapping[str, T]]:
    return cached_property(lambda library: library.part(name, shape))


def _listed(name: str, shape: type[T]) -> cached_property[tuple[T, ...]]:
    return cached_property(lambda library: tuple(library.part(name, shape).values()))


def _with_own(what: str, shape: type[T]) -> cached_property[Mapping[str, T]]:
    return cached_property(lambda library: library.part_with_own(what, shape))


class Library:
    """All content, each part by id and in its file's order, read when it is first asked for.

    `problems` says what can't be used of what was read, and why. The folder of the settings may have `plans`,
    `patterns` and `routines` of the person's `own`.
    """

    plans = _with_own("plan", Plan)
    patterns = _with_own("pattern", Pattern)
    stretches = _with_own("routine", Stretch)
    positions = _ships("positions", Position)
    poses = _ships("poses", Pose)
    signs = _ships("signs", Sign)
    heat = _ships("heat", HeatKind)
    checklists = _ships("checklists", Checklist)
    questions = _ships("questions", Checklist)
    notices = _ships("notices", Item)
    settings = _ships("settings", Explained)
    themes = _ships("themes", dict[str, str])
    levels = _listed("levels", WalkLevel)
    regions = _listed("regions", Region)
    advice = _listed("advice", Advice)
    first_minute = _listed("first_minute", Prompt)

    def __init__(self, own: Path | None = None, built_in: Path = BUILT_IN) -> None:
        self.problems: list[Problem] = []
        self._built_in = built_in
        self._own = own
        self.sources: Mapping[str, Source] = {}  # for those of the sources themselves
        self.sources = self.part("sources", Source)

    def whole(self) -> Library:
        """The same with all parts read, and so all problems known."""
        for name, part in vars(Library).items():
            if isinstance(part, cached_property):
                getattr(self, name)
        return self

    def part(self, name: str, shape: type[T]) -> dict[str, T]:
        """The items of a file that ships, where all their sources are known."""
        file = f"content/{name}.toml"
        try:
            _, tables = read_toml(self._built_in / f"{name}.toml")
        except (UnreadableError, FileNotFoundError) as error:
            self.problems.append(Problem(file, str(error)))
            return {}
        items: dict[str, T] = {}
        for item_id, table in tables.items():
            try:
                item = _item({**table, "id": item_id}, shape)
                # A country bears the names of its sources, which nothing else cites.
                named = () if isinstance(item, Region) else getattr(item, "sources", ())
                if unlisted := set(named) - set(self.sources):
                    said = f"“{min(unlisted)}” is not among the sources in content/sources.toml."
                    raise FieldError("sources", said)
            except FieldError as error:
                self.problems.append(Problem(file, error.sentence, f"{item_id}.{error.key}"))
            else:
                items[item_id] = item
        return items

    def part_with_own(self, what: str, shape: type[T]) -> dict[str, T]:
        """The items that ship, and the person's own after them: one in each file, whose name is its id."""
        items = self.part(f"{what}s", shape)
        built_in = set(items)
        for path in self._own_files(f"{what}s"):
            file, item_id, text = f"{what}s/{path.name}", path.stem, ""
            try:
                if item_id in built_in:
                    raise FieldError("", f"“{item_id}” is the name of a {what} that ships: give the file another name.")
                if not re.fullmatch(_ID, item_id):
                    said = "The file's name is the id: give it one of at most 40 letters, digits and hyphens."
                    raise FieldError("", said)
                text, table = read_toml(path)
                items[item_id] = _own_item(table, item_id, shape)
            except UnreadableError as error:
                self.problems.append(Problem(file, str(error), line=error.line))
            except FieldError as error:
                self.problems.append(Problem(file, error.sentence, error.key, line_of(text, error.key)))
        return items

    def _own_files(self, folder: str) -> Iterator[Path]:
        if self._own is None:
            return
        try:
            paths = sorted((self._own / folder).iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            self.problems.append(Problem(folder, f"This folder can't be read ({error.strerror})."))
            return
        yield from (path for path in paths if path.suffix == ".toml" and not path.name.startswith("."))


def _own_item(table: dict[str, Any], item_id: str, shape: type[T]) -> T:
    """The person's own item; a plan of one phase may hold its keys at the top."""
    for key in _ADDED:
        if key in table:
            raise FieldError(key, "There is no such key here: the file's name is the id, and the source is you.")
    flat = shape is Plan and "phases" not in table
    if flat:
        top = [key for key in ("title", "says") if key in table]
        table = {**{key: table.pop(key) for key in top}, "phases": [table]}
    try:
        return _item({"title": item_id, **table, "id": item_id, "sources": ["own"]}, shape)
    except FieldError as error:
        if not flat:
            raise
        sentence = error.sentence.replace("The keys are ", "The keys are title, says, ")
        raise FieldError(error.key.removeprefix("phases[0]."), sentence) from error


def _item(document: dict[str, Any], shape: type[T]) -> T:
    for key, value in leaves("", document):
        if isinstance(value, str) and not value.strip():
            raise FieldError(key, "It is empty.")
        if isinstance(value, str) and not value.isprintable():
            raise FieldError(key, "It holds a character that can't be shown, such as a tab or a line's end.")
    return read(document, shape, added=_ADDED)
