"""Make the tables of commands.md and keys.md from the program: `python docs/reference.py`.

What stands above the line `MADE` in a page is written by hand and stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from textual.binding import Binding, BindingType  # noqa: E402 - the checkout must be found first
from textual.screen import Screen  # noqa: E402

from backcoach.cli.command import DECLARED, Argument  # noqa: E402
from backcoach.cli.main import COMMANDS, build  # noqa: E402
from backcoach.ui import commands, screens  # noqa: E402
from backcoach.ui.widgets.footer import sign_of  # noqa: E402

MADE = "<!-- from here on made by docs/reference.py -->\n"
TITLES = {
    "HomeScreen": "The first screen",
    "HandbookScreen": "The handbook",
    "WhereScreen": "Your country",
    "NowScreen": "The first minute",
    "StartScreen": "Before ice, heat or posture",
    "SessionScreen": "While ice, heat, posture or a walk runs",
    "GuidedScreen": "While breathing or a stretch guides you",
    "BreathingScreen": "While breathing guides you",
    "BreatheStartScreen": "Before breathing",
    "StretchStartScreen": "Before a stretch",
    "FeltScreen": "After “it hurts”",
    "AfterScreen": "After a stretch",
    "NewWalkForm": "The walk screen",
    "PainBeforeForm": "Before a walk",
    "SavedScreen": "A walk that was just saved",
    "LevelScreen": "Where a walking level is offered",
    "DayKeys": "In the review, and on a day of it",
    "ReviewScreen": "The review",
    "DayScreen": "A day of the review",
    "DiaryScreen": "The diary",
    "FormScreen": "Any form",
    "FlareScreen": "The flare-up",
    "FlareFormScreen": "The form of a flare-up",
    "HelpScreen": "Get help",
    "EmergencyScreen": "An emergency sign",
    "PositionsScreen": "Positions",
    "ChecklistsScreen": "Checklists",
    "SettingsScreen": "Settings",
    "AdviceScreen": "A refused stretch",
    "ReadingScreen": "Any page to read",
    "KeysScreen": "The list of keys",
    "QuitScreen": "Quit?",
    "PainAgainScreen": "Before a paused stretch goes on",
}
"""What a screen is called on the page; one that is not here is called by its class."""


def command_pages() -> str:
    """Each command with its options."""
    build()
    names = sorted(DECLARED, key=lambda name: list(COMMANDS).index(name.split()[0]))
    return "\n".join(_command(name) for name in names)


def _command(name: str) -> str:
    _, about, arguments = DECLARED[name]
    about = about or COMMANDS[name][1]
    usage = " ".join(["backcoach", name, *(_usage(*each) for each in sorted(arguments, key=_is_option))])
    rows = [f"- `{_word(*each)}`: {each[1].get('help', '')}" for each in arguments]
    return "\n".join([f"### `{usage}`", "", f"{about[:1].upper()}{about[1:]}.", *([""] if rows else []), *rows, ""])


def _is_option(each: Argument) -> bool:
    return each[0][0].startswith("-")


def _word(names: tuple[str, ...], options: dict[str, Any]) -> str:
    """An argument as it is typed: `--at WHEN`, `MINUTES`."""
    value = options.get("metavar") or "|".join(options.get("choices", ()))
    return " ".join(filter(None, [*(name for name in names if name.startswith("-")), value]))


def _usage(names: tuple[str, ...], options: dict[str, Any]) -> str:
    word = _word(names, options) + (" …" if options.get("nargs") in {"*", "+"} else "")
    needed = options.get("required") if names[0].startswith("-") else options.get("nargs") not in {"*", "?"}
    return word if needed else f"[{word}]"


def key_pages() -> str:
    """Each screen with its keys; those that work anywhere come first."""
    pages = [_keys("Anywhere", [each for each in commands.COMMANDS if each.key])]
    for path in sorted(Path(screens.__file__).parent.glob("*.py")):
        module = import_module(f"{screens.__name__}.{path.stem}")
        shown = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Screen)]
        pages += [
            _keys(TITLES.get(each.__name__, each.__name__), each.__dict__["BINDINGS"])
            for each in shown
            if each.__module__ == module.__name__ and each.__dict__.get("BINDINGS")
        ]
    order = ["Anywhere", *TITLES.values()]
    return "\n".join(sorted(pages, key=lambda page: _place(page, order)))


def _place(page: str, order: list[str]) -> int:
    title = page.split("\n", maxsplit=1)[0].removeprefix("### ")
    return order.index(title) if title in order else len(order)


def _keys(title: str, bindings: Iterable[BindingType]) -> str:
    rows = [f"| {caps} | {name} | {does} |" for caps, name, does in _rows(bindings)]
    return "\n".join([f"### {title}", "", "| key | its name | what it does |", "|---|---|---|", *rows, ""])


def _rows(bindings: Iterable[BindingType]) -> Iterator[tuple[str, str, str]]:
    """Caps, name and sentence; keys of one group, and several keys of one action, share a row."""
    together: dict[object, list[Binding]] = {}
    for binding in Binding.make_bindings(bindings):
        if binding.show or binding.tooltip:
            together.setdefault(binding.group or (binding.action, binding.description), []).append(binding)
    for alike in together.values():
        first = alike[0]
        caps = [f"`{each.key_display or sign_of(each.key)}`" for each in alike]
        does = " · ".join(dict.fromkeys(each.description for each in alike)) if first.group else first.tooltip
        yield " ".join(caps), first.group.description if first.group else first.description, does.removesuffix(".")


PAGES = {"commands.md": command_pages, "keys.md": key_pages}


def made(name: str) -> str:
    """The page as it should be: what is written by hand in it, and what the program says."""
    by_hand = (HERE / name).read_text(encoding="utf-8").split(MADE)[0]
    return f"{by_hand}{MADE}\n{PAGES[name]()}"


if __name__ == "__main__":
    for name in PAGES:
        (HERE / name).write_text(made(name), encoding="utf-8")
