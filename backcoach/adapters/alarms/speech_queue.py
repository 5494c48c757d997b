"""Who speaks next."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.moment import Moment, elapsed

CUE_FRESH = timedelta(seconds=2)
"""A cue that has waited for longer is not said any more: its step may be over, and a wrong word is worse than none."""


class Waiting(Struct, frozen=True):
    """An alarm whose words are still to be said, and since when."""

    alarm: Alarm
    since: Moment


class SpeechQueue(Struct, frozen=True):
    """The words that wait, the most urgent first, those of one urgency in the order in which they came."""

    waiting: tuple[Waiting, ...] = ()

    def with_added(self, alarm: Alarm, now: Moment) -> SpeechQueue:
        """The queue with the alarm in its place.

        A cue replaces every cue that waits. Other words replace only the same words, so a repeated alarm is said once.
        """
        if not alarm.spoken:
            return self
        kept = [entry for entry in self.waiting if not _replaces(alarm, entry.alarm)]
        place = sum(entry.alarm.urgency >= alarm.urgency for entry in kept)
        return SpeechQueue((*kept[:place], Waiting(alarm, now), *kept[place:]))

    def fresh(self, now: Moment) -> SpeechQueue:
        """The queue without the cues that have waited too long."""
        return SpeechQueue(tuple(entry for entry in self.waiting if not _is_stale(entry, now)))

    @property
    def first(self) -> Alarm | None:
        """Whose words are to be said next."""
        return self.waiting[0].alarm if self.waiting else None

    def without_first(self) -> SpeechQueue:
        """The queue once the first has begun to be said."""
        return SpeechQueue(self.waiting[1:])


def interrupts(alarm: Alarm, speaking: Alarm) -> bool:
    """Whether the words are so urgent that what is being said is broken off."""
    return bool(alarm.spoken) and alarm.urgency is Urgency.REMOVAL and speaking.urgency < Urgency.REMOVAL


def _replaces(newer: Alarm, older: Alarm) -> bool:
    if newer.urgency is Urgency.CUE:
        return older.urgency is Urgency.CUE
    return newer.spoken == older.spoken


def _is_stale(entry: Waiting, now: Moment) -> bool:
    return entry.alarm.urgency is Urgency.CUE and elapsed(entry.since, now) > CUE_FRESH
