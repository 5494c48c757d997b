"""A flare-up: when it began, which plan it follows, how far it is, and what its course calls for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from backcoach.domain import text
from backcoach.domain.days import HOUR, Local, minute, parse_when
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Units
from backcoach.domain.text import WordsError, count, quoted
from backcoach.domain.walks import check_pain

TWO_WEEKS = timedelta(weeks=2)
"""After which someone is to be seen; sources 003, 004."""


class Outcome(StrEnum):
    OVER = "over"
    SEE_SOMEONE = "see someone"


class Flare(Struct, frozen=True):
    """One flare-up, from its onset to its end, noted with what set it off, in the person's words, and the pain then."""

    id: str
    onset: Moment
    noted: Moment
    plan: str
    trigger: str = ""
    pain: int | None = None
    ended: Moment | None = None
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        check_pain(self.pain)
        force_setattr(self, "trigger", text.note(self.trigger, field="trigger"))

    @property
    def is_over(self) -> bool:
        return self.ended is not None

    def lasted(self, now: Moment) -> timedelta:
        """What has really passed since the onset, until now or its end; no clock change moves it."""
        return elapsed(self.onset, self.ended or now)

    def hours(self, now: Moment) -> float:
        return self.lasted(now) / HOUR

    def began(self, now: Moment) -> datetime:
        """The onset as the wall clock of now counts back; `onset.wall` is what it showed then."""
        return now.wall - elapsed(self.onset, now)

    def phase(self, plan: Plan, now: Moment) -> Phase:
        return plan.phase_at(self.hours(now))


def onset_moment(onset: datetime, now: Moment) -> Moment:
    """The onset on both clocks; WordsError where it is still to come, or over a year ago."""
    ago = now.wall - onset
    if ago < ZERO:
        raise WordsError("onset", "A flare-up can't begin in the future: give a time up to now.")
    if ago > timedelta(days=365):
        raise WordsError("onset", "A flare-up can't have begun over a year ago: give a time within the last year.")
    return now.after(-ago)


def over(flare: Flare, now: Moment) -> Flare:
    """The flare-up as it ends now: over, or after two weeks a reason to see someone."""
    outcome = Outcome.SEE_SOMEONE if flare.lasted(now) > TWO_WEEKS else Outcome.OVER
    return replace(flare, ended=now, outcome=outcome)


def without_heat(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """What is left of these where heat makes it worse: cold takes its place (L6, source 003)."""
    return tuple(kind for kind in kinds if kind is not Kind.HEAT) or (Kind.ICE,)


def takes_turns(phase: Phase) -> bool:
    """Whether both take turns in a session of several applications (001); of one, the choice is the person's (000)."""
    return len(phase.modality) > 1 and phase.applications > 1


def modality(phase: Phase) -> str:
    """What a phase suggests, in words: `ice`, `heat`, `ice or heat`, `ice and heat in turn`."""
    return f"{' and '.join(phase.modality)} in turn" if takes_turns(phase) else " or ".join(phase.modality)


def phase_words(flare: Flare, plan: Plan, now: Moment, local: Local, *, day: str = "%A") -> str:
    """What is suggested and until when: `ice until Tuesday 14:00`, `heat from now on`; `day` is how a day is shown."""
    phase = flare.phase(plan, now)
    if phase.to_h is None:
        return f"{modality(phase)} from now on"
    ends = minute(flare.began(now) + phase.to_h * HOUR)
    written = f"{day} %H:%M" if ends - now.wall < timedelta(days=6) else "%d %b %H:%M"
    return f"{modality(phase)} until {local(ends):{written}}"


def sentence(flare: Flare, plan: Plan, now: Moment, local: Local) -> str:
    """Which phase, until when and why: `ice until Tuesday 14:00, plan ice-first, source 002`."""
    sources = f"{'source' if len(plan.sources) == 1 else 'sources'} {', '.join(plan.sources)}"
    return f"{phase_words(flare, plan, now, local)}, plan {plan.id}, {sources}"


def line(flare: Flare, plan: Plan, now: Moment, local: Local) -> str:
    """The flare-up in one line: `Day 2, 31 h · plan steady (000, 003) · ice until Mon 07:00`."""
    lasted = flare.lasted(now)
    day, hours, phase = lasted.days + 1, int(lasted / HOUR), phase_words(flare, plan, now, local, day="%a")
    return f"Day {day}, {hours} h · plan {plan.id} ({', '.join(plan.sources)}) · {phase}"


def lifting(units: Units, pain: int | None) -> str:
    """The limit on lifting, which stands until all pain is gone (source 001); empty once it is."""
    weight = "15 lb" if units is Units.US else "6.8 kg"
    return "" if pain == 0 else f"Lift nothing over {weight} until all pain is gone (source 001)."


def nudge(flare: Flare, last_walk: datetime | None, now: Moment) -> str:
    """The word to move a little, where there has been rest for longer than the plan's sources accept; empty before."""
    rested = flare.lasted(now) if last_walk is None else min(now.wall - last_walk, flare.lasted(now))
    accepted, sources = (72 * HOUR, "source 003") if flare.plan == "short-ice" else (24 * HOUR, "sources 000, 002, 003")
    if flare.is_over or rested <= accepted:
        return ""
    days = count(int(rested / (24 * HOUR)), "day").replace("1 day", "a day")
    return f"You haven't walked for {days}. If the pain allows, try a short one, even just across the room ({sources})."


def reasons_to_see_someone(flare: Flare, others: Iterable[Flare], now: Moment) -> dict[str, str]:
    """Why to see someone soon, each a sentence by a word of its own; the third flare-up in eight weeks is ours."""
    reasons = {}
    if flare.lasted(now) > TWO_WEEKS:
        reasons["two weeks"] = "It has lasted more than two weeks: see someone soon (sources 003, 004)."
    began = flare.onset.wall
    recent = {flare.id} | {other.id for other in others if ZERO <= began - other.onset.wall <= timedelta(weeks=8)}
    if len(recent) >= 3:
        nth = f"This is flare-up {len(recent)} within eight weeks"
        reasons["comes back"] = f"{nth}: it keeps coming back, see someone soon (sources 003, 004, backcoach)."
    return reasons


def parse_onset(typed: str, *, now: datetime, local: Local, day_start: timedelta) -> datetime:
    """The point in time, in UTC, at which it began, or WordsError. A day alone means its noon."""
    words = re.sub("^(today|yesterday) at ", r"\1 ", " ".join(typed.split()).casefold())
    if words in {"", "now", "just now"}:
        return now
    if re.fullmatch(r"yesterday|\d{4}-\d\d?-\d\d?", words, re.ASCII):
        words += " 12:00"
    try:
        return parse_when(words, now=now, local=local, day_start=day_start, field="onset").astimezone(UTC)
    except WordsError as wrong:
        if "is not a time" in str(wrong) or ("is not in the calendar" in str(wrong) and ":" not in typed):
            forms = "now, a time such as 09:30, yesterday 18:00, or a day and a time such as 2026-11-20 09:30"
            raise WordsError("onset", f"{quoted(typed)} is not a time: give {forms}.") from wrong
        raise
