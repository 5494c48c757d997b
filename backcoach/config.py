"""The folders of one person, and their settings file: its mistakes are said, and its comments kept."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from platformdirs import PlatformDirs

from backcoach.coach.protocols import Errand, JournalError, SettingsError
from backcoach.domain.documents import FieldError, shown
from backcoach.domain.moment import Moment
from backcoach.domain.settings import BY_KEY, DEFAULTS, SECTIONS, Settings, Value, Written, unknown_key
from backcoach.domain.text import clean, reason
from backcoach.files import put

LARGEST_FILE = 64_000
"""Bytes of a TOML file; all settings with their comments fill a tenth of it."""

FILE_HEAD = """\
# Settings of backcoach. Every key may be left out; its default holds then.
# The settings screen of the coach lists them all, and keeps what you write here.
"""
"""What a new settings file begins with."""

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_GONE = "to be taken out by backcoach"


class Places(Struct, frozen=True):
    """The folders and files of one person.

    `data` holds the journal and its backups, `state` the log, the folder of `config_file` the person's own plans,
    patterns and routines; `config_asked` is whether `--config` named it, so that a missing one is worth a word.
    """

    data: Path
    config_file: Path
    state: Path
    config_asked: bool = False

    @property
    def config(self) -> Path:
        return self.config_file.parent

    @property
    def journal(self) -> Path:
        return self.data / "backcoach.db"

    @property
    def sounds(self) -> Path:
        """The folder of the tones' files, which are made again where they are missing."""
        return self.state / "sounds"


def place(named: str) -> Path:
    """The folder or file that is named; a `JournalError` for the home of somebody who has none here."""
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:
        raise JournalError(f"There is no folder {named}: nobody here is called so.") from None


def find_places(data_dir: str | None = None, config: str | None = None) -> Places:
    """Where things lie: as `--data-dir` and `--config` say, else the environment, else where the system keeps such."""
    data = data_dir or os.environ.get("BACKCOACH_DATA_DIR")
    settings = config or os.environ.get("BACKCOACH_CONFIG")
    dirs = PlatformDirs("backcoach", appauthor=False)
    return Places(
        data=place(data) if data else dirs.user_data_path,
        config_file=place(settings) if settings else dirs.user_config_path / "settings.toml",
        state=dirs.user_state_path,
        config_asked=bool(config),
    )


class UnreadableError(Exception):
    """A file can't be read as a whole; the text is a sentence, `line` where it goes wrong."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file, a byte-order mark still in front of it, and what it says; or an `UnreadableError`."""
    raw = _bytes_of(path)
    try:
        text = raw.decode()
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise UnreadableError("This is not UTF-8 text: save the file as UTF-8.", line) from wrong
    try:
        return text, tomllib.loads(text.removeprefix(_MARK))
    except RecursionError as wrong:
        raise UnreadableError("This is not TOML: its lists lie too deep in each other.") from wrong
    except ValueError as wrong:
        message = str(wrong) if isinstance(wrong, tomllib.TOMLDecodeError) else "a number in it is too long"
        at = re.search(r" ?\(at (?:line (\d+), column \d+|end of document)\)$", message)
        what = clean(message[: at.start()] if at else message)
        what = what.replace(r"Illegal character '\n'", "the line ends too soon")
        where = None if at is None else int(at[1] or len(text.rstrip().split("\n")))
        said = f'({what}). A line is a key, a = and a value, and words stand in quotes, as in key = "words".'
        if what.startswith(("Cannot", "Duplicate")):
            said = "because a key or a section stands in it twice. Delete one of them."
        raise UnreadableError(f"This is not TOML {said}", where) from wrong


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableError("This is a folder, not a TOML file.")
        if path.is_fifo() or path.is_socket():
            raise UnreadableError("This is no ordinary file.")
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as wrong:
        raise UnreadableError(f"The file can't be read ({reason(wrong)}).") from wrong
    if len(raw) > LARGEST_FILE:
        raise UnreadableError(f"The file is too large: at most {LARGEST_FILE // 1000} kB are read.")
    return raw


