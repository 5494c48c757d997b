"""One line asks for the pain before and after a session, and is never in the way."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from backcoach.coach.log import Reviews
from backcoach.coach.protocols import JournalError
from backcoach.coach.sessions import Guidance
from backcoach.domain.routine import Kind
from backcoach.domain.settings import DEFAULTS
from backcoach.ui.screens.diary import DiaryScreen
from backcoach.ui.screens.guided import AdviceScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.services import Opening
from backcoach.ui.widgets.footer import KeysFooter
from tests.ui.test_app import line, notice, pass_time


def asked(app):
    return str(app.screen.query_one("#asked", Static).content)


def foot(app):
    return str(app.screen.query_one(KeysFooter).content)


def pains(journal):
    return [(record.doc["value"], record.doc["when"]) for record in journal.archive.records("diary")]


@pytest.mark.parametrize(("key", "pain"), [("0", 0), ("7", 7), ("t", 10)])
async def test_a_start_screen_asks_and_one_key_answers(make_app, journal, key, pain):
    app = make_app(Opening(Kind.ICE), asks_pain=True)
    async with app.run_test() as pilot:
        assert asked(app).startswith("Pain now? 0 1 2 3 4 5 6 7 8 9 t for ten, the worst.")
        assert "0–9  Pain" in foot(app)
        await pilot.press(key)
        assert "0–9" not in foot(app)
        assert (asked(app), notice(app)) == ("", f"Pain {pain} noted.")
        await pilot.press("enter", "enter")
        assert line(app) == "Ice 15:00"
    assert pains(journal) == [(pain, "before")]


@pytest.mark.parametrize("kind", [Kind.ICE, Kind.POSTURE, Kind.BREATHE])
async def test_enter_skips_the_question_alone_and_another_key_does_what_it_does(make_app, journal, kind):
    app = make_app(Opening(kind), asks_pain=True)
    async with app.run_test() as pilot:
        screen = app.screen
        await pilot.press("enter")
        assert (asked(app), app.screen, line(app)) == ("", screen, "Nothing is running")
        await pilot.press("escape", "p")
        assert asked(app)
        await pilot.press("plus")
        assert asked(app) == ""
        assert app.screen.offer.length.total_seconds() == 31 * 60
    assert pains(journal) == []


async def test_a_pain_of_the_past_hour_counts_and_no_question_comes(make_app, clock, coach, journal):
    Guidance(coach).note_pain(4, "meanwhile")
    clock.advance(minutes=59)
    app = make_app(Opening(Kind.HEAT), asks_pain=True)
    async with app.run_test() as pilot:
        assert asked(app) == ""
        await pass_time(app, pilot, clock, minutes=2)
        assert asked(app)


async def test_after_ice_the_pain_is_asked_when_the_pack_is_off_and_counts_for_it(make_app, journal, clock, content):
    app = make_app(Opening(Kind.ICE), asks_pain=True)
    async with app.run_test() as pilot:
        await pilot.press("6", "enter", "enter")
        await pass_time(app, pilot, clock, minutes=15)
        assert asked(app) == ""  # the pack must come off first
        await pilot.press("2", "enter")
        assert line(app) == "Ice off 20:00"
        assert asked(app)
        assert "0–9  Pain" in foot(app)
        await pilot.press("4")
        assert (asked(app), notice(app)) == ("", "Pain 6 before, 4 after: noted.")
        await pass_time(app, pilot, clock, minutes=20)
        assert asked(app) == ""  # once is enough
    reviews = Reviews(journal, clock.local, DEFAULTS, content.levels)
    (one,) = reviews.helped(clock.local(clock.wall).date())
    assert (one.kind, one.times, one.pain_before, one.pain_after, one.change) == (Kind.ICE, 1, 6, 4, -2)
    assert pains(journal) == [(6, "before"), (4, "after")]


async def test_after_a_session_any_other_key_skips_and_does_what_it_always_does(make_app, journal, clock):
    app = make_app(Opening(Kind.POSTURE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=3)
        await pilot.press("x")
        assert asked(app)
        await pilot.press("d")
        assert isinstance(app.screen, DiaryScreen)
        await pilot.press("escape")
        assert asked(app) == ""
        await pilot.press("i")
        assert isinstance(app.screen, StartScreen)
    assert pains(journal) == []


async def test_an_alarm_goes_first_and_the_question_waits_for_it(make_app, journal, clock):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter", "p", "enter")
        await pass_time(app, pilot, clock, minutes=14)
        await pilot.press("i")
        await pass_time(app, pilot, clock, minutes=16)
        assert line(app).startswith("Ice REMOVE NOW")
        await pilot.press("enter")
        assert "Posture CHANGE NOW" in line(app)
        assert asked(app) == ""
        await pilot.press("5", "enter")
        assert "CHANGE NOW" not in line(app)
        assert pains(journal) == []
        assert asked(app)
        await pilot.press("5")
    assert pains(journal) == [(5, "after")]


async def test_a_question_that_nobody_answered_is_over_after_a_quarter_of_an_hour(make_app, clock):
    app = make_app(Opening(Kind.POSTURE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=3)
        await pilot.press("x")
        await pass_time(app, pilot, clock, minutes=15)
        assert asked(app)
        await pass_time(app, pilot, clock, seconds=1)
        assert asked(app) == ""


async def test_breathing_asks_after_its_end_and_not_where_it_felt_bad(make_app, journal, clock):
    for stopped_by, is_asked in (("x", True), ("o", False)):
        app = make_app(Opening(Kind.BREATHE), lead_in=0)
        async with app.run_test() as pilot:
            await pilot.press("enter")
            for _ in range(20):
                await pass_time(app, pilot, clock, seconds=1)
            await pilot.press(stopped_by)
            assert isinstance(app.screen, AdviceScreen)
            assert bool(asked(app)) is is_asked
    assert pains(journal) == []


async def test_an_emergency_asks_for_no_pain(make_app, clock):
    app = make_app(Opening(Kind.POSTURE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, minutes=3)
        await pilot.press("exclamation_mark", "y")
        assert app.coach.sessions == ()
        assert not app.screen.query("#asked").filter(".-shown")
        app.close_all()
        app.show()
        assert asked(app) == ""


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24)])
@pytest.mark.parametrize("is_floor", [False, True])
async def test_the_question_is_one_line_at_every_size(make_app, coach, clock, size, is_floor):
    coach.skin.confirm()
    app = make_app(Opening(Kind.ICE))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", *(["z"] if is_floor else []))
        await pass_time(app, pilot, clock, minutes=15)
        await pilot.press("enter")
        shown = app.screen.query_one("#asked", Static)
        assert shown.region.height == 1
        assert len(asked(app)) <= shown.content_region.width
        assert app.screen.query_one("#first-line").region.height == 1


async def test_a_pain_said_on_the_stretch_start_is_noted_and_not_asked_twice(make_app, journal):
    app = make_app(Opening(Kind.STRETCH, choice="overhead"))
    async with app.run_test() as pilot:
        await pilot.press("3", "escape", "h")
        assert asked(app) == ""
        await pilot.press("escape", "s")
        assert str(app.screen.query_one("#question", Static).content).startswith(("Pain 3.", "Do you have"))
    assert pains(journal) == [(3, "before")]


async def test_the_stretch_start_asks_again_once_the_pain_is_too_old_or_another_was_noted(
    make_app, coach, clock, journal
):
    guidance = Guidance(coach)
    guidance.note_pain(3, "meanwhile")
    app = make_app(Opening(Kind.STRETCH, choice="overhead"))

    def question():
        return str(app.screen.query_one("#question", Static).content)

    async with app.run_test() as pilot:
        assert question().startswith("Pain 3.")
        await pass_time(app, pilot, clock, minutes=2)
        guidance.note_pain(6, "meanwhile")
        await pass_time(app, pilot, clock, minutes=1)
        assert question().startswith("Stretch with pain 6?")
        await pass_time(app, pilot, clock, minutes=30)
        assert question().startswith("Pain now?")


async def test_where_the_journal_cannot_be_read_pain_is_asked_and_the_session_starts(make_app, journal, monkeypatch):
    def unreadable(*_, **__):
        raise JournalError("It can't be read now.")

    monkeypatch.setattr(type(journal.archive), "records", unreadable)
    app = make_app(Opening(Kind.POSTURE), asks_pain=True)
    async with app.run_test() as pilot:
        assert asked(app).startswith("Pain now?")
        await pilot.press("enter", "enter")
        assert line(app) == "Posture 30:00"
