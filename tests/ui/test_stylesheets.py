"""What the window reads of its stylesheets, and when."""

from __future__ import annotations

import pytest
from textual.css import stylesheet
from textual.css.stylesheet import StylesheetParseError

from backcoach.ui.stylesheets import KeptStylesheet

CALM, LOUD = {"ink": "#102030"}, {"ink": "#ff0000"}


@pytest.fixture
def read(monkeypatch):
    """The sheets that were really read, one after the other."""
    parse, read = stylesheet.parse, []

    def reading(scope, css, *rest, **more):
        read.append(css)
        return parse(scope, css, *rest, **more)

    monkeypatch.setattr(stylesheet, "parse", reading)
    return read


def sheet_of(*sources, variables=CALM):
    sheet = KeptStylesheet(variables=variables)
    for number, css in enumerate(sources):
        sheet.add_source(css, read_from=("test", str(number)))
    sheet.parse()
    return sheet


def color(sheet):
    return sheet.rules[0].styles.color.hex.lower()


def test_a_screen_that_brings_its_own_sheet_has_only_this_one_read(read):
    sheet = sheet_of("Static { color: $ink; } /* own */")
    sheet.add_source("Label { color: $ink; } /* own */", read_from=("test", "more"))
    sheet.reparse()

    assert read == ["Static { color: $ink; } /* own */", "Label { color: $ink; } /* own */"]
    assert len(sheet.rules) == 2


def test_a_second_window_reads_nothing_again(read):
    sheet_of("Static { color: $ink; } /* twice */")
    sheet_of("Static { color: $ink; } /* twice */")

    assert len(read) == 1


def test_other_colours_take_effect_and_the_former_ones_come_back(read):
    sheet = sheet_of("Static { color: $ink; } /* colours */")
    seen = [color(sheet)]
    for variables in (LOUD, CALM):
        sheet.set_variables(variables)
        sheet.reparse()
        seen.append(color(sheet))

    assert seen == ["#102030", "#ff0000", "#102030"]
    assert len(read) == 2


def test_a_sheet_with_a_mistake_leaves_the_former_rules():
    sheet = sheet_of("Static { color: $ink; } /* former */")
    sheet.add_source("Static { color: nonsense; }", read_from=("test", "wrong"))

    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert [rule.styles.color.hex.lower() for rule in sheet._rules] == ["#102030"]
