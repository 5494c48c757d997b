"""What stands between the wish to stretch and the stretch (L7), and what pain after it means."""

from __future__ import annotations

from datetime import timedelta

from backcoach.domain.levels import REAL_CHANGE
from backcoach.domain.limits import BRITTLE_BONES, L7, TIMES_A_DAY, LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Act, Kind, Side
from backcoach.domain.session import Ending, Session
from backcoach.domain.stretches import Stretch

MOST_PAIN = 10
ASKS_FROM, REFUSES_FROM = 5, 7
"""From what pain on, of 10, a stretch asks once more, and is refused (L7)."""
PAIN_LASTS = timedelta(minutes=30)
"""For so long after it was said or noted a pain counts as the present one (ours)."""


def check_pain(pain: int | None, *, sure: bool = False) -> None:
    """Nothing, where a stretch may begin with this pain (L7).

    Args:
        pain: now, 0 to 10; None where it was not said.
        sure: whether the person was asked once more and wants to.

    Raises:
        LimitReachedError: the pain is 7 or more, was not said, or is 5 or 6 and the person is not sure.
        ValueError: it is no pain from 0 to 10.
    """
    if pain is None:
        raise LimitReachedError("How much it hurts now has not been said within the last 30 min.", L7)
    if not 0 <= pain <= MOST_PAIN:
        raise ValueError(f"{pain} is no measure of pain: it goes from 0 to 10.")
    if pain >= REFUSES_FROM:
        raise LimitReachedError(f"With pain {pain} of 10 no stretch is led.", L7)
    if asks_again(pain) and not sure:
        raise LimitReachedError(f"With pain {pain} of 10 you are asked once more.", L7)


def asks_again(pain: int) -> bool:
    """Whether the person is asked once more before stretching with this pain (L7)."""
    return ASKS_FROM <= pain < REFUSES_FROM


def check_bones(stretch: Stretch, *, brittle: bool | None) -> None:
    """Nothing, where the stretch suits this person's bones; None where they were never asked about them.

    Raises:
        LimitReachedError: they are brittle, or may be, and it draws the knees to the chest.
    """
    if not stretch.needs_knees_to_chest:
        return
    if brittle is None:
        raise LimitReachedError("Whether your bones are brittle has not been said.", BRITTLE_BONES)
    if brittle:
        raise LimitReachedError("You said that your bones are brittle.", BRITTLE_BONES)


def check_times(stretch: Stretch, done: int) -> None:
    """Nothing, where the stretch may be led once more today.

    Args:
        stretch: the stretch.
        done: how often it was done today.

    Raises:
        LimitReachedError: it was done once more than the upper figure already.
    """
    if stretch.per_day is not None and done > stretch.per_day[1]:
        raise LimitReachedError(f"{stretch.title}: done {times(done)} today. That is enough for a day.", TIMES_A_DAY)


def said_of_times(stretch: Stretch, done: int) -> str:
    """How often the stretch was done today, against its times a day; empty where there is nothing to say."""
    if stretch.per_day is None:
        return f"Done {times(done)} today." if done else ""
    low, high = stretch.per_day
    plan = f"{low}" if low == high else f"{low} to {high}"
    if done < high:
        return f"{plan} times a day; today {times(done) if done else 'not yet'}."
    if done == high:
        return f"{plan} times a day, and today it was done {times(done)} already: once more is beyond the plan."
    return f"{plan} times a day, and today it was done {times(done)}: no more today."


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def counts(session: Session) -> bool:
    """Whether a guided session was done: something was held, or breathed, and not slept through.

    A stretch that holds nothing counts once a part of it was done to its end.
    """
    done = [step for step in session.done if step.acknowledged and step.length and step.act is not Act.READY]
    if session.kind is Kind.BREATHE:
        return bool(done)
    if any(step.act is Act.HOLD for step in session.routine.steps):
        return any(step.act is Act.HOLD for step in done)
    return any(step.act in {Act.MOVE, Act.WALK} and step.why is Ending.DONE for step in done)


def held_by_side(session: Session) -> dict[Side, timedelta]:
    """How long each side was really held, pauses left out; sides of nothing held are left out."""
    held: dict[Side, timedelta] = {}
    for step in session.done:
        if step.act is Act.HOLD and step.length and step.acknowledged:
            held[step.side] = held.get(step.side, ZERO) + step.length
    return held


def has_risen(before: int | None, after: int) -> bool:
    """Whether pain is up by 2 or more, which counts as real."""
    return before is not None and after - before >= REAL_CHANGE
