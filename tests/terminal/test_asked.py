"""What is asked before a session and before the window closes, and what is refused: on a real terminal."""

from __future__ import annotations

from tests.terminal.test_timers import begin


def test_what_cannot_be_is_said_before_the_skin_questions(open_program, clocks):
    terminal = open_program("ice", "--minutes", "1")
    begin(terminal)
    terminal.send("h")
    asked = terminal.wait_for("Ice is running: stop it with x before you start Heat.")
    assert "Before you put it on, check:" not in asked
    clocks.suspend(61)
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("x")
    terminal.wait_for("logged")
    terminal.send("p")
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Posture 29:")
    terminal.send("h")
    asked = terminal.wait_for("skin has its break until")
    assert "all of this" not in asked.lower()
    assert "You said yes to all of this within the last day:" not in asked


def test_a_pattern_given_beside_breathing_and_not_used_is_said(open_program):
    terminal = open_program("breathe")
    terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Breathe 0")
    other = open_program("breathe", "box", size=(100, 24))
    other.wait_for("Breathe is running already, so box was not started: stop it first with x.")


def test_ctrl_c_asks_with_a_pack_on_and_only_y_quits(open_program):
    terminal = open_program("ice")
    begin(terminal)
    terminal.send("\x03")
    terminal.wait_for(" y  Quit     n  Stay")
    terminal.send("\x03q\r")
    terminal.send("n")
    terminal.wait_for(lambda screen: " y  Quit" not in screen)
    terminal.send("\x03")
    terminal.wait_for(" y  Quit     n  Stay")
    terminal.send("y")
    assert terminal.wait_exit() == 0


def test_a_stretch_with_pain_of_five_begins_by_y_and_not_by_enter_and_enter_denies_no_sign(open_program, ask):
    terminal = open_program("stretch")
    terminal.wait_for("brittle bones")
    terminal.send("n")
    terminal.wait_for("Pain now?")
    terminal.send("5\r")
    terminal.wait_for("y Yes   n No")
    terminal.send("\r")
    assert ask("status", "--line")[1].strip() == "Nothing is running"
    terminal.send("y")
    terminal.wait_for("Stretch 0")
    terminal.send("o")
    terminal.wait_for("Do you have any of these?")
    terminal.send("\ro\r")
    terminal.send("n")
    terminal.wait_for("Before it, your pain was 5")


def test_a_pain_noted_before_the_clock_was_set_back_is_asked_for_again(open_program, clocks, ask):
    """L7: a 3, then 50 min later a 9; the clock is set back by 40 min, so that the 3 seems to be of 10 min ago."""
    assert ask("pain", "3")[0] == 0
    clocks.suspend(50 * 60)
    assert ask("pain", "9")[0] == 0
    clocks.set_wall(-40 * 60)
    terminal = open_program("stretch", "overhead")
    terminal.wait_for("Pain now?")
    terminal.send("2")
    terminal.wait_for("Pain 2.")
    terminal.send("\r")
    terminal.wait_for("Stretch 0")
