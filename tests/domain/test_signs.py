"""The highest level wins, and a region is never guessed from a language."""

import pytest

from backcoach.domain.settings import Settings
from backcoach.domain.signs import (
    AS_SET,
    NO_REGION,
    Level,
    Region,
    Sign,
    Where,
    highest,
    numbers,
    region_at,
    region_for,
    territory_of,
    where_of,
    whom_to_ask,
    whose_numbers,
)


def region(region_id, title, emergency, territories, advice=None):
    return Region(
        id=region_id, title=title, emergency=emergency, advice=advice, territories=territories, sources=("x",)
    )


REGIONS = (
    region("GB", "United Kingdom", "999", ("GB", "UK"), advice="111"),
    region("NZ", "New Zealand", "111", ("NZ",)),
    region("EU", "European Union", "112", ("AT", "DE")),
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
    assert highest(map(sign, levels)) is expected


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
        (None, None),
    ],
)
def test_a_territory_is_that_of_the_locale_never_its_language(locale, territory):
    assert territory_of(locale) == territory


@pytest.mark.parametrize(
    ("code", "emergency", "advice"),
    [("GB", "999", "111"), ("uk", "999", "111"), ("NZ", "111", None), ("AT", "112", None), (" eu ", "112", None)],
)
def test_a_region_is_found_by_its_id_or_a_territory(code, emergency, advice):
    region = region_for(code, REGIONS)

    assert (region.emergency, region.advice) == (emergency, advice)


@pytest.mark.parametrize("code", [None, "", "  ", "JP", "en"])
def test_without_a_region_no_number_is_made_up(code):
    assert region_for(code, REGIONS) is NO_REGION
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
    assert where_of(Settings(), environ) == Where(code, f"from your locale, {code}" if code else "")


def test_the_setting_wins_even_where_it_has_no_numbers():
    assert where_of(Settings(region="JP"), {"LANG": "en_US.UTF-8"}) == Where("JP", AS_SET)


@pytest.mark.parametrize(
    ("code", "emergency", "today"),
    [
        ("GB", "Call for help now: 999", "Call a doctor right away, or the advice line: 111"),
        ("NZ", "Call for help now: 111", "Call a doctor right away, or get care"),
        (None, "Call for help now: your local emergency number", "Call a doctor right away, or get care"),
    ],
)
def test_whom_to_ask_names_the_number_of_the_level(code, emergency, today):
    region = region_for(code, REGIONS)
    assert whom_to_ask(Level.EMERGENCY, region) == emergency
    assert whom_to_ask(Level.TODAY, region) == today
    assert whom_to_ask(Level.SOON, region) == "See a clinician soon"


@pytest.mark.parametrize(
    ("where", "says"),
    [
        (Where("GB", AS_SET), "Numbers for United Kingdom (as you set it)"),
        (Where("GB", "from your locale, GB"), "from your locale, GB"),
        (Where("JP", AS_SET), "no number for JP (as you set it)"),
        (Where(None), "because I don't know your country. 112 reaches"),
    ],
)
def test_it_is_said_whose_numbers_these_are(where, says):
    assert says in whose_numbers(region_for(where.code, REGIONS), where)


ELSEWHERE = "Elsewhere, call the number there."


@pytest.mark.parametrize(
    ("own", "code", "shown", "whose"),
    [
        (
            ("112", None),
            "GB",
            "Emergency: 112 · advice line: 111",
            "as you set it. Other numbers for United Kingdom",
        ),
        (("112", None), "NZ", "Emergency: 112", f"The emergency number is as you set it. {ELSEWHERE}"),
        (("112", None), None, "Emergency: 112", f"The emergency number is as you set it. {ELSEWHERE}"),
        (("112", "0316 1"), "GB", "Emergency: 112 · advice line: 0316 1", "line are as you set them. Elsewhere"),
        ((None, "0316 1"), "GB", "Emergency: 999 · advice line: 0316 1", "The advice line is as you set it. Other"),
        ((None, "0316 1"), "JP", "number · advice line: 0316 1", "I show no other number for JP (as you set it)."),
        ((None, "0316 1"), None, "number · advice line: 0316 1", "I show no other number because"),
    ],
)
def test_numbers_of_one_s_own_take_the_place_of_the_region_s_and_that_is_said(own, code, shown, whose):
    where = where_of(Settings(region=code, emergency_number=own[0], advice_number=own[1]), {})
    region = region_at(where, REGIONS)
    assert numbers(region).endswith(shown)
    assert whose in whose_numbers(region, where)
    assert whom_to_ask(Level.EMERGENCY, region).endswith(region.emergency)
