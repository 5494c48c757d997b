"""Breathing and stretching in the window: led step by step, stopped by one key, with the gates before and after."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.widgets import OptionList, Static

from backcoach.coach.coach import Coach
from backcoach.coach.sessions import BONES, Guidance
from backcoach.domain.alarm import Sound, Urgency
from backcoach.domain.routine import Kind, Side
from backcoach.domain.session import Ending, State
from backcoach.ui.screens.breathe import BreatheStartScreen, BreathingScreen
from backcoach.ui.screens.guided import AdviceScreen
from backcoach.ui.screens.handbook import PositionsScreen
from backcoach.ui.screens.help import EmergencyScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.now import NowScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.stretch import AfterScreen, FeltScreen, StretchScreen, StretchStartScreen
from backcoach.ui.services import Opening
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.breath import Breath
from backcoach.ui.widgets.text import CalmBar, FirstLine
from tests.doubles import Heard, finished, ids, journal_on
from tests.ui.log_support import letters_of, rows


def line(app):
    return app.screen.query_one(FirstLine).text


def big(app, name):
    return app.screen.query_one(f"#{name}", BigTime).value


def text(app, name):
    return str(app.screen.query_one(f"#{name}", Static).content)


def advice(app):
    return " ".join(str(line.content) for line in app.screen.query(".advice-line").results(Static))


async def pass_time(app, pilot, clock, *, seconds, by=0.5):
    """Let time pass in small steps, each of them looked at."""
    for _ in range(round(seconds / by)):
        clock.advance(seconds=by)
        app.look_again()
    await pilot.pause()


@asynccontextmanager
async def in_a_stretch(make_app, clock, *, seconds, **options):
    """The window after so many seconds of the stretch that is offered first, begun with a pain of 2."""
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test(**options) as pilot:
        await pilot.press("2", "enter")
        await pass_time(app, pilot, clock, seconds=seconds)
        yield app, pilot


@pytest.fixture
def whole_bones(coach, journal):
    Guidance(coach).choose(BONES, {"value": False})


# -- breathing ----------------------------------------------------------------------------------------------


async def test_breathing_is_led_to_its_end(make_app, clock, heard):
    app = make_app(Opening(Kind.BREATHE))
    async with app.run_test() as pilot:
        assert isinstance(app.screen, BreatheStartScreen)
        assert "6 breaths, 1:00" in text(app, "question")
        await pilot.press("enter")
        assert isinstance(app.screen, BreathingScreen)
        assert line(app) == "Breathe 01:05 · get ready 5"
        await pass_time(app, pilot, clock, seconds=6)
        assert line(app) == "Breathe 00:59 · in 3"
        assert (big(app, "word"), big(app, "digits")) == ("IN", "3")
        assert text(app, "nth") == "breath 1 of 6 · 00:59 left"
        assert "Dizzy, tingling or breathless?" in text(app, "sentence")
        await pass_time(app, pilot, clock, seconds=4)
        assert (big(app, "word"), big(app, "digits")) == ("OUT", "5")
        await pass_time(app, pilot, clock, seconds=54.5)
        assert line(app) == "Breathe 00:01 · out 1"
        await pass_time(app, pilot, clock, seconds=0.5)
        assert line(app) == "Nothing is running"
        assert isinstance(app.screen, AdviceScreen)
        assert "6 breaths done" in advice(app)
    sounds = [alarm.sound for alarm in heard.alarms if alarm.sound]
    assert sounds == [Sound.READY, *[Sound.IN, Sound.OUT] * 6, Sound.END]


@pytest.mark.parametrize("opening", [Opening(Kind.BREATHE), Opening(Kind.STRETCH, choice="overhead")])
async def test_a_key_skips_the_rest_of_a_step(make_app, coach, opening, whole_bones):
    app = make_app(opening)
    async with app.run_test() as pilot:
        await pilot.press(*"3" * (opening.kind is Kind.STRETCH), "enter")
        assert coach.sessions[0].index == 0
        await pilot.press("n")
        assert coach.sessions[0].index == 1


async def test_the_circle_follows_the_clock_between_two_pictures(make_app, clock):
    app = make_app(Opening(Kind.BREATHE), lead_in=0)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        circle = app.screen.query_one(Breath)
        assert circle.fullness == 0
        clock.advance(seconds=2)
        app.screen._frame()
        assert circle.fullness == pytest.approx(0.5)
        clock.advance(seconds=2)
        app.screen._frame()
        assert circle.fullness == 1
        app.look_again()
        clock.advance(seconds=3)
        app.screen._frame()
        assert circle.fullness == pytest.approx(0.5)


async def test_other_digits_lay_nothing_out(make_app, clock):
    app = make_app(Opening(Kind.BREATHE), lead_in=0)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        before = app.screen.query_one("#nth").content
        clock.advance(seconds=1)
        app.look_again()
        assert app.screen.query_one("#nth").content != before
        assert not any(widget._layout_required for widget in app.screen.query("*"))


async def test_nothing_is_drawn_while_it_cannot_be_seen(make_app, clock):
    app = make_app(Opening(Kind.BREATHE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        screen = app.screen

        def moves():
            return screen.is_attached and screen._frames._active.is_set()

        assert moves()
        await pilot.press("escape")
        assert not moves()
        await pilot.press("b")
        screen = app.screen
        assert moves()
        app.app_focus = False
        await pilot.pause()
        assert not moves()
        app.app_focus = True
        await pilot.pause()
        assert moves()
        await pilot.press("q")
        assert not moves()
        await pilot.press("escape")
        assert moves()
        await pilot.press("space")
        assert not moves()


async def test_calm_there_are_words_and_a_bar_that_steps_once_a_second(make_app, clock):
    app = make_app(Opening(Kind.BREATHE), lead_in=0, calm=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert app.screen._frames is None
        assert not app.screen.query(Breath)
        bar = app.screen.query_one(CalmBar)
        steps = []
        for _ in range(10):
            app.look_again()
            steps.append((big(app, "word"), *bar.blocks))
            clock.advance(seconds=1)
    assert steps == [
        *(("IN", step, 4) for step in (1, 2, 3, 4)),
        *(("OUT", step, 6) for step in (5, 4, 3, 2, 1, 0)),
    ]


async def test_o_stops_breathing_at_once_and_says_what_to_do(make_app, coach, clock, journal):
    app = make_app(Opening(Kind.BREATHE))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, seconds=12)
        await pilot.press("o")
        assert line(app) == "Nothing is running"
        assert isinstance(app.screen, AdviceScreen)
        assert "rest where you are" in advice(app)
        assert "Press !" in advice(app)
    assert finished(journal)[0].why is Ending.PAIN


async def test_breaths_and_minutes_are_chosen_within_the_limits_and_remembered(make_app):
    app = make_app(Opening(Kind.BREATHE, choice="478"))
    async with app.run_test() as pilot:
        assert "4 breaths, 1:16" in text(app, "question")
        await pilot.press(*["plus"] * 4)
        assert "8 breaths, 2:32" in text(app, "question")
        await pilot.press("plus")
        assert "8 breaths" in text(app, "question")
        assert "at most 8" in text(app, "remark")
        await pilot.press("left", "enter", "x")
        assert isinstance(app.screen, HomeScreen | AdviceScreen)
        await pilot.press("b")
        assert app.screen.pattern.id == "478"
        assert app.screen.cycles == 5
        await pilot.press("up", "up")
        assert "30 breaths, 5:00" in text(app, "question")
        await pilot.press(*["right"] * 11)
        assert "15 min" in text(app, "remark")
        assert app.screen.cycles == 90


# -- before a stretch ---------------------------------------------------------------------------------------


async def test_pain_of_eight_is_refused_and_breathing_and_positions_offered(make_app, coach, journal, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("8")
        assert isinstance(app.screen, AdviceScreen)
        assert "L7" in advice(app)
        await pilot.press("k")
        assert isinstance(app.screen, PositionsScreen)
        await pilot.press("escape", "b")
        assert isinstance(app.screen, BreatheStartScreen)
    assert coach.sessions == ()
    (entry,) = journal.archive.records("diary")
    assert (entry.doc["entry"], entry.doc["value"], entry.doc["when"]) == ("pain", 8, "before")


async def test_ten_is_one_key(make_app, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("t")
        assert "pain 10 of 10" in advice(app)


async def test_pain_of_five_is_asked_once_more(make_app, coach, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert coach.sessions == ()
        await pilot.press("5")
        assert "asked once more" in text(app, "question")
        assert coach.sessions == ()
        await pilot.press("enter")
        assert coach.sessions == ()
        await pilot.press("n")
        assert "Pain now?" in text(app, "question")
        await pilot.press("5", "y")
        assert isinstance(app.screen, StretchScreen)


async def test_brittle_bones_are_asked_once_and_lock_what_bends(make_app, coach, journal):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("3", "enter")
        assert coach.sessions == ()
        assert "brittle bones (osteoporosis)" in text(app, "question")
        await pilot.press("y")
        assert "With brittle bones no stretch" in text(app, "question")
        await pilot.press("3", "enter")
        assert coach.sessions == ()
        await pilot.press("down", "down", "3", "enter")
        assert coach.sessions[0].routine.id == "overhead"
    assert Guidance(coach).choice(BONES)["value"] is True


async def test_an_answer_about_the_bones_can_be_taken_back(make_app, coach, journal):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("y")
        assert "With brittle bones no stretch" in text(app, "question")
        await pilot.press("n", "3")
        assert "With brittle bones no stretch" in text(app, "question")
        await pilot.press("a")
        assert "or might you?" in text(app, "question")
        await pilot.press("n")
        assert "Pain now?" in text(app, "question")
        await pilot.press("a", "y", "1", "enter")
        assert coach.sessions == ()
    assert Guidance(coach).choice(BONES)["value"] is True


async def test_more_often_than_the_plan_is_said_and_then_refused(make_app, coach, clock, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        for time in range(4):
            assert isinstance(app.screen, StretchStartScreen)
            about = text(app, "about")
            assert ("beyond the plan" in about) == (time == 3)
            await pilot.press("2", "enter")
            await pass_time(app, pilot, clock, seconds=20, by=1)
            await pilot.press("x", "2", "s")
        assert "enough for a day" in text(app, "question")
        await pilot.press("2", "enter")
        assert coach.sessions == ()
        clock.advance(hours=12)
        await pilot.press("escape", "s")
        assert "today not yet" in text(app, "about")


# -- during -------------------------------------------------------------------------------------------------


async def test_knees_are_led_left_right_left_right_both_both(make_app, clock, journal, heard, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("4", "enter")
        assert isinstance(app.screen, StretchScreen)
        assert (big(app, "side"), big(app, "word"), big(app, "digits")) == ("LEFT", "READY", "5")
        await pass_time(app, pilot, clock, seconds=14)
        assert line(app) == "Stretch 02:51 · left knee · hold 14"
        assert (big(app, "side"), big(app, "word"), big(app, "digits")) == ("LEFT", "HOLD", "14")
        assert text(app, "rep").split()[-6:] == ["left", "right", "left", "right", "both", "both"]
        assert text(app, "next") == "next: let it down 3 s"
        await pass_time(app, pilot, clock, seconds=15)
        assert text(app, "next") == "next: rest 4 s, then right knee"
        await pass_time(app, pilot, clock, seconds=3)
        assert text(app, "next") == "next: right knee"
        assert (big(app, "side"), big(app, "word")) == ("", "REST")
        await pass_time(app, pilot, clock, seconds=150)
        assert (big(app, "side"), big(app, "word")) == ("", "REST")
        await pass_time(app, pilot, clock, seconds=3)
        assert isinstance(app.screen, AfterScreen)
        assert text(app, "done") == "Knees to the chest: held left 40 s, right 40 s, both 40 s."
        await pilot.press("5")
        assert isinstance(app.screen, HomeScreen)
    (session,) = finished(journal)
    held = [step for step in session.done if step.act == "hold"]
    assert [step.side for step in held] == [Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT, Side.BOTH, Side.BOTH]
    assert {step.length for step in held} == {timedelta(seconds=20)}
    values = {record.doc["when"]: record.doc["value"] for record in journal.archive.records("diary")}
    assert values == {"before": 4, "after": 5}
    assert [record.doc["session"] for record in journal.archive.records("diary")] == ["", session.id]
    assert [alarm.spoken for alarm in heard.alarms][-1] == "The stretch is done. How is the pain now?"


async def test_a_stretch_pauses_while_letters_are_text(make_app, clock, whole_bones):
    """L8: in a field `o` is a letter, so nothing may go on to be held."""
    async with in_a_stretch(make_app, clock, seconds=15) as (app, pilot):
        await pilot.press("w", "5")
        assert line(app).startswith("Stretch paused")
        await pilot.press("escape", "o")
        assert isinstance(app.screen, FeltScreen)


async def test_o_stops_a_hold_at_once_and_asks_what_is_felt(make_app, clock, journal, whole_bones):
    async with in_a_stretch(make_app, clock, seconds=15) as (app, pilot):
        await pilot.press("o")
        assert line(app) == "Nothing is running"
        assert isinstance(app.screen, FeltScreen)
        session = finished(journal)[0]
        assert session.why is Ending.PAIN
        assert session.done[-1].length == timedelta(seconds=7)
        felt = app.screen.query_one(OptionList)
        felt.highlighted = felt.get_option_index("both-legs")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EmergencyScreen)


async def test_what_only_hurts_leads_to_the_pain_and_a_rise_to_rest(make_app, clock, journal, whole_bones):
    async with in_a_stretch(make_app, clock, seconds=15) as (app, pilot):
        await pilot.press("o", "enter", "o", "n")
        assert isinstance(app.screen, AfterScreen)
        assert "was 2" in text(app, "before")
        await pilot.press("4")
        assert isinstance(app.screen, AdviceScreen)
        assert "from 2 to 4" in advice(app)
        await pilot.press("enter")
        assert isinstance(app.screen, HomeScreen)


async def test_a_rise_of_one_is_only_noted(make_app, clock, whole_bones):
    async with in_a_stretch(make_app, clock, seconds=15) as (app, pilot):
        await pilot.press("x", "3")
        assert isinstance(app.screen, HomeScreen)
        assert "2 before, 3 after" in text(app, "notice")


async def test_a_pause_stands_and_says_on_going_on_what_to_do(make_app, clock, heard, whole_bones):
    async with in_a_stretch(make_app, clock, seconds=13) as (app, pilot):
        await pilot.press("space")
        assert line(app) == "Stretch paused 02:52 · left knee · hold 15"
        await pass_time(app, pilot, clock, seconds=60, by=1)
        assert (big(app, "word"), big(app, "digits")) == ("PAUSED", "15")
        said = len(heard.alarms)
        await pilot.press("space")
        assert "hold" in heard.alarms[said].spoken
        await pass_time(app, pilot, clock, seconds=1)
        assert line(app) == "Stretch 02:51 · left knee · hold 14"


async def test_what_leads_is_paused_while_help_is_read_and_goes_on_by_a_key(make_app, clock, heard, whole_bones):
    async with in_a_stretch(make_app, clock, seconds=13) as (app, pilot):
        await pilot.press("exclamation_mark")
        said = len(heard.alarms)
        assert line(app) == "Stretch paused 02:52 · left knee · hold 15"
        await pass_time(app, pilot, clock, seconds=90, by=3)
        await pilot.press("n", "n", "escape")
        assert isinstance(app.screen, StretchScreen)
        assert (big(app, "word"), big(app, "digits")) == ("PAUSED", "15")
        assert len(heard.alarms) == said
        await pilot.press("space")
        assert heard.alarms[-1].spoken == "left knee: hold, low back flat, 15 more"


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_a_pain_that_is_too_much_pauses_a_stretch_and_why_is_said_however_small_the_window(
    make_app, clock, whole_bones, size
):
    async with in_a_stretch(make_app, clock, seconds=13, size=size) as (app, pilot):
        app.services.guidance.note_pain(8, "meanwhile")
        await pass_time(app, pilot, clock, seconds=1)
        assert line(app).startswith("Stretch paused")
        await pilot.press("space", "space")
        assert line(app).startswith("Stretch paused")
        assert "too soon" in " ".join(rows(app))


async def test_the_first_minute_pauses_what_leads(make_app, clock, coach, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("2", "enter", "escape", "enter")
        assert isinstance(app.screen, NowScreen)
        assert [session.state for session in coach.sessions] == [State.PAUSED]


async def test_on_any_other_page_the_cues_go_on(make_app, clock, heard, whole_bones):
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("2", "enter")
        for key in ("k", "escape", "d", "escape", "escape", "ctrl+p", "escape", "comma"):
            await pilot.press(key)
            await pass_time(app, pilot, clock, seconds=6)
    spoken = [alarm.spoken for alarm in heard.alarms if alarm.spoken]
    assert spoken[2:8] == [
        "then hold, 20 seconds",
        "hold, low back flat",
        "halfway, 10 more",
        "6 more, then let it down",
        "then rest, 4 seconds",
        "next: right knee slowly to the chest, 3",
    ]


async def test_a_reminder_waits_and_a_removal_takes_the_screen(make_app, coach, clock, heard, whole_bones):
    coach.skin.confirm()
    app = make_app(Opening(Kind.POSTURE, timedelta(minutes=5)))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pass_time(app, pilot, clock, seconds=60, by=30)
        await pilot.press("i", *["minus"] * 11, "enter")
        await pass_time(app, pilot, clock, seconds=225, by=15)
        await pilot.press("s", "1", "enter")
        assert isinstance(app.screen, StretchScreen)
        await pass_time(app, pilot, clock, seconds=16)
        assert isinstance(app.screen, SessionScreen)
        assert line(app).startswith("Ice REMOVE NOW")
        assert heard.alarms[-1].sound is Sound.REMOVE or "Ice REMOVE NOW" in heard.headlines
        assert "Posture CHANGE NOW" not in heard.headlines
        await pilot.press("enter")
        assert isinstance(app.screen, StretchScreen)
        await pass_time(app, pilot, clock, seconds=14.5)
        assert "Posture CHANGE NOW" not in heard.headlines
        await pass_time(app, pilot, clock, seconds=1)
        assert "Posture CHANGE NOW" in heard.headlines
        assert isinstance(app.screen, StretchScreen)


async def test_the_screen_is_kept_awake_only_while_it_guides(make_app, clock):
    app = make_app(Opening(Kind.BREATHE))
    async with app.run_test() as pilot:
        assert not app.services.surroundings.awake
        await pilot.press("enter")
        assert app.services.surroundings.awake
        await pilot.press("space")
        assert not app.services.surroundings.awake
        await pilot.press("space", "x")
        assert not app.services.surroundings.awake


@pytest.mark.usefixtures("whole_bones")
async def test_two_windows_say_each_cue_once(make_app, coach, clock, store, heard):
    also_heard = Heard()
    other = Coach(clock, journal_on(store), also_heard, ids())
    app = make_app(Opening(Kind.STRETCH))
    async with app.run_test() as pilot:
        await pilot.press("1", "enter")
        for turn in range(2 * 70):
            clock.advance(seconds=0.5)
            first, second = (app.look_again, other.look) if turn % 3 else (other.look, app.look_again)
            first()
            second()
        await pilot.pause()
    cues = [alarm for alarm in (*heard.alarms, *also_heard.alarms) if alarm.urgency is Urgency.CUE]
    assert also_heard.alarms
    spoken = sorted(alarm.spoken for alarm in cues if alarm.spoken)
    assert spoken.count("6 more, then let it down") == 2
    assert sum(alarm.sound is Sound.MARK for alarm in cues) == 8
    assert coach.sessions[0].state is State.RUNNING


# -- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 24), (40, 12), (20, 5), (1, 1)])
@pytest.mark.parametrize("kind", [Kind.BREATHE, Kind.STRETCH])
async def test_every_size_shows_the_word_and_the_number(make_app, clock, size, kind, whole_bones):
    app = make_app(Opening(kind), lead_in=0)
    async with app.run_test(size=size) as pilot:
        await pilot.press("1", "enter")
        await pass_time(app, pilot, clock, seconds=2)
        word = app.screen.query_one("#word", BigTime)
        assert word.value.startswith({Kind.BREATHE: "IN", Kind.STRETCH: "MOVE"}[kind])
        if size != (1, 1):
            assert word.region.height >= 1
            assert any(row.strip() for row in letters_of(word))
        if size == (20, 5):
            assert word.value in {"IN 2", "MOVE 1"}


NOTICE = "Nothing can be heard here, and this is said in many words. " * 4
WINDOWS = [(40, 8), (40, 12), (60, 18), (60, 19), (40, 24), (76, 12), (80, 18), (80, 22), (80, 23), (120, 24)]
"""Where one more thing finds room, and one row less."""


@pytest.mark.parametrize(
    ("kind", "at", "calm"),
    [(Kind.BREATHE, 5, True), (Kind.BREATHE, 5, False), (Kind.STRETCH, 9, True), (Kind.STRETCH, 28, True)],
)
@pytest.mark.usefixtures("whole_bones")
async def test_in_no_window_is_the_word_cut_or_small(make_app, clock, kind, at, calm):
    """Nor with a long notice: what to do now is more important, and is read from two metres."""
    app = make_app(Opening(kind), lead_in=0, calm=calm)
    wrong = []
    async with app.run_test(size=WINDOWS[0]) as pilot:
        await pilot.press("1", "enter")
        await pass_time(app, pilot, clock, seconds=at)
        app.say(NOTICE)
        for size in WINDOWS:
            await pilot.resize_terminal(*size)
            for letters in app.screen.query("#word, #side").results(BigTime):
                if not letters.display:
                    continue
                place = app.screen.find_widget(letters)
                rows = sum(bool(row.strip()) for row in letters_of(letters))
                if rows < 3 or place.visible_region != place.region:
                    wrong.append((size, letters.value, rows, place.region, place.visible_region))
    assert wrong == []
