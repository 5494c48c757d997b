"""Text that is read aloud instead of a screen: lines out, keys by line in, and what is led by them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from queue import Empty, SimpleQueue
from select import select
from typing import TypeVar

from backcoach.alarms.alarms import Alarms
from backcoach.cli.command import ENDINGS, CannotError, print_lines
from backcoach.coach.coach import Coach
from backcoach.coach.sessions import REFUSALS, Before, Guidance, pause_what_leads
from backcoach.coach.watch import look_at
from backcoach.domain import cues, stretches
from backcoach.domain.alarm import REMOVAL_REPEATS
from backcoach.domain.cues import LATE
from backcoach.domain.engine import Acknowledge, Begin, Event, GoOn, Hurts, Next, Pause, Stop
from backcoach.domain.limits import MINUTE
from backcoach.domain.moment import SECOND, ZERO, Moment
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.stretches import REFUSES_FROM
from backcoach.domain.text import whole_number
from backcoach.domain.walks import parse_pain

Answer = TypeVar("Answer")

KEYS = "Keys, each with enter: p pause and go on, n next, x stop, o it hurts, ! get help. Enter alone: what comes next."
PAIN = "How much does it hurt now? 0 is no pain, 10 the worst."
SKIP = f"{PAIN} Enter skips."
OBVIOUS: dict[State, Event] = {State.DUE: Acknowledge(), State.WAITING: Begin(), State.PAUSED: GoOn()}
"""What enter does to a session."""
CLOSING_S = 0.2
"""A terminal that closes ends the input and sends its signal at about the same time."""


class EndedError(Exception):
    """A signal, whose number this has, asks the program to end."""


class InputEndedError(CannotError):
    """Nobody can answer any more."""


class Keys:
    """The lines of the standard input, waited for together with the signals that end the program."""

    def __init__(self) -> None:
        self._signals, written = os.pipe()
        os.set_blocking(written, False)
        signal.set_wakeup_fd(written)
        for number in ENDINGS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: None)
        self._inputs = [] if sys.__stdin__ is None else [sys.__stdin__.fileno()]
        self._lines: list[bytes] = []
        self._rest = b""

    @property
    def ended(self) -> bool:
        """Whether no more lines can come."""
        return not self._inputs and not self._lines

    def next(self, wait: timedelta) -> str | None:
        """The next line, in small letters; None where the wait is over first, an `EndedError` where a signal comes."""
        if not self._lines:
            ready, _, _ = select([self._signals, *self._inputs], [], [], max(ZERO, wait).total_seconds())
            if ready and self._signals not in ready and not self._read(ready[0]):
                ready, _, _ = select([self._signals], [], [], CLOSING_S)
            if self._signals in ready:
                raise EndedError(os.read(self._signals, 1)[0])
        return self._lines.pop(0).decode(errors="replace").strip().lower() if self._lines else None

    def _read(self, number: int) -> bool:
        """Read lines; False where the input has ended."""
        read = b""
        with suppress(OSError):  # the terminal is gone
            read = os.read(number, 4096)
        *lines, self._rest = (self._rest + read).split(b"\n")
        if not read:
            self._inputs, lines = [], [self._rest] if self._rest else []
        self._lines += lines
        return bool(read)


class QueuedKeys(Keys):
    """The same for Windows, which can't wait for an input and a signal at once: a thread reads, a queue is waited for.

    Not used elsewhere: in a shell's background the thread would be stopped, and the whole program with it.
    """

    ended = False

    def __init__(self) -> None:
        self._heard: SimpleQueue[bytes | EndedError | None] = SimpleQueue()
        for number in ENDINGS:
            signal.signal(number, lambda number, _: self._heard.put(EndedError(number)))
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        if sys.__stdin__ is not None:
            with suppress(OSError), open(sys.__stdin__.fileno(), "rb", buffering=0, closefd=False) as lines:
                for line in lines:
                    self._heard.put(line)
        self._heard.put(None)

    def next(self, wait: timedelta) -> str | None:
        try:
            heard = self._heard.get(timeout=max(ZERO, wait).total_seconds())
        except Empty:
            return None
        if isinstance(heard, EndedError):
            raise heard
        self.ended = heard is None
        return None if heard is None else heard.decode(errors="replace").strip().lower()


def say(*lines: str) -> None:
    print_lines(*lines)
    sys.stdout.flush()


def hear(keys: Keys, look: Callable[[], tuple[Iterable[str], timedelta]], is_over: Callable[[], bool]) -> str | None:
    """The next line that is typed, None once it is over; meanwhile says what `look` gives, until it may have more."""
    while not is_over():
        lines, wait = look()
        say(*lines)
        if not is_over() and (typed := keys.next(wait)) is not None:
            return typed
    return None


def yes(typed: str) -> bool:
    if typed not in {"y", "yes", "n", "no"}:
        raise ValueError("Please answer y or n.")
    return typed[0] == "y"


def any_pain(typed: str) -> int | None:
    return parse_pain("10" if typed == "t" else typed)


def pain(typed: str) -> int:
    if (said := any_pain(typed)) is None:
        raise ValueError("Please answer with a number from 0 to 10.")
    return said


class Plain:
    """Leads a session; of others it says only when they need the person."""

    def __init__(self, coach: Coach, guidance: Guidance, alarms: Alarms, show_help: Callable[[], object]) -> None:
        self.coach = coach
        self.guidance = guidance
        self.keys = QueuedKeys() if sys.platform == "win32" else Keys()
        self.led = ""
        self._alarms = alarms
        self._show_help = show_help
        self._told: dict[str, tuple[object, timedelta]] = {}

    @property
    def _called(self) -> Session | None:
        return next((session for session in self.coach.sessions if session.needs_person), None)

    def look(self) -> tuple[list[str], timedelta]:
        """What time has brought about, and how long until it may bring more: at most a second."""
        look, now = look_at(self.coach), self.coach.clock.now()
        lines = [look.notice, *self.coach.history.news(), *self._alarms.problems()]
        waits = [SECOND, *self.coach.waits().values()]
        for session in self.coach.sessions:
            at = session.used(now) if session.state is State.RUNNING else session.standing(now)
            lines.append(self._news(session, at, now, anew=look.jumped))
            waits += [mark - at for mark, _ in cues.lines_later(session, at) if mark > at][:1]
        self._alarms.pump()
        waits += filter(None, [self._alarms.next_check()])
        return [line for line in lines if line], min(wait for wait in waits if wait > ZERO)

    def _news(self, session: Session, at: timedelta, now: Moment, *, anew: bool) -> str:
        here = (session.state, session.index)
        before, self._told[session.id] = self._told.get(session.id), (here, at)
        if session.id != self.led and not session.needs_person:
            return ""
        if before is None or before[0] != here or anew:
            return cues.line(session, now)
        passed = [(mark, words) for mark, words in cues.lines_later(session, at) if before[1] < mark <= at]
        if not passed:
            return ""
        mark, words = passed[-1]
        return words if at - mark < LATE else cues.line(session, now)

    def ask(self, question: str, read: Callable[[str], Answer]) -> Answer:
        """The answer, asked for until `read` can read it; a `CannotError` at `x`, or where the input has ended."""
        say(question)
        while (typed := hear(self.keys, self.look, lambda: self.keys.ended)) is not None and typed != "x":
            try:
                if typed != "!":
                    return read(typed)
                self.help()
                say(question)
            except ValueError as error:
                say(str(error))
        if typed is None:
            raise InputEndedError("The input has ended: nothing starts here without an answer.")
        raise CannotError("Nothing starts here without an answer.")

    def pain_for_stretch(self) -> Before:
        """How much it hurts, asked where it is not known, and once more at 5 and 6 (L7)."""
        known, said = self.guidance.pain_now(), None
        if known is None or known >= REFUSES_FROM:
            if known is not None:
                say(f"Within the last half hour you said pain {known}, too much to stretch.")
            known, said = self.ask(PAIN, pain), self.coach.clock.now()
            self.coach.said = said, known
        if known >= REFUSES_FROM:
            self.guidance.note_pain(known, "before")
        sure = stretches.asks_again(known)
        if sure and not self.ask(f"Stretch with pain {known}? y or n.", yes):
            raise CannotError("No stretch now. To breathe instead: backcoach breathe --plain")
        return Before(known, said, sure=sure)

    def help(self) -> None:
        """Show signs and numbers; no breath and no hold goes on counting meanwhile."""
        pause_what_leads(self.coach)
        self._show_help()

    def lead(self, session: Session) -> Session | None:
        """Lead the session until it is over; what it was then."""
        self.led = session.id
        if not session.needs_person:  # a call is said already
            self._told.pop(session.id, None)
        while (typed := hear(self.keys, self.look, self._is_over)) is not None:
            self._press(typed, self.coach.history.sessions[self.led])
        return self.coach.history.ended(self.led)

    def _is_over(self) -> bool:
        led = self.coach.history.sessions.get(self.led)
        if led is not None and self.keys.ended and led.overrun(self.coach.clock.now()) > REMOVAL_REPEATS[-1]:
            raise CannotError(
                f"{led.kind.label} is waiting for enter, and the input has ended. backcoach status shows it."
            )
        return led is None

    def _press(self, typed: str, led: Session) -> None:
        if typed == "!":
            self.help()
        elif typed == "o":  # ends a stretch, whatever is led (L8)
            self._act(self.coach.session_of(Kind.STRETCH) or led, Hurts())
        elif typed in {"p", "n", "x"}:
            keys: dict[str, Event] = {"p": GoOn() if led.state is State.PAUSED else Pause(), "n": Next(), "x": Stop()}
            self._act(led, keys[typed])
        elif typed.startswith("-") and (ago := whole_number(typed[1:])) is not None:
            self._act(self._called or led, Acknowledge(self.coach.clock.now().after(-ago * MINUTE)))
        elif typed:
            say(KEYS)
        elif (event := OBVIOUS.get((called := self._called or led).state)) is not None:
            self._act(called, event)
        else:
            say(cues.line(led, self.coach.clock.now()))

    def _act(self, session: Session, event: Event) -> None:
        try:
            if isinstance(event, GoOn) and session.kind is Kind.STRETCH:
                event = GoOn(sure=self.pain_for_stretch().sure)
            self.coach.act(session.id, event)
        except (*REFUSALS, CannotError) as refusal:
            say(str(refusal))
