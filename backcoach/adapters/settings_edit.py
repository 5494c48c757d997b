"""One setting saved into the person's own file, whose comments and order stay; written whole or not at all."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from pathlib import Path

import tomlkit
from tomlkit.items import InlineTable

from backcoach.adapters.settings import UnreadableError, read_text
from backcoach.adapters.toml_lines import BYTE_ORDER_MARK
from backcoach.adapters.toml_mended import parse
from backcoach.domain.setting_forms import Value, Written, WrongValueError, shown
from backcoach.domain.settings_page import FILE_HEAD
from backcoach.domain.settings_table import BY_KEY
from backcoach.ports import SettingsError

_GONE = "to be taken out by backcoach"
_BY_HAND = "Change it there by hand; nothing was saved."


def save_setting(path: Path, key: str, value: Value, known: Mapping[str, Collection[str]] | None = None) -> None:
    """Keep one value under its key, or nothing where it is None, which brings back the default.

    Args:
        path: the settings file; made where there is none.
        key: the key with dots: `channels.tones.volume`.
        value: the value as the program uses it.
        known: the ids of plans and levels that there are, by `Setting.known_as`.

    Raises:
        SettingsError: the key or the value is wrong, or the file can't be read or written; it is as it was.
    """
    setting = BY_KEY.get(key)
    if setting is None:
        raise SettingsError(f"There is no setting {shown(key)}; nothing was saved.")
    written = setting.written(value)
    if written is not None:
        try:
            written = setting.written(setting.accept(written, known))
        except WrongValueError as wrong:
            raise SettingsError(f"{wrong} Nothing was saved.") from wrong
    try:
        # Behind a link lies the person's own file, which is to be replaced and not the link.
        target = Path(os.path.realpath(path))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target.parent) as folder:
            text = _present(target)
            edited = _edited(text or FILE_HEAD, setting.path, written)
            if edited != (text or FILE_HEAD):
                _replace(target, edited.encode(), folder)
    except (OSError, ValueError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else str(wrong)
        raise SettingsError(f"The settings can't be saved ({why.lower()}); the file is as it was.") from wrong


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """The folder's descriptor, while no other window saves settings in it."""
    import fcntl  # noqa: PLC0415 - another system may still read settings

    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some network disks know no locks; two windows rarely save at one moment
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _present(target: Path) -> str | None:
    """The file's text, where it can be kept; None where there is no file yet."""
    try:
        text = read_text(target)
    except FileNotFoundError:
        return None
    except UnreadableError as wrong:
        where = "" if wrong.line is None else f"line {wrong.line}: "
        raise SettingsError(f"Nothing was saved, because the file can't be kept. {where}{wrong}") from wrong
    _, broken = parse(text)
    if broken:
        line, says = broken[0].line, broken[0].sentence.split(" Until then")[0]
        raise SettingsError(f"Nothing was saved, because the file is broken on line {line}. {says}")
    return text


def _edited(text: str, path: tuple[str, ...], written: Written) -> str:
    """The text with the one value changed and all else as it was."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    plain = text.removeprefix(BYTE_ORDER_MARK)
    wanted = tomllib.loads(plain)
    section = _section(wanted, path)
    if written is None:
        section.pop(path[-1], None)
    else:
        section[path[-1]] = written
    if _flat(tomllib.loads(plain)) == _flat(wanted):
        return text
    try:
        edited = _line_ends(plain, _with_tomlkit(plain, path, written))
        kept = _flat(tomllib.loads(edited)) == _flat(wanted)
    except Exception as wrong:  # whatever it stumbles over, the person's file is not to be risked
        raise SettingsError(f"{'.'.join(path)} can't be changed without harm to the file. {_BY_HAND}") from wrong
    if not kept:
        raise SettingsError(f"{'.'.join(path)} can't be changed without a change of other keys. {_BY_HAND}")
    return mark + edited


def _section(data: MutableMapping[str, object], path: tuple[str, ...]) -> MutableMapping[str, object]:
    """The table that the key is to stand in, made where it is missing."""
    from collections.abc import MutableMapping as Table  # noqa: PLC0415 - for the check alone

    for depth, name in enumerate(path[:-1], 1):
        inner = data.setdefault(name, {})
        if not isinstance(inner, Table):
            head = ".".join(path[:depth])
            raise SettingsError(f"In the file {head} is no section. Write [{head}] in its place; nothing was saved.")
        data = inner
    return data


def _with_tomlkit(plain: str, path: tuple[str, ...], written: Written) -> str:
    document = tomlkit.parse(plain)
    section: MutableMapping[str, object] = document
    for depth, name in enumerate(path[:-1], 1):
        if name not in section:
            if written is None:
                return plain
            section[name] = tomlkit.table(is_super_table=depth < len(path) - 1)
        section = section[name]  # type: ignore[assignment] # `_section` has looked: it is a table
    if written is None:
        return _without(document, section, path[-1])
    section[path[-1]] = written
    return tomlkit.dumps(document)


def _without(document: tomlkit.TOMLDocument, section: MutableMapping[str, object], name: str) -> str:
    """The text without this key; a comment behind it stays, on a line of its own."""
    if isinstance(section, InlineTable):
        del section[name]
        return tomlkit.dumps(document)
    section[name] = _GONE
    return re.sub(rf'^.*"{_GONE}"[ \t]*(?:\r?\n|(?=#)|\Z)', "", tomlkit.dumps(document), flags=re.MULTILINE)


def _flat(data: Mapping[str, object], above: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Each value by its path, as text: 1 is not true then, and nan is nan. Empty tables mean nothing here."""
    flat: dict[tuple[str, ...], str] = {}
    for name, value in data.items():
        path = (*above, name)
        flat |= _flat(value, path) if isinstance(value, dict) else {path: repr(value)}
    return flat


def _line_ends(before: str, after: str) -> str:
    """The text with the line ends that the file had throughout."""
    if "\r\n" in before and before.count("\n") == before.count("\r\n"):
        return after.replace("\r\n", "\n").replace("\n", "\r\n")
    return after


def _replace(target: Path, content: bytes, folder: int) -> None:
    """Put the content in place of the file, synced, for its owner alone; on any failure the old one stays."""
    from tempfile import mkstemp  # noqa: PLC0415 - needed once in a while

    with suppress(FileNotFoundError):
        if not target.stat().st_mode & 0o200:
            raise SettingsError("The settings can't be saved: the file is marked as read-only.")
    descriptor, name = mkstemp(prefix=f".{target.name}-", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - takes the descriptor
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    with suppress(OSError):  # some disks can't sync a folder; the file itself is
        os.fsync(folder)
