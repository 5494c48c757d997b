"""Before a paused stretch goes on: how much it hurts now, where that was last said too long ago (L7)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from backcoach.domain.events import GoOn
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.stretches import asks_again
from backcoach.ui.screens.frame import PAIN_BINDINGS, PAIN_WORDS
from backcoach.ui.widgets.plain_text import PlainText
from backcoach.ui.window import Window


class PainAgainScreen(ModalScreen[int | None]):
    """Answers with the pain, once more confirmed at 5 and 6; None where the stretch is to stay paused."""

    BINDINGS = [
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
            yield PlainText(self._question(), id="quit-line")
            yield PlainText("esc Stay paused", id="quit-keys")

    def _question(self) -> str:
        return PAIN_WORDS if self._pain is None else f"Go on with pain {self._pain}? y Yes   n No"

    def action_pain(self, value: int) -> None:
        self._pain = value
        if asks_again(value):
            self.query_one("#quit-line", PlainText).update(self._question())
        else:
            self.dismiss(value)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(self._pain if yes and self._pain is not None else None)


def asks_pain(window: Window, session: Session) -> bool:
    """Whether the pain must be said before this stretch goes on; then it is asked, and the stretch goes on if sure."""
    guidance = window.services.guidance
    pain = guidance.pain_now()
    if session.kind is not Kind.STRETCH or (pain is not None and not asks_again(pain)):
        return False

    def said(value: int | None) -> None:
        if value is not None:
            if value != pain:
                guidance.note_pain(value, "meanwhile")
            window.say(window.sessions.press(session, GoOn(sure=True)))

    window.push_screen(PainAgainScreen(pain), said)
    return True
