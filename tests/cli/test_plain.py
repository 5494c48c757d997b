"""`--plain`: what is read when a session is led as lines, what its keys do, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest

from backcoach.cli import plain, plain_lines
from backcoach.cli.plain_lines import KEYS, SKIP, EndedError
from backcoach.coach.protocols import JournalError
from backcoach.domain.breathing import UNWELL
from backcoach.domain.limits import L2
from backcoach.domain.moment import ZERO
from backcoach.domain.session import State
from backcoach.library import Library
from backcoach.store.journal import SqliteJournal
from tests.cli.test_remind import Bell

SKIN, WATER = (tuple(one.text for one in asked.items) for asked in Library().questions.values())

CTRL_C = signal.SIGINT


class Typed:
    """Lines at their seconds, each counted from the one before; the clock goes on while they are waited for.

    What can be called moves the clock, a number is a signal; at its end the input has ended.
    """

    def __init__(self, clock, *script):
        self.clock, self.script, self.waited = clock, list(script), ZERO

    @property
    def ended(self):
        return not self.script

    def next(self, wait):
        at, typed = self.script[0] if self.script else (None, None)
        left = wait if at is None else min(wait, timedelta(seconds=at) - self.waited)
        self.clock.advance(seconds=left.total_seconds())
        self.waited += left
        if at is None or self.waited < timedelta(seconds=at):
            return None
        self.script.pop(0)
        self.waited = ZERO
        if isinstance(typed, int):
            raise EndedError(typed)
        return typed() if callable(typed) else typed


@pytest.fixture
def bell():
    return Bell()


@pytest.fixture
def led(shell, clock, monkeypatch, bell):
    """Leads by a command and what is typed, as (seconds, line), and answers what was read."""
    monkeypatch.setattr(plain, "SystemClock", lambda: clock)
    monkeypatch.setattr(plain, "channels_of", lambda *_: [bell])
    shell.settings("")

    def lead(command, *script):
        monkeypatch.setattr(plain_lines, "Keys", lambda: Typed(clock, *script))
        return shell(*command.split(), "--plain")

    return lead


@pytest.fixture
def stored(shell):
    def running():
        with shell.journal() as journal:
            return [(session.kind, session.state) for session in journal.running()]

    return running


ASKED = [
    "Before you put it on, check:",
    *(f"{question}." for question in SKIN),
    "If all of this is true, press enter; if anything isn't, type n.",
    "Put it on, then press enter to start.",
]
WHICH = (
    "Which kind of heat? 1 Heat pack; 2 Hot-water bottle; 3 Moist heating pad; 4 Wet, warm towel; 5 Warm bath or "
    "shower. Enter alone: Heat pack."
)
TEN = [str(left) for left in range(10, 0, -1)]

ICE = """
Ice: 2 min on, 20 min off.
SKIP
Pain 6 noted.
ASKED
KEYS
Ice is on. 2 minutes left.
1 minute left.
TEN
Take the ice off now. Press enter when it's off.
Ice is off for a break. 20 minutes left.
19 minutes left.
18 minutes left.
Ice is over: 2 minutes logged.
SKIP
Pain 4 noted.
"""
PAUSED = """
Heat: 1 min on, 20 min off.
SKIP
WHICH
ASKED
KEYS
Heat is on. 1 minute left.
Paused: take the heat off. To go on, press enter within 5 minutes.
1 minute more to go on; then it is over.
Heat is on. 40 seconds left.
TEN
Take the heat off now. Press enter when it's off.
Heat is off for a break. 20 minutes left.
TOO SOON
Heat is over: 1 minute logged.
SKIP
"""
POSTURE = """
Every 5 min: get up and walk, or lie down.
SKIP
KEYS
Stay as you are. 5 minutes left.
4 minutes left.
3 minutes left.
2 minutes left.
1 minute left.
TEN
Change position: walk a little, or lie down. Press enter when you have.
Stay as you are. 5 minutes left.
Stay as you are. 4 minutes 50 seconds left.
KEYS
Posture is over: 5 minutes 12 seconds logged.
SKIP
"""
BREATHE = """
4-7-8, 4 breaths.
Keep your breaths soft and small. Stop if you feel dizzy, tingly or breathless.
SKIP
KEYS
Get ready, 5 seconds. Then breathe in, 4 seconds.
In, 4 seconds.
Hold, 7 seconds.
Out, 8 seconds.
In, 4 seconds.
Hold, 7 seconds.
UNWELL
SKIP
Pain 2 noted.
"""
STRETCH = """
Arms overhead.
Stand or sit upright, arms by your sides.
Stop if it hurts more.
How much does it hurt now? 0 is no pain, 10 the worst.
Please answer with a number from 0 to 10.
Stretch with pain 5? y or n.
KEYS
Get ready, 5 seconds. Both arms slowly up, 3 seconds.
Both arms slowly up, 3 seconds.
Both arms: hold overhead, 5 seconds. Then let them down, 3 seconds.
3
2
1
Both arms: let them down, 3 seconds.
Rest, 4 seconds. Next: both arms slowly up, 3 seconds.
Paused. Press enter to go on.
Stretch with pain 5? y or n.
Rest. 3 seconds left.
Stopped.
SKIP
Pain 6 noted.
"""
WALK = """
SKIP
KEYS
The time counts up. To stop and save it, type x.
1 minute.
2 minutes.
Walk: 2 minutes so far.
Walk is over: 2 minutes logged.
SKIP
Pain 5 noted.
"""


@pytest.mark.parametrize(
    ("command", "typed", "read"),
    [
        ("ice --minutes 2", [(1, "6"), (1, ""), (1, ""), (121, ""), (130, "x"), (1, "4")], ICE),
        (
            "heat --minutes 1",
            [(0, ""), (1, ""), (0, "y"), (1, ""), (20, "p"), (241, ""), (41, ""), (5, "n"), (1, "x")],
            PAUSED,
        ),
        ("posture --minutes 5", [(1, ""), (301, ""), (10, ""), (1, "what"), (1, "x"), (1, "")], POSTURE),
        ("breathe 478", [(0, ""), (30, "o"), (1, "2")], BREATHE),
        ("stretch overhead", [(1, ""), (1, "5"), (1, "y"), (17, "p"), (1, ""), (1, "y"), (1, "x"), (1, "6")], STRETCH),
        ("walk", [(1, "3"), (125, ""), (1, "x"), (1, "5")], WALK),
    ],
    ids=str.split("ice paused posture breathe stretch walk"),
)
def test_it_reads_as_a_person_would_lead(led, command, typed, read):
    blocks = {"ASKED": ASKED, "KEYS": [KEYS], "TEN": TEN, "UNWELL": UNWELL, "SKIP": [SKIP]}
    blocks["WHICH"] = [WHICH]
    blocks["TOO SOON"] = [f"Your skin hasn't had its break yet. {L2.named}."]
    said = led(command, *typed)
    assert said.out.splitlines() == [part for line in read.split("\n")[1:-1] for part in blocks.get(line, [line])]
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(
    ("command", "typed", "sentence"),
    [
        ("ice", [], "The input has ended: nothing starts here without an answer."),
        ("posture", [(1, "x")], "Nothing starts here without an answer."),
        ("ice", [(1, ""), (1, "n")], "Then don't put it on."),
        ("ice", [(1, "4"), (1, ""), (1, "x")], "Nothing starts here without an answer."),
        ("heat", [(1, ""), (1, "")], "The input has ended"),
        ("stretch", [(1, "y")], "You said that you have brittle bones."),
        ("stretch", [(1, "n"), (1, "8")], "With pain 8 of 10 it's too soon to stretch. "),
        ("stretch overhead", [(1, "5"), (1, "n")], "No stretch now."),
        ("ice --minutes 25", [], "25 min is too long."),
    ],
)
def test_without_the_right_answers_nothing_starts(led, shell, command, typed, sentence):
    said = led(command, *typed)
    assert (said.code, sentence in said.err) == (1, True), said.err
    assert shell.ok("status", "--line").out == "Nothing is running\n"


def test_a_bath_asks_its_own_questions(led, stored):
    said = led("heat --minutes 1", (0, ""), (1, "6"), (1, "5"), (1, ""), (1, "")).out.splitlines()
    assert said[3] == "Please answer with a number from 1 to 5."
    assert said[4:9] == ["Before you get in, check:", *(f"{question}." for question in WATER)]
    assert "Get in, then press enter to start." in said
    assert stored() == [("heat", State.DUE)]


def test_a_pack_that_nobody_can_confirm_calls_for_a_quarter_of_an_hour(led, bell, stored):
    said = led("heat --minutes 1", (0, ""), (1, ""), (1, ""), (1, ""))
    assert said.out.splitlines()[-2:] == [
        "14 minutes over. Take the heat off now.",
        "15 minutes over. Take the heat off now.",
    ]
    assert (said.code, bell.headlines) == (1, ["Heat REMOVE NOW"] * 18)
    assert stored() == [("heat", State.DUE)]


@pytest.mark.parametrize(("ends", "code"), [("x", 1), (CTRL_C, 130)])
def test_what_could_not_be_saved_is_said_at_the_end(led, monkeypatch, ends, code):
    @contextmanager
    def full(_):
        raise JournalError("The disk is full.")
        yield

    monkeypatch.setattr(SqliteJournal, "transaction", full)
    said = led("ice", (1, "3"), (1, ""), (1, ""), (30, ends), (1, "2"))
    assert said.code == code
    told = said.out + said.err
    assert "Not saved, and lost now: Ice, Skin questions confirmed, Diary. The disk is full." in told
    assert "its time is kept" not in told


def test_after_ctrl_c_it_goes_on_and_is_led_again(led, clock, stored):
    said = led("ice --minutes 10", (0, ""), (1, ""), (1, ""), (30, CTRL_C))
    assert said.code == 130
    assert "Ice is still running, and its time is kept: backcoach status shows it." in said.out
    assert stored() == [("ice", State.RUNNING)]
    clock.advance(minutes=2)
    assert led("ice", (1, CTRL_C)).out.splitlines()[:2] == [KEYS, "Ice is on. 7 minutes 30 seconds left."]
    clock.advance(minutes=8)
    again = led("ice", (1, "-1"), (1, "-0"), (1, CTRL_C)).out.splitlines()
    assert "Ice was over at 14:15, " in again[0]
    assert again[1] == "Take the ice off now. Press enter when it's off."
    assert again[1:4:2] == [
        "Take the ice off now. Press enter when it's off.",
        "Give a time from when it was over up to now.",
    ]
    assert stored() == [("ice", State.RUNNING)], "the skin rests"


def test_the_signs_are_shown_at_any_moment_and_what_leads_is_paused(led, stored):
    said = led("breathe", (0, ""), (8, "!"), (100, CTRL_C))
    assert "Call for help now" in said.out
    assert said.out.splitlines()[-3] == "Paused. Press enter to go on."
    assert stored() == [("breathe", State.PAUSED)]
    assert led("stretch", (1, "!"), (1, "x")).out.count("brittle bones (osteoporosis), or might you?") == 2


@pytest.mark.parametrize("gap", ["suspend", "advance"])
def test_after_a_gap_one_line_says_how_it_stands(led, clock, gap):
    """A machine that slept, and a program that was stopped."""
    typed = (0, ""), (1, ""), (1, ""), (70, lambda: getattr(clock, gap)(minutes=5)), (10, CTRL_C)
    stands = ["Ice is on. 15 minutes left.", "14 minutes left.", "Ice is on. 8 minutes 50 seconds left."]
    assert led("ice --minutes 15", *typed).out.splitlines()[-5:-2] == stands


def test_a_pain_that_was_too_much_is_named_where_it_is_asked_for_again(led):
    led("stretch overhead", (1, "8"))

    assert "you said pain 8, too much to stretch.\nHow much" in led("stretch overhead", (1, "3"), (1, "x")).out


def test_it_hurts_ends_a_stretch_whatever_is_led(led, stored):
    led("stretch overhead", (1, "2"), (10, CTRL_C))
    led("ice", (1, ""), (1, ""), (5, "o"), (1, CTRL_C))
    assert stored() == [("ice", State.RUNNING)]


def test_of_another_session_only_its_calls_are_read(led):
    led("posture --minutes 5", (0, "3"), (1, CTRL_C))
    read = led("ice --minutes 20", (1, ""), (1, ""), (330, ""), (1, CTRL_C)).out
    assert read.count("Change position: walk a little, or lie down. Press enter when you have.") == 1
    assert "Stay as you are" not in read
    assert SKIP not in read  # the pain was said within the past hour
    assert "15 minutes left." in read


@pytest.mark.parametrize("term", ["dumb", None])
def test_a_dumb_terminal_is_led_as_lines_by_itself(shell, led, monkeypatch, term):
    monkeypatch.delenv("TERM", raising=False)
    if term:
        monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(plain_lines, "Keys", lambda: Typed(plain.SystemClock()))
    assert shell("heat").err.startswith("backcoach: The input has ended")
    assert "Nothing is running" in shell.ok().out
    assert "backcoach ice, backcoach heat" in shell.ok().out


LEAD = """
import sys
from backcoach.cli.main import main

