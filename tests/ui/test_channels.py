"""What is wrong with an alarm channel: said once, never over an alarm, and kept in the settings."""

from __future__ import annotations

import time

from textual import notifications
from textual.widgets import Static
from textual.widgets._toast import Toast

from tests.ui.test_app import pass_time

MISSING = "No tone can be heard: there is no sound device."


def toasts(app):
    return [note.message for note in app._notifications]


async def test_it_is_said_once_and_waits_for_an_alarm(make_app, clock):
    app = make_app()
    found = [(MISSING,)]
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("i", "enter", "enter")
        await pass_time(app, pilot, clock, minutes=15)
        app.services.surroundings.problems = lambda: found.pop() if found else ()
        await pass_time(app, pilot, clock, seconds=1)
        assert toasts(app) == []
        await pilot.press("enter")
        await pass_time(app, pilot, clock, seconds=1)
        assert toasts(app) == [MISSING]
        await pilot.press("comma")
        assert MISSING in str(app.screen.query_one("#setting-problems", Static).content)


async def test_another_window_does_not_say_it_again(make_app, clock):
    for said in ([MISSING], []):
        app = make_app()
        found = [(MISSING,)]
        app.services.surroundings.problems = lambda found=found: found.pop() if found else ()
        async with app.run_test(notifications=True) as pilot:
            await pass_time(app, pilot, clock, seconds=1)
            assert toasts(app) == said


async def test_it_stays_for_its_seconds_while_the_wall_clock_is_set_ahead(make_app, clock, monkeypatch):
    """Else its time would be negative, and Textual's timers then go round without end."""
    app = make_app()
    found = [(MISSING,)]
    app.services.surroundings.problems = lambda: found.pop() if found else ()
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pass_time(app, pilot, clock, seconds=1)
        monkeypatch.setattr(notifications, "time", lambda: time.time() + 1200)
        await pilot.press("comma")
        assert toasts(app) == [MISSING]
        (toast,) = app.screen.query(Toast)
        assert toast._timeout == 12
