"""The screens that open by their name; each is loaded when first wanted, so that the first picture waits for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backcoach.ui.handbook import Handbook
    from backcoach.ui.screens.frame import CoachScreen
    from backcoach.ui.ticks import Ticks


def door(name: str, book: Handbook, ticks: Ticks) -> CoachScreen:
    """The screen of this name.

    Args:
        name: as in a command's action: `open('positions')`.
        book: the content.
        ticks: what is ticked.

    Raises:
        KeyError: there is none of this name.
    """
    # ruff: noqa: PLC0415 - as the first line says
    match name:
        case "positions":
            from backcoach.ui.screens.positions import PositionsScreen

            return PositionsScreen(book.content.positions.values())
        case "checklists":
            from backcoach.ui.screens.checklists import ChecklistsScreen

            return ChecklistsScreen(book.content.checklists.values(), ticks.of)
        case _:
            raise KeyError(name)
