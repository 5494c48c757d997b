"""Limits that nothing passes, as the person comes upon them: two windows, moved clocks, several sessions at once."""

from __future__ import annotations

import json

import pytest

MINUTE = 60


def status(ask):
    code, out, err = ask("status", "--json")
    assert code == 0, err
    return json.loads(out)


def running(ask):
    return {session["kind"]: session["state"] for session in status(ask)["running"]}


def begin(terminal):
    """Ice or heat, by two presses."""
    terminal.skip_pain()
    terminal.wait_for("Before you put it on, check:")
    terminal.send("\r")
    terminal.wait_for("You said yes to all of this within the last day:")
    terminal.send("\r")
    terminal.wait_for(lambda screen: screen.splitlines()[0].strip().startswith(("Ice ", "Heat ")))


def stretch(terminal, pain="3"):
    """A stretch that doesn't bend the trunk, begun with this pain."""
    terminal.wait_for("Pain now?")
    terminal.send(pain)
    terminal.wait_for(f"Pain {pain}.")
    terminal.send("\r")
    terminal.wait_for("It hurts")


def test_the_newest_pain_decides_whether_a_stretch_is_led(open_program, ask):
    """L7: said 3, then a 9 was noted elsewhere."""
    terminal = open_program("stretch", "overhead")
    terminal.wait_for("Pain now?")
    terminal.send("3")
    terminal.wait_for("Pain 3.")
    assert ask("pain", "9")[0] == 0
    terminal.send("\r")
    terminal.wait_for("no stretching at 7")
    assert running(ask) == {}


def test_a_pain_of_half_an_hour_ago_is_asked_for_again(open_program, clocks, ask):
    terminal = open_program("stretch", "overhead")
    terminal.wait_for("Pain now?")
    terminal.send("3")
    terminal.wait_for("Pain 3.")
    clocks.suspend(31 * MINUTE)
    terminal.wait_for("Pain now?")
    terminal.send("\r")
    terminal.send("5")
    terminal.wait_for("Stretch with pain 5?")
    terminal.send("\r")
    terminal.send("n")
    terminal.wait_for("Pain now?")
    assert running(ask) == {}


def test_a_paused_stretch_goes_on_only_with_the_pain_of_now(open_program, clocks, ask):
    terminal = open_program("stretch", "overhead")
    stretch(terminal)
    terminal.send(" ")
    terminal.wait_for("paused")
    clocks.suspend(31 * MINUTE)
    terminal.send(" ")
    terminal.wait_for("Pain now?")
    terminal.send("q")
    terminal.wait_for(" y  Quit")
    terminal.send("n")
    terminal.wait_for("Pain now?")
    terminal.send("8")
    terminal.wait_for("too soon to stretch")
    assert running(ask) == {"stretch": "paused"}
    clocks.suspend(1)  # of two pains within one second the worse counts
    ask("pain", "2")
    terminal.send(" ")
    terminal.wait_for(lambda screen: "paused" not in screen.splitlines()[0])
    assert running(ask) == {"stretch": "running"}


ELSEWHERE = {
    "breathing": {"b": "breaths, ", "\r": "Breathe 0"},
    "home": {"\x1b": "Has it just happened?"},
    "diary": {"d": "Medicine"},
    "keys": {"?": "On this screen"},
}


@pytest.mark.parametrize("keys", ELSEWHERE.values(), ids=ELSEWHERE)
def test_o_ends_a_stretch_wherever_the_person_is(open_program, ask, keys):
    """L8: one key, whatever else runs."""
    terminal = open_program("stretch", "overhead")
    stretch(terminal)
    for key, shown in keys.items():
        terminal.send(key)
        terminal.wait_for(shown)
    terminal.send("o")
    terminal.wait_for("Do you have any of these?")
    assert "stretch" not in running(ask)


@pytest.mark.parametrize("key", ["\x11", "q"], ids=["ctrl+q", "q"])
def test_quitting_asks_while_a_pack_lies_on_the_skin(open_program, key):
    terminal = open_program("ice")
    begin(terminal)
    terminal.send(key)
    terminal.wait_for(" y  Quit")
    terminal.send("\r")
    terminal.send("n")
    terminal.wait_for(lambda screen: " y  Quit" not in screen)
    terminal.send(key)
    terminal.wait_for(" y  Quit")
    terminal.send("y")
    assert terminal.wait_exit() == 0


