"""Before the window closes while something runs or is not saved: what goes on and what does not."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from backcoach.ui.widgets.footer import CAP
from backcoach.ui.widgets.plain_text import PlainText

KEPT = (
    "Its time goes on and is kept. Until you open backcoach again nothing rings or guides you, unless "
    "`backcoach remind` runs."
)
LOST = "What the disk hasn't taken yet is lost with this window. I try each second: stay until it is saved."


class QuitScreen(ModalScreen[bool]):
    """Asks once; answers whether to quit."""

    BINDINGS = [Binding("y", "answer(True)", "Quit"), Binding("escape,n", "answer(False)", "Stay")]

    def __init__(self, running: str, unsaved: Sequence[str] = ()) -> None:
        """Take the first line, and the names of what is not on the disk yet."""
        super().__init__()
        self._line = running
        self._unsaved = unsaved

    def compose(self) -> ComposeResult:
        lost = f" · not saved: {', '.join(self._unsaved)}" if self._unsaved else ""
        answers = Content.assemble(
            (" y ", f"{CAP} @click=screen.answer(True)"),
            " Quit    ",
            (" n ", f"{CAP} @click=screen.answer(False)"),
            " Stay",
        )
        with Vertical(id="quit"):
            yield PlainText(self._line + lost, id="quit-line")
            yield PlainText(LOST if self._unsaved else KEPT)
            yield PlainText(answers, id="quit-keys")

    def action_answer(self, quits: bool) -> None:
        self.dismiss(quits)
