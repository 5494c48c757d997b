"""What can be looked up: the positions to rest in, and the checklists with their ticks."""

from __future__ import annotations

from backcoach.coach.protocols import Clock
from backcoach.ui.handbook import Handbook
from backcoach.ui.screens.checklists import ChecklistsScreen
from backcoach.ui.screens.positions import PositionsScreen
from backcoach.ui.ticks import Ticks
from backcoach.ui.window import Window


class Cards:
    """Opens positions and checklists, and keeps the ticks."""

    def __init__(self, window: Window, clock: Clock, book: Handbook) -> None:
        self._window = window
        self._content = book.content
        self._ticks = Ticks(clock, book)

    def open(self, name: str) -> None:
        """Show the screen of this name, as in a command's action: `open('positions')`.

        Raises:
            KeyError: there is none of this name.
        """
        match name:
            case "positions":
                self._window.push_screen(PositionsScreen(self._content.positions.values()))
            case "checklists":
                self._window.push_screen(ChecklistsScreen(self._content.checklists.values(), self._ticks.of))
            case _:
                raise KeyError(name)

    def answer(self, asked: ChecklistsScreen.Turned) -> None:
        """Keep the tick."""
        self._ticks.turn(asked.checklist, asked.item_id)
        self._window.show_picture()
