"""The settings, their defaults, and what may stand in their place."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from backcoach.domain.documents import FieldError
from backcoach.domain.settings import (
    BY_KEY,
    DEFAULTS,
    SECTIONS,
    SETTINGS,
    Motion,
    Settings,
    Theme,
    WeekStart,
    reduced_motion,
)


def test_each_field_has_one_key_and_each_key_one_field():
    assert [setting.field for setting in SETTINGS] == list(Settings.__match_args__)
    assert len(BY_KEY) == len(SETTINGS)


def test_no_key_is_also_a_section():
    assert not SECTIONS & set(BY_KEY)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_default_is_a_value_that_may_be_written(setting):
    assert setting.accept(setting.written(setting.default)) == setting.default
    assert (setting.default is None) is bool(setting.unset), "words say what holds where nothing is set"


NOBODYS = {
    "list": [],
    "table": {},
    "fraction": 3.5,
    "nan": float("nan"),
    "span": timedelta(1),
    "seconds": time(1, 2, 3),
    "huge": 16**9999,
    "escapes": "\x1b[2J",
}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
@pytest.mark.parametrize("written", NOBODYS.values(), ids=NOBODYS)
def test_what_no_setting_takes_is_refused_in_a_sentence(setting, written):
    with pytest.raises(FieldError) as refused:
        setting.accept(written)
    sentence = refused.value.sentence
    assert sentence.startswith(f"{setting.key} can't be ")
    assert "it must be" in sentence
    assert sentence.isprintable()


CASES = [
    ("region", "at", "AT"),
    ("region", "", None),
    ("emergency_number", " 112 ", "112"),
    ("advice_number", "+43 316 1450", "+43 316 1450"),
    ("week_start", "Sunday", WeekStart.SUNDAY),
    ("theme", " day ", Theme.DAY),
    ("day_start", 6, timedelta(hours=6)),
    ("lead_in", 0, timedelta(0)),
    ("lead_in", 30, timedelta(seconds=30)),
    ("posture_interval", 5, timedelta(minutes=5)),
    ("posture_interval", 60, timedelta(minutes=60)),
    ("quiet.from", "7:05", time(7, 5)),
    ("quiet.from", "23:59", time(23, 59)),
    ("quiet.to", time(7), time(7)),
    ("quiet.on", False, False),
    ("channels.tones.volume", 100, 100),
    ("tone_lead_s", 0, 0),
    ("tone_lead_s", 1.25, 1.25),
    ("channels.speech.voice", "en-gb", "en-gb"),
    ("alarm_command", ["ntfy", "publish", "me"], ("ntfy", "publish", "me")),
    ("voice_command", "", None),
]


@pytest.mark.parametrize(("key", "written", "value"), CASES)
def test_a_right_value_is_taken(key, written, value):
    assert BY_KEY[key].accept(written) == value


REFUSED = [
    ("region", "AUT", "two letters"),
    ("region", "Ü1", "two letters"),
    ("emergency_number", 112, 'emergency_number can\'t be 112: it must be a number to call in quotes, such as "112"'),
    ("theme", "nite", 'Did you mean "night"?'),
    ("units", 3, '"metric" or "us"'),
    ("day_start", 7, "from 0 to 6"),
    ("lead_in", 31, "from 0 to 30"),
    ("lead_in", "5", 'lead_in can\'t be "5": it must be a whole number of seconds from 0 to 30.'),
    ("lead_in", True, "can't be true"),
    ("posture_interval", 61, "A change of position comes every 5 to 60 min (posture; source 000, backcoach)."),
    ("posture_interval", 4, "source 000"),
    ("quiet.from", "24:00", "00:00"),
    ("quiet.from", "7:5", "00:00"),
    ("quiet.from", "7", "00:00"),
    ("quiet.on", 1, "quiet.on can't be 1: it must be true or false."),
    ("quiet.on", "yes", "true or false"),
    ("channels.tones.volume", 101, "from 0 to 100"),
    ("channels.tones.volume", -1, "from 0 to 100"),
    ("channels.speech.voice", "x" * 61, "at most 60"),
    ("voice_command", "piper --raw", "it must be a list of words in quotes, the first a program"),
    ("alarm_command", ["curl", 3], "a list of words in quotes"),
    ("alarm_command", [""], "a list of words in quotes"),
    ("plan", "", "the id of a plan"),
]


@pytest.mark.parametrize(("key", "written", "says"), REFUSED)
def test_a_wrong_value_is_refused_and_says_what_would_be_right(key, written, says):
    with pytest.raises(FieldError) as refused:
        BY_KEY[key].accept(written)
    assert says in refused.value.sentence


def test_a_part_of_a_unit_is_refused_and_not_cut_off():
    setting = BY_KEY["posture_interval"]
    with pytest.raises(FieldError):
        setting.accept(setting.written(timedelta(minutes=7, seconds=30)))
    setting = BY_KEY["quiet.from"]
    with pytest.raises(FieldError):
        setting.accept(setting.written(time(7, 0, 30)))


def test_known_ids_are_held_to_and_unknown_ones_named():
    known = {"plan": ("steady", "warm")}
    assert BY_KEY["plan"].accept("warm", known) == "warm"
    with pytest.raises(FieldError, match=r'there are "steady", "warm"\. Did you mean "steady"'):
        BY_KEY["plan"].accept("stedy", known)
    assert BY_KEY["goals.level"].accept("easing", known) == "easing"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("lead_in", " 7 ", timedelta(seconds=7)),
        ("channels.tones.volume", "40", 40),
        ("tone_lead_s", " 0.4 ", 0.4),
        ("tone_lead_s", "2", 2),
        ("goals.walks", "", None),
        ("quiet.from", "21:30", time(21, 30)),
        ("theme", "day", Theme.DAY),
    ],
)
def test_what_is_typed_becomes_a_value(key, text, value):
    assert BY_KEY[key].typed(text) == value


@pytest.mark.parametrize("text", ["", "x", "-3", "9" * 6000, "5.5"])
def test_what_is_typed_wrongly_is_refused_in_a_sentence(text):
    with pytest.raises(FieldError, match="it must be a whole number of seconds"):
        BY_KEY["lead_in"].typed(text)


@pytest.mark.parametrize(
    ("begins", "ends", "at", "quiet"),
    [
        (time(22), time(7), time(21, 59), False),
        (time(22), time(7), time(22), True),
        (time(22), time(7), time(0), True),
        (time(22), time(7), time(6, 59), True),
        (time(22), time(7), time(7), False),
        (time(13), time(15), time(14), True),
        (time(13), time(15), time(15), False),
        (time(13), time(15), time(3), False),
        (time(9), time(9), time(9), False),
    ],
)
def test_quiet_hours_run_over_midnight_too(begins, ends, at, quiet):
    assert Settings(quiet_from=begins, quiet_to=ends).is_quiet(at) is quiet
    assert Settings(quiet=False, quiet_from=begins, quiet_to=ends).is_quiet(at) is False


@pytest.mark.parametrize(
    ("motion", "environ", "reduced"),
    [
        (Motion.AUTO, {}, False),
        (Motion.AUTO, {"TEXTUAL_ANIMATIONS": "none"}, True),
        (Motion.AUTO, {"TEXTUAL_ANIMATIONS": "NONE"}, True),
        (Motion.AUTO, {"TEXTUAL_ANIMATIONS": "full"}, False),
        (Motion.AUTO, {"NO_COLOR": "1"}, True),
        (Motion.AUTO, {"NO_COLOR": ""}, False),
        (Motion.REDUCED, {}, True),
        (Motion.REDUCED, {"TEXTUAL_ANIMATIONS": "full"}, True),
        (Motion.FULL, {"TEXTUAL_ANIMATIONS": "none", "NO_COLOR": "1"}, False),
    ],
)
def test_motion_is_as_set_and_else_as_the_environment_asks(motion, environ, reduced):
    assert reduced_motion(Settings(motion=motion), environ) is reduced


def test_the_week_starts_where_the_calendar_says():
    assert {day: day.weekday for day in WeekStart} == {"monday": 0, "saturday": 5, "sunday": 6}
    assert DEFAULTS.theme_name == "backcoach-night"
