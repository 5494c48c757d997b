"""The highest level wins, and a region is never guessed from a language."""

from datetime import UTC, datetime

import pytest

from backcoach.domain.settings import Settings
from backcoach.domain.signs import (
    ANOTHER,
    AS_SET,
    MOBILE,
    NO_REGION,
    Answer,
    Level,
    Region,
    Round,
    Sign,
    Where,
    Zone,
    always,
    listed_numbers,
    numbers,
    region_at,
    where_of,
    whom_to_ask,
    whose_numbers,
    zone_of,
)


def region(region_id, title, emergency, **more):
    return Region(id=region_id, title=title, emergency=emergency, sources=("one", "another"), **more)


REGIONS = (
    region("GB", "United Kingdom", "999", advice="111", note="111 is for advice."),
    region("NZ", "New Zealand", "111"),
    region("AT", "Austria", "112"),
    region("IE", "Ireland", "112", also="or 999"),
)


def sign(level):
    return Sign(level.value, level, "Something", "Something?", ("000",))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], None),
        ([Level.SOON], Level.SOON),
        ([Level.SOON, Level.TODAY], Level.TODAY),
        ([Level.TODAY, Level.EMERGENCY, Level.SOON], Level.EMERGENCY),
    ],
)
def test_the_highest_level_wins(levels, expected):
    answers = tuple(Answer(sign(level), yes=True, at=datetime(2026, 11, 20, tzinfo=UTC)) for level in levels)
    assert Round((), answers=answers).found is expected


@pytest.mark.parametrize(
    ("locale", "territory"),
    [
        ("de_AT.UTF-8", "AT"),
        ("de_DE@euro", "DE"),
        ("en-nz", "NZ"),
        ("zh_Hant_TW.UTF-8", "TW"),
        ("ca", None),
        ("ca_ES.UTF-8", "ES"),
        ("nz", None),
        ("es_419", None),
        ("C", None),
        ("C.UTF-8", None),
        ("POSIX", None),
        ("", None),
    ],
)
def test_a_territory_is_that_of_the_locale_never_its_language(locale, territory):
    assert where_of(Settings(), {"LANG": locale}).code == territory


@pytest.mark.parametrize(
    ("code", "emergency", "advice"),
    [("GB", "999", "111"), ("UK", "999", "111"), ("NZ", "111", None), ("AT", "112", None)],
)
def test_a_country_is_found_by_its_letters(code, emergency, advice):
    region = region_at(Where(code), REGIONS)

    assert (region.emergency, region.advice) == (emergency, advice)


@pytest.mark.parametrize("code", [None, "JP"])
def test_without_a_region_no_number_is_made_up(code):
    assert region_at(Where(code), REGIONS) is NO_REGION
    assert NO_REGION.emergency == "your local emergency number"
    assert NO_REGION.advice is None


def test_every_level_says_what_to_do():
    assert len({level.heading for level in Level}) == len(Level)


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"LANG": "de_AT.UTF-8"}, "AT"),
        ({"LANG": "en"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "%$§ _ _"}, None),
        ({"LANG": ""}, None),
        ({}, None),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "en_US.UTF-8", "LC_ADDRESS": "en_NZ.UTF-8"}, "NZ"),
        ({"LANG": "de_AT.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "AT"),
        ({"LANG": "de_AT.UTF-8", "LC_ALL": ""}, "AT"),
        ({"LANG": "de_AT.UTF-8", "LC_TELEPHONE": "en_GB", "LC_ALL": "en_NZ"}, "NZ"),
        ({"LANG": "de_AT.UTF-8", "LC_ALL": "C"}, None),
    ],
)
def test_where_one_is_comes_from_the_territory_that_telephones_use(environ, code):
    assert where_of(Settings(), environ) == Where(code, f"from your locale ({code})" if code else "")


