"""The coach's own colours for an app around one widget."""

from __future__ import annotations

from backcoach.library import Library
from backcoach.ui.theme import theme_of

THEMES = [theme_of(name, colours) for name, colours in Library().themes.items()]


def themed(app):
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = THEMES[0].name
