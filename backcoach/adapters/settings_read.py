"""The text of a settings file, read key by key: what is wrong in it stops nothing and is said with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from backcoach.adapters.toml_lines import line_of, places
from backcoach.adapters.toml_mended import parse
from backcoach.domain.setting_forms import Value, WrongValueError, harmless, nearest, shown
from backcoach.domain.setting_problem import SettingProblem
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.settings_table import BY_KEY, BY_PATH, TABLES

_LONGEST_KEY = 60
_LONGEST_PATH = 400


def whole_file_wrong(file: str, line: int | None, sentence: str) -> SettingProblem:
    """The problem of a file of which nothing can be used."""
    return SettingProblem(_named(file), line, "", f"{sentence} Until then every setting has its default.")


def read_settings(
    file: str, text: str, known: Mapping[str, Collection[str]] | None = None
) -> tuple[Settings, tuple[SettingProblem, ...]]:
    """The settings in the text, and what in it could not be used, by line.

    Args:
        file: what the problems call the file.
        text: what it holds.
        known: the ids of plans and levels that there are; a value outside them is a problem.
    """
    data, broken = parse(text)
    values: dict[str, Value] = {}
    misfits = tuple(_settle(data, (), values, known))
    problems = [SettingProblem(_named(file), each.line, "", each.sentence) for each in broken]
    if misfits:
        found = places(text)
        problems += (SettingProblem(_named(file), line_of(at, found), _dotted(at), said) for at, said in misfits)
    problems.sort(key=lambda problem: problem.line or 0)
    return replace(DEFAULTS, **values), tuple(problems)


def _named(file: str) -> str:
    return harmless(file, _LONGEST_PATH)


def _dotted(path: tuple[str, ...]) -> str:
    return harmless(".".join(path), _LONGEST_KEY)


def _settle(
    table: Mapping[str, object],
    above: tuple[str, ...],
    values: dict[str, Value],
    known: Mapping[str, Collection[str]] | None,
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Put what is right into `values`, by field; yield the path of what is wrong, and what would be right."""
    for name, written in table.items():
        path = (*above, name)
        if path in TABLES:
            if isinstance(written, dict):
                yield from _settle(written, path, values, known)
            else:
                yield path, f"{_dotted(path)} can't be {shown(written)}: it is a section, [{_dotted(path)}], with keys."
            continue
        setting = BY_PATH.get(path)
        if setting is None:
            yield path, _unknown(path)
            continue
        try:
            values[setting.field] = setting.accept(written, known)
        except WrongValueError as wrong:
            default = f": {setting.unset}" if setting.unset else f" it is {setting.default_shown}"
            yield path, f"{wrong} Until then{default}."


def _unknown(path: tuple[str, ...]) -> str:
    """What is said of a key that there is not."""
    there_is_none = f"There is no setting {_dotted(path)}."
    name = path[-1]
    namesakes = [setting for setting in BY_PATH.values() if setting.path[-1] == name]
    if len(namesakes) == 1 and len(namesakes[0].path) == 1:
        return f"{there_is_none} {name} stands at the top of the file, above the first [section]."
    if namesakes:
        return f"{there_is_none} Did you mean {' or '.join(setting.key for setting in namesakes)}?"
    tables = tuple(".".join(table) for table in TABLES)
    meant = nearest(".".join(path)[:_LONGEST_KEY], (*BY_KEY, *tables))
    return f"{there_is_none} Did you mean {meant}?" if meant else f"{there_is_none} Delete it, or put a # before it."