TABLE = """# comment\tEurope/London
CA\t+4339-07923\tAmerica/Toronto\tEastern
NZ\t-3652+17446\tPacific/Auckland
GB,IM\t+513030-0000731\tEurope/London
UA\t+4457+03406\tEurope/Simferopol
RU\t+4457+03406\tEurope/Simferopol
"""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("America/Toronto", "CA"),
        ("Pacific/Auckland", "NZ"),
        ("Europe/London", None),
        ("Europe/Simferopol", None),
        ("Etc/UTC", None),
        ("Toronto", None),
        ("", None),
    ],
)
def test_a_time_zone_has_a_country_where_it_lies_in_one_alone(name, code):
    assert zone_of(name, TABLE) == Zone(name, code)
    where = where_of(Settings(), {"LANG": "en_US.UTF-8"}, lambda: zone_of(name, TABLE))
    assert where == (Where(code, f"from your time zone ({name})") if code else Where("US", "from your locale (US)"))


def test_the_setting_wins_even_where_it_has_no_numbers():
    where = where_of(Settings(region="JP"), {"LANG": "en_US.UTF-8"}, lambda: Zone("America/Toronto", "CA"))
    assert where == Where("JP", AS_SET)


AWAY = "Right away: call a doctor or get care"


@pytest.mark.parametrize(
    ("code", "emergency", "today"),
    [
        ("GB", "999", f"{AWAY}, or call the advice line 111"),
        ("NZ", "111", AWAY),
        ("IE", "112 or 999", AWAY),
        (None, "your local emergency number", AWAY),
    ],
)
def test_whom_to_ask_names_the_number_of_the_level(code, emergency, today):
    region = region_at(Where(code), REGIONS)
    assert whom_to_ask(Level.EMERGENCY, region) == f"Call for help now: {emergency}"
    assert whom_to_ask(Level.TODAY, region) == today
    assert whom_to_ask(Level.SOON, region) == "See a clinician soon"
    assert always(region).startswith(f"Call {emergency} whenever you think you may need it")


ELSEWHERE = "Elsewhere, call the number there."


@pytest.mark.parametrize(
    ("where", "says"),
    [
        (Where("GB", AS_SET), f"Numbers for United Kingdom, as you set it. 111 is for advice. {ELSEWHERE}"),
        (Where("NZ", "from your locale (NZ)"), f"Numbers for New Zealand, from your locale (NZ). {ELSEWHERE}"),
        (Where("JP", AS_SET), f"No numbers are known here for JP, as you set it. {MOBILE}"),
        (Where(ANOTHER, AS_SET), f"No numbers are known here for your country, as you set it. {MOBILE}"),
        (Where(None), f"I don't know your country, so I can't tell you its number. {MOBILE}"),
    ],
)
def test_it_is_said_whose_numbers_these_are(where, says):
    assert whose_numbers(region_at(Where(where.code), REGIONS), where) == says


def test_all_numbers_are_listed_with_their_countries():
    assert list(listed_numbers(REGIONS)) == [
        "111: New Zealand",
        "112: Austria",
        "112 or 999: Ireland",
        "999: United Kingdom",
    ]


@pytest.mark.parametrize(
    ("own", "code", "shown", "whose"),
    [
        (
            ("112", None),
            "GB",
            "Emergency: 112 · advice line: 111",
            "as you set it. Other numbers for United Kingdom",
        ),
        (("144", None), "IE", "Emergency: 144", f"The emergency number is as you set it. {ELSEWHERE}"),
        (("112", None), "NZ", "Emergency: 112", f"The emergency number is as you set it. {ELSEWHERE}"),
        (("112", None), None, "Emergency: 112", f"The emergency number is as you set it. {ELSEWHERE}"),
        (("112", "0316 1"), "GB", "Emergency: 112 · advice line: 0316 1", "line are as you set them. Elsewhere"),
        (
            (None, "0316 1"),
            "GB",
            "Emergency: 999 · advice line: 0316 1",
            "as you set it. Other numbers for United Kingdom, as you",
        ),
        (
            (None, "0316 1"),
            "JP",
            "number · advice line: 0316 1",
            "No other numbers are known here for JP, as you",
        ),
        ((None, "0316 1"), None, "number · advice line: 0316 1", f"so I can't tell you its other number. {MOBILE}"),
    ],
)
def test_numbers_of_one_s_own_take_the_place_of_the_region_s_and_that_is_said(own, code, shown, whose):
    where = where_of(Settings(region=code, emergency_number=own[0], advice_number=own[1]), {})
    region = region_at(where, REGIONS)
    assert numbers(region).endswith(shown)
    assert whose in whose_numbers(region, where)
    assert whom_to_ask(Level.EMERGENCY, region).endswith(region.emergency)
