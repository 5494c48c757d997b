"""After a damage the first screen offers the backup, once, and never over what runs."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from backcoach.coach.protocols import JournalError
from backcoach.domain.routine import Kind
from backcoach.ui.services import Opening, Rescue
from tests.ui.test_app import notice


class Backup:
    def __init__(self):
        self.asked, self.fails = 0, False

    def go_back(self):
        self.asked += 1
        if self.fails:
            raise JournalError("The disk is full.")
        return "Your data is again as in the backup."


@pytest.fixture
def backup():
    return Backup()


@pytest.fixture
def app(make_app, backup):
    return make_app(Opening(rescue=Rescue("to the backup of Sat 21 Nov 09:00", backup.go_back)))


def first_of(app):
    return str(app.screen.query_one("#everything", Static).content).split()[:3]


async def test_it_is_the_first_thing_offered_and_goes_when_it_is_done(app, backup):
    async with app.run_test() as pilot:
        assert first_of(app) == ["g", "Go", "back"]
        await pilot.press("g")
        assert backup.asked == 1
        assert "again as in the backup" in notice(app)
        assert first_of(app)[0] == "f"
        await pilot.press("g")
        assert backup.asked == 1


async def test_what_fails_is_said_and_can_be_tried_again(app, backup):
    backup.fails = True
    async with app.run_test() as pilot:
        await pilot.press("g")
        assert "could not be put in place. The disk is full." in notice(app)
        assert first_of(app) == ["g", "Go", "back"]


async def test_what_runs_is_not_lost_for_it(make_app, backup):
    app = make_app(Opening(Kind.POSTURE, rescue=Rescue("to the backup", backup.go_back)))
    async with app.run_test() as pilot:
        await pilot.press("enter", "escape", "g")
        assert backup.asked == 0
        assert "Posture is running" in notice(app)


async def test_without_a_damage_there_is_no_such_key(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("g")
        assert app.check_action("rescue", ()) is False
        assert first_of(app)[0] == "f"
