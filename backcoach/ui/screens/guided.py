"""What the screens of breathing and stretching share: they stand where the session screen stands."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, NARROW, CoachScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.big_time import BigTime

BOTH = 23
"""From so many rows on the word and its number have lines of their own, whatever else is to be said."""

DRAWN = 24
"""From so many rows on a drawing that must stand below the word has room."""

LOW = 12
"""Under so many rows there is room for the word and its number, and for hardly more."""


class GuidedScreen(SessionScreen):
    """A session that leads step by step, in the middle of the window."""

    CSS_PATH = sheets("session", "steps")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "hurts", "It hurts", tooltip="Stop at once."),
        Binding("n", "next", "Next step", tooltip="Leave the rest of this step out."),
    ]

    short = 19

    kind: ClassVar[Kind]
    """The kind of session that it leads through."""
    hurts_word = "It hurts"
    """What the key `o` is called here."""

    def __init__(self) -> None:
        super().__init__(self.kind)

    @property
    def yields(self) -> bool:  # type: ignore[override]  # the frame has it as a plain attribute
        """Whether a session that calls may take its place: not while it leads; a removal is shown by the window."""
        return self.led is None

    @property
    def led(self) -> Session | None:
        """The session that this screen leads through; None while another one needs the person."""
        session = self.session
        return session if session is not None and session.kind is self.kind else None

    def show(self, picture: Picture, notice: str) -> None:
        """Show the step as it is now."""
        self._picture = picture
        CoachScreen.show(self, picture, notice)
        if (session := self.led) is not None:
            self.lead(session, picture)

    def lead(self, session: Session, picture: Picture) -> None:
        """Show the session: each screen in its own way."""
        raise NotImplementedError

    def keys_now(self, picture: Picture) -> Keys:
        """What stops comes first: it must be found at once."""
        session = self.led
        pause = "Go on" if session is not None and session.state is State.PAUSED else "Pause"
        other: Keys = (("tab", "Other"),) if len(picture.sessions) > 1 else ()
        return (
            ("o", self.hurts_word),
            ("space", pause),
            ("n", "Next"),
            ("x", "Stop"),
            *other,
            ("escape", "Back"),
            *ALWAYS,
        )

    @property
    def is_small(self) -> bool:
        """Whether the word and its number must share their room."""
        return _must_share(self.size)

    def _make_room(self, size: Size) -> None:
        super()._make_room(size)
        self.set_class(_must_share(size), "-shared")
        self.set_class(size.height < LOW, "-low")
        self.set_class(size.height < (DRAWN if size.width < NARROW else self.short), "-undrawn")

    def tell(self, word: str, seconds: str) -> None:
        """Show the word and its number, as large as there is room; together where they must share it."""
        big = self.query_one("#word", BigTime)
        big.value, big.shorter = (f"{word} {seconds}", word) if self.is_small else (word, "")
        self.query_one("#digits", BigTime).value = seconds


def _must_share(size: Size) -> bool:
    return size.height < BOTH or size.width < NARROW
