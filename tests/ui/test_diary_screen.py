"""The diary by keyboard, and the words that people type."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from backcoach.domain.diary import EntryKind
from backcoach.ui.screens.form import FormScreen, SavedScreen
from tests.ui.log_support import all_entries, all_walks, paste, rows, shown, words_of_entries, wrong

HOSTILE = [
    "[/]",
    "[bold]x",
    "[@click=app.quit]",
    "=1+1",
    "🙂 👩‍⚕️ naïve",
    "كان الألم أخف اليوم",
    "word " * 399 + "ends.",
]


@pytest.mark.parametrize(
    ("keys", "told_as"),
    [
        (["p", "6"], (EntryKind.PAIN, 6, "")),
        (["p", "t"], (EntryKind.PAIN, 10, "")),
        (["w", "enter"], (EntryKind.WATER, None, "")),
        (["m", *"tablet", "enter"], (EntryKind.MEDICINE, None, "tablet")),
        (["t", *"lifted", "enter"], (EntryKind.TRIGGER, None, "lifted")),
        (["r", "enter"], (EntryKind.REST, None, "")),
        (["n", *"q", "enter"], (EntryKind.NOTE, None, "q")),
        (["down", "enter", "enter"], (EntryKind.WATER, None, "")),
    ],
)
async def test_each_kind_of_entry_is_one_key_away_and_has_its_time(make_app, book, keys, told_as):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("d", *keys)
        assert isinstance(app.screen, SavedScreen)
        (entry,) = all_entries(book)
        assert (entry.kind, entry.value, entry.text) == told_as
        assert f"{entry.at:%H:%M}" == "14:05"


@pytest.mark.parametrize(("keys", "says"), [(["p", "enter"], "The pain is missing"), (["m", "enter"], "The words are")])
async def test_an_entry_that_would_say_nothing_is_not_kept(make_app, book, keys, says):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("d", *keys)
        assert isinstance(app.screen, FormScreen)
        assert says in wrong(app)[0]
        assert all_entries(book) == ()


async def test_no_dose_or_medicine_is_suggested(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("d", "m")
        text = shown(app).lower()
        assert "read the whole label" in text
        assert not any(word in text for word in (" mg", "dose", "every", "ibuprofen", "paracetamol"))


@pytest.mark.parametrize("note", HOSTILE)
async def test_notes_are_shown_as_typed_everywhere(make_app, book, note):
    app = make_app()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("w", "5", "enter", "3", "3", "n")
        paste(app, note)
        await pilot.press("enter")
        assert isinstance(app.screen, SavedScreen)
        assert str(app.screen.query_one("#saved-words", Static).content) == note
        await pilot.press("r", "enter")
        assert words_of_entries(app) == [note]
        if len(note) < 30:
            assert any(note in row.replace("\0", "") for row in rows(app)) or not note.isascii()
        await pilot.press("e")
        assert app.screen.value("note") == note
        assert all_walks(book)[0].note == note
        assert app.is_running


async def test_what_a_terminal_would_obey_is_left_out(make_app, book):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("d", "n")
        paste(app, "before\x1b[2Jafter\x9b31m\x07\nsecond line\u202etxt")
        await pilot.press("enter")
        (entry,) = all_entries(book)
        assert entry.text == "before[2Jafter31m second linetxt"
        assert not any(char in row for row in rows(app) for char in "\x1b\x9b\x07\u202e")
