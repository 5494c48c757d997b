"""Breathing: a circle that fills and empties, the word for now, its seconds, and how many breaths are left."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from backcoach.domain.moment import Moment
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.ui.guided_faces import SOFTLY, breath_face, fullness
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import put
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.breath_circle import BreathCircle
from backcoach.ui.widgets.calm_bar import CalmBar
from backcoach.ui.widgets.progress_line import ProgressLine

FRAMES = 12
"""How often a second the circle is drawn while it can be seen."""


class BreathingScreen(GuidedScreen):
    """Leads the breath. Between two pictures only the circle moves, and only while someone can see it."""

    kind = Kind.BREATHE
    hurts_word = "Feels bad"

    def __init__(self, now: Callable[[], Moment], *, calm: bool = False) -> None:
        """Take what tells the time.

        Args:
            now: this moment; the circle asks it for each of its pictures.
            calm: whether nothing may move: words, and a bar that steps once a second.
        """
        super().__init__()
        self._now = now
        self._calm = calm
        self._frames: Timer | None = None

    def compose_middle(self) -> ComposeResult:
        """The circle, or the bar, beside the words."""
        with Horizontal(id="breath"):
            if self._calm:
                yield CalmBar(id="calm")
            else:
                yield BreathCircle(id="circle")
            with Vertical(id="breath-words"):
                yield BigTime(id="word")
                yield BigTime(id="digits")
                yield Static("", id="nth", markup=False)
        yield Static(SOFTLY, id="sentence", markup=False)
        yield ProgressLine(id="progress")

    def on_mount(self) -> None:
        """Draw only while someone can see it."""
        if not self._calm:
            self._frames = self.set_interval(1 / FRAMES, self._frame, pause=True)
            self.watch(self.app, "app_focus", self._pace, init=False)

    def on_screen_suspend(self) -> None:
        """Another screen is in front."""
        if self._frames is not None:
            self._frames.pause()

    def on_screen_resume(self) -> None:
        """In front again."""
        self._pace()

    def _pace(self) -> None:
        """Let the circle move, or stand: it moves while the breath goes on in a window that someone looks at."""
        if self._frames is None:
            return
        session = self.led
        moves = session is not None and session.state is State.RUNNING
        if moves and self.is_current and self.app.app_focus:
            self._frames.resume()
        else:
            self._frames.pause()

    def _frame(self) -> None:
        if (session := self.led) is not None:
            self.query_one(BreathCircle).fullness = fullness(session, self._now())

    def lead(self, session: Session, picture: Picture) -> None:
        """Show the breath."""
        face = breath_face(session, picture.now)
        self.tell(face.word, face.seconds)
        put(self, "#nth", face.nth if self.is_small or not session.step.reps else f"{face.nth} · {face.left}")
        self.query_one(ProgressLine).fraction = face.fraction
        if self._calm:
            bar = self.query_one(CalmBar)
            bar.step, bar.steps = face.step, face.steps
        else:
            self.query_one(BreathCircle).fullness = face.fullness
            self._pace()
