"""An app around one widget, and what it repaints."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual.app import App

from tests.ui.widgets.themed import themed


class Alone(App):
    """One widget, and the messages that it posts."""

    def __init__(self, widget):
        super().__init__()
        themed(self)
        self.widget = widget
        self.messages = []

    def compose(self):
        yield self.widget

    def on_keys_line_key_chosen(self, message):
        self.messages.append(message)


class Shown:
    """What can be seen of the widget, and which of its cells are painted again."""

    def __init__(self, app, pilot):
        self.app, self.pilot, self.widget = app, pilot, app.widget
        self.painted = []
        refresh = self.widget.refresh

        def spy(*regions, **options):
            self.painted += regions or [self.widget.size.region]
            return refresh(*regions, **options)

        self.widget.refresh = spy

    async def rows(self):
        await self.pilot.pause()
        region = self.widget.region
        strips = self.app.screen._compositor.render_strips()
        return [strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]]

    async def repainted(self, change):
        """The cells that were painted again after the change."""
        await self.pilot.pause()
        self.painted.clear()
        change()
        await self.pilot.pause()
        return [tuple(region) for region in self.painted]


@pytest.fixture
def show():
    @asynccontextmanager
    async def _show(widget, size=(80, 24), **values):
        for name, value in values.items():
            widget.set_reactive(getattr(type(widget), name), value)
        app = Alone(widget)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Shown(app, pilot)

    return _show
