"""What people type, and what they should not be able to break with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from backcoach.coach.log import LogRecords
from backcoach.domain.diary import EntryKind
from backcoach.domain.moment import Moment
from backcoach.domain.record_checks import flare_record
from tests.doubles import journal_on, new_entry, new_flare, new_walk
from tests.store.samples import complete

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)

NOTES = (
    *("[/]", "[bold]x", "[@click=app.quit]", "=1+1", "'=1+1", "''@x", "+49 30", "-", "@SUM(A1)", "' x", "'"),
    *(
        "👩‍🦽 ok 🙂",
        "كان الظهر أفضل",
        'he said "ouch", twice',
        "a;b,c",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "&amp;",
    ),
    "é" * 2000,
)


def account(notes=NOTES):
    """A journal with a walk for each note, and one thing of every other kind."""
    journal = journal_on()
    book = LogRecords(journal.archive)
    for n, note in enumerate(notes):
        start = NOW - timedelta(days=n, hours=1)
        book.save(new_walk(f"w{n}", start, None if n == 3 else n + 1, pain_before=n % 11, pain_after=None, note=note))
    journal.save(complete("s1"))
    flare = new_flare("f1", NOW - timedelta(days=2), Moment(NOW, "boot-1", timedelta(hours=5)), "steady")
    journal.archive.put(flare_record(flare, date(2026, 11, 20)))
    for kind, value, text in (
        (EntryKind.PAIN, 6, ""),
        (EntryKind.MEDICINE, None, "=ibuprofen"),
        (EntryKind.REST, None, ""),
    ):
        book.save(new_entry(f"d-{kind}", kind, NOW, value=value, text=text))
    return journal
