"""What the screens of breathing and stretching ask for, brought to the coach; and which screen comes next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from backcoach.coach.guidance import BREATHING, Guidance
from backcoach.domain import gates
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending
from backcoach.ui.asking import Asked, Reply
from backcoach.ui.desk import REFUSALS
from backcoach.ui.screens.advice import AdviceScreen
from backcoach.ui.screens.after_stretch import AfterScreen, FeltScreen
from backcoach.ui.screens.breathe_start import BreatheStartScreen
from backcoach.ui.screens.breathing import BreathingScreen
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.stretch_start import StretchStartScreen
from backcoach.ui.screens.stretching import StretchScreen
from backcoach.ui.stretch_desk import StretchDesk, known

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import timedelta

    from backcoach.coach import Coach
    from backcoach.domain.breathing import Pattern
    from backcoach.domain.positions import Position
    from backcoach.domain.session import Session
    from backcoach.domain.signs import Sign
    from backcoach.domain.stretches import Stretch
    from backcoach.ui.picture import Picture
    from backcoach.ui.screens.frame import CoachScreen

UNWELL = (
    "Let the breath come as it likes, and rest where you are.",
    "Dizzy, tingling or breathless: leave this exercise for now. If you try it again, smaller and softer.",
    "Trouble breathing, fainting, or a very fast or very slow heartbeat: press !",
)
"""What is said when breathing was stopped because it did no good."""


class Content(Protocol):
    """What was written before: each part is read when it is first asked for."""

    @property
    def patterns(self) -> Mapping[str, Pattern]:
        """The breathing patterns."""

    @property
    def stretches(self) -> Mapping[str, Stretch]:
        """The stretches."""

    @property
    def signs(self) -> Mapping[str, Sign]:
        """The signs that call for help."""

    @property
    def positions(self) -> Mapping[str, Position]:
        """The positions to rest in."""


@dataclass(frozen=True, slots=True)
class Guided:
    """What breathing and stretching need.

    Attributes:
        content: what can be led.
        lead_in: the time to get ready.
        day_start: from what time of night on a day counts as the next.
        calm: whether nothing may move on the screen.
    """

    content: Content
    lead_in: timedelta = ZERO
    day_start: timedelta = ZERO
    calm: bool = False


class Guide:
    """Knows which screen comes before, during and after what is guided, and answers what they ask for."""

    def __init__(self, coach: Coach, guided: Guided) -> None:
        self._coach = coach
        self._guided = guided
        self._guidance = Guidance(coach, lead_in=guided.lead_in, day_start=guided.day_start)
        self._followed: str | None = None

    @cached_property
    def _stretching(self) -> StretchDesk:
        content = self._guided.content
        return StretchDesk(self._guidance, content.stretches, content.signs)

    def start_screen(self, kind: Kind, wanted: str = "") -> CoachScreen:
        """The screen before breathing or a stretch, at what is wanted, or else at what was chosen last."""
        if kind is Kind.STRETCH:
            return self._stretching.start_screen(wanted)
        patterns, last = self._guided.content.patterns, self._guidance.choice(BREATHING)
        chosen = known(patterns, wanted, last.get("pattern"), DEFAULT_PATTERN)
        return BreatheStartScreen(patterns, chosen, last.get("cycles") if chosen == last.get("pattern") else None)

    def session_screen(self, kind: Kind | None) -> SessionScreen:
        """The screen on which a session of this kind is shown."""
        if kind is Kind.BREATHE:
            return BreathingScreen(self._coach.clock.now, calm=self._guided.calm)
        if kind is Kind.STRETCH:
            stretches = self._guided.content.stretches
            return StretchScreen({name: stretch.drawing for name, stretch in stretches.items()})
        return SessionScreen(kind)

    def instead_of(self, screen: SessionScreen, picture: Picture) -> SessionScreen | None:
        """The screen that fits what is to be shown better than the one in front; None where that one does."""
        session = screen.session_in(picture)
        if session is None:
            return None
        leads: dict[Kind, type[SessionScreen]] = {Kind.BREATHE: BreathingScreen, Kind.STRETCH: StretchScreen}
        if type(screen) is leads.get(session.kind, SessionScreen):
            return None
        if session.kind.is_guided:
            return self.session_screen(session.kind)
        return SessionScreen(screen.chosen)

    def keeps_front(self, screen: CoachScreen, called: Container[str]) -> bool:
        """Whether the screen stays in front of sessions that call: who is led is called away only to remove a pack."""
        calls = (session for session in self._coach.sessions if session.id in called)
        is_led = isinstance(screen, GuidedScreen) and screen.led is not None
        return is_led and not any(session.step.is_application for session in calls)

    def follow(self) -> CoachScreen | None:
        """What comes after a guided session that has ended since this was last asked; None where nothing does."""
        going_on = next((session.id for session in self._coach.sessions if session.kind.is_guided), None)
        before, self._followed = self._followed, going_on
        if before is None or before == going_on:
            return None
        session = self._coach.ledger.ended(before)
        if session is None or session.why in {Ending.EMERGENCY, Ending.UNCONFIRMED}:
            return None
        if session.kind is Kind.STRETCH:
            return self._after_stretch(session)
        if session.why is Ending.PAIN:
            return AdviceScreen("Stopped", UNWELL, offers=False)
        breaths = max((session.routine.step(done.index).rep for done in session.done), default=0)
        words = f"{breaths} breath{'s' if breaths > 1 else ''} done."
        return AdviceScreen("Breathe as you like", (words,)) if breaths else None

    def _after_stretch(self, session: Session) -> CoachScreen | None:
        if session.why is Ending.PAIN:
            return self._stretching.hurt(session)
        return self._stretching.ask_after(session) if gates.counts(session) else None

    def answer(self, asked: Asked) -> Reply:
        """What comes of what a screen asks for."""
        match asked:
            case BreatheStartScreen.Started():
                return self._start_breathing(asked)
            case StretchStartScreen.BonesSaid():
                return self._stretching.bones_said(asked)
            case StretchStartScreen.PainSaid():
                return self._stretching.pain_before(asked)
            case StretchStartScreen.Started():
                return self._stretching.start(asked)
            case FeltScreen.Felt():
                return self._stretching.felt(asked)
            case AfterScreen.PainSaid():
                return self._stretching.pain_after(asked)
            case AdviceScreen.PositionsWanted():
                return Reply(screen=self._positions())
            case _:
                return Reply()

    def _start_breathing(self, asked: BreatheStartScreen.Started) -> Reply:
        try:
            session = self._guidance.start_breathing(asked.pattern, asked.cycles)
        except REFUSALS as refusal:
            return Reply(str(refusal))
        return Reply(opens=session.kind)

    def help_for(self, sign_id: str) -> CoachScreen:
        """What a sign calls for."""
        sign = self._guided.content.signs[sign_id]
        return AdviceScreen(sign.level.heading, (f"{sign.text}.", "All signs: backcoach help-signs"), offers=False)

    def _positions(self) -> CoachScreen:
        cards = (f"{card.title}. {' '.join(card.steps)}" for card in self._guided.content.positions.values())
        return AdviceScreen("Positions", tuple(cards), offers=False)
