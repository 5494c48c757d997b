"""What runs: the session in the middle with its digits, the others below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from backcoach.domain.events import Acknowledge, Adjust, Begin, Event, GoOn, Hurts, Next, Pause, Stop
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.ui.asking import Asked
from backcoach.ui.day_view import below
from backcoach.ui.faces import Face, Keys, Role, face_of, line_of
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, HELP_KEY, CoachScreen, put
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.countdown import Countdown
from backcoach.ui.widgets.progress_line import ProgressLine

MINUTE = timedelta(minutes=1)
RING_WIDTH, RING_HEIGHT = 70, 22
"""In a smaller window the digits alone are larger than in a ring."""


class SessionScreen(CoachScreen):
    """All that runs: the session that needs the person, or the chosen one, in the middle."""

    CSS_PATH = sheets("session")

    shows_sessions = True

    kind: ClassVar[Kind | None] = None
    """The kind of session that it is made for; None for all that does not lead step by step."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", "Pause, go on", tooltip="Pause, or end a pause. Paused ice or heat is off."),
        Binding("enter", "obvious", "Confirm", tooltip="The obvious next thing: it is off, start, done."),
        Binding("plus,equals_sign", "minute(1)", "A minute more", key_display="+"),
        Binding("minus", "minute(-1)", "A minute less", key_display="-"),
        Binding("n", "next", "Next step"),
        Binding("x", "stop", "Stop", tooltip="Stop this session and log what was done."),
        Binding("o", "hurts", "It hurts", tooltip="It hurts, or heat makes it worse: end it at once."),
        Binding("tab", "other", "Another session"),
    ]

    @dataclass
    class Pressed(Asked):
        """The person wants something of a session."""

        of = "sessions"

        session: Session
        event: Event

    def __init__(self, kind: Kind | None = None) -> None:
        """Take the kind of session that is to stand in the middle; None for the one that needs the person."""
        super().__init__()
        self.chosen = kind
        self._removed: Moment | None = None
        self._picture: Picture | None = None
        self._face: Face | None = None

    def compose_middle(self) -> ComposeResult:
        """The words, the digits, the bar, and what comes next."""
        with Vertical(id="face"):
            yield BigTime(id="word")
            yield Countdown(id="ring")
            yield BigTime(id="digits")
            yield Static("", id="sentence", markup=False)
            yield Static("", id="hint", markup=False)
            yield ProgressLine(id="progress")
        yield Static("", id="next", markup=False)

    def choose(self, kind: Kind | None) -> None:
        """Put the session of this kind in the middle; None: the one that needs the person."""
        self.chosen = kind

    @property
    def session(self) -> Session | None:
        """The session in the middle."""
        return self.session_in(self._picture) if self._picture is not None else None

    def session_in(self, picture: Picture) -> Session | None:
        """The session to be shown: what must come off the skin, else the chosen one, else who leads, else the first."""
        sessions = picture.sessions
        if not sessions:
            return None
        first = sessions[0]
        if first.state is State.DUE and first.step.is_application:
            return first
        leading = next((session for session in sessions if session.kind.is_guided), first)
        return next((session for session in sessions if session.kind is self.chosen), leading)

    def show(self, picture: Picture, notice: str) -> None:
        """Show the sessions as they are now."""
        self._picture = picture
        session = self.session
        if session is None or session.state is not State.DUE:
            self._removed = None
        self._face = None if session is None else face_of(session, picture, self._removed)
        super().show(picture, notice)
        if session is None or self._face is None:
            return
        self._draw(self._face)
        for kind in Kind:
            self.set_class(session.kind is kind, f"-{kind}")
        others = [line_of(other, picture) for other in picture.sessions if other.id != session.id]
        put(self, "#next", below(picture, others, self.size.width))

    def _draw(self, face: Face) -> None:
        for role in Role:
            self.set_class(face.role is role, f"-{role}")
        word = self.query_one("#word", BigTime)
        word.set_class(bool(face.word), "-shown")
        word.value = face.word
        self.query_one("#digits", BigTime).value = face.digits
        self._draw_ring(face)
        put(self, "#sentence", face.sentence)
        put(self, "#hint", face.hint)
        self.query_one(ProgressLine).fraction = face.fraction

    def _draw_ring(self, face: Face) -> None:
        """A time that has an end goes round, where there is room for a ring; else it is digits and a bar."""
        session = self.session
        has_end = session is not None and session.length is not None
        is_ring = has_end and face.role in {Role.RUNS, Role.RESTS, Role.PAUSED} and not self.size.width < RING_WIDTH
        is_ring = is_ring and self.size.height >= RING_HEIGHT
        self.set_class(is_ring, "-ring")
        if is_ring:
            ring = self.query_one(Countdown)
            ring.value, ring.word, ring.left = face.digits, face.word, 1 - face.fraction

    def keys_now(self, picture: Picture) -> Keys:
        """The face's own keys; while a pack must come off, nothing else asks for one but help."""
        if self._face is None:
            return (("escape", "Back"),)
        if self._face.role is Role.REMOVAL:
            obvious, *others = self._face.keys
            return (obvious, HELP_KEY, *others)
        other: Keys = (("tab", "Other"),) if len(picture.sessions) > 1 else ()
        return (*self._face.keys, *other, ("escape", "Back"), *ALWAYS)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _press(self, event: Event) -> None:
        if (session := self.session) is not None:
            self.post_message(self.Pressed(session, event))

    def action_pause(self) -> None:
        """Pause, or go on."""
        if (session := self.session) is not None:
            self._press(GoOn() if session.state is State.PAUSED else Pause())

    def action_obvious(self) -> None:
        """Confirm, start or go on: whatever stands to reason."""
        session = self.session
        match session.state if session is not None else None:
            case State.DUE:
                self._press(Acknowledge(self._removed))
            case State.WAITING:
                self._press(Begin())
            case State.PAUSED:
                self._press(GoOn())

    def action_minute(self, by: int) -> None:
        """A minute more or less; of what is over, a minute later or earlier."""
        session, picture = self.session, self._picture
        if session is None or picture is None:
            return
        if session.state is State.DUE and session.step.is_application:
            ago = elapsed(self._removed or picture.now, picture.now) - by * MINUTE
            self._removed = picture.now.after(-min(max(ZERO, ago), session.overrun(picture.now)))
            self.post_message(self.Shown())
        else:
            self._press(Adjust(by * MINUTE))

    def action_next(self) -> None:
        """The next step."""
        self._press(Next())

    def action_stop(self) -> None:
        """Stop, and log what was done; a removal that was corrected before counts as it was set."""
        if self._removed is not None:
            self._press(Acknowledge(self._removed))
        self._press(Stop())

    def action_hurts(self) -> None:
        """It hurts, or heat makes it worse."""
        self._press(Hurts())

    def action_other(self) -> None:
        """Put the next session in the middle."""
        session, picture = self.session, self._picture
        if session is None or picture is None:
            return
        following = (picture.sessions.index(session) + 1) % len(picture.sessions)
        self.choose(picture.sessions[following].kind)
        self.post_message(self.Shown())
