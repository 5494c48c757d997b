"""Everything that can be done from anywhere: one list, for keys, first screen, list of keys and palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from backcoach.domain.handbook import Advice, topics
from backcoach.ui.widgets.footer import SIGNS, Hint, is_told


class Command(Struct, frozen=True):
    """Something that can be done from anywhere.

    Attributes:
        action: the window's action, as Textual calls it: `session('ice')`.
        key: Textual's name of its key; several are parted by commas, the first one is shown; empty for none.
        name: what it is called on the first screen, in the list of keys and in the palette.
        help: what it does, as a sentence: for the palette and the list of keys.
        about: a few words beside its name on the first screen.
        hue: the theme's colour of its name, where it has one.
        is_listed: whether the first screen lists it.
        in_footer: whether every screen names its key at its foot.
        priority: whether its key also works over a question that must be answered first.
    """

    action: str
    key: str
    name: str
    help: str
    about: str = ""
    hue: str = ""
    is_listed: bool = True
    in_footer: bool = False
    priority: bool = False

    @property
    def binding(self) -> Binding:
        return Binding(self.key, self.action, self.name, tooltip=self.help, priority=self.priority, show=self.in_footer)

    @property
    def sign(self) -> str:
        return self.hint.caps[0]

    @property
    def hint(self) -> Hint:
        key = self.key.partition(",")[0]
        return Hint((key,), (SIGNS.get(key, key),), self.help)


def _session(kind: str, key: str, does: str, about: str = "") -> Command:
    return Command(f"session('{kind}')", key, kind.capitalize(), does, about, hue=kind)


COMMANDS = (
    Command(
        "open('now')",
        "",
        "First minute",
        "It has just happened: you're guided through the first minute, aloud.",
        is_listed=False,
    ),
    Command(
        "flare",
        "f",
        "Flare-up",
        "When it began, which plan, and what comes next.",
        "where you are, what comes next",
        hue="heat",
    ),
    _session("ice", "i", "Start ice, or look at the ice that is on."),
    _session("heat", "h", "Start heat, or look at the heat that is on."),
    _session("breathe", "b", "Breathe slowly; you are guided, by ear too.", "guided, by ear"),
    Command("open('positions')", "k", "Positions", "Positions to rest in.", "how to lie and sit", hue="posture"),
    Command("open('checklists')", "c", "Checklists", "What to do now, and afterwards.", "now, and afterwards"),
    Command("handbook", "a", "Handbook", "What the handouts say, topic by topic.", "what the handouts say"),
    Command(
        "get_help",
        "exclamation_mark,f1",
        "Get help",
        "When to get help: the signs, how urgent, and whom to call.",
        "when, and whom to call",
        hue="alarm",
        in_footer=True,
        priority=True,
    ),
    _session("stretch", "s", "Stretch; you are guided, by ear too.", "guided, by ear"),
    _session("posture", "p", "Be reminded to change position."),
    _session("walk", "w", "Walk now, or log a walk.", "start one, or log one"),
    Command("open('diary')", "d", "Diary", "Note pain, water, medicine, rest.", "pain, medicine, triggers"),
    Command("open('review')", "r", "Review", "The week, the month, a flare-up.", "week, month, flare-ups"),
    Command("open('settings')", "comma", "Settings", "All settings, each with what it does.", "plan, sounds, looks"),
    Command(
        "hurts", "o", "It hurts", "A stretch hurts: end it at once, wherever you are.", is_listed=False, priority=True
    ),
    Command("mute", "m", "Sound", "Sound of what is running: all, tones only or silent.", is_listed=False),
    Command("rescue", "g", "Go back", "Put the backup in the place of the data that was damaged.", is_listed=False),
    Command("leave_screen", "escape", "Back", "Back; what is running keeps running.", is_listed=False, in_footer=True),
    Command("keys", "question_mark", "Keys", "Show all keys.", is_listed=False, in_footer=True),
    Command("leave", "q", "Quit", "Quit; asks once while something is running.", is_listed=False, in_footer=True),
    Command("command_palette", "ctrl+p", "Commands", "Find anything by its name.", is_listed=False, in_footer=True),
    Command(
        "floor",
        "z",
        "Floor mode",
        "What is running, alone on the whole window, and back.",
        is_listed=False,
        in_footer=True,
    ),
    Command(
        "suspend_process",
        "ctrl+z",
        "To the shell",
        "To the shell for a while; what is running keeps running.",
        is_listed=False,
    ),
)
"""In the order of the first screen; a new one needs a line here and its action, and nothing else."""


def is_meant(app: App[int], command: Command) -> bool:
    return app.check_action(command.action.partition("(")[0], ()) is not False


def for_palette(app: App[int], screen: Screen[Any], advice: Iterable[Advice]) -> Iterator[SystemCommand]:
    """What the palette offers: what can be done from anywhere, and what the screen before which it opens can do."""
    seen = set()
    for command in COMMANDS:
        if is_meant(app, command):
            seen.add(command.name)
            if command.action != "command_palette":
                yield SystemCommand(command.name, command.help, _runs(app, command.action, app))
    if is_meant(app, COMMANDS[0]):  # not while an emergency number must stay in sight
        for topic, heading in topics(advice).items():
            about = "What the handouts say about it."
            run = _runs(app, f"handbook('{topic}')", app)
            yield SystemCommand(f"Handbook: {heading}", about, run, discover=False)
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.node is screen and is_told(screen, binding) and binding.description not in seen:
            seen.add(binding.description)
            about = binding.tooltip or "On the screen in front."
            yield SystemCommand(binding.description, about, _runs(app, binding.action, screen))


def _runs(app: App[int], action: str, where: App[int] | Screen[Any]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(action, where)

    return run
