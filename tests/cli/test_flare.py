"""`backcoach flare`, and what `status` tells of it and of the day."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from backcoach.cli.main import main
from backcoach.domain.flare import parse_onset
from backcoach.domain.text import WordsError

NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


def say(capsys, *words):
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def status(capsys):
    return json.loads(say(capsys, "status", "--json")[1])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", NOW),
        ("just now", NOW),
        ("09:30", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("today at 09:30", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("Yesterday 18:00", datetime(2026, 11, 21, 18, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("2026-11-20 09:30", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
    ],
)
def test_when_it_began_as_a_person_says_it(typed, expected):
    assert parse_onset(typed, now=NOW, local=lambda at: at, day_start=timedelta(0)) == expected


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("soon", "yesterday 18:00"),
        ("23:59", "still to come"),
        ("2026-02-30", "not a time"),
        ("2025-02-29 10:00", "not in the calendar"),
        ("yesterday 25:00", "25:00"),
    ],
)
def test_what_is_no_time_is_refused_with_the_forms(typed, match):
    with pytest.raises(WordsError, match=match):
        parse_onset(typed, now=NOW, local=lambda at: at, day_start=timedelta(0))


def test_a_flare_up_from_its_start_to_its_end(capsys):
    code, out, err = say(capsys, "flare", "start", "--onset", "yesterday 08:00", "--plan", "ice-first")
    assert (code, err) == (0, "")
    assert out.startswith("Saved: flare-up since ")
    assert "ice-first (002, backcoach) · ice until " in out

    shown = json.loads(say(capsys, "flare", "show", "--json")[1])
    found = status(capsys)
    assert found["flare"].keys() == {"id", "onset", "hours", "plan", "phase"}
    assert {key: shown[key] for key in ("id", "onset", "plan", "phase")} == {
        key: found["flare"][key] for key in ("id", "onset", "plan", "phase")
    }
    assert found["flare"]["id"] in out
    assert (found["flare"]["plan"], found["flare"]["phase"]) == ("ice-first", "ice")
    assert 15 < found["flare"]["hours"] < 41
    assert datetime.fromisoformat(found["flare"]["onset"]).strftime("%H:%M:%S") == "08:00:00"
    assert all(item.keys() == {"kind", "at", "label"} for item in found["next"])
    assert "Lift nothing over 6.8 kg" in say(capsys, "flare", "show")[1]
    assert "plan ice-first" in say(capsys, "status")[1]

    assert say(capsys, "flare", "start")[0] == 1
    assert "over after" in say(capsys, "flare", "end")[1]
    assert say(capsys, "flare", "show", "--json") == (0, "null\n", "")
    assert status(capsys)["flare"] is None
    assert say(capsys, "flare", "end")[0] == 1


def test_over_two_weeks_the_end_says_to_see_someone(capsys):
    say(capsys, "flare", "start", "--onset", f"{datetime.now(tz=UTC) - timedelta(days=16):%Y-%m-%d}")
    assert "more than two weeks" in say(capsys, "flare", "show")[1]
    assert "see someone" in say(capsys, "flare", "end")[1]


def test_short_ice_from_now_is_ice_every_two_hours(capsys):
    say(capsys, "flare", "start", "--plan", "short-ice")
    at = [datetime.fromisoformat(item["at"]) for item in status(capsys)["next"] if item["kind"] == "ice"]
    assert all((two - one) % timedelta(hours=2) == timedelta(0) for one, two in pairwise(at))
    assert at


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["start", "--onset", "25:00"], 2, "00:00 to 23:59"),
        (["start", "--onset", "soon"], 2, "yesterday 18:00"),
        (["start", "--onset", "9999-01-01 00:00"], 2, "still to come"),
        (["start", "--onset", "2020-01-01 00:00"], 2, "within the last year"),
        (["start", "--plan", "nonsense"], 1, "steady"),
        (["end"], 1, "No flare-up is open"),
        ([], 2, "--help"),
        (["begin"], 2, "start"),
    ],
)
def test_what_cannot_be_is_one_sentence(capsys, words, code, said):
    found, out, err = say(capsys, "flare", *words)
    assert (found, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1


def test_without_a_flare_up_show_says_how_to_start_one_and_makes_nothing(capsys, own_home):
    assert "backcoach flare start" in say(capsys, "flare", "show")[1]
    assert not list(own_home.rglob("*.db"))


def test_the_short_line_is_the_next_thing_where_nothing_runs(capsys):
    say(capsys, "flare", "start")
    assert say(capsys, "status", "--line")[1] in {"now Ice, 15 min\n", "07:00 Ice, 15 min\n"}
