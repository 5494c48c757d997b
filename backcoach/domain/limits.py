"""The limits that no plan, setting, flag or key can pass, each with its reason and its sources.

A value past a limit is refused with the limit named; it is never silently clamped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from backcoach.domain.moment import ZERO, Moment, elapsed, is_plausible
from backcoach.domain.routine import Act, Routine

MINUTE = timedelta(minutes=1)


class Limit(Struct, frozen=True):
    """One limit, as a sentence, and the handouts and other bodies it comes from."""

    id: str
    says: str
    sources: str

    @property
    def named(self) -> str:
        return f"{self.says} ({self.id}; source {self.sources})"


LONGEST_APPLICATION = 20 * MINUTE
LONGEST_PAUSE = 5 * MINUTE
"""After which a paused application is over: what lies on the skin is counted as it is (L1, ours)."""
SHORTEST_REST = 20 * MINUTE
LONGEST_SESSION = 90 * MINUTE
MOST_APPLICATIONS = 2
CONFIRMATION_LASTS = timedelta(days=1)
REMOVAL = "removal "
"""How the name of each removal of a pack begins; its session and the number of its step follow."""
SHORTEST_POSTURE = 5 * MINUTE
LONGEST_POSTURE = 60 * MINUTE

L1 = Limit("L1", "One application of ice or heat lasts at most 20 min", "000, 001, 002, NHS leaflets, US FDA")
"""Longer on the skin can burn or freeze it."""
L2 = Limit("L2", "At least 20 min pass between taking a pack off and putting the next one on", "001")
"""The skin must look and feel as usual again first."""
L3 = Limit("L3", "One session of ice or heat lasts at most 90 min and holds at most 2 applications", "001")
"""The handout's cycle of on and off fills 60 to 90 min."""
L4 = Limit("L4", "An application never starts by itself", "001")
"""People fall asleep on a pack, and skin burns."""
L5 = Limit("L5", "Ice and heat need their questions answered within the last day", "000, 001, 002, US FDA, backcoach")
"""A cloth between, the usual feeling in the skin and someone awake help to keep it from burns."""
L6 = Limit("L6", "Heat that makes it worse ends, and is not suggested again in this flare-up", "003")
"""The handout goes back to cold then."""
L7 = Limit("L7", "Stretches need pain of 6 of 10 or less now; at 5 and 6 they ask once more", "003, backcoach")
BRITTLE_BONES = Limit("bones", "With brittle bones no stretch draws the knees to the chest", "red-flags, backcoach")
"""Bending the trunk presses on the bones of the spine; a clinician who knows yours can say what suits you."""
TIMES_A_DAY = Limit(
    "times", "A stretch is guided at most once more than the upper figure of its times a day", "001, 003, backcoach"
)
POSTURE = Limit("posture", "A change of position comes every 5 to 60 min", "000, backcoach")
"""The handout changes position every 30 min; the range is ours."""


class LimitReachedError(Exception):
    """Something would pass a limit; the text is a whole sentence for the person."""

    def __init__(self, sentence: str, limit: Limit) -> None:
        super().__init__(f"{sentence} {limit.named}.")
        self.limit = limit


def minutes(span: timedelta) -> str:
    """A span as whole or decimal minutes: `15 min`, `2.5 min`."""
    return f"{span / MINUTE:g} min"


def check_step(act: Act, length: timedelta) -> timedelta:
    """The length, where a step of this act may have it (L1, L2, posture); ValueError for a pack under a minute."""
    if act is Act.ON and length > LONGEST_APPLICATION:
        raise LimitReachedError(f"{minutes(length)} is too long.", L1)
    if act is Act.ON and length < MINUTE:
        raise ValueError(f"{minutes(length)} is too short: an application lasts from 1 to 20 min.")
    if act is Act.OFF and length < SHORTEST_REST:
        raise LimitReachedError(f"{minutes(length)} of a break is too short.", L2)
    if act is Act.STAY and not SHORTEST_POSTURE <= length <= LONGEST_POSTURE:
        raise LimitReachedError(f"{minutes(length)} can't be used.", POSTURE)
    return length


def check_session(length: timedelta, applications: int) -> None:
    if length > LONGEST_SESSION:
        raise LimitReachedError(f"The session would last {minutes(length)}.", L3)
    if applications > MOST_APPLICATIONS:
        raise LimitReachedError(f"The session would hold {applications} applications.", L3)


def rest_left(removed: Iterable[Moment], now: Moment) -> timedelta:
    """How long the skin must still rest after these packs came off; zero where it need not (L2)."""
    return max([ZERO, *(SHORTEST_REST - elapsed(one, now) for one in removed)])


def confirmation_holds(confirmed: Moment | None, now: Moment) -> bool:
    return confirmed is not None and is_plausible(confirmed, now) and elapsed(confirmed, now) <= CONFIRMATION_LASTS


def check_routine(routine: Routine) -> Routine:
    """The routine, where it keeps L1 to L4 and the posture interval; ValueError where it is no sensible one at all."""
    has_rested = True
    for step in routine.steps:
        check_step(step.act, step.length or ZERO)
        if step.act is Act.ON:
            if not routine.kind.is_on_skin:
                raise ValueError(f"“{routine.id}” holds an application, which only ice and heat have.")
            if not has_rested:
                raise LimitReachedError("Two applications would follow each other without a rest.", L2)
            has_rested = False
            if not (step.begins_by_key and step.ends_by_key):
                raise ValueError(f"{L4.named}: “{routine.id}” would start or end one unasked")
        elif step.act is Act.OFF:
            has_rested = True
    if routine.kind.is_on_skin:
        check_session(routine.total, routine.applications)
        if routine.repeats:
            raise LimitReachedError("The session would repeat without end.", L3)
    return routine
