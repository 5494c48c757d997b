"""What can be started: with the plan's figures, the settings', or the person's own for this once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

from backcoach.domain.flare import modality
from backcoach.domain.limits import LONGEST_SESSION, check_routine, minutes
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.routine import Act, Kind, Routine


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


class Offers(Struct, frozen=True):
    """Makes offers and the routines behind them.

    Attributes:
        plans: all plans by id.
        plan_id: the plan that is followed.
        posture: the time between two changes of position.
        heat_worse: whether heat was said to make it worse (L6).
        hours: hours since the flare-up began; None where none goes on.
    """

    plans: Mapping[str, Plan]
    plan_id: str
    posture: timedelta
    heat_worse: bool = False
    hours: float | None = None

    @property
    def plan(self) -> Plan:
        """The plan that is followed."""
        return self.plans[self.plan_id]

    def routine(self, kind: Kind, length: timedelta | None = None) -> Routine:
        """What a session of this kind runs.

        Args:
            kind: ice, heat or posture.
            length: of one application, or between two changes; the plan's or the settings' where it is None.

        Raises:
            LimitReachedError: the length passes a limit.
            ValueError: the length is under a minute.
        """
        if kind is Kind.POSTURE:
            return check_routine(posture_routine(self.posture if length is None else length))
        return check_routine(self.plan.routine(kind, on=length, hours=self.hours))

    def offer(self, kind: Kind, length: timedelta | None = None) -> Offer:
        """The same, as it is offered to the person.

        Raises:
            LimitReachedError: the length passes a limit.
            ValueError: the length is under a minute.
        """
        routine = self.routine(kind, length)
        first = routine.step(0).length or LONGEST_SESSION
        if kind is Kind.POSTURE:
            return Offer(kind, first, f"every {minutes(first)}: walk or lie")
        plan = self.plan
        remark = self._remark(kind)
        if kind is Kind.HEAT and self.heat_worse:
            remark = "You said that heat made it worse, so it is not suggested (source 003)."
        once = ", ".join(_words(step.act, step.length) for step in routine.steps[:2] if step.length)
        about = once if routine.applications == 1 else f"{routine.applications} times ({once})"
        return Offer(kind, first, about, f"Plan {plan.id} ({', '.join(plan.sources)})", remark)

    def _remark(self, kind: Kind) -> str:
        """How the choice differs from the plan; empty where it does not."""
        if not any(kind in phase.modality for phase in self.plan.phases):
            return f"This plan does not suggest {kind.value}; its figures are used."
        if self.hours is None or kind in (phase := self.plan.phase_at(self.hours)).modality:
            return ""
        return f"The plan suggests {modality(phase)} now; {kind.value} differs from it, and may be chosen."


def _words(act: Act, length: timedelta) -> str:
    return f"{minutes(length)} {'on' if act is Act.ON else 'off'}"
