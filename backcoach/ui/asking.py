"""What a screen asks for, and who answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

if TYPE_CHECKING:
    from backcoach.ui.window import PartName


class Asked(Message):
    """Something that a screen asks of a part of the window; the part is loaded then, if it was not before."""

    of: ClassVar[PartName]
    """The part that answers."""
