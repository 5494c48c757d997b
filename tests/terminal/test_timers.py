"""Ice, heat and posture in the whole program: on a real terminal, killed, suspended, with clocks that jump."""

from __future__ import annotations

import json
import re
import shlex
import signal
from datetime import timedelta

import pytest

from tests.terminal.clocks import LIBRARY
from tests.terminal.emulator import wait_until
from tests.terminal.stored import ends, sessions, steps

BELL = b"\x07"
TITLE = re.compile(rb"\x1b\][^\x07]*\x07")
NEXT_BOOT = "33333333-3333-4333-8333-333333333333"
MINUTE = 60
TWENTY = timedelta(minutes=20)


def seconds(line, label="Ice"):
    """The seconds on the first line's digits; None where it shows no such time."""
    found = re.match(rf"\s*{label} (\d+):(\d\d)\b", line)
    return int(found[1]) * 60 + int(found[2]) if found else None


def shows(terminal, low, high, label="Ice"):
    def within():
        left = seconds(terminal.line(0), label)
        return left is not None and low <= left <= high

    wait_until(within, lambda: f"not between {low} and {high} s:\n{terminal.screen()}")


def bells(terminal):
    """How often the bell rang; the one that ends a title does not ring."""
    return TITLE.sub(b"", terminal.raw).count(BELL)


def begin(terminal, label="Ice"):
    """The two presses."""
    terminal.skip_pain()
    terminal.wait_for("Before you put it on, check:")
    terminal.send("\r")
    terminal.wait_for("You said yes to all of this within the last day:")
    terminal.send("\r")
    terminal.wait_for(lambda screen: seconds(screen.splitlines()[0], label) is not None)


def status(ask):
    code, out, err = ask("status", "--json")
    assert code == 0, err
    return json.loads(out)


def test_two_presses_and_the_time_falls(open_program, ask):
    terminal = open_program("ice")
    begin(terminal)
    shows(terminal, 14 * MINUTE, 15 * MINUTE)
    before = seconds(terminal.line(0))
    wait_until(lambda: (seconds(terminal.line(0)) or before) < before, terminal.screen)
    terminal.wait_for_title("Ice 14:5")
    running = status(ask)["running"]
    assert [(session["kind"], session["state"], session["step"]) for session in running] == [("ice", "running", "on")]
    assert 14 * MINUTE < running[0]["remaining_s"] <= 15 * MINUTE


def test_killed_at_five_minutes_and_opened_at_nine_it_shows_eleven(open_program, clocks, ask):
    terminal = open_program("ice", "--minutes", "20")
    begin(terminal)
    clocks.suspend(5 * MINUTE)
    shows(terminal, 14 * MINUTE, 15 * MINUTE)
    terminal.kill(signal.SIGKILL)
    terminal.wait_exit()
    clocks.suspend(4 * MINUTE)
    assert re.match(r"Ice (11:00|10:[345]\d)$", ask("status", "--line")[1].strip())
    again = open_program()
    shows(again, 11 * MINUTE - 30, 11 * MINUTE)


@pytest.mark.parametrize("hours", [1, -1])
def test_a_changed_wall_clock_changes_nothing(open_program, clocks, hours):
    terminal = open_program("ice", "--minutes", "20")
    begin(terminal)
    clocks.set_wall(hours * 3600)
    before = seconds(terminal.line(0))
    wait_until(lambda: (seconds(terminal.line(0)) or 0) < before - 1, terminal.screen)
    shows(terminal, 20 * MINUTE - 30, 20 * MINUTE)
    assert bells(terminal) == 0


def test_after_a_suspend_it_calls_for_removal_once_within_two_seconds(open_program, clocks):
    terminal = open_program("ice", "--minutes", "20")
    begin(terminal)
    clocks.suspend(3600)
    terminal.wait_for("Ice REMOVE NOW +40:", timeout=2)
    terminal.wait_for("Ice was over at")
    # The next ring would come a quarter of a minute later; five seconds of the program's own clock are enough.
    wait_until(lambda: "Ice REMOVE NOW +40:0" in terminal.line(0) and bells(terminal) >= 1, terminal.screen)
    begun = int(terminal.line(0).split()[3][-2:])
    wait_until(lambda: int(terminal.line(0).split()[3][-2:]) >= begun + 4, terminal.screen)
    assert bells(terminal) == 1


def test_a_restart_of_the_machine_goes_on_by_the_wall_clock(open_program, clocks):
    terminal = open_program("ice", "--minutes", "20")
    begin(terminal)
    terminal.kill(signal.SIGKILL)
    terminal.wait_exit()
    clocks.set_wall(9 * MINUTE)
    clocks.boot_again(NEXT_BOOT, since_boot=-100)
    shows(open_program(), 11 * MINUTE - 30, 11 * MINUTE)


def test_ended_while_closed_it_is_shown_with_the_overrun_and_can_be_corrected(open_program, clocks, home):
    terminal = open_program("ice", "--minutes", "20")
    begin(terminal)
    terminal.hang_up()
    terminal.wait_exit()
    clocks.suspend(30 * MINUTE)
    again = open_program()
    again.wait_for("Ice REMOVE NOW +")
    for _ in range(4):
        again.send("-")
    again.wait_for("Came off at")
    again.send("\r")
    again.wait_for(lambda screen: screen.splitlines()[0].strip().startswith("Ice off 1"))
    (step,) = steps(home)
    assert step.length == TWENTY
    assert 5 * MINUTE < step.overrun.total_seconds() < 7 * MINUTE
    assert step.acknowledged


