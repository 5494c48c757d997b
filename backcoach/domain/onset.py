"""When a flare-up began, as a person says it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from backcoach.domain.days import Local, parse_when
from backcoach.domain.text import WordsError, quoted

FORMS = "now, a time such as 09:30, yesterday 18:00, or a day and a time such as 2026-11-20 09:30"
_NOW = frozenset({"", "now", "just now"})
_TODAY, _YESTERDAY = "today", "yesterday"
_NOON = time(12)


def parse_onset(typed: str, *, now: datetime, local: Local, day_start: timedelta) -> datetime:
    """The point in time, in UTC, at which it began. A day without a time means its noon.

    Args:
        typed: nothing or `just now`; `09:30` or `today 09:30`; `yesterday` or `yesterday 18:00`; `2026-11-20` or
            `2026-11-20 09:30`.
        now: this moment.
        local: the person's zone.
        day_start: how long after midnight their day starts.

    Raises:
        WordsError: it has another form, does not exist, or is still to come.
    """
    words = " ".join(typed.split()).casefold()
    if words in _NOW:
        return now
    first, _, rest = words.partition(" ")
    rest = rest.removeprefix("at ")
    if first == _YESTERDAY:
        words = f"{_YESTERDAY} {rest or f'{_NOON:%H:%M}'}"
    elif first == _TODAY:
        words = f"{_TODAY} {rest}"
    elif not rest and _is_day(first):
        words = f"{first} {_NOON:%H:%M}"
    try:
        return parse_when(words, now=now, local=local, day_start=day_start, field="onset").astimezone(UTC)
    except WordsError as wrong:
        if "is not a time" in str(wrong):
            raise WordsError("onset", f"{quoted(typed)} is not a time: give {FORMS}.") from wrong
        raise


def _is_day(word: str) -> bool:
    try:
        datetime.strptime(word, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True
