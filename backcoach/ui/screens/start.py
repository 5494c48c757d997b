"""Before a session of ice, heat or posture: its length, its plan, and for ice and heat what is asked first (L5)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.coach.sessions import HEAT, Offer
from backcoach.domain import limits, wording
from backcoach.domain.handbook import said_of
from backcoach.domain.limits import MINUTE, minutes
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Kind
from backcoach.domain.session import HeatKind
from backcoach.ui.faces import first_known
from backcoach.ui.pain_question import BEFORE
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import PAIN_ASKED, PAIN_SKIPPED, CoachScreen, put, titled
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.text import Hung, PlainText

_MINUTE = Binding.Group("Minute")


class StartScreen(CoachScreen):
    """One look, one or two presses of enter."""

    AUTO_FOCUS = ""  # a list that gets the focus by itself would scroll the questions before it out of sight
    gives_way = True
    read_on = "#start"
    short = 22

    BINDINGS = [
        PAIN_SKIPPED,
        PAIN_ASKED,
        Binding("enter", "read_on", "Read on", tooltip="Read the questions to their end first."),
        Binding("enter", "confirm", "Yes to all", tooltip="Yes to each of the questions."),
        Binding("enter", "start", "Start"),
        Binding("plus,equals_sign", "minute(1)", "A minute more", group=_MINUTE),
        Binding("minus", "minute(-1)", "A minute less", group=_MINUTE),
    ]

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.heat: HeatKind | None = None
        self.asks_pain = BEFORE
        self.confirmed = True
        """Whether nothing is left to be asked before it can start; only a key of this window answers the questions."""
        self._refusal = ""

    def compose_middle(self) -> ComposeResult:
        kinds = self.window.content.heat if self.offer.kind is Kind.HEAT else {}
        chosen = first_known(kinds, self.window.services.guidance.choice(HEAT).get("heat")) if kinds else ""
        self.heat = kinds.get(chosen)
        self.confirmed = not self.offer.kind.is_on_skin or self._is_confirmed()
        with titled(VerticalScroll(id="start", classes="panel", can_focus=False), self.offer.kind.label):
            yield PlainText(id="offer")
            if kinds:
                said = ((each, f" ({', '.join(each.sources)})") for each in kinds.values())
                lines = ((each.id, Content.assemble(each.title, (by, "$muted"))) for each, by in said)
                yield ChoiceList(lines, id="kinds", at=chosen)
            yield PlainText(id="questions")
            yield PlainText(id="enter")

    @property
    def _in_water(self) -> bool:
        return self.heat is not None and self.heat.in_water

    def _is_confirmed(self) -> bool:
        return self.window.coach.skin.is_confirmed(in_water=self._in_water)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            before, self.heat = self._questions(), self.window.content.heat[event.option_id]
            if self._questions().plain != before.plain:
                self.query_one("#start").scroll_home(animate=False, immediate=True)
            self.confirmed = self._is_confirmed()
            self.ask_to_be_shown()

    def show(self, picture: Picture, notice: str) -> None:
        """Show the offer; where it can't be started now, why, in the place of the questions."""
        if self.offer.kind.is_on_skin:
            self._refusal = self._why_not(picture)
            self.confirmed = self.confirmed and self._is_confirmed()  # they were asked a day ago
            self.asks_pain = "" if self._refusal else self.asks_pain
        super().show(picture, notice)
        put(self, "#offer", self._offer())
        put(self, "#questions", self._questions())
        put(self, "#enter", self._enter())

    def _offer(self) -> Content:
        offer = self.offer
        head = (f"{offer.kind.label}, {minutes(offer.length)}", f"bold ${offer.kind}")
        kinds = said_of(self.window.content.advice, "ice-kinds") if offer.kind is Kind.ICE else ""
        extras = (offer.plan, offer.remark, kinds)
        more = [(f"\n{offer.about}", "")] + [(f"\n{extra}", "$muted") for extra in extras if extra]
        return Content.assemble(head, *more)

    def _questions(self) -> Content:
        if not self.offer.kind.is_on_skin or self._refusal:
            return Content("")
        questions = self.window.content.questions["water" if self._in_water else "skin"]
        mark, head = "·", f"{questions.title}, check:"
        if self.confirmed:
            mark, head = "✓", "You said yes to all of this within the last day:"
        return Hung(Content(head + "".join(f"\n {mark} {question.text}" for question in questions.items)))

    def _why_not(self, picture: Picture) -> str:
        """Why no pack can go on now; empty where one can."""
        on = next((session.kind.label for session in picture.sessions if session.kind.is_on_skin), "")
        if on:
            return f"{on} is running: stop it with x before you start {self.offer.kind.label}."
        if (rest := picture.rest_left) > ZERO:
            until = f"{picture.at(rest):%H:%M}, {wording.clock(rest)} more"
            return f"Your skin has its break until {until}. {limits.L2.named}."
        return ""

    def _enter(self) -> Content:
        if self._refusal:
            return Content(self._refusal)
        if self.is_asking:
            return Content("")
        action, words = ("start", "Start") if self.confirmed else ("confirm", "Yes to all")
        click = f"@click=screen.{action}"
        return Content.assemble((" enter ", f"bold $background on ${self.offer.kind} {click}"), (f"  {words}", click))

    def allowed(self) -> dict[str, bool]:
        """Ask first, then start; neither where no pack can go on now."""
        may = not self._refusal and not self.is_asking
        asks = may and not self.confirmed
        asked, shown = self._questions().plain, str(self.query_one("#questions", PlainText).content)
        all_seen = asks and shown == asked and self.has_read(asked)  # nobody says yes to what a small window hides (L5)
        return super().allowed() | {
            "read_on": asks and not all_seen,
            "confirm": all_seen,
            "start": may and self.confirmed,
        }

    def action_confirm(self) -> None:
        refusal = self.window.sessions.confirm(self.offer.kind, in_water=self._in_water)
        self.confirmed = not refusal
        self.window.say(refusal)

    def action_start(self) -> None:
        notice = self.window.sessions.start(self.offer, self.heat)
        if not notice:
            self.window.show_sessions(self.offer.kind)
        self.window.say(notice)

    def action_minute(self, by: int) -> None:
        self.offer, notice = self.window.sessions.resize(self.offer, self.offer.length + by * MINUTE)
        self.window.say(notice)
