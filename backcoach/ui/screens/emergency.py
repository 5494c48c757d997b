"""The number to call. Nothing on this screen goes on with anything."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from backcoach.domain.signs import NO_REGION, Level, whom_to_ask, whose_numbers
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, put
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.plain_text import PlainText


class EmergencyScreen(CoachScreen):
    """Says whom to call, in plain text and as large as the window allows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", tooltip="Close; nothing runs any more."),
    ]

    yields = False
    only_own_keys = True

    def __init__(self, said: str) -> None:
        """Take what was answered and when, to be read to whoever answers the call."""
        super().__init__()
        self._said = said
        self.stopped = ""
        """What was stopped, in a sentence."""

    def compose_middle(self) -> ComposeResult:
        region = self.window.services.region
        self.set_class(region.emergency == NO_REGION.emergency, "-no-region")
        yield PlainText(whom_to_ask(Level.EMERGENCY, region), id="call")
        yield BigTime(region.emergency, id="number")
        with VerticalScroll(id="said", can_focus=False):
            yield PlainText(id="said-text")

    def show(self, picture: Picture, notice: str) -> None:
        """Show what was stopped."""
        super().show(picture, notice)
        services = self.window.services
        whose = whose_numbers(services.region, services.find_place())
        lines = (self.stopped, self._said, whose, "This program never dials.")
        put(self, "#said-text", "\n".join(line for line in lines if line))

    def action_close(self) -> None:
        """Leave for the first screen."""
        self.window.close_all()
        self.window.say("")