def line_of(text: str, key: str) -> int | None:
    """The line, from 1, on which a key such as `phases[1].on` stands, or what it is in; None where neither is found.

    Keys are looked for where people write them: at the start of a line, below the head of their table.
    """
    lines: dict[str, int] = {}
    heads: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.removeprefix(_MARK).split("\n"), 1):
        plain = re.sub(r"[\"'\s]", "", line)
        if head := re.match(r"\[(\[?)([^\[\]#=]+)\]", plain):
            table = f"{head[2]}[{heads[head[2]]}]" if head[1] else head[2]
            heads[head[2]] += 1
            found = table
        elif pair := re.match(r"([^\[\]{}#=,]+)=", plain):
            found = f"{table}.{pair[1]}" if table else pair[1]
        else:
            continue
        for each in _outwards(found):
            lines.setdefault(each, number)
    return next((lines[each] for each in _outwards(key) if each in lines), None)


def _outwards(key: str) -> Iterator[str]:
    """The key, then what it is in: `phases[1].on`, `phases[1]`, `phases`."""
    while key:
        yield key
        key = key[: max(key.rfind("."), key.rfind("["), 0)]


class Problem(Struct, frozen=True):
    """Something in a file that can't be used: what is wrong and what would be right.

    `key` and `line` (from 1) tell where; they are left out where that is not known or the sentence says it.
    """

    file: str
    sentence: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = (clean(self.file), "" if self.line is None else f"line {self.line}", clean(self.key))
        return f"{', '.join(filter(None, where))}: {self.sentence}"


