"""What the screens of breathing and stretching share: those that lead, and those that say what is so afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.timer import Timer

from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.wording import whole_seconds
from backcoach.ui.faces import act_word
from backcoach.ui.pain_question import AFTER
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import NARROW, PAIN_ASKED, CoachScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.text import PlainText

FRAMES = 12
"""How often a second what moves is looked at while it can be seen."""
BOTH = 23
"""From so many rows on the word and its number have lines of their own, whatever else is to be said."""
LOW = 12
"""Under so many rows there is room for the word and its number, and for hardly more."""


class GuidedScreen(SessionScreen, inherit_bindings=False):
    """A session that leads step by step, in the middle of the window; what stops it comes first among its keys."""

    BINDINGS = [
        Binding("o", "hurts", "It hurts", tooltip="Stop at once.", priority=True),
        Binding("space", "go_on", "Go on", tooltip="End the pause."),
        Binding("space", "pause", "Pause"),
        Binding("n", "next", "Next", tooltip="Skip the rest of this step."),
        Binding("x", "stop", "Stop", tooltip="Stop this session and log what was done."),
        Binding("enter", "go_on", "Go on", show=False),
        Binding("tab", "other", "Other", tooltip="Show another session that is running."),
    ]

    short = 19

    kind: ClassVar[Kind]
    """The kind of session that it leads through."""
    is_small = False
    """Whether the word and its number must share their room."""

    def __init__(self) -> None:
        super().__init__(self.kind)
        self.calm = self.window.is_calm
        self._frames: Timer | None = None

    def on_mount(self) -> None:
        """Move only while someone can see it."""
        if not self.calm:
            self._frames = self.set_interval(1 / FRAMES, self._frame, pause=True)
            self.watch(self.app, "app_focus", self._pace, init=False)

    def on_screen_suspend(self) -> None:
        if self._frames is not None:
            self._frames.pause()

    def on_screen_resume(self) -> None:
        self._pace()

    def _pace(self) -> None:
        """Let it move, or stand: it moves while the session goes on in a window that someone looks at."""
        if self._frames is None:
            return
        moves = self.led is not None and self.led.state is State.RUNNING
        if moves and self.is_current and self.app.app_focus:
            self._frames.resume()
        else:
            self._frames.pause()

    def _frame(self) -> None:
        if (session := self.led) is not None:
            self.move(session, self.window.coach.clock.now())

    def move(self, session: Session, now: Moment) -> None:
        """Draw what moves."""

    def lead(self, session: Session, picture: Picture) -> None:
        """Show the step as it is now, where this screen leads it."""
        if self.led is not None:
            self._tell_word(session, picture.now)
            self.tell_step(session, picture)
            self.move(session, picture.now)
            self._pace()

    def tell_step(self, session: Session, picture: Picture) -> None:
        """Show the words of the step."""

    @property
    def yields(self) -> bool:  # type: ignore[override]  # the frame has it as a plain attribute
        """Whether a session that calls may take its place: not while it leads; a removal is shown by the window."""
        return self.led is None

    @property
    def led(self) -> Session | None:
        """The session that this screen leads through; None while another one needs the person."""
        session = self.session
        return session if session is not None and session.kind is self.kind else None

    @property
    def actions(self) -> set[str]:
        is_paused = self.led is not None and self.led.state is State.PAUSED
        return {"hurts", "stop", "next", "go_on" if is_paused else "pause"}

    def _make_room(self, size: Size) -> None:
        super()._make_room(size)
        self.is_small = size.height < BOTH or size.width < NARROW
        is_undrawn = size.width < NARROW or size.height < self.short
        self.update_classes({"-shared": self.is_small, "-low": size.height < LOW, "-undrawn": is_undrawn})

    def _tell_word(self, session: Session, now: Moment) -> None:
        """Show what to do and for how many seconds, as large as there is room; together where they must share it."""
        word, seconds = act_word(session), str(whole_seconds(session.remaining(now) or ZERO))
        big = self.query_one("#word", BigTime)
        big.value, big.shorter = (f"{word} {seconds}", word) if self.is_small else (word, "")
        self.query_one("#digits", BigTime).value = seconds


RESTING = "Rest from stretching now. Slow breathing or another position may suit you better."
"""What is offered in the place of a stretch (source 003)."""


class AdviceScreen(CoachScreen):
    """Says what is so, and offers breathing and positions; never another round."""

    gives_way = True
    asks_pain = AFTER

    BINDINGS = [
        Binding("enter", "app.leave_screen", "Back"),
        PAIN_ASKED,
        Binding("b", "offered(\"session('breathe')\")", "Breathe"),
        Binding("k", "offered(\"open('positions')\")", "Positions"),
    ]

    def __init__(self, title: str, sentences: Sequence[str], *, offers: bool = True) -> None:
        """Take a title of a few words, sentences, and whether breathing and positions are offered."""
        super().__init__()
        self._title = title
        self._sentences = tuple(sentences)
        self._offers = offers

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(classes="about-it"):
            yield PlainText(self._title, id="advice-title")
            for sentence in self._sentences:
                yield PlainText(sentence, classes="advice-line")

    def allowed(self) -> dict[str, bool]:
        return super().allowed() | {"offered": self._offers}

    async def action_offered(self, action: str) -> None:
        await self.run_action(f"app.{action}")
