"""The highest level wins, and a region is never guessed from a language."""

import pytest

from backcoach.domain.signs import NO_REGION, Level, Region, Sign, highest, region_for, territory_of

REGIONS = (
    Region("GB", "United Kingdom", "999", "111", ("GB", "UK"), ("x",)),
    Region("NZ", "New Zealand", "111", None, ("NZ",), ("x",)),
    Region("EU", "European Union", "112", None, ("AT", "DE"), ("x",)),
)


def sign(level):
    return Sign(level.value, level, "Something", ("000",))


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
