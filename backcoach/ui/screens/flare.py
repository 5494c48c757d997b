"""The flare-up: told, changed and ended; how far it is, what is suggested and until when, and those before."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from backcoach.coach.day import Today
from backcoach.domain.flare import Outcome, parse_onset
from backcoach.domain.handbook import for_now
from backcoach.domain.text import NOTE_LIMIT
from backcoach.domain.walks import parse_pain
from backcoach.ui.day_view import past_flares, timeline
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, ReadingScreen, put, titled
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.fields import TextBox
from backcoach.ui.widgets.text import PlainText

MOST = 10
"""How many lines of the day are shown."""
PAST = 12
"""How many earlier flare-ups are listed."""

OVER = "The flare-up is over; it stays in the history."
LONG = "The flare-up is over. It lasted more than two weeks: see someone about it (sources 003, 004)."
ENDS = "Is the flare-up over? y yes · n no. It stays in the history."


class FlareScreen(ReadingScreen):
    """Where the flare-up stands; `x`, then `y`, ends it."""

    read_on = "#flare"

    BINDINGS = [
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
        with titled(VerticalScroll(id="flare", classes="panel", can_focus=False), "Flare-up"):
            yield PlainText(id="flare-phase")
            yield PlainText(id="flare-day")
            yield PlainText(id="flare-holds")
            yield PlainText(id="flare-before")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, ENDS if self._ends and not notice else notice)
        today, width = picture.today, self.query_one("#flare").scrollable_content_region.width
        if today.flare is None or self._shown == (today, width):
            return
        self._shown = today, width
        put(self, "#flare-phase", _phase(today))
        put(self, "#flare-day", timeline(today, picture, width=width, height=MOST))
        advice = for_now(self.window.content.advice, today.flare.hours(picture.now))
        said = [today.lifting, today.nudge, *(why for _, why in today.reasons)]
        said += [f"{advice.text} ({', '.join(advice.sources)})"] if advice is not None else []
        put(self, "#flare-holds", "\n".join(filter(None, said)))
        past = past_flares(self.window.services.days.flares.history(), self.window.coach.clock)[:PAST]
        before = "\n".join(("Before", *(f"  {line}" for line in past))) if past else ""
        put(self, "#flare-before", before)

    def allowed(self) -> dict[str, bool]:
        return super().allowed() | {"answer": self._ends, "end": not self._ends}

    def action_change(self) -> None:
        self.window.push_screen(FlareFormScreen())

    def action_end(self) -> None:
        self._ends = True
        self.ask_to_be_shown()

    def action_answer(self, yes: bool) -> None:
        self._ends = False
        if yes:
            self.attempt(self._end)
        else:
            self.ask_to_be_shown()

    def _end(self) -> None:
        self.window.pop_screen()
        ended = self.window.services.days.flares.end()
        self.window.say(LONG if ended.outcome is Outcome.SEE_SOMEONE else OVER)


def _phase(today: Today) -> Content:
    plan = today.plan
    sentence = f"{today.line.partition(' · ')[0]}: {today.sentence}."
    either = "You can choose ice or heat at any time, whichever the plan suggests."
    trigger = today.flare.trigger if today.flare is not None else ""
    lines = [(sentence, "bold"), (f"\n{plan.title}: {plan.says}\n{either}", "$muted")]
    if trigger:
        lines.append((f"\nWhat you noted as the trigger: {trigger}", ""))
    return Content.assemble(*lines)


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

    BINDINGS = [
        Binding("enter", "next_field", "Next field"),
        Binding("enter", "start", "Start", tooltip="Start the flare-up as it stands here."),
        Binding("enter", "keep", "Keep", tooltip="Keep the changes."),
        Binding("ctrl+s", "start", "Start", show=False),
        Binding("tab", "app.focus_next", "Fields"),
    ]

    def compose_middle(self) -> ComposeResult:
        """The fields, and the plans, each in a sentence with its source."""
        clock, days = self.window.coach.clock, self.window.services.days
        self._flare = flare = self.window.services.today().flare
        values = JUST_NOW, "", ""
        if flare is not None:
            pain = "" if flare.pain is None else str(flare.pain)
            values = f"{clock.local(flare.onset.wall):%Y-%m-%d %H:%M}", flare.trigger, pain
        self._onset = values[0]
        past = past_flares(days.flares.history(), clock) if flare is None else []
        with titled(Vertical(id="form", classes="panel"), "Flare-up"):
            for (name, label, hint, longest), value in zip(FIELDS, values, strict=True):
                with Horizontal(classes="field"):
                    yield PlainText(label, classes="label")
                    yield TextBox(value, hint, id=name, max_length=longest)
            yield PlainText("Plan", id="plan-head")
            plans = days.content.plans.values()
            said = ((plan, f"  {plan.says}", f" ({', '.join(plan.sources)})") for plan in plans)
            lines = ((plan.id, Content.assemble((plan.title, "bold"), says, (by, "$muted"))) for plan, says, by in said)
            yield ChoiceList(lines, id="plans", at=days.plan_of(None).id if flare is None else flare.plan)
            yield PlainText(self.window.content.notices["evidence"].text, id="evidence")
            yield PlainText(f"Before: {past[0]}" if past else "", id="before")

    def allowed(self) -> dict[str, bool]:
        meant = "next_field" if isinstance(self.focused, Input) else "start" if self._flare is None else "keep"
        return super().allowed() | {action: action == meant for action in ("next_field", "start", "keep")}

    def action_start(self) -> None:
        """Start, and go on to the get-help signs (L9); or keep the change."""
        self.attempt(self._keep)

    def _keep(self) -> None:
        services = self.window.services
        onset, trigger, pain = (self.query_one(f"#{name}", Input).value for name, *_ in FIELDS)
        plan, level = self.query_one(ChoiceList).chosen, parse_pain(pain)
        if self._flare is None:
            services.days.flares.start(self._began(onset), plan, trigger=trigger, pain=level)
        else:
            began = None if onset == self._onset else self._began(onset)
            services.days.flares.change(onset=began, trigger=trigger, pain=level, plan=plan)
        self.window.pop_screen()
        if self._flare is None:
            self.window.get_help(daily=True, reason="A flare-up has begun.")
        self.window.say("")

    def _began(self, typed: str) -> datetime:
        clock, settings = self.window.coach.clock, self.window.services.days.settings
        return parse_onset(typed, now=clock.now().wall, local=clock.local, day_start=settings.day_start)

    action_keep = action_start

    def action_next_field(self) -> None:
        self.focus_next()
