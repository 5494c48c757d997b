"""What the screens of breathing and stretching ask for, brought to the coach; and which screen comes next."""

from __future__ import annotations

from functools import cached_property

from backcoach.coach.coach import Coach
from backcoach.coach.guidance import BREATHING, Guidance
from backcoach.domain import stretches
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session
from backcoach.ui.asking import Asked
from backcoach.ui.desk import REFUSALS
from backcoach.ui.handbook import Handbook
from backcoach.ui.preferences import Preferences
from backcoach.ui.replies import Reply
from backcoach.ui.screens.advice import AdviceScreen
from backcoach.ui.screens.after_stretch import AfterScreen, FeltScreen
from backcoach.ui.screens.breathe_start import BreatheStartScreen
from backcoach.ui.screens.breathing import BreathingScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.screens.stretch_start import StretchStartScreen
from backcoach.ui.screens.stretching import StretchScreen
from backcoach.ui.stretch_desk import StretchDesk, known

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
        self._guidance = Guidance(coach, book.archive, preferences.settings)

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

    def pain_now(self) -> int | None:
        """The pain that was said or noted last, within half an hour."""
        return self._guidance.pain_now()

    def note_pain(self, value: int) -> None:
        """Keep a pain that was said while a stretch was paused."""
        self._guidance.note_pain(value, "meanwhile")

    def session_screen(self, kind: Kind, *, calm: bool) -> GuidedScreen:
        """The screen that leads through a session of this kind; `calm` where nothing may move."""
        if kind is Kind.BREATHE:
            return BreathingScreen(self._coach.clock.now, calm=calm)
        return StretchScreen({name: stretch.drawing for name, stretch in self._content.stretches.items()})

    def after(self, session_id: str) -> CoachScreen | None:
        """What comes after a guided session that has ended; None where nothing does."""
        session = self._coach.history.ended(session_id)
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
        return self._stretching.ask_after(session) if stretches.counts(session) else None

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
