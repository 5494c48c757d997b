"""After a stretch: how much it hurts now; and where one was stopped because it hurt, what is felt (L8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.session import Session
from backcoach.domain.signs import Sign
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.screens.pain_keys import PAIN_BINDINGS, PAIN_WORDS
from backcoach.ui.stylesheets import sheets


class AfterScreen(CoachScreen):
    """Asks for the pain after a stretch, by one key."""

    CSS_PATH = sheets("session", "start", "steps")

    yields = False

    BINDINGS: ClassVar[list[BindingType]] = [
        *PAIN_BINDINGS,
        Binding("enter", "app.leave_screen", "Leave it out", show=False),
    ]

    @dataclass
    class PainSaid(Asked):
        """The person has said how much it hurts after the stretch."""

        of = "guided"

        session: Session
        value: int

    def __init__(self, session: Session, done: str, before: int | None) -> None:
        """Take what was done.

        Args:
            session: the stretch, which has ended.
            done: what was done, in a sentence.
            before: the pain before it; None where it is not known.
        """
        super().__init__()
        self.session = session
        self._done = done
        self._before = before

    def compose_middle(self) -> ComposeResult:
        """What was done, and the question."""
        with VerticalScroll(classes="about-it"):
            yield Static(self._done, id="done", markup=False)
            if self._before is not None:
                yield Static(f"Before it the pain was {self._before}.", id="before", markup=False)
        yield Static(PAIN_WORDS, id="question", classes="question", markup=False)

    def keys_now(self, picture: Picture) -> Keys:
        """The digits; who does not want to say goes back."""
        del picture
        return (("0", ""), ("9", ""), ("t", "Pain now"), ("escape", "Leave it out"), *ALWAYS)

    def action_pain(self, value: int) -> None:
        """Say how much it hurts."""
        self.post_message(self.PainSaid(self.session, value))


class FeltScreen(CoachScreen):
    """Asks what is felt after a stretch was stopped because it hurt."""

    CSS_PATH = sheets("session", "start", "steps")

    yields = False

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "only_hurts", "None of these")]

    @dataclass
    class Felt(Asked):
        """The person has said what they feel: a sign of the get-help list, or None: it hurts, and nothing more."""

        of = "guided"

        session: Session
        sign: str | None

    def __init__(self, session: Session, signs: Iterable[Sign]) -> None:
        """Take the stretch that was stopped, and the signs that call for help."""
        super().__init__()
        self.session = session
        self._signs = tuple(signs)

    def compose_middle(self) -> ComposeResult:
        """The question, and what may be felt."""
        yield Static(
            "Stopped. Lie or sit as it hurts least. What do you feel? n if it hurts more, and nothing of the below.",
            id="felt-title",
            classes="question",
            markup=False,
        )
        options = [Option(Content(sign.text), id=sign.id) for sign in self._signs]
        yield OptionList(*options, id="felt", classes="choices", markup=False)

    def on_mount(self) -> None:
        """Let arrows and enter answer; nothing is chosen yet, so that enter alone says nothing."""
        signs = self.query_one(OptionList)
        signs.focus()
        signs.highlighted = None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.post_message(self.Felt(self.session, event.option_id))

    def action_only_hurts(self) -> None:
        """It hurts, and nothing more."""
        self.post_message(self.Felt(self.session, None))

    def keys_now(self, picture: Picture) -> Keys:
        """A sign by arrows and enter, or none of them by `n`."""
        del picture
        return (
            ("n", "None of these"),
            ("up", ""),
            ("down", "Choose"),
            ("enter", "That is it"),
            ("escape", "Back"),
            *ALWAYS,
        )
