"""What is asked before and after breathing and stretching, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.coach.day import newest_pain
from backcoach.coach.outbox import PatientArchive
from backcoach.domain import stretches
from backcoach.domain.breathing import Pattern
from backcoach.domain.days import local_day
from backcoach.domain.moment import TOLERANCE, Moment, elapsed
from backcoach.domain.record import Record
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Session
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.stretches import Stretch

BREATHING, STRETCHING, BONES = "breathing", "stretching", "brittle bones"
"""What the person has chosen or answered once, and is not asked again."""

_TWO_DAYS = timedelta(days=2)


class Before(Struct, frozen=True):
    """What the person has said before a stretch.

    Attributes:
        pain: now, 0 to 10.
        said: when they said so; None where it was noted elsewhere.
        sure: whether they were asked once more, with pain of 5 or 6, and want to.
    """

    pain: int
    said: Moment | None = None
    sure: bool = False


class Guidance:
    """Starts what is guided, once its gates are open, and keeps what the person says of it.

    Args:
        coach: what is true.
        archive: where the answers go.
        settings: the time to get ready, and when a day begins.
    """

    def __init__(self, coach: Coach, archive: PatientArchive, settings: Settings = DEFAULTS) -> None:
        self._coach = coach
        self._notebook = archive
        self.settings = settings
        self._said: Before | None = None
        coach.pain_now = self.pain_now

    def pain_now(self, before: Before | None = None) -> int | None:
        """The pain that was said or noted last, within half an hour (L7); None where it is to be asked."""
        newest = self._newest_pain(before)
        return None if newest is None else newest[1]

    def _newest_pain(self, before: Before | None) -> tuple[datetime, int] | None:
        """The same, and when; what was said before the clock was set counts as if it had not been said."""
        now, said = self._coach.clock.now(), None
        before = self._said if before is None or before.said is None else before
        if before is not None and before.said is not None:
            said = now.wall - elapsed(before.said, now), before.pain
            if abs(said[0] - before.said.wall) > TOLERANCE:
                said = None
        return newest_pain(self._notebook, now, said=said, ahead=self._coach.pain_ahead())

    # -- breathing ----------------------------------------------------------------------------------------------

    def start_breathing(self, pattern: Pattern, cycles: int) -> Session:
        """Begin so many breaths of the pattern, and remember the choice.

        Raises:
            FieldError: so many can't be led.
            NotNowError: breathing goes on already.
        """
        session = self._coach.start(self._at_my_rate(pattern.routine(cycles, self.settings.lead_in)))
        self.choose(BREATHING, {"pattern": pattern.id, "cycles": cycles})
        return session

    # -- stretching ---------------------------------------------------------------------------------------------

    def brittle_bones(self) -> bool | None:
        """Whether the person has brittle bones; None where they were never asked."""
        answer = self.choice(BONES).get("value")
        return answer if isinstance(answer, bool) else None

    def say_bones(self, *, brittle: bool) -> None:
        """Keep the answer: it is asked once."""
        self.choose(BONES, {"value": brittle})

    def times_today(self, stretch: Stretch) -> int:
        """How often the stretch was done today."""
        now = self._coach.clock.now().wall
        today = self._day(now)
        ended = self._coach.open_sessions.ended_between(now - _TWO_DAYS, now + _TWO_DAYS)
        return sum(
            s.kind is Kind.STRETCH
            and s.routine.id == stretch.id
            and stretches.counts(s)
            and self._day(s.since.wall) == today
            for s in ended
        )

    def may_stretch(self, stretch: Stretch) -> None:
        """Nothing, where the stretch may be led, pain aside.

        Raises:
            LimitReachedError: the person's bones, or the times it was done today, stand against it.
            NotNowError: a stretch goes on already.
        """
        self._coach.may_start(Kind.STRETCH)
        stretches.check_times(stretch, self.times_today(stretch))
        stretches.check_bones(stretch, brittle=self.brittle_bones())

    def start_stretching(self, stretch: Stretch, before: Before) -> Session:
        """Begin the stretch, and keep the pain before it.

        Raises:
            LimitReachedError: the pain (L7), the bones or the times today stand against it.
            NotNowError: a stretch goes on already.
        """
        self.may_stretch(stretch)
        newest = self._newest_pain(before)
        pain = None if newest is None else newest[1]
        stretches.check_pain(pain, sure=before.sure and pain == before.pain)
        routine = self._at_my_rate(stretch.routine(self.settings.lead_in))
        session = self._coach.start(routine, pain=pain, sure=before.sure)
        if newest is not None:
            self.note_pain(newest[1], "before", session.id, at=newest[0])
        self.choose(STRETCHING, {"routine": stretch.id})
        return session

    def note_pain(self, value: int, when: str, session_id: str = "", *, at: datetime | None = None) -> None:
        """Keep how much it hurts, in the diary.

        Args:
            value: 0 to 10.
            when: `before` or `after`.
            session_id: the stretch it belongs to; empty where none was led. Said twice, the later word counts.
            at: when it was said; None is now.
        """
        doc = {"entry": "pain", "value": value, "session": session_id, "when": when}
        now = self._coach.clock.now()
        if at is None:
            self._said = Before(value, now)
        self._put(_id("pain", session_id or now.wall.isoformat(), when), "diary", doc, at or now.wall)

    def pain_before(self, session_id: str) -> int | None:
        """The pain before this stretch; None where it is not known."""
        value = self._doc(_id("pain", session_id, "before")).get("value")
        return value if isinstance(value, int) else None

    def _at_my_rate(self, routine: Routine) -> Routine:
        """The routine with as many words as the person's voice has time for."""
        return replace(routine, rate=self.settings.speech_rate)

    # -- what was chosen ----------------------------------------------------------------------------------------

    def choice(self, name: str) -> Mapping[str, Any]:
        """What was last chosen under this name; empty where nothing was."""
        return self._doc(_id("choice", name))

    def _doc(self, record_id: str) -> Mapping[str, Any]:
        """What was kept; empty where nothing was, or it was deleted since."""
        record = self._notebook.record(record_id)
        return {} if record is None or record.deleted else record.doc

    def choose(self, name: str, doc: Mapping[str, Any]) -> None:
        """Remember a choice, in the place of the one before."""
        if {**doc, "choice": name} != self.choice(name):
            self._put(_id("choice", name), "choice", {**doc, "choice": name})

    def _put(self, record_id: str, kind: str, doc: Mapping[str, Any], at: datetime | None = None) -> None:
        at = at or self._coach.clock.now().wall
        self._notebook.put(Record(record_id, kind, at, self._day(at), doc))

    def _day(self, wall: datetime) -> date:
        """The local day of a moment, as the person counts days."""
        return local_day(self._coach.clock.local(wall), self.settings.day_start)


def _id(*words: str) -> str:
    """An id that is the same for the same words, so that two windows keep one record and not two."""
    return blake2b("\n".join(words).encode(), digest_size=16).hexdigest()
