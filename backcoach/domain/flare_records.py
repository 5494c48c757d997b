"""A flare-up as a record, and back again without a difference."""

from __future__ import annotations

from datetime import date

from backcoach.domain.flare import Flare, Outcome
from backcoach.domain.record import Record, moment_doc, moment_of
from backcoach.domain.text import WordsError
from backcoach.domain.written import FLARE


def to_record(flare: Flare, day: date) -> Record:
    """The flare-up as it is kept.

    Args:
        flare: the flare-up.
        day: the local day of its onset.
    """
    doc = {
        "onset": moment_doc(flare.onset),
        "noted": moment_doc(flare.noted),
        "plan": flare.plan,
        "trigger": flare.trigger,
        "pain": flare.pain,
        "ended": None if flare.ended is None else moment_doc(flare.ended),
        "outcome": None if flare.outcome is None else flare.outcome.value,
    }
    return Record(flare.id, FLARE, flare.onset.wall, day, doc)


def from_record(record: Record) -> Flare:
    """The flare-up that was kept.

    Raises:
        WordsError: the record is none, or holds what can't be.
    """
    doc = record.doc
    try:
        if record.kind != FLARE or not isinstance(doc["plan"], str) or not isinstance(doc.get("trigger", ""), str):
            raise TypeError(record.kind)  # noqa: TRY301 - one sentence for all that can be wrong
        return Flare(
            id=record.id,
            onset=moment_of(doc["onset"]),
            noted=moment_of(doc["noted"]),
            plan=doc["plan"],
            trigger=doc.get("trigger", ""),
            pain=doc.get("pain"),
            ended=None if doc.get("ended") is None else moment_of(doc["ended"]),
            outcome=None if doc.get("outcome") is None else Outcome(doc["outcome"]),
        )
    except (KeyError, TypeError, AttributeError, OverflowError, ValueError) as error:
        raise WordsError("flare", f"The flare-up {record.id} can't be read: {error!r:.80}.") from error