def test_while_the_skin_rests_heat_is_refused_before_anything_is_asked(open_program, clocks):
    """L2, also after the clock was set back by an hour."""
    terminal = open_program("ice")
    begin(terminal)
    clocks.suspend(5 * MINUTE)
    terminal.send("x")
    terminal.wait_for("Ice is over")
    clocks.set_wall(-3600)
    terminal.send("h")
    terminal.wait_for("skin has its break until")
    assert "Before you put it on, check:" not in terminal.screen()
    clocks.suspend(21 * MINUTE)
    terminal.wait_for("You said yes to all of this within the last day:")


def test_what_is_given_and_not_used_is_said(open_program, ask):
    terminal = open_program("posture")
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Posture 29:")
    other = open_program("posture", "--minutes", "10")
    other.wait_for("so 10 min was not started")
    assert status(ask)["running"][0]["remaining_s"] > 25 * MINUTE


def test_a_flare_up_ends_by_a_yes_and_not_by_the_same_key_twice(open_program, ask):
    assert ask("flare", "start")[0] == 0
    terminal = open_program()
    terminal.wait_for("Day 1")
    terminal.send("f")
    terminal.wait_for("It is over")
    terminal.send("x")
    terminal.wait_for("Is the flare-up over?")
    terminal.send("x")
    terminal.wait_for("Yes, it is over")
    assert status(ask)["flare"] is not None
    terminal.send("y")
    terminal.wait_for("The flare-up is over")
    assert status(ask)["flare"] is None


def test_nothing_pauses_the_rest_of_the_skin(open_program, clocks, ask):
    terminal = open_program("ice")
    begin(terminal)
    clocks.suspend(15 * MINUTE)
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("\r")
    terminal.wait_for("Ice off")
    terminal.send(" ")
    terminal.wait_for("a break can't be paused")
    assert running(ask) == {"ice": "running"}
    clocks.suspend(20 * MINUTE)
    terminal.wait_for("Nothing is running")


def test_who_slept_through_a_change_of_position_begins_anew(open_program, clocks):
    terminal = open_program("posture")
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Posture 29:")
    clocks.suspend(2 * 3600 + 5)
    terminal.wait_for("The computer slept for 2 h")
    terminal.wait_for("Posture 29:")
    assert "CHANGE NOW" not in terminal.screen()


def test_a_plan_of_ninety_minutes_reaches_its_second_application(open_program, clocks, home, ask):
    """Taking the pack off takes some seconds; L3 holds all the same."""
    plans = home / "config" / "backcoach" / "plans"
    plans.mkdir(parents=True)
    (plans / "ninety.toml").write_text("on = 20\noff = 25\napplications = 2\n", encoding="utf-8")
    terminal = open_program("ice", "--plan", "ninety")
    begin(terminal)
    clocks.suspend(20 * MINUTE + 30)
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("\r")
    terminal.wait_for("Ice off")
    clocks.suspend(25 * MINUTE)
    terminal.wait_for("Ice ready")
    terminal.send("\r")
    terminal.wait_for("Ice 19:")
    clocks.suspend(20 * MINUTE)
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("\r")
    terminal.wait_for("Ice off 24:")
    clocks.suspend(24 * MINUTE + 30)
    terminal.wait_for("Nothing is running")


def test_a_corrected_removal_is_a_moment(open_program, clocks, ask):
    """Set to 4 minutes ago; ten minutes pass before enter, and the wall clock is set back."""
    terminal = open_program("ice")
    begin(terminal)
    clocks.suspend(25 * MINUTE)
    terminal.wait_for("Ice REMOVE NOW")
    for _ in range(4):
        terminal.send("-")
    terminal.wait_for("Came off at")
    clocks.suspend(10 * MINUTE)
    clocks.set_wall(-3600)
    terminal.wait_for("Ice REMOVE NOW +20:")
    terminal.send("\r")
    terminal.wait_for(lambda screen: screen.splitlines()[0].strip().startswith(("Ice off 05:5", "Ice off 06:0")))
