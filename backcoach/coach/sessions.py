"""What can be started, with the plan's figures, the settings' or the person's own; and what the keys do."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.guidance import HEAT, Guidance
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.protocols import JournalBusyError
from backcoach.domain.cues import spelled
from backcoach.domain.engine import Event, NotNowError
from backcoach.domain.flare import modality
from backcoach.domain.limits import LONGEST_SESSION, MINUTE, LimitReachedError, check_routine, minutes
from backcoach.domain.moment import ZERO
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.routine import Act, Kind, Routine
from backcoach.domain.session import Ending, HeatKind, Session
from backcoach.domain.settings import Settings
from backcoach.domain.walks import minutes_of

REFUSALS = (LimitReachedError, NotNowError, ValueError, JournalBusyError)
"""What the person is told, and nothing else comes of it."""


class Offer(Struct, frozen=True):
    """What would be started.

    Attributes:
        kind: the kind of session.
        length: of one application, or between two changes of position.
        about: what the session holds, in one line.
        plan: the plan and its sources; empty where none stands behind it.
        remark: what should be known about choosing it; empty where nothing.
    """

    kind: Kind
    length: timedelta
    about: str
    plan: str = ""
    remark: str = ""


class Sessions:
    """Offers ice, heat and posture, and lets keys move what runs. A refusal is a sentence, and nothing was changed."""

    def __init__(self, coach: Coach, days: Days, guidance: Guidance, plan_id: str) -> None:
        self._coach = coach
        self._days = days
        self._guidance = guidance
        self._plans = days.content.plans
        self._plan_id = plan_id
        self._posture = days.settings.posture_interval

    def use(self, settings: Settings, field: str) -> None:
        """From now on offer what was just set; what the command line asked for stays until its own setting changes."""
        if field == "plan" and settings.plan in self._plans:
            self._plan_id = settings.plan
        elif field == "posture_interval":
            self._posture = settings.posture_interval

    def _plan(self) -> tuple[Plan, float | None]:
        """The plan that is followed, and the hours since the flare-up began, where one goes on."""
        today = self._days.today(self._coach.sessions)
        if today.flare is None:
            return self._plans[self._plan_id], None
        return today.plan, today.flare.hours(self._coach.clock.now())

    def _routine(self, kind: Kind, length: timedelta | None) -> Routine:
        if kind is Kind.POSTURE:
            return check_routine(posture_routine(self._posture if length is None else length))
        plan, hours = self._plan()
        return check_routine(plan.routine(kind, on=length, hours=hours))

    def offer(self, kind: Kind, length: timedelta | None = None) -> Offer:
        """What would be started.

        Raises:
            LimitReachedError: the length passes a limit.
            ValueError: the length is under a minute.
        """
        routine = self._routine(kind, length)
        first = routine.step(0).length or LONGEST_SESSION
        if kind is Kind.POSTURE:
            return Offer(kind, first, f"Every {minutes(first)}: get up and walk, or lie down.")
        plan, hours = self._plan()
        once = ", ".join(
            f"{minutes(step.length)} {'on' if step.act is Act.ON else 'off'}"
            for step in routine.steps[:2]
            if step.length
        )
        about = once if routine.applications == 1 else f"{routine.applications} times ({once})"
        return Offer(kind, first, about, f"Plan {plan.id} ({', '.join(plan.sources)})", self._remark(kind, plan, hours))

    def _remark(self, kind: Kind, plan: Plan, hours: float | None) -> str:
        """How the choice differs from the plan; empty where it does not."""
        flare, now = self._days.today(self._coach.sessions).flare, self._coach.clock.now()
        if kind is Kind.HEAT and heat_made_it_worse(self._coach.history, flare, now):
            return "You said that heat made it worse, so it isn't suggested (source 003)."
        if not any(kind in phase.modality for phase in plan.phases):
            return f"This plan doesn't suggest {kind.value}, but you can choose it; the times are the plan's."
        if hours is None or kind in (phase := plan.phase_at(hours)).modality:
            return ""
        return f"The plan suggests {modality(phase)} now, but you can choose {kind.value}."

    def abouts(self) -> dict[Kind, str]:
        """The figures that the first screen tells beside ice, heat and posture."""
        every = {Kind.ICE: "", Kind.HEAT: "", Kind.POSTURE: "every "}
        return {kind: word + minutes(self.offer(kind).length) for kind, word in every.items()}

    def resize(self, offer: Offer, length: timedelta) -> tuple[Offer, str]:
        """The offer with another length; the same one and the reason, where that can't be."""
        try:
            return self.offer(offer.kind, length), ""
        except REFUSALS as refusal:
            return offer, str(refusal)

    def confirm(self, kind: Kind, *, in_water: bool = False) -> str:
        """Keep that the skin questions are confirmed; the reason, where a session could not follow anyway."""
        try:
            self._coach.may_start(kind)
        except REFUSALS as refusal:
            return str(refusal)
        self._coach.skin.confirm(in_water=in_water)
        return ""

    def start(self, offer: Offer, heat: HeatKind | None = None) -> str:
        """Begin what was offered, with this kind of heat; the reason, where that can't be."""
        try:
            routine = self._routine(offer.kind, offer.length)
            self._coach.start(routine, plan=self._plan()[0].id if offer.kind.is_on_skin else "", heat=heat)
        except REFUSALS as refusal:
            return str(refusal)
        if heat is not None:
            self._guidance.choose(HEAT, {"heat": heat.id})
        return ""

    def press(self, session: Session, event: Event) -> str:
        """Let a key move the session; a farewell where it ended, the reason where it can't be."""
        try:
            moved = self._coach.act(session.id, event)
        except REFUSALS as refusal:
            return str(refusal)
        return farewell(moved) if moved is not None and moved.is_over else ""


def farewell(session: Session) -> str:
    """One sentence about a session that a key has ended; what was guided has a screen of its own for it."""
    if session.kind.is_guided:
        return ""
    spent = sum((step.length for step in session.done if step.act is not Act.OFF), ZERO)
    if session.kind is Kind.WALK:
        spent = minutes_of(spent) * MINUTE
    what = f"{session.kind.label} is over: {spelled(spent)} logged."
    match session.why:
        case Ending.WORSE:
            return f"{what} I won't suggest heat again in this flare-up; handout 003 goes back to ice."
        case Ending.PAIN:
            return f"{what} Stopped because it hurts."
        case _:
            return what
