"""Before a paused stretch goes on: how much it hurts now, where that was last said too long ago (L7)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from backcoach.domain.stretches import asks_again
from backcoach.ui.screens.pain_keys import PAIN_BINDINGS, PAIN_WORDS
from backcoach.ui.stylesheets import sheets


class PainAgainScreen(ModalScreen[int | None]):
    """Answers with the pain, once more confirmed at 5 and 6; None where the stretch is to stay paused."""

    CSS_PATH = sheets("quit")

    BINDINGS: ClassVar[list[BindingType]] = [
        *PAIN_BINDINGS,
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No"),
        Binding("q", "app.leave", "Quit"),
    ]

    def __init__(self, pain: int | None) -> None:
        super().__init__()
        self._pain = pain

    def compose(self) -> ComposeResult:
        with Vertical(id="quit"):
            yield Static(self._question(), id="quit-line", markup=False)
            yield Static("esc Stay paused", id="quit-keys", markup=False)

    def _question(self) -> str:
        return PAIN_WORDS if self._pain is None else f"Go on with pain {self._pain}? y Yes   n No"

    def action_pain(self, value: int) -> None:
        self._pain = value
        if asks_again(value):
            self.query_one("#quit-line", Static).update(self._question())
        else:
            self.dismiss(value)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(self._pain if yes and self._pain is not None else None)