def load_settings(path: Path, known: Mapping[str, Collection[str]] | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings in the file, and a sentence for each thing in it that can't be used. A missing file has none.

    `known` has the ids of plans and levels that there are, by `Setting.known_as`; without it any id is taken.
    """
    try:
        text, data = read_toml(path)
    except FileNotFoundError:
        return DEFAULTS, ()
    except UnreadableError as wrong:
        said = f"{wrong} Until then every setting has its default."
        return DEFAULTS, (str(Problem(str(path), said, line=wrong.line)),)
    values: dict[str, Value] = {}
    wrongs = [Problem(str(path), said, line=line_of(text, key)) for key, said in _take(data, "", values, known)]
    return replace(DEFAULTS, **values), tuple(map(str, sorted(wrongs, key=lambda problem: problem.line or 0)))


def _take(
    table: Mapping[str, object], above: str, values: dict[str, Value], known: Mapping[str, Collection[str]] | None
) -> Iterator[tuple[str, str]]:
    """Put what is right into `values`, by field; yield each key that is wrong, and what would be right."""
    for name, written in table.items():
        key = above + name
        if key in SECTIONS and isinstance(written, dict):
            yield from _take(written, f"{key}.", values, known)
        elif key in SECTIONS:
            yield key, f"{key} can't be {shown(written)}: it is a section, [{key}], with keys."
        elif (setting := BY_KEY.get(key)) is None:
            yield key, unknown_key(key)
        else:
            try:
                values[setting.field] = setting.accept(written, known)
            except FieldError as wrong:
                default = f": {setting.unset}" if setting.unset else f" it is {setting.default_shown}"
                yield key, f"{wrong.sentence} Until then{default}."


class SettingsFile:
    """The settings file as the coach has it: to read, and to change one value of; `known` as in `load_settings`."""

    def __init__(self, path: Path, known: Mapping[str, Collection[str]] | None = None) -> None:
        self._path = path
        self._known = known

    def load(self) -> tuple[Settings, tuple[str, ...]]:
        return load_settings(self._path, self._known)

    def save(self, key: str, value: Value) -> None:
        """Keep one value under its key, or the default for None; after a `SettingsError` the file is as it was."""
        setting = BY_KEY[key]
        try:
            written = None if value is None else setting.written(setting.accept(setting.written(value), self._known))
            # Behind a link lies the person's own file, which is to be replaced and not the link.
            target = Path(os.path.realpath(self._path))
            try:
                text, _ = read_toml(target)
            except FileNotFoundError:
                text = FILE_HEAD
            edited = _edited(text, key, written)
            if edited != text:
                if target.exists() and not target.stat().st_mode & 0o200:
                    raise SettingsError("The settings can't be saved: the file is marked as read-only.")
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                put(target, edited.encode())
        except FieldError as wrong:
            raise SettingsError(f"{wrong.sentence} Nothing was saved.") from wrong
        except UnreadableError as wrong:
            said = str(wrong) if wrong.line is None else f"Line {wrong.line}: {wrong}"
            raise SettingsError(f"Nothing was saved, because the file can't be kept as it is. {said}") from wrong
        except (OSError, ValueError) as wrong:
            raise SettingsError(f"The settings can't be saved ({reason(wrong)}); the file is as it was.") from wrong


class SettingsWatch(Errand):
    """An errand that calls `changed` where the coach or a hand has changed the file; what that returns is said."""

    name = "settings"

    def __init__(self, path: Path, changed: Callable[[], str]) -> None:
        self._path = path
        self._changed = changed
        self._seen = stamp(path)

    def look(self, now: Moment) -> str:
        del now
        before, self._seen = self._seen, stamp(self._path)
        return self._changed() if self._seen != before else ""


def stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells whether a file has been changed; None where it can't be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _edited(text: str, key: str, written: Written) -> str:
    """The text with the one value changed and all else as it was; a `SettingsError` where that can't be done."""
    import tomlkit  # noqa: PLC0415 - heavy, and needed only when something is changed

    *sections, name = path = tuple(key.split("."))
    plain = text.removeprefix(_MARK)
    before = _flat(tomllib.loads(plain))
    wanted = {found: value for found, value in before.items() if found[: len(path)] != path}
    if written is not None:
        wanted[path] = repr(written)
    if wanted == before:
        return text
    try:
        document = tomlkit.parse(plain)
        table: MutableMapping[str, Any] = document
        for depth, section in enumerate(sections, 1):
            inner: object = table.setdefault(section, tomlkit.table(is_super_table=depth < len(sections)))
            if not isinstance(inner, MutableMapping):
                head = ".".join(sections[:depth])
                said = f"In the file {head} is no section. Write [{head}] in its place; nothing was saved."
                raise SettingsError(said)
            table = inner
        if written is None and isinstance(table, tomlkit.items.InlineTable):
            del table[name]
        else:
            table[name] = _GONE if written is None else written
        # The line of a value that goes is cut out behind tomlkit, so that a comment in it stays.
        edited = re.sub(rf'(?m)^.*"{_GONE}"[ \t]*(?:\r?\n|(?=#)|\Z)', "", tomlkit.dumps(document))
        if plain.count("\n") == plain.count("\r\n") > 0:
            edited = edited.replace("\r\n", "\n").replace("\n", "\r\n")
        kept = _flat(tomllib.loads(edited)) == wanted
    except SettingsError:
        raise
    except Exception as wrong:  # whatever tomlkit stumbles over, the person's file is not to be risked
        raise SettingsError(f"{key} can't be changed without harm to the file: change it there by hand.") from wrong
    if not kept:
        raise SettingsError(f"{key} can't be changed without a change of other keys: change it in the file by hand.")
    return text[: len(text) - len(plain)] + edited


def _flat(data: Mapping[str, object], above: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Each value by its path, as text: 1 is not true then, and nan is nan. Empty tables mean nothing here."""
    flat: dict[tuple[str, ...], str] = {}
    for name, value in data.items():
        path = (*above, name)
        flat |= _flat(value, path) if isinstance(value, dict) else {path: repr(value)}
    return flat
