"""Sound, floor mode and the list of keys."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from backcoach.coach.coach import Coach
from backcoach.domain.engine import Acknowledge
from backcoach.domain.settings import Settings
from backcoach.ui.screens.dialogs import KeysScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.services import Opening
from backcoach.ui.widgets.footer import MOST, Hint, fitting
from tests.doubles import Heard, ids, journal_on
from tests.ui.test_app import keys, line, pass_time


def heard(app):
    settings = app.services.surroundings.settings
    return settings.tones, settings.speech, settings.bell


async def test_sound_goes_from_all_to_tones_to_none_and_comes_back_with_the_last_session(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("m")
        assert line(app) == "Nothing is running"
        await pilot.press("i", "enter", "enter", "m")
        assert line(app) == "Ice 15:00 · tones"
        assert heard(app) == (True, False, True)
        await pilot.press("m")
        assert line(app) == "Ice 15:00 · muted"
        assert heard(app) == (False, False, False)
        await pilot.press("x")
        app.look_again()
        await pilot.pause()
        assert line(app) == "Nothing is running"
        assert heard(app) == (True, True, True)


async def test_a_removal_that_waits_for_half_a_minute_is_heard_all_the_same(make_app, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter", "m", "m")
        await pass_time(app, pilot, clock, minutes=15, seconds=29)
        assert heard(app) == (False, False, False)
        await pass_time(app, pilot, clock, seconds=1)
        assert heard(app) == (True, True, True)
        await pilot.press("enter")
        await pass_time(app, pilot, clock, seconds=1)
        assert heard(app) == (False, False, False)
        assert line(app).endswith("· muted")


async def test_a_removal_that_was_over_long_before_the_machine_woke_is_heard_at_once(make_app, clock):
    app, given = make_app(), []
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter", "m", "m")
        app.coach.announcer.give = lambda _: given.append(heard(app))
        clock.suspend(minutes=17)
        await pass_time(app, pilot, clock, seconds=1)
        assert given == [(True, True, True)]


async def test_what_was_said_of_a_gap_goes_with_the_answer_in_another_window(make_app, clock, store):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter")
        clock.suspend(minutes=17)
        await pass_time(app, pilot, clock, seconds=1)
        assert "2 min ago" in app.notice
        other = Coach(clock, journal_on(store), Heard(), ids())
        other.look()
        other.act(other.sessions[0].id, Acknowledge())
        app.look_again()
        assert app.notice == ""


@pytest.mark.parametrize("width", range(16, 50))
def test_of_two_answers_none_is_left_out(width):
    answers = [Hint(("y",), ("y",), "This one"), Hint(("n",), ("n",), "None so far")]
    help_, all_keys = Hint(("exclamation_mark",), ("!",), "Get help"), Hint(("question_mark",), ("?",), "Keys")
    for pair in (answers, answers[::-1]):
        assert [hint.keys for hint in fitting([*pair, help_, all_keys], width)][:2] == [hint.keys for hint in pair]


async def test_floor_mode_leaves_the_time_and_the_keys_that_matter(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("p", "enter", "i", "enter", "enter", "z")
        drawn = str(app.screen.query_one("#keys", Static).content)
        assert not app.screen.query_one("#next").display
        assert keys(app) == ["space", "o", "exclamation_mark", "z"]
        await pilot.click("#keys", offset=(drawn.index("Floor mode"), 0))
        assert app.screen.query_one("#next").display
        assert "question_mark" in keys(app)


async def test_a_session_begins_in_floor_mode_where_that_is_set(make_app):
    app = make_app(settings=Settings(floor=True))
    async with app.run_test() as pilot:
        await pilot.press("i", "enter", "enter")
        assert app.screen.has_class("-floor")


async def test_the_list_of_keys_names_the_screens_own_first_and_escape_closes_it(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("i", "question_mark")
        assert isinstance(app.screen, KeysScreen)
        here, anywhere = (str(part.content) for part in app.screen.query(".keys-rows").results(Static))
        assert here.split("\n")[0].split() == ["enter", "Yes", "to", "all"]
        assert "Focus" not in here + anywhere
        assert "Ice" not in here
        assert " i " in anywhere
        assert " z " not in anywhere
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_each_key_of_the_footer_is_in_the_list(make_app):
    app = make_app(Opening())
    async with app.run_test() as pilot:
        await pilot.press("r")
        footer = {cap for hint in app.screen.query_one("#keys").hints for cap in hint.caps}
        await pilot.press("question_mark")
        listed = " ".join(str(part.content) for part in app.screen.query(".keys-rows").results(Static)).split()
        assert footer <= set(listed)


@pytest.mark.parametrize("width", range(0, 130, 7))
def test_no_word_of_the_footer_is_cut_and_help_stays(width):
    hints = [Hint((f"k{n}",), (f"k{n}",), f"Words {n}") for n in range(12)]
    hints.insert(9, Hint(("exclamation_mark",), ("!",), "Get help"))
    hints.append(Hint(("question_mark",), ("?",), "Keys"))
    shown = fitting(hints, width)
    assert sum(hint.size for hint in shown) <= width + 1
    assert len(shown) <= MOST
    assert [hint.keys for hint in hints if hint.keys in {each.keys for each in shown}] == [each.keys for each in shown]
    assert len(shown) < 2 or "exclamation_mark" in [hint.keys[0] for hint in shown]
    assert len(shown) < 3 or hints[1] in shown or "question_mark" in [hint.keys[0] for hint in shown]
    assert len(shown) < 4 or {("k1",), ("?",)} <= {hint.caps for hint in shown}