status = main(sys.argv[1:])
sys.exit(9 if "textual" in sys.modules else status)
"""


def test_through_a_pipe_each_line_comes_at_once_and_a_signal_leaves_it_stored(shell):
    words = ["--data-dir", str(shell.data), "breathe", "--plain"]
    program = subprocess.Popen(
        [sys.executable, "-c", LEAD, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    program.stdin.write(b"\n")
    program.stdin.flush()
    read = b""
    for line in program.stdout:
        read += line
        if b"Get ready" in line:
            program.stdin.write(b"P\n")
            program.stdin.flush()
        if b"Paused" in line:
            break
    program.send_signal(signal.SIGTERM)
    rest, wrong = program.communicate(timeout=20)
    assert (program.returncode, wrong) == (128 + signal.SIGTERM, b"")
    assert b"Breathe is still running, and its time is kept" in rest
    assert all(byte >= ord(" ") or byte == ord("\n") for byte in read + rest)


def test_the_first_minute_is_led_by_lines_and_its_pack_begins(led, stored, shell):
    said = led("now", (6, "n"), (80, ""), (5, "2"), (3, ""), (3, "i"), (3, ""), (0, ""), (0, ""), (1, ""), (1, "x")).out
    for words in (
        "Stop. Stay where you are.",
        "Breathe in, slowly.",
        "Press y for yes, n for none of them.",
        "Lower legs on a chair.",
        "Ice is on.",
    ):
        assert words in said, said
    assert stored() == []
    assert shell.ok("flare", "show", "--json").json["hours"] < 0.1
    assert [entry["text"] for entry in shell.ok("diary", "list", "--json").json if "Position" in entry["text"]]


def test_a_sign_in_the_first_minute_shows_whom_to_call_and_nothing_begins(led, stored):
    said = led("now", (6, "y")).out
    assert "Call for help now" in said
    assert stored() == []


@pytest.mark.parametrize("kind", [plain_lines.Keys, plain_lines.QueuedKeys])
def test_what_is_typed_comes_line_by_line_and_a_signal_between(monkeypatch, kind):
    """An input that does not block, as another program may leave it, has not ended."""
    read, written = os.pipe()
    os.set_blocking(read, kind is plain_lines.QueuedKeys)
    with os.fdopen(read) as stdin, os.fdopen(written, "w") as keyboard:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        before = {number: signal.getsignal(number) for number in plain_lines.ENDINGS}
        keys = kind()
        try:
            assert keys.next(ZERO) is None
            print("P", file=keyboard, flush=True)
            assert keys.next(timedelta(seconds=5)) == "p"
            assert keys.next(ZERO) is None
            os.kill(os.getpid(), signal.SIGINT)
            with pytest.raises(EndedError, match=str(int(signal.SIGINT))):
                keys.next(timedelta(seconds=5))
            keyboard.write("x")
            keyboard.close()
            found = [keys.next(timedelta(seconds=5)) for _ in range(3)]
            assert "x" in found
            assert keys.ended
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
