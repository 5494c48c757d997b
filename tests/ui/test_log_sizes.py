"""The screens of the log in windows of every size, and beside an alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.ui.screens.form import FormScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.walk import NewWalkForm
from backcoach.ui.widgets.text import FirstLine
from tests.doubles import new_walk
from tests.ui.log_support import DAY, rows

SCREENS = {
    "walk": ["w"],
    "walk now": ["w", "enter"],
    "saved": ["w", "5", "enter", "1", "1"],
    "diary": ["d"],
    "entry": ["d", "m"],
    "review": ["r"],
    "month": ["r", "v"],
    "day": ["r", "enter"],
}


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (5, 2), (1, 1)])
@pytest.mark.parametrize("name", SCREENS)
async def test_every_screen_opens_at_every_size(make_app, book, clock, name, size):
    book.save(new_walk("w", clock.local(clock.wall), 5, pain_before=3, pain_after=3, note="[/]"))
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*SCREENS[name])
        await pilot.resize_terminal(60, 20)
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.screen.query_one(FirstLine).region.y == 0
        if size[1] >= 5:
            here = app.screen.query_one("Field:focus-within") if isinstance(app.screen, FormScreen) else None
            assert here is None or here.region.y < size[1] - 1
            assert any(row.strip() for row in rows(app)[1:-1])


async def test_at_forty_columns_the_whole_week_can_be_read(make_app, book, clock):
    for back in range(7):
        book.save(new_walk(f"w{back}", clock.local(clock.wall) - back * DAY, 5, pain_before=10, pain_after=10))
    app = make_app()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        text = rows(app)
        assert all("10→10" in row for row in text if row.lstrip().startswith(("Mon ", "Tue ", "Sun▸")) and "min" in row)
        assert sum("10→10" in row for row in text) == 7


async def test_an_alarm_waits_until_the_form_is_left(make_app, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("p", "enter", "w", "5")
        clock.advance(minutes=31)
        app.look_again()
        await pilot.pause()
        assert isinstance(app.screen, NewWalkForm)
        assert "Posture CHANGE NOW" in app.screen.query_one(FirstLine).text
        await pilot.press("escape")
        app.look_again()
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)


async def test_the_review_reads_only_the_days_it_shows(make_app, book, journal, clock, monkeypatch):
    asked = []
    archive = type(journal.archive)
    records = archive.records

    def watched(self, kind, *, first=None, last=None, deleted=False):
        asked.append((kind, first, last))
        return records(self, kind, first=first, last=last, deleted=deleted)

    monkeypatch.setattr(archive, "records", watched)
    app = make_app()
    async with app.run_test() as pilot:
        asked.clear()
        await pilot.press("r")
        read = [(first, last) for kind, first, last in asked if kind in {"walk", "diary"}]
        assert read
        assert all(first and last and last - first <= timedelta(days=29) for first, last in read)
