"""All keys: those of the screen in front first, then those that work anywhere."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from backcoach.ui.widgets.footer import CAP
from backcoach.ui.widgets.plain_text import PlainText


class KeysScreen(ModalScreen[None]):
    """Lists keys and what they do; any of its own keys closes it."""

    AUTO_FOCUS = "#keys-list"
    BINDINGS = [Binding("escape,question_mark,q,enter", "dismiss", "Back")]

    def __init__(self, here: Iterable[tuple[str, str]], anywhere: Iterable[tuple[str, str]]) -> None:
        """Take caps and words: of the screen in front, and of what works anywhere."""
        super().__init__()
        self._groups = (("On this screen", tuple(here)), ("Anywhere", tuple(anywhere)))

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys-list") as listed:
            listed.border_title = "Keys"
            listed.border_subtitle = "esc back"
            for title, keys in self._groups:
                if keys:
                    yield PlainText(title, classes="keys-title")
                    yield PlainText(_rows(keys), classes="keys-rows")


def _rows(keys: tuple[tuple[str, str], ...]) -> Content:
    width = max(len(cap) for cap, _ in keys)
    return Content("\n").join(
        Content.assemble((f" {cap} ", CAP), f"{'':{width - len(cap)}}  {words}") for cap, words in keys
    )
