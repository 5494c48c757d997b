"""Before and after a stretch: what stands in its way, what is kept, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from backcoach.coach.guidance import BONES, STRETCHING, Guidance
from backcoach.domain import stretches, wording
from backcoach.domain.limits import BRITTLE_BONES, L7, LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Side
from backcoach.domain.session import Session
from backcoach.domain.signs import Level, Sign
from backcoach.domain.stretches import DEFAULT_STRETCH, Stretch
from backcoach.ui.desk import REFUSALS
from backcoach.ui.replies import Reply
from backcoach.ui.screens.advice import AdviceScreen
from backcoach.ui.screens.after_stretch import AfterScreen, FeltScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.stretch_start import StretchOffer, StretchStartScreen

RESTING = "Rest from stretching now. Slow breathing or another position may suit better."
"""What is offered in the place of a stretch (source 003)."""


class StretchDesk:
    """Answers what the screens around a stretch ask for. A refusal is a sentence, and nothing was changed."""

    def __init__(self, guidance: Guidance, stretches: Mapping[str, Stretch], signs: Mapping[str, Sign]) -> None:
        self._guidance = guidance
        self._stretches = stretches
        self._signs = signs

    def start_screen(self, wanted: str) -> CoachScreen:
        """The screen before a stretch, at the one that is wanted, or else at the one done last."""
        last = self._guidance.choice(STRETCHING).get("routine")
        chosen = known(self._stretches, wanted, last, DEFAULT_STRETCH)
        return StretchStartScreen(self.offers(), chosen, self._guidance.pain_now())

    def offers(self) -> dict[str, StretchOffer]:
        """Every stretch, and whether it may be led now."""
        return {name: self._offer(stretch) for name, stretch in self._stretches.items()}

    def _offer(self, stretch: Stretch) -> StretchOffer:
        today = stretches.said_of_times(stretch, self._guidance.times_today(stretch))
        try:
            self._guidance.may_stretch(stretch)
        except REFUSALS as refusal:
            locks = isinstance(refusal, LimitReachedError) and refusal.limit is BRITTLE_BONES
            if locks and self._guidance.brittle_bones() is None:
                return StretchOffer(stretch, today, asks_bones=True)
            return StretchOffer(stretch, today, str(refusal), locked_by_bones=locks)
        return StretchOffer(stretch, today)

    def bones_said(self, asked: StretchStartScreen.BonesSaid) -> Reply:
        """Keep the answer, and lock what it locks."""
        self._guidance.choose(BONES, {"value": asked.brittle})
        asked.screen.offers = self.offers()
        return Reply()

    def pain_before(self, asked: StretchStartScreen.PainSaid) -> Reply:
        """Where this pain refuses every stretch: what may be done in its place."""
        try:
            stretches.check_pain(asked.value, sure=True)
        except REFUSALS as refusal:
            self._guidance.note_pain(asked.value, "before")
            return Reply(screen=AdviceScreen("Not now", (str(refusal), L7.reason, RESTING)))
        return Reply()

    def start(self, asked: StretchStartScreen.Started) -> Reply:
        """Begin the stretch; the reason, where that can't be."""
        try:
            session = self._guidance.start_stretching(asked.screen.offer.stretch, asked.before)
        except REFUSALS as refusal:
            asked.screen.pain = self._guidance.pain_now()
            return Reply(str(refusal))
        return Reply(opens=session.kind)

    def hurt(self, session: Session) -> CoachScreen:
        """Ask what is felt, after a stretch was stopped because it hurt."""
        return FeltScreen(session, (sign for sign in self._signs.values() if sign.level is not Level.SOON))

    def felt(self, asked: FeltScreen.Felt) -> Reply:
        """The get-help screen, where what is felt is on its list; else the pain now."""
        return Reply(sign=asked.sign) if asked.sign else Reply(screen=self.ask_after(asked.session))

    def ask_after(self, session: Session) -> CoachScreen:
        """Ask how much it hurts after the stretch."""
        return AfterScreen(session, done_words(session), self._guidance.pain_before(session.id))

    def pain_after(self, asked: AfterScreen.PainSaid) -> Reply:
        """Keep the pain after a stretch; where it has risen, offer no other round."""
        before, value = self._guidance.pain_before(asked.session.id), asked.value
        self._guidance.note_pain(value, "after", asked.session.id)
        if stretches.has_risen(before, value):
            rise = f"The pain went from {before} to {value}. A change of 2 counts as real: no more stretching for now."
            more = "If it gets worse, or goes into a leg: press !"
            return Reply(screen=AdviceScreen("It hurts more than before", (rise, RESTING, more)))
        said = f"Pain {value} noted." if before is None else f"Pain {before} before, {value} after: noted."
        return Reply(said, goes_back=True)


def done_words(session: Session) -> str:
    """What was held, by side, in a sentence: `Knees to the chest: held left 40 s, right 40 s`."""
    title, held = session.routine.title, stretches.held_by_side(session)
    if not held:
        moved = sum((step.length for step in session.done), ZERO)
        return f"{title}: {wording.clock_up(moved)} done."
    if set(held) == {Side.NONE}:
        return f"{title}: held {_seconds(held[Side.NONE])}."
    return f"{title}: held {', '.join(f'{side} {_seconds(span)}' for side, span in held.items())}."


def _seconds(span: timedelta) -> str:
    return f"{round(span.total_seconds())} s"


def known(items: Mapping[str, object], *names: object) -> str:
    """The first of the names that there is; else the first item's."""
    return next((name for name in names if isinstance(name, str) and name in items), next(iter(items)))
