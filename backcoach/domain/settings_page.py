"""The page of documentation about the settings, made from their table, so that the two can't differ."""

from __future__ import annotations

from collections.abc import Iterator

from backcoach.domain.settings_table import SETTINGS, Group, Setting

_HEAD = """\
# Settings

backcoach reads one TOML file, `settings.toml` in its configuration folder; `backcoach paths` says where that is, and
`--config FILE` or `BACKCOACH_CONFIG` name another. The file need not exist, and every key in it may be left out: its
default holds then. The settings screen of the coach changes the same file, and keeps your comments and your order.

What is changed in the coach holds there at once, and a second later in `backcoach remind`, which follows a change by
hand too. Another window that is open reads the file when it is next started.

A wrong key or value stops nothing. The coach starts with the default for it and says which line is wrong and what would
be right; `backcoach check` says it too, and exits with 1. No setting can pass a limit of the coach.
"""

_EXAMPLE_HEAD = """\
## All of them, with their defaults

A key with a `#` before it has nothing set. Keys without a dot stand above the first `[table]`.
"""

FILE_HEAD = """\
# Settings of backcoach. Every key may be left out; its default holds then.
# The settings screen of the coach lists them all, and keeps what you write here.
"""
"""What a new settings file begins with."""


def example() -> str:
    """A settings file with every key and its default."""
    lines: list[str] = []
    table: tuple[str, ...] = ()
    for setting in SETTINGS:
        if setting.path[:-1] != table:
            table = setting.path[:-1]
            lines += ["", f"[{'.'.join(table)}]"]
        written = setting.default is not None
        lines.append(f"{setting.path[-1]} = {setting.default_shown}" if written else f"# {setting.path[-1]} =")
    return "\n".join(lines) + "\n"


def _rows(group: Group) -> Iterator[str]:
    yield "| key | values | default | what it does |"
    yield "|---|---|---|---|"
    for setting in SETTINGS:
        if setting.group is group:
            yield f"| `{setting.key}` | {setting.form.expects} | {_default(setting)} | {setting.says} |"


def _default(setting: Setting) -> str:
    return setting.unset or f"`{setting.default_shown}`"


def settings_page() -> str:
    """The whole page, as Markdown: each group of settings with its keys, then an example."""
    parts = [_HEAD]
    for group in Group:
        parts += [f"## {group.value}\n", "\n".join(_rows(group)) + "\n"]
    parts += [_EXAMPLE_HEAD, f"```toml\n{example()}```\n"]
    return "\n".join(parts)
