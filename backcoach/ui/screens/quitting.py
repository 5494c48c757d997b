"""Before the window closes while something runs or is not saved: what goes on and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from backcoach.ui.stylesheets import sheets

KEPT = (
    "Its time goes on counting and is kept. Until backcoach is open again nothing rings or leads, unless "
    "`backcoach remind` runs."
)
LOST = "What the disk has not taken yet is lost with this window. It tries each second: stay until it is saved."


class QuitScreen(ModalScreen[bool]):
    """Asks once; answers whether to quit."""

    CSS_PATH = sheets("quit")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Quit"),
        Binding("escape,n", "answer(False)", "Stay"),
    ]

    def __init__(self, running: str, unsaved: Sequence[str] = ()) -> None:
        """Take what there is to say.

        Args:
            running: the first line.
            unsaved: the names of what is not on the disk yet.
        """
        super().__init__()
        self._line = running
        self._unsaved = unsaved

    def compose(self) -> ComposeResult:
        """The sentence and the two answers."""
        lost = f" · not saved: {', '.join(self._unsaved)}" if self._unsaved else ""
        with Vertical(id="quit"):
            yield Static(self._line + lost, id="quit-line", markup=False)
            yield Static("y Quit   n Stay", id="quit-keys", markup=False)
            yield Static(LOST if self._unsaved else KEPT, markup=False)

    def action_answer(self, quits: bool) -> None:
        """Answer."""
        self.dismiss(quits)
