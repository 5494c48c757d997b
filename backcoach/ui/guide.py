"""What the screens of breathing and stretching ask for, brought to the coach; and which screen comes next."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from backcoach.coach.guidance import BREATHING, Guidance
from backcoach.domain import gates
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, State
from backcoach.ui.asking import Asked, Reply
from backcoach.ui.desk import REFUSALS
from backcoach.ui.screens.advice import AdviceScreen
from backcoach.ui.screens.after_stretch import AfterScreen, FeltScreen
from backcoach.ui.screens.breathe_start import BreatheStartScreen
from backcoach.ui.screens.breathing import BreathingScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.stretch_start import StretchStartScreen
from backcoach.ui.screens.stretching import StretchScreen
from backcoach.ui.stretch_desk import StretchDesk, known

if TYPE_CHECKING:
    from backcoach.coach import Coach
    from backcoach.domain.session import Session
    from backcoach.ui.handbook import Handbook
    from backcoach.ui.picture import Picture
    from backcoach.ui.preferences import Preferences
    from backcoach.ui.screens.frame import CoachScreen

UNWELL = (
    "Let the breath come as it likes, and rest where you are.",
    "Dizzy, tingling or breathless: leave this exercise for now. If you try it again, smaller and softer.",
    "Trouble breathing, fainting, or a very fast or very slow heartbeat: press !",
)
"""What is said when breathing was stopped because it did no good."""


class Guide:
    """Knows which screen comes before, during and after what is guided, and answers what they ask for."""

    def __init__(self, coach: Coach, book: Handbook, preferences: Preferences) -> None:
        self._coach = coach
        self._content = book.content
        self._preferences = preferences
        self._guidance = Guidance(coach, book.notebook, preferences.settings)
        self._followed: str | None = None

    @cached_property
    def _stretching(self) -> StretchDesk:
        return StretchDesk(self._guidance, self._content.stretches, self._content.signs)

    def start_screen(self, kind: Kind, wanted: str = "") -> CoachScreen:
        """The screen before breathing or a stretch, at what is wanted, or else at what was chosen last."""
        self._guidance.settings = self._preferences.settings
        if kind is Kind.STRETCH:
            return self._stretching.start_screen(wanted)
        patterns, last = self._content.patterns, self._guidance.choice(BREATHING)
        chosen = known(patterns, wanted, last.get("pattern"), DEFAULT_PATTERN)
        return BreatheStartScreen(patterns, chosen, last.get("cycles") if chosen == last.get("pattern") else None)

    def session_screen(self, kind: Kind | None, *, calm: bool) -> SessionScreen:
        """The screen on which a session of this kind is shown; `calm` where nothing may move."""
        if kind is Kind.BREATHE:
            return BreathingScreen(self._coach.clock.now, calm=calm)
        if kind is Kind.STRETCH:
            stretches = self._content.stretches
            return StretchScreen({name: stretch.drawing for name, stretch in stretches.items()})
        return SessionScreen(kind)

    def instead_of(self, screen: SessionScreen, picture: Picture, *, calm: bool) -> SessionScreen | None:
        """The screen that fits what is to be shown better than the one in front; None where that one does."""
        session = screen.session_in(picture)
        if session is None:
            return None
        leads: dict[Kind, type[SessionScreen]] = {Kind.BREATHE: BreathingScreen, Kind.STRETCH: StretchScreen}
        if type(screen) is leads.get(session.kind, SessionScreen):
            return None
        if session.kind.is_guided:
            return self.session_screen(session.kind, calm=calm)
        return SessionScreen(screen.chosen)

    def leads(self) -> bool:
        """Whether a session leads the person now."""
        return any(session.kind.is_guided and session.state is State.RUNNING for session in self._coach.sessions)

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
            case _:
                return Reply()

    def _start_breathing(self, asked: BreatheStartScreen.Started) -> Reply:
        try:
            session = self._guidance.start_breathing(asked.pattern, asked.cycles)
        except REFUSALS as refusal:
            return Reply(str(refusal))
        return Reply(opens=session.kind)
