"""Everything that can be done from anywhere: one list, for keys, first screen, list of keys and palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from backcoach.domain.handbook import Advice, topics
from backcoach.ui.widgets.footer import is_told


def _command(
    key: str, action: str, name: str, says: str, *, in_footer: bool = False, priority: bool = False
) -> Binding:
    """A key from anywhere; `priority` has it work over a question that must be answered first."""
    return Binding(key, action, name, tooltip=says, show=in_footer, priority=priority)


COMMANDS = (
    _command("", "open('now')", "First minute", "It has just happened: you're guided through the first minute, aloud."),
    _command("f", "flare", "Flare-up", "When it began, which plan, and what comes next."),
    _command("i", "session('ice')", "Ice", "Start ice, or look at the ice that is on."),
    _command("h", "session('heat')", "Heat", "Start heat, or look at the heat that is on."),
    _command("b", "session('breathe')", "Breathe", "Breathe slowly; you are guided, by ear too."),
    _command("k", "open('positions')", "Positions", "Positions to rest in."),
    _command("c", "open('checklists')", "Checklists", "What to do now, and afterwards."),
    _command("a", "handbook", "Handbook", "What the handouts say, topic by topic."),
    _command(
        "exclamation_mark,f1",
        "get_help",
        "Get help",
        "When to get help: the signs, how urgent, and whom to call.",
        in_footer=True,
        priority=True,
    ),
    _command("s", "session('stretch')", "Stretch", "Stretch; you are guided, by ear too."),
    _command("p", "session('posture')", "Posture", "Be reminded to change position."),
    _command("w", "session('walk')", "Walk", "Walk now, or log a walk."),
    _command("d", "open('diary')", "Diary", "Note pain, water, medicine, rest."),
    _command("r", "open('review')", "Review", "The week, the month, a flare-up."),
    _command("comma", "open('settings')", "Settings", "All settings, each with what it does."),
    _command("o", "hurts", "It hurts", "A stretch hurts: end it at once, wherever you are.", priority=True),
    _command("m", "mute", "Sound", "Sound of what is running: all, tones only or silent."),
    _command("g", "rescue", "Go back", "Put the backup in the place of the data that was damaged."),
    _command("escape", "leave_screen", "Back", "Back; what is running keeps running.", in_footer=True),
    _command("question_mark", "keys", "Keys", "Show all keys.", in_footer=True),
    _command("q", "leave", "Quit", "Quit; asks once while something is running.", in_footer=True),
    _command("ctrl+p", "command_palette", "Commands", "Find anything by its name.", in_footer=True),
    _command("z", "floor", "Floor mode", "What is running, alone on the whole window, and back.", in_footer=True),
    _command("ctrl+z", "suspend_process", "To the shell", "To the shell for a while; what is running keeps running."),
)
"""Each as Textual's binding, for the palette with or without a key."""

LISTED = {
    "flare": ("heat", "where you are, what comes next"),
    "session('ice')": ("ice", ""),
    "session('heat')": ("heat", ""),
    "session('breathe')": ("breathe", "guided, by ear"),
    "open('positions')": ("posture", "how to lie and sit"),
    "open('checklists')": ("foreground", "now, and afterwards"),
    "handbook": ("foreground", "what the handouts say"),
    "get_help": ("alarm", "when, and whom to call"),
    "session('stretch')": ("stretch", "guided, by ear"),
    "session('posture')": ("posture", ""),
    "session('walk')": ("walk", "start one, or log one"),
    "open('diary')": ("foreground", "pain, medicine, triggers"),
    "open('review')": ("foreground", "week, month, flare-ups"),
    "open('settings')": ("foreground", "plan, sounds, looks"),
}
"""The actions that the first screen lists: the hue of the name, and a few words."""


def is_meant(app: App[int], command: Binding) -> bool:
    return app.check_action(command.action.partition("(")[0], ()) is not False


def for_palette(app: App[int], screen: Screen[Any], advice: Iterable[Advice]) -> Iterator[SystemCommand]:
    """What the palette offers: what can be done from anywhere, and what the screen before which it opens can do."""
    seen = set()
    for command in COMMANDS:
        if is_meant(app, command):
            seen.add(command.description)
            if command.action != "command_palette":
                yield SystemCommand(command.description, command.tooltip, partial(app.run_action, command.action, app))
    if is_meant(app, COMMANDS[0]):  # not while an emergency number must stay in sight
        for topic, heading in topics(advice).items():
            about = "What the handouts say about it."
            run = partial(app.run_action, f"handbook('{topic}')", app)
            yield SystemCommand(f"Handbook: {heading}", about, run, discover=False)
    for active in screen.active_bindings.values():
        binding = active.binding
        if active.node is screen and is_told(screen, binding) and binding.description not in seen:
            seen.add(binding.description)
            about = binding.tooltip or "On the screen in front."
            yield SystemCommand(binding.description, about, partial(app.run_action, binding.action, screen))
