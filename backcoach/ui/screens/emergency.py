"""The number to call. Nothing on this screen goes on with anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from backcoach.domain.signs import NO_REGION, Level, Region, whom_to_ask
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, put
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.big_time import BigTime


class EmergencyScreen(CoachScreen):
    """Says whom to call, in plain text and as large as the window allows."""

    CSS_PATH = sheets("help")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", tooltip="Close; nothing runs any more."),
    ]

    yields = False
    is_locked = True

    @dataclass
    class Closed(Asked):
        """The person has seen the number."""

        of = "help"

    def __init__(self, region: Region, whose: str, said: str) -> None:
        """Take what is shown.

        Args:
            region: whose number.
            whose: which region that is and how it is known.
            said: what was answered and when, to be read to whoever answers the call.
        """
        super().__init__()
        self._region = region
        self._whose = whose
        self._said = said
        self.stopped = ""
        """What was stopped, in a sentence."""

    def compose_middle(self) -> ComposeResult:
        """The number, and below it what to say."""
        self.set_class(self._region is NO_REGION, "-no-region")
        yield Static(whom_to_ask(Level.EMERGENCY, self._region), id="call", markup=False)
        yield BigTime(self._region.emergency, id="number")
        with VerticalScroll(id="said", can_focus=False):
            yield Static("", id="said-text", markup=False)

    def show(self, picture: Picture, notice: str) -> None:
        """Show what was stopped."""
        super().show(picture, notice)
        lines = (self.stopped, self._said, self._whose, "This program never dials.")
        put(self, "#said-text", "\n".join(line for line in lines if line))

    def keys_now(self, picture: Picture) -> Keys:
        """Nothing but the way out."""
        del picture
        return (("escape", "Close"),)

    def action_close(self) -> None:
        """Leave for the first screen."""
        self.post_message(self.Closed())
