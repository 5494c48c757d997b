"""Text as it is."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class PlainText(Static):
    """Plain text, never markup; what is written with a key in it can be clicked and looks as it is written."""

    auto_links = False

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(text, id=id, classes=classes, markup=False)
