"""The colours of each theme stand out from their ground."""

from __future__ import annotations

import pytest
from textual.color import Color

from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings, Theme
from backcoach.library import Library
from backcoach.ui.theme import theme_of

THEMES = [theme_of(name, colours) for name, colours in Library().themes.items()]
TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text, and of large digits and shapes (WCAG 2.2)."""


def test_each_theme_of_the_settings_is_there():
    assert {Settings(theme=theme).theme_name for theme in Theme} == {theme.name for theme in THEMES}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "panel"])
def test_text_stands_out(theme, ground):
    behind = Color.parse(getattr(theme, ground))
    names = {name: theme.variables[name] for name in (*Kind, "alarm", "muted")}
    names |= {"text": theme.foreground, "accent": theme.accent}
    weak = {name: round(ratio, 2) for name, hex_ in names.items() if (ratio := contrast(hex_, behind)) < TEXT}
    assert weak == {}
    assert contrast(theme.variables["dim"], behind) >= SHAPE
    assert contrast(theme.accent, Color.parse(theme.variables["cap"])) >= TEXT


def contrast(colour, ground):
    """The contrast ratio of WCAG 2.2, from relative luminances."""
    light, dark = sorted((luminance(Color.parse(colour)), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
