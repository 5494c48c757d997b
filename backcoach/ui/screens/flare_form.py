"""A flare-up begins, or is changed: when it began, what set it off, the pain, and the plan. Enter is enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.plans import Plan
from backcoach.domain.text import NOTE_LIMIT
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.stylesheets import sheets

JUST_NOW = "just now"
FIELDS = (
    ("onset", "When it began", f"{JUST_NOW}, 09:30, yesterday 18:00, 2026-11-20 09:30", 40),
    ("trigger", "What set it off", "in your own words, or nothing", NOTE_LIMIT),
    ("pain", "Pain now, 0 to 10", "or nothing", 2),
)
"""Id, label, hint and longest text of what can be typed."""


@dataclass(frozen=True, slots=True)
class FlareForm:
    """What the person has said about a flare-up, as typed.

    Attributes:
        onset: when it began.
        trigger: what set it off.
        pain: 0 to 10, or nothing.
        plan: the id of the plan.
        is_change: whether it changes the flare-up that goes on.
        onset_before: how the onset stood before it was changed.
    """

    onset: str
    trigger: str
    pain: str
    plan: str
    is_change: bool = False
    onset_before: str = ""


class FlareFormScreen(CoachScreen):
    """Everything stands ready: enter starts it as it is."""

    CSS_PATH = sheets("flare")

    yields = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "start", "Start", tooltip="Start, or keep the change, from any field."),
    ]

    @dataclass
    class Wanted(Asked):
        """The person starts, or changes, the flare-up."""

        of = "flare"

        form: FlareForm

    def __init__(self, form: FlareForm, plans: Iterable[Plan], before: str = "") -> None:
        """Take what stands ready.

        Args:
            form: what is filled in already.
            plans: the plans to choose from.
            before: a line about earlier flare-ups; may be empty.
        """
        super().__init__()
        self._form = form
        self._plans = tuple(plans)
        self._before = before

    def compose_middle(self) -> ComposeResult:
        """The fields, and the plans, each in a sentence with its source."""
        values = {"onset": self._form.onset, "trigger": self._form.trigger, "pain": self._form.pain}
        with Vertical(id="form"):
            for name, label, hint, longest in FIELDS:
                with Horizontal(classes="field"):
                    yield Static(label, classes="label", markup=False)
                    yield Input(values[name], hint, id=name, compact=True, max_length=longest)
            yield Static("Plan", id="plan-head", markup=False)
            yield OptionList(*(Option(_prompt(plan), id=plan.id) for plan in self._plans), id="plans", markup=False)
            yield Static(self._before, id="before", markup=False)

    def on_mount(self) -> None:
        """Let enter start it: the plan stands chosen."""
        plans = self.query_one("#plans", OptionList)
        ids = [plan.id for plan in self._plans]
        plans.highlighted = ids.index(self._form.plan) if self._form.plan in ids else 0
        plans.focus()

    def keys_now(self, picture: Picture) -> Keys:
        """Start, the fields, back."""
        del picture
        obvious = "Keep" if self._form.is_change else "Start"
        if isinstance(self.focused, Input):
            return (("enter", "Next field"), ("ctrl+s", obvious), ("escape", "Back"))
        return (("enter", obvious), ("up", ""), ("down", "Plan"), ("tab", "Fields"), ("escape", "Back"), *ALWAYS)

    def on_descendant_focus(self) -> None:
        """Name the keys that work in this field."""
        self.post_message(self.Shown())

    def on_input_submitted(self) -> None:
        """On to the next field."""
        self.focus_next()

    def on_option_list_option_selected(self) -> None:
        """The plan was the last word."""
        self.action_start()

    def action_start(self) -> None:
        """Start, or keep the change."""
        plans = self.query_one("#plans", OptionList)
        plan = self._plans[plans.highlighted or 0].id
        typed = {name: self.query_one(f"#{name}", Input).value for name, *_ in FIELDS}
        form = self._form
        self.post_message(self.Wanted(FlareForm(**typed, plan=plan, is_change=form.is_change, onset_before=form.onset)))


def _prompt(plan: Plan) -> Content:
    return Content.assemble((plan.title, "bold"), f"  {plan.says}", (f" ({', '.join(plan.sources)})", "dim"))
