"""A day with a flare-up, from the onset at eight in the morning to the night, as the person lives it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from tests.terminal.emulator import wait_until

MORNING = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)
"""A Monday; the five seconds are those between the spasm and the first key."""


@pytest.fixture
def rung(desktop):
    """What was called out, each with its time: `08:15 Ice REMOVE NOW`."""

    def ringing():
        lines = desktop.read_text().splitlines() if desktop.exists() else []
        return [f"{line[:5]} {name}" for line in lines for name in ("Ice REMOVE NOW", "Next: ") if name in line]

    return ringing


@pytest.fixture
def day(clocks, desktop, open_program):
    """The window, opened as the day begins; large enough to show all of the day."""
    assert desktop  # set up before the window looks for it
    clocks.set_to(MORNING)
    return open_program(size=(120, 40))


def at(clock):
    """The time of the day."""
    hour, minute, second = map(int, clock.split(":"))
    return MORNING.replace(hour=hour, minute=minute, second=second)


def ahead(screen):
    """What is suggested: when, what, and the key that starts it."""
    return [" ".join(row) for row in re.findall(r"│ +(now|\d\d:\d\d)  ● +(.+?)  +(\w) ", screen)]


def press(window, *steps):
    """Press each key once what it needs is on the screen: `shows, key, shows, key`."""
    for shows, key in zip(steps[::2], steps[1::2], strict=True):
        window.wait_for(shows)
        window.send(key)


def test_a_day_from_the_onset_to_the_night(*, day, clocks, ask, rung):
    # Eight in the morning. Four keys, and the first screen says what helps now and when next.
    press(day, "Flare-up", "f", "What set it off", "\r", "A flare-up has begun", "n", "Back", "\x1b")
    first = "Day 1 · ice until Wed 08:00"
    screen = day.wait_for(lambda screen: first in screen and len(ahead(screen)) >= 10)
    assert ahead(screen)[:10] == [
        "now Ice, 15 min i",
        "now Breathe slowly b",
        "09:01 Change position every 30 min p",
        "09:30 Walk 1 of 3, 2 min w",
        "10:00 Ice, 15 min i",
        "12:00 Ice, 15 min i",
        "14:00 Ice, 15 min i",
        "14:30 Walk 2 of 3, 2 min w",
        "16:00 Ice, 15 min i",
        "18:00 Ice, 15 min i",
    ]

    # The first ice: the questions about the skin, then it runs; after a quarter of an hour it calls until it is off.
    press(
        day,
        "Nothing is running",
        "i",
        "Pain now?",
        "\r",
        lambda screen: "Pain now?" not in screen,
        "\r",
        "You said yes to all of this within the last day:",
        "\r",
        "Ice 14:5",
        "",
    )
    clocks.sleep_until(at("08:15:30"))
    press(day, "Ice REMOVE NOW", "\r", "Ice off 19:", "")
    wait_until(lambda: rung() == ["08:15 Ice REMOVE NOW"], lambda: str(rung()))

    # The skin rests; what was missed falls away in silence; at ten the next ice is called out, to the minute.
    clocks.sleep_until(at("08:36:30"))
    press(day, "Nothing is running", "")
    clocks.sleep_until(at("09:59:59"))
    wait_until(lambda: len(rung()) > 1, lambda: f"{rung()}\n{day.screen()}")
    assert rung()[1:] == ["10:00 Next: "]
    day.wait_for(lambda screen: "✓  Ice" in screen and ahead(screen)[:1] == ["now Ice, 15 min i"])

    # A short walk instead, with the pain before and after it: it is ticked, the ice stays.
    press(day, "Walk", "w", "Minutes", "5", "5", "\r", "▸ Pain before", "6")
    press(day, lambda screen: "▸ Pain after" in screen, "5", "Saved:", "\x1b")
    screen = day.wait_for(lambda screen: "✓  Walk, 5 min" in screen and "6 → 5" in screen)
    assert "Walk 2 of 3" in screen
    assert "now Ice, 15 min i" in ahead(screen)

    # Ten to ten at night: one more ice. Its call to take it off comes in the quiet hours; reminders don't.
    clocks.sleep_until(at("21:50:00"))
    press(
        day,
        "Mon 23 Nov 21:50",
        "i",
        "Pain now?",
        "\r",
        "You said yes to all of this within the last day:",
        "\r",
        "Ice 14:5",
        "",
    )
    clocks.sleep_until(at("22:05:30"))
    press(day, "Ice REMOVE NOW", "\r", "Ice off 19:", "")
    clocks.sleep_until(at("23:40:00"))
    day.wait_for(lambda screen: "Mon 23 Nov 23:40" in screen and not any("now" in row for row in ahead(screen)))
    day.send("q")
    assert day.wait_exit() == 0
    at_waking = "21:50 Next: "  # may come before the key that starts the ice, or not at all
    assert [call for call in rung()[2:] if call != at_waking] == ["22:05 Ice REMOVE NOW"]

    # What was stored.
    status = json.loads(ask("status", "--json")[1])
    assert status["flare"]["onset"].startswith("2026-11-23T08:00:")
    assert 15.6 < status["flare"]["hours"] < 15.7
    assert (status["flare"]["plan"], status["flare"]["phase"]) == ("steady", "ice")
    assert status["today"] == {
        "date": "2026-11-23",
        "walks": 1,
        "walk_minutes": 5,
        "goal_walks": 3,
        "goal_minutes": 6,
        "pain_latest": 5,
    }
    stored = json.loads(ask("export")[1])
    assert [each["kind"] for each in stored["sessions"]] == ["ice", "ice"]
    assert [(each["minutes"], each["pain_before"], each["pain_after"]) for each in stored["walks"]] == [(5, 6, 5)]
    assert len(stored["flares"]) == 1
