"""The flare-up that goes on: how far it is, what is suggested and until when, what comes next, and those before."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from backcoach.coach.day import Today
from backcoach.ui.day_view import past_flares, timeline
from backcoach.ui.picture import Picture
from backcoach.ui.screens.flare_form import FlareFormScreen
from backcoach.ui.screens.frame import ReadingScreen
from backcoach.ui.widgets.plain_text import PlainText

MOST = 10
"""How many lines of the day are shown."""
PAST = 12
"""How many earlier flare-ups are listed."""

ENDS = "Is the flare-up over? y yes · n no. It stays in the history."


class FlareScreen(ReadingScreen):
    """Where the flare-up stands; `x`, then `y`, ends it."""

    read_on = "#flare"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes, it is over"),
        Binding("n", "answer(False)", "No"),
        Binding("e,enter", "change", "Change", tooltip="Change when it began, its plan or its words."),
        Binding("x", "end", "It is over", tooltip="The flare-up is over; asks once more."),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._ends = False
        self._shown: object = None

    def compose_middle(self) -> ComposeResult:
        """What is suggested, what comes next, what holds meanwhile, what was before."""
        with VerticalScroll(id="flare", classes="panel", can_focus=False) as flare:
            flare.border_title = "Flare-up"
            yield PlainText(id="flare-phase")
            yield PlainText(id="flare-day")
            yield PlainText(id="flare-holds")
            yield PlainText(id="flare-before")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, ENDS if self._ends and not notice else notice)
        today, width = picture.today, self.query_one("#flare").scrollable_content_region.width
        if today is None or today.flare is None or self._shown == (today, width):
            return
        self._shown = today, width
        self.query_one("#flare-phase", PlainText).update(_phase(today))
        self.query_one("#flare-day", PlainText).update(timeline(today, picture, width=width, height=MOST))
        said = (today.lifting, today.nudge, *(why for _, why in today.reasons))
        self.query_one("#flare-holds", PlainText).update(Content("\n".join(filter(None, said))))
        past = past_flares(self.window.day.flare_ups(), self.window.coach.clock)[:PAST]
        before = "\n".join(("Before", *(f"  {line}" for line in past))) if past else ""
        self.query_one("#flare-before", PlainText).update(Content(before))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Change it, end it; once it is asked, only yes and no."""
        match action:
            case "answer":
                return self._ends
            case "end":
                return not self._ends
            case _:
                return super().check_action(action, parameters)

    def action_change(self) -> None:
        self.window.push_screen(FlareFormScreen())

    def action_end(self) -> None:
        """Ask once more."""
        self._ends = True
        self.post_message(self.Shown())

    def action_answer(self, yes: bool) -> None:
        """End it, or let it go on."""
        self._ends = False
        if yes:
            self.window.pop_screen()
            self.window.say(self.window.day.end())
        else:
            self.post_message(self.Shown())


def _phase(today: Today) -> Content:
    plan = today.plan
    sentence = f"{today.line.partition(' · ')[0]}: {today.sentence}."
    either = "You may choose ice or heat at any time; what isn't suggested differs from the plan."
    trigger = today.flare.trigger if today.flare is not None else ""
    lines = [(sentence, "bold"), (f"\n{plan.title}: {plan.says}\n{either}", "$muted")]
    if trigger:
        lines.append((f"\nSet off by: {trigger}", ""))
    return Content.assemble(*lines)
