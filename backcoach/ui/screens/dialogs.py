"""What is asked or shown over a screen: whether to quit, the pain before a stretch goes on (L7), and all keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from backcoach.domain.engine import GoOn
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.stretches import asks_again
from backcoach.ui.pain_question import PAIN_WORDS
from backcoach.ui.screens.frame import PAIN_BINDINGS, CoachScreen, put, titled
from backcoach.ui.widgets.footer import CAP, Hint, KeysFooter, cap, click, hints_of, keyed
from backcoach.ui.widgets.text import Hung, PlainText

KEPT = (
    "Its time keeps running. Until you open backcoach again, no alarm sounds and nothing guides you, unless "
    "`backcoach remind` is running."
)
ENDS = "The first minute ends here."
BEGUN = "What was done is kept, and f shows the flare-up when you come back."
LOST = "What the disk hasn't taken yet is lost with this window. I try each second: stay until it is saved."


class QuitScreen(ModalScreen[bool]):
    """Asks once; answers whether to quit."""

    BINDINGS = [Binding("y", "answer(True)", "Quit"), Binding("n,escape", "answer(False)", "Stay")]

    def __init__(self, running: str, unsaved: Sequence[str], kept: str) -> None:
        """Take the first line, the names of what is not on the disk yet, and what becomes of what is running."""
        super().__init__()
        self._line = running
        self._unsaved = unsaved
        self._kept = kept

    def compose(self) -> ComposeResult:
        lost = f" · not saved: {', '.join(self._unsaved)}" if self._unsaved else ""
        with Vertical(id="quit"):
            yield PlainText(self._line + lost, id="quit-line")
            yield PlainText(LOST if self._unsaved else self._kept)
            answers = cap("y"), (" Quit", click("y")), "    ", cap("n"), (" Stay", click("n"))
            yield PlainText(Content.assemble(*answers), id="quit-keys")
        yield KeysFooter()

    def action_answer(self, quits: bool) -> None:
        self.dismiss(quits)


class PainAgainScreen(ModalScreen[int | None]):
    """Answers with the pain, once more confirmed at 5 and 6; None where the stretch is to stay paused."""

    BINDINGS = [
        # The window takes these over any question (L8, L9); here they are named.
        Binding("o", "app.hurts", "It hurts"),
        Binding("exclamation_mark", "app.get_help", "Get help"),
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
            yield PlainText(keyed(self._question()), id="quit-line")
            yield PlainText(keyed("esc Stay paused"), id="quit-keys")
        yield KeysFooter()

    def _question(self) -> str:
        return PAIN_WORDS if self._pain is None else f"Go on with pain {self._pain}? y Yes   n No"

    def action_pain(self, value: int) -> None:
        self._pain = value
        if asks_again(value):
            put(self, "#quit-line", keyed(self._question()))
        else:
            self.dismiss(value)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(self._pain if yes and self._pain is not None else None)


def asks_pain(screen: CoachScreen, session: Session) -> bool:
    """Whether the pain must be said before this stretch goes on; then it is asked, and the stretch goes on if sure."""
    window, guidance = screen.window, screen.window.services.guidance
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


class KeysScreen(ModalScreen[None]):
    """Lists keys and what they do; any of its own keys closes it."""

    AUTO_FOCUS = "#keys-list"
    BINDINGS = [Binding("escape,question_mark,q,enter", "dismiss", "Back")]

    def __init__(self, here: Sequence[Hint], anywhere: Sequence[Hint]) -> None:
        """Take the keys of the screen in front, and what works anywhere."""
        super().__init__()
        self._groups = (("On this screen", here), ("Anywhere", anywhere))

    def compose(self) -> ComposeResult:
        with titled(VerticalScroll(id="keys-list"), "Keys") as listed:
            listed.border_subtitle = "[@click=screen.dismiss]esc back[/]"
            for title, keys in self._groups:
                if keys:
                    yield PlainText(title, classes="keys-title")
                    yield PlainText(_rows(keys), classes="keys-rows")

    def action_press(self, key: str) -> None:
        """Close the list, and press the key that was clicked, unless it has come to mean another thing meanwhile."""
        self.dismiss()
        cast(CoachScreen, self.app.screen).window.show()
        (_, here), _ = self._groups
        before, now = (
            [hint for hint in hints if key in hint.keys] for hints in (here, hints_of(self.app.screen, own=True))
        )
        if before == now:
            self.app.simulate_key(key)


def _rows(hints: Sequence[Hint]) -> Content:
    """The keys and what they do, each to be clicked."""
    width = max(sum(len(sign) + 2 for sign in hint.caps) for hint in hints) + 2
    rows = []
    for hint in hints:
        clicks = hint.clicks("screen.press")
        caps = [(f" {sign} ", f"{CAP} {press}") for sign, press in zip(hint.caps, clicks, strict=True)]
        room = " " * (width - sum(len(cap) for cap, _ in caps))
        rows.append(Content.assemble(*caps, room, (hint.words, clicks[0])))
    return Hung(Content("\n").join(rows))
