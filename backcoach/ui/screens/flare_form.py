"""A flare-up begins, or is changed: when it began, what set it off, the pain, and the plan. Enter is enough."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from backcoach.domain.text import NOTE_LIMIT
from backcoach.ui.day_actions import TypedFlare
from backcoach.ui.day_view import past_flares
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.fields import TextBox
from backcoach.ui.widgets.plain_text import PlainText

JUST_NOW = "just now"
FIELDS = (
    ("onset", "When it began", f"{JUST_NOW}, 09:30, yesterday 18:00, 2026-11-20 09:30", 40),
    ("trigger", "What set it off", "in your own words, or nothing", NOTE_LIMIT),
    ("pain", "Pain now, 0 to 10", "or nothing", 2),
)
"""Id, label, hint and longest text of what can be typed."""


class FlareFormScreen(CoachScreen):
    """Everything stands ready: enter starts it as it is."""

    yields = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next_field", "Next field"),
        Binding("enter", "start", "Start", tooltip="The flare-up begins as it stands here."),
        Binding("enter", "keep", "Keep", tooltip="Keep the changes."),
        Binding("ctrl+s", "start", "Start", show=False),
        Binding("tab", "app.focus_next", "Fields"),
    ]

    def compose_middle(self) -> ComposeResult:
        """The fields, and the plans, each in a sentence with its source."""
        flare = self.window.day.today().flare
        clock, days = self.window.coach.clock, self.window.day.days
        self._is_change = flare is not None
        if flare is None:
            self._before = TypedFlare(JUST_NOW, "", "", days.plan_of(None).id)
        else:
            onset = f"{clock.local(flare.onset.wall):%Y-%m-%d %H:%M}"
            self._before = TypedFlare(onset, flare.trigger, "" if flare.pain is None else str(flare.pain), flare.plan)
        past = past_flares(self.window.day.flare_ups(), clock) if flare is None else []
        with Vertical(id="form", classes="panel") as form:
            form.border_title = "Flare-up"
            for name, label, hint, longest in FIELDS:
                with Horizontal(classes="field"):
                    yield PlainText(label, classes="label")
                    yield TextBox(getattr(self._before, name), hint, id=name, max_length=longest)
            yield PlainText("Plan", id="plan-head")
            plans = days.content.plans.values()
            said = ((plan, f"  {plan.says}", f" ({', '.join(plan.sources)})") for plan in plans)
            yield ChoiceList(
                ((plan.id, Content.assemble((plan.title, "bold"), says, (by, "$muted"))) for plan, says, by in said),
                id="plans",
            )
            yield PlainText(f"Before: {past[0]}" if past else "", id="before")

    def on_mount(self) -> None:
        """Let enter start it: the plan stands chosen."""
        plans = self.query_one(ChoiceList)
        if self._before.plan in self.window.day.days.content.plans:
            plans.go_to(self._before.plan)
        else:
            plans.highlighted = 0
        self.set_focus(plans)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on between fields, and starts at the plan."""
        if action in {"next_field", "start", "keep"}:
            meant = "next_field" if isinstance(self.focused, Input) else "keep" if self._is_change else "start"
            return action == meant
        return super().check_action(action, parameters)

    def action_start(self) -> None:
        """Start, and go on to the get-help signs (L9); or keep the change. The reason, where that can't be."""
        onset, trigger, pain = (self.query_one(f"#{name}", Input).value for name, *_ in FIELDS)
        typed = TypedFlare(onset, trigger, pain, self.query_one(ChoiceList).chosen)
        day = self.window.day
        refusal = day.change(typed, self._before) if self._is_change else day.begin(typed)
        if not refusal:
            self.window.pop_screen()
            if not self._is_change:
                self.window.get_help(daily=True, reason="A flare-up has begun.")
        self.window.say(refusal)

    action_keep = action_start

    def action_next_field(self) -> None:
        self.focus_next()
