"""Before the window closes while something runs: what goes on and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class QuitScreen(ModalScreen[bool]):
    """Asks once; answers whether to quit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter,y", "answer(True)", "Quit"),
        Binding("escape,n", "answer(False)", "Stay"),
    ]

    def __init__(self, running: str) -> None:
        super().__init__()
        self._line = running

    def compose(self) -> ComposeResult:
        """The sentence and the two answers."""
        with Vertical(id="quit"):
            yield Static(self._line, id="quit-line", markup=False)
            yield Static("q Quit   esc Stay", id="quit-keys", markup=False)
            yield Static(
                "Its time goes on counting and is kept. Until backcoach is open again nothing rings or leads, unless "
                "`backcoach remind` runs.",
                markup=False,
            )

    def action_answer(self, quits: bool) -> None:
        """Answer."""
        self.dismiss(quits)
