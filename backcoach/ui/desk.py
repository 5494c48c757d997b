"""What the person asks for, brought to the coach, and its answer as a sentence where there is one."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.domain import limits, wording
from backcoach.domain.events import Event, NotNowError
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Ending, Session
from backcoach.domain.settings import Settings
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.offers import Offer, Offers

REFUSALS = (LimitReachedError, NotNowError, ValueError)


class Desk:
    """Answers what the screens ask for. A refusal is a sentence, and nothing was changed."""

    def __init__(self, coach: Coach, offers: Offers, days: DayDesk) -> None:
        """Take what can be started, and the day, whose flare-up has a plan of its own."""
        self.coach = coach
        self._offers = offers
        self._days = days

    def _offers_now(self) -> Offers:
        """What can be started now: with the flare-up's plan and phase, where one goes on."""
        today, now = self._days.today(), self.coach.clock.now()
        offers = replace(self._offers, heat_worse=self.coach.is_heat_worse(today.flare))
        return offers if today.flare is None else replace(offers, plan_id=today.plan.id, hours=today.flare.hours(now))

    def use(self, settings: Settings, field: str) -> None:
        """From now on offer what was just set; what the command line asked for stays until its own setting changes.

        Args:
            settings: what is set now.
            field: what was changed.
        """
        if field == "plan" and settings.plan in self._offers.plans:
            self._offers = replace(self._offers, plan_id=settings.plan)
        elif field == "posture_interval":
            self._offers = replace(self._offers, posture=settings.posture_interval)

    def offer(self, kind: Kind, length: timedelta | None = None) -> Offer:
        """What would be started.

        Raises:
            LimitReachedError: the length passes a limit.
            ValueError: the length is under a minute.
        """
        return self._offers_now().offer(kind, length)

    def abouts(self) -> dict[str, str]:
        """The figures that the first screen tells beside ice, heat and posture, by action."""
        kinds = (Kind.ICE, Kind.HEAT, Kind.POSTURE)
        lengths = {kind: limits.minutes(self._offers_now().offer(kind).length) for kind in kinds}
        every = {kind: "every " if kind is Kind.POSTURE else "" for kind in kinds}
        return {f"session('{kind}')": every[kind] + lengths[kind] for kind in kinds}

    def resize(self, offer: Offer, length: timedelta) -> tuple[Offer, str]:
        """The offer with another length; the same one and the reason, where that can't be."""
        try:
            return self.offer(offer.kind, length), ""
        except REFUSALS as refusal:
            return offer, str(refusal)

    def confirm(self, kind: Kind) -> str:
        """Keep that the skin questions are confirmed; the reason, where a session could not follow anyway."""
        try:
            self.coach.may_start(kind)
        except REFUSALS as refusal:
            return str(refusal)
        self.coach.confirm_skin()
        return ""

    def start(self, offer: Offer) -> str:
        """Begin what was offered; the reason, where that can't be."""
        try:
            offers = self._offers_now()
            routine = offers.routine(offer.kind, offer.length)
            self.coach.start(routine, plan=offers.plan_id if offer.kind.is_on_skin else "")
        except REFUSALS as refusal:
            return str(refusal)
        return ""

    def press(self, session: Session, event: Event) -> str:
        """Let a key move the session; a farewell where it ended, the reason where it can't be."""
        try:
            moved = self.coach.act(session.id, event)
        except REFUSALS as refusal:
            return str(refusal)
        return farewell(moved) if moved is not None and moved.is_over else ""


def farewell(session: Session) -> str:
    """One sentence about a session that a key has ended; what was guided has a screen of its own for it."""
    if session.kind.is_guided:
        return ""
    spent = sum((step.length for step in session.done if step.act is not Act.OFF), ZERO)
    what = f"{session.kind.label} is over: {wording.clock_up(spent)} logged."
    match session.why:
        case Ending.WORSE:
            return f"{what} Heat is off the suggestions; the handout goes back to cold (source 003)."
        case Ending.PAIN:
            return f"{what} Stopped because it hurts."
        case _:
            return what
