"""What is asked before and after breathing and stretching, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.coach.day import pains_noted
from backcoach.coach.history import BufferedArchive
from backcoach.domain import stretches
from backcoach.domain.breathing import Pattern
from backcoach.domain.days import DAY, local_day
from backcoach.domain.moment import Moment
from backcoach.domain.record import CHOICE, DIARY, Record
from backcoach.domain.review import pain_before
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Session
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.stretches import Stretch

BREATHING, STRETCHING, HEAT, BONES = "breathing", "stretching", "heat", "brittle bones"
"""What the person has chosen or answered once, and is not asked again."""


class Before(Struct, frozen=True):
    """The pain before a stretch."""

    pain: int
    said: Moment | None = None  # None where it was noted elsewhere
    sure: bool = False  # asked once more, with pain of 5 or 6, they want to


class Guidance:
    """Starts what is guided, once its gates are open, and keeps what the person says of it in the archive."""

    def __init__(self, coach: Coach, archive: BufferedArchive, settings: Settings = DEFAULTS) -> None:
        self._coach = coach
        self._archive = archive
        self.settings = settings

    def pain_now(self) -> int | None:
        """The pain that was said or noted last, within half an hour (L7); None where it is to be asked."""
        return self._coach.newest_pain()[1]

    def start_breathing(self, pattern: Pattern, cycles: int) -> Session:
        """Begin so many breaths of the pattern and remember the choice; a `FieldError` where so many can't be led."""
        session = self._start(pattern.routine(cycles, self.settings.lead_in))
        self.choose(BREATHING, {"pattern": pattern.id, "cycles": cycles})
        return session

    def brittle_bones(self) -> bool | None:
        answer = self.choice(BONES).get("value")
        return answer if isinstance(answer, bool) else None

    def times_today(self, stretch: Stretch) -> int:
        now = self._coach.clock.now().wall
        today = self._day(now)
        ended = self._coach.history.ended_between(now - 2 * DAY, now + 2 * DAY)
        of_kind = [s for s in ended if (s.kind, s.routine.id) == (Kind.STRETCH, stretch.id) and stretches.counts(s)]
        return sum(self._day(session.since.wall) == today for session in of_kind)

    def may_stretch(self, stretch: Stretch) -> None:
        """Refuse what keeps the stretch from being led now, pain aside.

        A `LimitReachedError` where the person's bones or the times it was done today stand against it, a `NotNowError`
        where a stretch goes on already.
        """
        self._coach.may_start(Kind.STRETCH)
        stretches.check_times(stretch, self.times_today(stretch))
        stretches.check_bones(stretch, brittle=self.brittle_bones())

    def start_stretching(self, stretch: Stretch, before: Before) -> Session:
        """Begin the stretch, and keep the pain said before it; errors are those of `may_stretch` and of L7."""
        self.may_stretch(stretch)
        _, pain = self._coach.newest_pain((before.said, before.pain) if before.said else None)
        stretches.check_pain(pain, sure=before.sure and pain == before.pain)
        session = self._start(stretch.routine(self.settings.lead_in), pain=pain, sure=before.sure)
        if before.said is not None:
            self.note_pain(before.pain, "before", said=before.said)
        self.choose(STRETCHING, {"routine": stretch.id})
        return session

    def note_pain(self, value: int, when: str, session_id: str = "", *, said: Moment | None = None) -> Moment:
        """Keep in the diary the pain `before`, `after` or `meanwhile`, one of each for a session; when it was said."""
        doc = {"entry": "pain", "value": value, "session": session_id, "when": when}
        at = said or self._coach.clock.now()
        if said is None:
            self._coach.said = at, value
        self._put(("pain", session_id or at.wall.isoformat(), when), DIARY, doc, at.wall)
        return at

    def pain_before(self, session: Session) -> int | None:
        """The last pain within the hour before the session."""
        noted = pains_noted(self._archive, self._coach.history, self._coach.clock.now())
        return pain_before(noted, session.begun.wall)

    def _start(self, routine: Routine, *, pain: int | None = None, sure: bool = False) -> Session:
        """Start it with as many words as the person's voice has time for."""
        return self._coach.start(replace(routine, rate=self.settings.speech_rate), pain=pain, sure=sure)

    def choice(self, name: str) -> Mapping[str, Any]:
        """What was last chosen under this name; empty where nothing was, or it was deleted since."""
        record = self._archive.record(_id(("choice", name)))
        return {} if record is None or record.deleted else record.doc

    def choose(self, name: str, doc: Mapping[str, Any]) -> None:
        if {**doc, "choice": name} != self.choice(name):
            self._put(("choice", name), CHOICE, {**doc, "choice": name}, self._coach.clock.now().wall)

    def _put(self, words: Iterable[str], kind: str, doc: Mapping[str, Any], at: datetime) -> None:
        self._archive.put(Record(_id(words), kind, at, self._day(at), doc))

    def _day(self, wall: datetime) -> date:
        return local_day(self._coach.clock.local(wall), self.settings.day_start)


def _id(words: Iterable[str]) -> str:
    """An id that is the same for the same words, so that two windows keep one record and not two."""
    return blake2b("\n".join(words).encode(), digest_size=16).hexdigest()
