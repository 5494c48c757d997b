"""The flare-up that goes on: how far it is, what is suggested and until when, what comes next, and those before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from backcoach.coach.day import Today
from backcoach.ui.asking import Asked
from backcoach.ui.day_view import timeline
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, ReadingScreen
from backcoach.ui.stylesheets import sheets

MOST = 10
"""How many lines of the day are shown."""

ENDS = "Is the flare-up over? y yes · n no. It stays in the history."


class FlareScreen(ReadingScreen):
    """Where the flare-up stands; `x`, then `y`, ends it."""

    CSS_PATH = sheets("flare")

    read_on = "#flare"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "change", "Change", tooltip="Change when it began, its plan or its words."),
        Binding("x", "end", "It is over", tooltip="The flare-up is over; asks once more."),
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
    ]

    @dataclass
    class ChangeWanted(Asked):
        """The person wants to change it."""

        of = "flare"

    @dataclass
    class Ended(Asked):
        """The person says that it is over."""

        of = "flare"

    def __init__(self, history: Iterable[str]) -> None:
        """Take a line for each flare-up before this one."""
        super().__init__()
        self._history = tuple(history)
        self._ends = False
        self._shown: object = None

    def compose_middle(self) -> ComposeResult:
        """What is suggested, what comes next, what holds meanwhile, what was before."""
        with VerticalScroll(id="flare", can_focus=False):
            yield Static("", id="flare-phase", markup=False)
            yield Static("", id="flare-day", markup=False)
            yield Static("", id="flare-holds", markup=False)
            yield Static("", id="flare-before", markup=False)

    def show(self, picture: Picture, notice: str) -> None:
        """Show it as it is now."""
        super().show(picture, ENDS if self._ends and not notice else notice)
        today, width = picture.today, self.query_one("#flare").scrollable_content_region.width
        if today is None or today.flare is None or self._shown == (today, width):
            return
        self._shown = today, width
        self.query_one("#flare-phase", Static).update(_phase(today))
        self.query_one("#flare-day", Static).update(timeline(today, picture, width=width, height=MOST))
        said = (today.lifting, today.nudge, *(why for _, why in today.reasons))
        self.query_one("#flare-holds", Static).update(Content("\n".join(filter(None, said))))
        before = "\n".join(("Before", *(f"  {line}" for line in self._history))) if self._history else ""
        self.query_one("#flare-before", Static).update(Content(before))

    def keys_now(self, picture: Picture) -> Keys:
        """Change it, end it."""
        del picture
        own: Keys = (("e", "Change"), ("x", "It is over"))
        if self._ends:
            own = (("y", "Yes, it is over"), ("n", "No"))
        return (*own, ("up", ""), ("down", "Read on"), ("escape", "Back"), *ALWAYS)

    def action_change(self) -> None:
        """Change it."""
        self.post_message(self.ChangeWanted())

    def action_end(self) -> None:
        """Ask once more."""
        self._ends = True
        self.post_message(self.Shown())

    def action_answer(self, yes: bool) -> None:
        """End it, or let it go on."""
        if self._ends:
            self._ends = False
            self.post_message(self.Ended() if yes else self.Shown())


def _phase(today: Today) -> Content:
    plan = today.plan
    sentence = f"{today.line.partition(' · ')[0]}: {today.sentence}."
    either = "Ice and heat may both be chosen at any time; what is not suggested differs from the plan."
    trigger = today.flare.trigger if today.flare is not None else ""
    lines = [(sentence, "bold"), (f"\n{plan.title}: {plan.says}\n{either}", "")]
    if trigger:
        lines.append((f"\nSet off by: {trigger}", ""))
    return Content.assemble(*lines)
