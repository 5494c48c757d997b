"""What a screen asks for, and who answers it."""

from __future__ import annotations

from typing import ClassVar

from textual.message import Message

from backcoach.ui.window import PartName


class Asked(Message):
    """Something that a screen asks of a part of the window; the part is loaded then, if it was not before."""

    of: ClassVar[PartName]
    """The part that answers."""
