"""The day's plan as `status` tells it: clocks that were wrong, levels, flights, changes of clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.log import Logbook
from backcoach.coach.watch import HELP, Reminders
from backcoach.domain.settings import DEFAULTS
from backcoach.library import Library
from tests.doubles import Heard, ids


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def status(shell):
    return shell.ok("status", "--json").json


def planned(shell, kind):
    return [item["at"][11:16] for item in status(shell)["next"] if item["kind"] == kind]


def test_what_comes_next_is_in_order_of_time(shell, clock):
    """At night all of it is tomorrow's, also the change of position, with which the day begins."""
    shell.ok("flare", "start")
    clock.wall = at("2026-11-22T22:30:00")
    times = [item["at"] for item in status(shell)["next"]]
    assert len(times) > 3
    assert times == sorted(times)


def test_a_walk_keeps_its_own_day_after_a_flight(shell, clock):
    """Walked on the morning of the 23rd in Tokyo, when it was still the 22nd in Berlin."""
    clock.zone = ZoneInfo("Asia/Tokyo")
    clock.wall = at("2026-11-22T22:30:00")
    assert shell.ok("walk", "add", "12", "--pain-after", "3", "--json").json["date"] == "2026-11-23"
    clock.zone = ZoneInfo("Europe/Berlin")
    today = status(shell)["today"]
    assert (today["date"], today["walks"], today["pain_latest"]) == ("2026-11-22", 0, None)
    clock.advance(hours=12)
    today = status(shell)["today"]
    assert (today["date"], today["walks"], today["pain_latest"]) == ("2026-11-23", 1, 3)


def test_a_walk_after_midnight_counts_once_where_quiet_hours_begin_later(shell, clock):
    shell.settings('[quiet]\nfrom = "02:00"\nto = "09:00"\n')
    shell.ok("flare", "start", "--onset", "2026-11-20 08:00")
    clock.wall = at("2026-11-22T23:30:00")
    assert shell.ok("walk", "add", "5", "--json").json["date"] == "2026-11-23"
    assert status(shell)["today"]["walks"] == 1
    clock.wall = at("2026-11-23T09:00:00")
    labels = [item["label"] for item in status(shell)["next"] if item["kind"] == "walk"]
    assert labels[0].startswith("Walk 2 of")


def test_hours_without_a_walk_are_counted_from_the_last_one_however_long_ago(shell, clock):
    shell.ok("flare", "start")
    clock.advance(days=5)
    shell.ok("walk", "add", "5")
    clock.advance(days=5)
    assert "You haven't walked for 5 days" in shell.ok("flare", "show").out


def test_an_application_of_a_phase_that_is_over_is_not_suggested(shell, clock):
    """Ice was due at 12:00, the phase of ice ended at 13:00."""
    clock.wall = at("2026-11-23T13:05:00")
    shell.ok("flare", "start", "--onset", "2026-11-20 13:00", "--plan", "ice-first")
    packs = [item for item in status(shell)["next"] if item["kind"] in {"ice", "heat"}]
    assert {item["kind"] for item in packs} == {"heat"}


def test_the_level_taken_today_leaves_today_s_goal_met(shell, clock):
    """The day's goal is that of the level that was in force when it was met."""
    for _ in range(2):
        clock.advance(days=1)
        shell.ok("walk", "add", "6")
    before = status(shell)["today"]["goal_minutes"]
    with shell.journal() as journal:
        log = Logbook(clock, journal, lambda: DEFAULTS, levels=Library().levels, new_id=lambda: "a" * 32)
        log.agree(log.offer())
        assert log.offer() is None
    assert status(shell)["today"]["goal_minutes"] == before
    days = {day["date"]: day for day in shell.ok("week", "--json").json["days"]}
    assert days[status(shell)["today"]["date"]]["met"] is True
    clock.advance(days=1)
    assert status(shell)["today"]["goal_minutes"] > before


def test_the_level_taken_last_holds_though_the_clock_was_ahead(shell, clock):
    shell.ok("walk", "add", "6")
    with shell.journal() as journal:
        log = Logbook(clock, journal, lambda: DEFAULTS, levels=Library().levels, new_id=ids())
        levels = Library().levels
        clock.set_wall(hours=2)
        shell.ok("flare", "start")
        log.agree(levels[1])
        clock.set_wall(hours=-2)
        log.agree(levels[0])
        assert log.offer() is None
        clock.advance(days=3)
        assert log.level == levels[0]


@pytest.mark.parametrize("boot", ["the same", "another"])
def test_a_clock_that_was_ahead_silences_nothing(shell, clock, boot):
    """The daily help was shown while the clock was 40 days ahead; the day after it was corrected it comes again."""
    shell.ok("flare", "start")
    clock.set_wall(days=40)
    assert claims(shell, clock)
    clock.set_wall(days=-40)
    if boot == "another":
        clock.reboot(minutes=1)
    clock.advance(days=1)
    assert claims(shell, clock)
    assert not claims(shell, clock)


def claims(shell, clock):
    """Whether the daily help is to be shown now; it is shown then."""
    with shell.journal() as journal:
        days = Days(clock, journal, Library(), DEFAULTS, new_id=lambda: "b" * 32)
        return Reminders(Coach(clock, journal, Heard(), str), days).once(HELP, daily=True)


@pytest.mark.parametrize(
    ("now", "typed", "walk"),
    [
        ("2026-11-22T13:00:00", "00:30", ("2026-11-22T00:30:00+01:00", "2026-11-21")),
        ("2026-11-22T00:00:00", "00:30", ("2026-11-22T00:30:00+01:00", "2026-11-21")),
        ("2026-11-22T00:00:00", "23:30", ("2026-11-21T23:30:00+01:00", "2026-11-21")),
        ("2026-03-29T01:30:00", "01:50", ("2026-03-29T01:50:00+01:00", "2026-03-28")),
        ("2026-10-25T02:30:00", "02:30", ("2026-10-25T02:30:00+02:00", "2026-10-24")),
    ],
)
def test_a_time_around_the_start_of_the_day_and_a_change_of_the_clocks(shell, clock, now, typed, walk):
    shell.settings("day_start = 4\n")
    clock.wall = at(now)
    added = shell.ok("walk", "add", "5", "--at", typed, "--json").json
    assert (added["start"], added["date"]) == walk


def test_an_hour_that_never_was_is_refused(shell, clock):
    clock.wall = at("2026-03-29T10:00:00")
    said = shell("walk", "add", "5", "--at", "02:30")
    assert (said.code, said.out) == (2, "")
    assert "did not exist" in said.err


def test_a_walk_that_has_just_ended_began_at_an_hour_that_was(shell, clock):
    clock.wall = at("2026-03-29T01:10:00")
    assert shell.ok("walk", "add", "20", "--json").json["start"] == "2026-03-29T01:50:00+01:00"


@pytest.mark.parametrize("words", [("600", "--at", "14:05"), ("30", "--at", "13:40"), ("2", "--at", "14:05")])
def test_no_part_of_a_walk_is_in_the_future(shell, words):
    said = shell("walk", "add", *words)
    assert (said.code, said.out) == (2, "")
    assert "still to come" in said.err
    assert "fewer minutes" in said.err
    assert shell.ok("walk", "list", "--json").json == []


def test_an_edit_can_t_make_a_walk_reach_into_the_future(shell):
    walk = shell.ok("walk", "add", "5", "--json").json
    said = shell("walk", "edit", walk["id"], "--minutes", "50")
    assert said.code == 2
    assert "still to come" in said.err
    assert shell.ok("walk", "edit", walk["id"], "--minutes", "4", "--json").json["minutes"] == 4
