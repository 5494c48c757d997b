"""The files of the content, read item by item; what can't be used is left out and kept as a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from backcoach.adapters.content_table import ContentError, Table

OWN = ("own",)
LARGEST_FILE = 100_000
LONGEST_ID = 40

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


class _Reader(Protocol[_T_co]):
    """Reads one item from its table."""

    def __call__(self, table: Table, item_id: str, sources: tuple[str, ...], /) -> _T_co: ...


class ContentFiles:
    """What ships, and the person's own folders beside their settings.

    Attributes:
        problems: what could not be used of the parts read so far.
    """

    def __init__(self, built_in: Path, own: Path | None) -> None:
        self._built_in = built_in
        self._own = own
        self.problems: list[ContentError] = []

    def part(self, name: str, read: _Reader[_T]) -> dict[str, _T]:
        """The built-in items of a part."""
        file = f"content/{name}.toml"
        items: dict[str, _T] = {}
        try:
            tables = _read(self._built_in / f"{name}.toml", file)
        except ContentError as error:
            self.problems.append(error)
            return items
        for item_id, values in tables.items():
            try:
                if not isinstance(values, dict):
                    raise ContentError(file, item_id, "It must be a table, as in [steady].")  # noqa: TRY301 - one way out
                table = Table(file, values, item_id)
                items[item_id] = read(table, item_id, () if name == "sources" else self._sources_of(table))
            except ContentError as error:
                self.problems.append(error)
        return items

    def _sources_of(self, table: Table) -> tuple[str, ...]:
        """The sources that a built-in item names.

        Raises:
            ContentError: it names none, or one that is not listed.
        """
        if not table.values.get("sources"):
            raise table.error("sources", "It names no source, and content without one is not used.")
        sources = table.texts("sources")
        strange = next((source for source in sources if source not in self._source_ids), None)
        if strange is not None:
            raise table.error("sources", f"“{strange}” is not among the sources in content/sources.toml.")
        return sources

    def with_own(self, name: str, read: _Reader[_T], short: Mapping[str, str]) -> dict[str, _T]:
        """The built-in items of a part, and the person's own: one in each file."""
        items = self.part(name, read)
        places = dict.fromkeys(items, "the built-in ones")
        for path in self._own_files(name):
            file = f"{name}/{_shown(path.name)}"
            try:
                table = Table(file, _read(path, file), short=short)
                item_id = _own_id(table, path.stem)
                if item_id in places:
                    sentence = f"“{item_id}” is an id already, among {places[item_id]}. Give this one another id."
                    raise table.error("id", sentence)
                table.values.pop("sources", None)
                items[item_id] = read(table, item_id, OWN)
                places[item_id] = f"your own: {file}"
            except ContentError as error:
                self.problems.append(error.on_line(_line_of(error.key, path)))
        return items

    @cached_property
    def _source_ids(self) -> frozenset[str]:
        """The ids of the sources, without reading more of them; none where their file can't be read."""
        try:
            return frozenset(_read(self._built_in / "sources.toml", "content/sources.toml"))
        except ContentError:
            return frozenset()

    def _own_files(self, name: str) -> Iterator[Path]:
        if self._own is None:
            return
        try:
            paths = sorted((self._own / name).iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            self.problems.append(ContentError(name, "", f"This folder can't be read: {error.strerror}."))
            return
        yield from (path for path in paths if path.suffix == ".toml" and not path.name.startswith("."))


def _own_id(table: Table, stem: str) -> str:
    """The id of a person's own item: that in the file, else the file's name; taken out of the table.

    Raises:
        ContentError: it can't be typed as one word.
    """
    item_id = table.text_or("id", stem)
    if len(item_id) > LONGEST_ID or not item_id[:1].isalnum() or not all(c.isalnum() or c in "-_" for c in item_id):
        named = "id" if table.has("id") else ""
        shown = _shown(item_id)
        raise table.error(
            named, f"“{shown}” can't be an id: give it an `id` of at most {LONGEST_ID} letters, digits and hyphens."
        )
    table.values.pop("id", None)
    return item_id


def _line_of(key: str, path: Path) -> int | None:
    """The line on which the key stands; None where it stands nowhere, or where nobody can read the file."""
    from backcoach.adapters.toml_lines import line_of_named, places  # noqa: PLC0415 - only for what is wrong

    try:
        return line_of_named(key, places(path.read_text(encoding="utf-8"))) if key else None
    except (OSError, UnicodeDecodeError):
        return None


def _shown(name: str) -> str:
    """A file's name without what can't be shown."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _read(path: Path, file: str) -> dict[str, object]:
    """The tables of a file.

    Raises:
        ContentError: it can't be read, or is not TOML.
    """
    import tomllib  # noqa: PLC0415 - a command that shows no content does not pay for it

    try:
        if not path.is_file():
            raise ContentError(file, "", "This is not a file that can be read.")
        if path.stat().st_size > LARGEST_FILE:
            raise ContentError(file, "", f"The file is larger than {LARGEST_FILE // 1000} kB.")
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise ContentError(file, "", f"The file can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ContentError(file, "", "The file is not UTF-8 text.") from error
    except (ValueError, RecursionError) as error:
        raise ContentError(file, "", f"This is not TOML: {_shown(str(error))}.") from error
