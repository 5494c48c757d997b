"""What runs: the session in the middle with its digits, the others below."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from backcoach.domain import wording
from backcoach.domain.engine import Acknowledge, Adjust, Begin, Event, GoOn, Hurts, Next, Pause, Stop
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import ZERO, Moment, elapsed
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.ui.day_view import below
from backcoach.ui.faces import Face, Role, face_of
from backcoach.ui.pain_question import AFTER
from backcoach.ui.picture import Picture
from backcoach.ui.screens.dialogs import asks_pain
from backcoach.ui.screens.frame import PAIN_ASKED, CoachScreen, put
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.countdown import Countdown
from backcoach.ui.widgets.text import PlainText, ProgressLine

RING_WIDTH, RING_HEIGHT = 70, 22
"""In a smaller window the digits alone are larger than in a ring."""

_MINUTE, _CORRECT = Binding.Group("Minute"), Binding.Group("Earlier, later")
ANY_TIME = {"next", "minute", "hurts", "pause"}
"""What works in every state; where the face does not name it, the foot of the screen doesn't either."""


class SessionScreen(CoachScreen):
    """All that runs: the session that needs the person, or the chosen one, in the middle."""

    kind: ClassVar[Kind | None] = None
    """The kind of session that it is made for; None for all that does not lead step by step."""

    asks_pain = AFTER

    BINDINGS = [
        Binding("enter", "take_off", "It's off", tooltip="The pack is off; the break begins."),
        Binding("enter", "get_out", "I'm out", tooltip="You are out of the water; the break begins."),
        Binding("enter", "done", "Next round", tooltip="You have changed position."),
        Binding("enter", "begin", "Start", tooltip="Start the next application."),
        PAIN_ASKED,
        Binding("exclamation_mark,f1", "help_now", "Get help", priority=True),
        Binding("n", "changed", "Changed now", tooltip="You have changed position already."),
        Binding("space", "go_on", "Go on", tooltip="End the pause."),
        Binding("space", "pause", "Pause", tooltip="Pause; take ice or heat off meanwhile."),
        Binding("minus", "correct(-1)", "Came off a minute earlier", group=_CORRECT),
        Binding("plus,equals_sign", "correct(1)", "Came off a minute later", group=_CORRECT),
        Binding("plus,equals_sign", "minute(1)", "A minute more", group=_MINUTE),
        Binding("minus", "minute(-1)", "A minute less", group=_MINUTE),
        Binding("x", "stop", "Stop", tooltip="Stop this session and log what was done."),
        Binding("x", "stop_off", "Off, and stop", tooltip="The pack is off, and you stop here."),
        Binding("x", "stop_out", "Out, and stop", tooltip="You are out of the water, and you stop here."),
        Binding("x", "stop_walk", "Stop and save", tooltip="The walk is over; it goes into the log."),
        Binding("o", "worse", "Makes it worse", tooltip="Heat makes it worse: end it at once."),
        Binding("o", "hurts", "It hurts", tooltip="It hurts: end it at once."),
        Binding("n", "next", "Next step", tooltip="Skip the rest of this step."),
        Binding("enter", "go_on", "Go on", show=False),
        Binding("tab", "other", "Other", tooltip="Show another session that is running."),
    ]

    def __init__(self, kind: Kind | None = None) -> None:
        """Take the kind of session that is to stand in the middle; None for the one that needs the person."""
        super().__init__()
        self.chosen = kind
        self._removed: Moment | None = None
        self._picture: Picture | None = None
        self._face: Face | None = None

    def compose_middle(self) -> ComposeResult:
        with Vertical(id="face"):
            yield BigTime(id="word")
            yield Countdown(id="ring")
            yield BigTime(id="digits")
            yield PlainText(id="sentence")
            yield PlainText(id="hint")
            yield ProgressLine(id="progress")
        yield PlainText(id="next")

    @property
    def session(self) -> Session | None:
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

    @property
    def only_own_keys(self) -> bool:  # type: ignore[override]  # the frame has it as a plain attribute
        """Whether nothing but this session may ask for a key: a pack must come off, or it lies on the floor."""
        return self.window.is_floor or (self._face is not None and self._face.role is Role.REMOVAL)

    @property
    def actions(self) -> set[str]:
        return self._face.actions if self._face is not None else set()

    def show(self, picture: Picture, notice: str) -> None:
        self._picture = picture
        session = self.session
        if session is None or session.state is not State.DUE:
            self._removed = None
        self._face = None if session is None else face_of(session, picture, self._removed)
        self.set_class(self.window.is_floor, "-floor")
        super().show(picture, notice)
        if session is not None:
            self.lead(session, picture)

    def lead(self, session: Session, picture: Picture) -> None:
        face = self._face
        if face is None:
            return
        self.update_classes({f"-{each}": each in {face.role, session.kind} for each in (*Role, *Kind)})
        word = self.query_one("#word", BigTime)
        word.set_class(bool(face.word), "-shown")
        word.value = face.word
        is_ready = face.role is Role.READY
        digits = wording.clock(session.length or ZERO) if is_ready else wording.digits(session, picture.now)
        behind = session.used(picture.now) / session.length if session.length and not is_ready else 0.0
        self.query_one("#digits", BigTime).value = digits
        self.query_one(ProgressLine).fraction = behind
        # A time that has an end goes round, where there is room for a ring; else it is digits and a bar.
        is_timed = session.length is not None and face.role in {Role.RUNS, Role.RESTS, Role.PAUSED}
        is_ring = is_timed and self.size.width >= RING_WIDTH and self.size.height >= RING_HEIGHT
        self.set_class(is_ring, "-ring")
        if is_ring:
            ring = self.query_one(Countdown)
            ring.value, ring.word, ring.left = digits, face.word, 1 - behind
        put(self, "#sentence", face.sentence)
        put(self, "#hint", face.hint)
        others = [other for other in picture.sessions if other.id != session.id]
        put(self, "#next", Content() if self.window.is_floor else below(picture, others, self.size.width))

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "say_pain" and hasattr(SessionScreen, f"action_{action}"):
            if action == "other":
                return self._picture is not None and len(self._picture.sessions) > 1
            return action in self.actions or action in ANY_TIME
        return super().check_action(action, parameters)

    @property
    def unnamed(self) -> set[str]:
        """What can be done now and is not told."""
        return ANY_TIME - self.actions

    def _press(self, event: Event) -> None:
        session = self.session
        if session is None:
            return
        if isinstance(event, GoOn) and asks_pain(self, session):
            return
        notice = self.window.sessions.press(session, event)
        logged = self.window.walks.pressed(session) if session.kind is Kind.WALK else None
        self.window.say(notice if logged is None else logged)

    def action_take_off(self) -> None:
        self._press(Acknowledge(self._removed))

    action_done = action_get_out = action_take_off

    def action_begin(self) -> None:
        self._press(Begin())

    def action_help_now(self) -> None:
        self.window.get_help()

    def action_changed(self) -> None:
        self._press(Next())

    action_next = action_changed

    def action_go_on(self) -> None:
        self._press(GoOn())

    def action_pause(self) -> None:
        self._press(Pause())

    def action_minute(self, by: int) -> None:
        self._press(Adjust(by * MINUTE))

    def action_correct(self, by: int) -> None:
        session, picture = self.session, self._picture
        if session is None or picture is None:
            return
        ago = elapsed(self._removed or picture.now, picture.now) - by * MINUTE
        self._removed = picture.now.after(-min(max(ZERO, ago), session.overrun(picture.now)))
        self.ask_to_be_shown()

    def action_stop(self) -> None:
        """Stop, and log what was done; a removal that was corrected before counts as it was set."""
        if self._removed is not None:
            self._press(Acknowledge(self._removed))
        self._press(Stop())

    action_stop_off = action_stop_out = action_stop_walk = action_stop

    def action_hurts(self) -> None:
        self._press(Hurts())

    action_worse = action_hurts

    def action_other(self) -> None:
        session, picture = self.session, self._picture
        if session is None or picture is None:
            return
        following = (picture.sessions.index(session) + 1) % len(picture.sessions)
        self.chosen = picture.sessions[following].kind
        self.ask_to_be_shown()
