"""The coach's own colours for an app around one widget."""

from __future__ import annotations

from backcoach.ui.theme import THEMES


def themed(app):
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = THEMES[0].name
