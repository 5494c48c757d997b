"""The diary keeps the person's own words, and no doses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backcoach.domain.diary import TYPED, Entry, EntryKind, parse_kind
from backcoach.domain.text import WordsError
from tests.doubles import new_entry

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def test_an_entry_as_json():
    entry = new_entry("e1", EntryKind.PAIN, AT, value=6, text="after sitting", day_start=timedelta(hours=4))
    assert entry.as_json() == {
        "id": "e1",
        "kind": "pain",
        "at": "2026-11-20T01:30:00+00:00",
        "date": "2026-11-19",
        "value": 6,
        "text": "after sitting",
    }


@pytest.mark.parametrize(
    ("kind", "value", "text", "field"),
    [
        (EntryKind.PAIN, None, "", "pain"),
        (EntryKind.PAIN, 11, "", "pain"),
        (EntryKind.WATER, 2, "", "value"),
        (EntryKind.MEDICINE, 400, "ibuprofen", "value"),
        (EntryKind.MEDICINE, None, " ", "text"),
        (EntryKind.TRIGGER, None, "\x1b", "text"),
        (EntryKind.NOTE, None, "", "text"),
        (EntryKind.NOTE, None, "x" * 2001, "text"),
    ],
)
def test_an_entry_that_can_not_be(kind, value, text, field):
    with pytest.raises(WordsError) as caught:
        new_entry("e", kind, AT, value=value, text=text)
    assert caught.value.field == field


@pytest.mark.parametrize("kind", [EntryKind.WATER, EntryKind.REST])
def test_water_and_rest_need_no_words(kind):
    assert new_entry("e", kind, AT).text == ""


def test_a_medicine_has_nowhere_to_put_a_dose():
    assert set(Entry.__match_args__) == {"id", "kind", "at", "date", "value", "text", "deleted"}


@pytest.mark.parametrize("kind", TYPED)
def test_kinds_as_typed(kind):
    assert parse_kind(f" {kind.value.upper()} ") is kind


@pytest.mark.parametrize("typed", ["help", "dose", ""])
def test_a_kind_that_is_none(typed):
    with pytest.raises(WordsError, match="choose from pain, water, medicine, trigger, rest, note"):
        parse_kind(typed)
