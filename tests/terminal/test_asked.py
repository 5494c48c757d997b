"""What is asked before a session and before the window closes, and what is refused: on a real terminal."""

from __future__ import annotations

from tests.terminal.test_timers import begin


def told(sentence):
    """Whether the screen shows the sentence, in however many lines."""
    return lambda screen: sentence in " ".join(screen.split())


def test_what_cannot_be_is_said_before_the_skin_questions(open_program, clocks):
    terminal = open_program("ice", "--minutes", "1")
    begin(terminal)
    terminal.send("h")
    asked = terminal.wait_for("Ice goes on: stop it with x before Heat begins.")
    assert "is all of this so?" not in asked
    clocks.suspend(61)
    terminal.wait_for("Ice REMOVE NOW")
    terminal.send("x")
    terminal.wait_for("logged")
    terminal.send("p")
    terminal.wait_for("enter  start")
    terminal.send("\r")
    terminal.wait_for("Posture 29:")
    terminal.send("h")
    asked = terminal.wait_for("The skin rests until")
    assert "all of this" not in asked.lower()
    assert "Confirmed:" not in asked


def test_what_is_given_beside_what_runs_and_is_not_used_is_said(open_program):
    terminal = open_program("posture")
    terminal.wait_for("enter  start")
    terminal.send("\r")
    terminal.wait_for("Posture 29:")
    terminal.send("b")
    terminal.wait_for("enter starts")
    terminal.send("\r")
    terminal.wait_for("Breathe 0")
    posture = open_program("posture", "--minutes", "10")
    posture.wait_for(told("Posture goes on already, and was not begun anew with 10 min: x stops it first."))
    breathing = open_program("breathe", "box")
    breathing.wait_for(told("Breathe goes on already, and was not begun anew with box: x stops it first."))
