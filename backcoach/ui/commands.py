"""Everything that can be done from anywhere: one list, from which keys, first screen and palette are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from msgspec import Struct
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from backcoach.ui.faces import Keys


class Command(Struct, frozen=True):
    """Something that can be done from anywhere.

    Attributes:
        action: the window's action, as Textual calls it: `session('ice')`.
        key: Textual's name of its key; several are parted by commas, the first one is shown.
        name: what it is called on the first screen, in the row of keys and in the palette.
        help: what it does, as a sentence: for the palette and the list of keys.
        about: a few words beside its name on the first screen.
        is_listed: whether the first screen lists it.
        in_row: whether the first screen names it in the row of keys at its foot too.
        priority: whether its key also works over a question that must be answered first.
    """

    action: str
    key: str
    name: str
    help: str
    about: str = ""
    in_row: bool = False
    is_listed: bool = True
    priority: bool = False

    @property
    def binding(self) -> Binding:
        """Its key."""
        return Binding(self.key, self.action, self.name, tooltip=self.help, priority=self.priority)

    @property
    def first_key(self) -> str:
        """Textual's name of the key that is shown."""
        return self.key.partition(",")[0]


HELP = Command(
    "get_help",
    "exclamation_mark,f1",
    "Get help",
    "When to get help: the signs, how urgent they are, and whom to call.",
    "when, and whom to call",
    priority=True,
)

COMMANDS = (
    Command(
        "flare",
        "f",
        "Flare-up",
        "It just happened: when it began, which plan, and what comes next.",
        "where you are, what comes next",
        in_row=True,
    ),
    Command("session('ice')", "i", "Ice", "Start ice, or look at the one that runs.", in_row=True),
    Command("session('heat')", "h", "Heat", "Start heat, or look at the one that runs."),
    Command("session('breathe')", "b", "Breathe", "Be led in slow breathing.", "guided, by ear", in_row=True),
    Command("open('positions')", "k", "Positions", "Positions to rest in.", "how to lie and sit"),
    Command("open('checklists')", "c", "Checklists", "What to do now, and after.", "now, and afterwards"),
    HELP,
    Command("session('stretch')", "s", "Stretch", "Be led in a stretch.", "guided, by ear"),
    Command("session('posture')", "p", "Posture", "Be reminded to change position."),
    Command("session('walk')", "w", "Walk", "Walk now, or log a walk.", "start one, or log one"),
    Command("open('diary')", "d", "Diary", "Note pain, water, medicine, rest.", "pain, medicine, triggers"),
    Command(
        "open('review')",
        "r",
        "Review",
        "The week, the month, a flare-up.",
        "week, month, flare-ups",
    ),
    Command("settings", "comma", "Settings", "All settings, each with what it does.", "plan, sounds, looks"),
    Command(
        "hurts", "o", "It hurts", "A stretch hurts: end it at once, wherever you are.", priority=True, is_listed=False
    ),
    Command("rescue", "g", "Go back", "Put the backup in the place of the journal that was damaged.", is_listed=False),
    Command("leave_screen", "escape", "Back", "Back; what runs goes on.", is_listed=False),
    Command("keys", "question_mark", "Keys", "Show or hide all keys.", is_listed=False),
    Command("leave", "q", "Quit", "Quit; asks once while something runs.", is_listed=False),
    Command(
        "suspend_process", "ctrl+z", "To the shell", "Stop for the shell's sake; what runs goes on.", is_listed=False
    ),
)
"""In the order of the first screen; a new one needs a line here and its action, and nothing else."""


def listed() -> tuple[Command, ...]:
    """The commands of the first screen."""
    return tuple(command for command in COMMANDS if command.is_listed)


def row() -> Keys:
    """The keys of the first screen that its foot names."""
    return tuple((command.first_key, command.name) for command in COMMANDS if command.in_row)


def for_palette(app: App[int], screen: Screen[object]) -> Iterator[SystemCommand]:
    """What the palette offers: everything above, and what the screen in front can do.

    Args:
        app: the window.
        screen: the screen before which the palette opens.
    """
    seen = set()
    for command in COMMANDS:
        if app.check_action(command.action.partition("(")[0], ()) is False:
            continue
        seen.add(command.name)
        yield SystemCommand(command.name, command.help, _runs(app, command.action, app))
    for bindings in screen._bindings.key_to_bindings.values():  # noqa: SLF001 - Textual has no public word for it
        for binding in bindings:
            if binding.show and binding.description and binding.description not in seen:
                seen.add(binding.description)
                about = binding.tooltip or "On the screen in front."
                yield SystemCommand(binding.description, about, _runs(app, binding.action, screen))


def _runs(app: App[int], action: str, where: App[int] | Screen[object]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(action, where)

    return run