def test_after_more_than_a_day_it_is_closed_as_unconfirmed(open_program, clocks, home):
    terminal = open_program("ice")
    begin(terminal)
    terminal.kill(signal.SIGKILL)
    terminal.wait_exit()
    clocks.suspend(26 * 3600)
    again = open_program()
    again.wait_for("unconfirmed")
    assert again.line(0).strip().startswith("Nothing is running")
    assert ends(home) == ["unconfirmed"]


def test_two_windows_and_a_command_follow_the_same_session(open_program, ask):
    one, two = open_program("ice"), open_program()
    begin(one)
    two.wait_for("Ice 14:5")
    two.send("\x1b" if "To the timer" not in two.screen() else "i")
    two.wait_for("Pause")
    two.send(" ")
    one.wait_for("Ice paused")
    assert status(ask)["running"][0]["state"] == "paused"
    assert ask("status", "--line")[1].startswith("Ice paused 14:")
    one.send("x")
    one.wait_for("logged")
    two.wait_for("Nothing is running")
    assert status(ask)["running"] == []


def test_too_many_minutes_are_refused_before_anything_opens(ask, home):
    code, out, err = ask("ice", "--minutes", "25")
    assert (code, out) == (1, "")
    assert "20 min" in err
    assert "001" in err
    assert err.count("\n") == 1
    assert not (home / "data").exists()


def test_a_plan_with_too_many_minutes_is_refused(ask, home):
    plans = home / "config" / "backcoach" / "plans"
    plans.mkdir(parents=True)
    (plans / "mine.toml").write_text("on = 25\n", encoding="utf-8")
    (plans / "good.toml").write_text("on = 12\n", encoding="utf-8")
    code, out, err = ask("ice", "--plan", "mine")
    assert (code, out) == (1, "")
    assert "20 min" in err
    assert "mine.toml" in err
    code, out, err = ask("check")
    assert code == 1
    assert "mine.toml" in err
    assert "20 min" in err
    plans_json = json.loads(ask("plans", "--json")[1])
    assert "good" in [plan["id"] for plan in plans_json]
    assert not (home / "data").exists()


def test_the_first_line_is_right_at_every_size(open_program):
    terminal = open_program("ice")
    begin(terminal)
    for size in ((20, 5), (120, 40), (80, 24), (40, 12)):
        terminal.resize(*size)
        terminal.wait_for(re.compile(r" ?Ice 1[45]:\d\d\b").match)


def test_the_whole_cycle(open_program, clocks, home):
    """20 min on, REMOVE NOW, acknowledged, 20 off, waiting, a key, 20 on, acknowledged, 20 off, done."""
    terminal = open_program("ice", "--plan", "cycle")
    begin(terminal)
    for nth in (1, 2):
        clocks.suspend(20 * MINUTE)
        terminal.wait_for("Ice REMOVE NOW")
        terminal.send("\r")
        terminal.wait_for("Ice off")
        clocks.suspend(20 * MINUTE)
        terminal.wait_for("Ice ready" if nth == 1 else "Nothing is running")
        if nth == 1:
            terminal.send("\r")
            shows(terminal, 19 * MINUTE, 20 * MINUTE)
    assert [(step.act, step.length, step.acknowledged, step.why) for step in steps(home)] == [
        (act, TWENTY, True, "done") for act in ("on", "off", "on", "off")
    ]
    assert [(session.state, session.why) for session in sessions(home)] == [("ended", "done")]


@pytest.mark.skipif(LIBRARY is None, reason="needs libfaketime (Debian: faketime)")
def test_at_two_hundred_and_forty_times_the_speed_the_lengths_are_right(open_program, home):
    plans = home / "config" / "backcoach" / "plans"
    plans.mkdir(parents=True)
    (plans / "short.toml").write_text("on = 2\n", encoding="utf-8")
    terminal = open_program("ice", "--plan", "short", LD_PRELOAD=str(LIBRARY), FAKETIME="+0 x240")
    terminal.skip_pain()
    terminal.wait_for("Before you put it on, check:")
    terminal.send("\r")
    terminal.wait_for("You said yes to all of this within the last day:")
    terminal.send("\r")
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("\r")
    terminal.wait_for("Nothing is running")
    lengths = [(step.act, step.length, step.why) for step in steps(home)]
    assert lengths == [("on", TWENTY / 10, "done"), ("off", TWENTY, "done")]


def test_plain_goes_on_in_the_background_and_hears_again_in_the_foreground(start, program, clocks):
    """As ctrl+z, `bg` and `fg` in a shell; a program that asked the terminal for a line there would be stopped."""
    terminal = start(["bash", "--norc", "-i"], PS1="$ ")
    terminal.wait_for("$")
    terminal.send(f"{shlex.join(program)} ice --plain\r")
    for asked in ("How much does it hurt now?", "If all of this is true, press enter", "Put it on, then press enter"):
        terminal.wait_for(asked)
        terminal.send("\r")
    terminal.wait_for("Ice is on. 15 minutes left.")
    terminal.send("\x1a")
    terminal.wait_for("Stopped")
    terminal.send("bg\r")
    terminal.wait_for("ice --plain &")
    clocks.suspend(15 * MINUTE)
    terminal.wait_for("Take the ice off now.")
    terminal.send("fg\r")
    terminal.wait_for(re.compile(r"fg\n.*ice --plain").search)
    terminal.send("\r")
    terminal.wait_for("Ice is off for a break")
