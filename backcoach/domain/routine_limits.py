"""What the limits say of a whole routine, before it begins."""

from __future__ import annotations

from backcoach.domain import limits
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Routine


def check_routine(routine: Routine) -> Routine:
    """The routine, where it keeps the limits of its kind.

    Raises:
        LimitReachedError: it passes L1, L2, L3 or the posture interval.
        ValueError: an application starts by itself or ends unasked (L4), is too short, or is neither ice nor heat.
    """
    has_rested = True
    for step in routine.steps:
        length = step.length or ZERO
        if step.act is Act.ON:
            limits.check_application(length)
            if not routine.kind.is_on_skin:
                raise ValueError(f"“{routine.id}” holds an application, which only ice and heat have.")
            if not has_rested:
                raise LimitReachedError("Two applications would follow each other without a rest.", limits.L2)
            has_rested = False
            if not (step.begins_by_key and step.ends_by_key):
                raise ValueError(f"{limits.L4.named}: “{routine.id}” would start or end one unasked")
        elif step.act is Act.OFF:
            limits.check_off(length)
            has_rested = True
        elif step.act is Act.STAY:
            limits.check_posture(length)
    if routine.kind.is_on_skin:
        limits.check_session(routine.total, routine.applications)
        if routine.repeats:
            raise LimitReachedError("The session would repeat without end.", limits.L3)
    return routine
