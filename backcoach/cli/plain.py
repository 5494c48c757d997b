"""`--plain`: leads a session as lines of text, for screen readers, braille, dumb terminals and recordings."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from select import select
from typing import TypeVar

from msgspec.structs import replace

from backcoach.alarms.alarms import Alarms
from backcoach.cli.command import CannotError, Words, print_lines, warn
from backcoach.cli.content import print_signs
from backcoach.cli.environment import BUSY_WINDOW, new_id
from backcoach.cli.remind import channels_of
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.guidance import BONES, BREATHING, HEAT, STRETCHING, Before, Guidance
from backcoach.coach.log import Log
from backcoach.coach.protocols import JournalDamagedError, JournalError
from backcoach.config import Places
from backcoach.domain import alarm, cues, stretches
from backcoach.domain.alarm import REMOVAL_REPEATS
from backcoach.domain.breathing import DEFAULT_PATTERN, UNWELL
from backcoach.domain.cues import LATE, SECOND
from backcoach.domain.events import Acknowledge, Begin, Event, GoOn, Hurts, Next, Pause, Stop
from backcoach.domain.form_fields import TypedWalk
from backcoach.domain.heat import HeatKind
from backcoach.domain.limits import BRITTLE_BONES, MINUTE, SKIN_QUESTIONS, WATER_QUESTIONS, LimitReachedError
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.stretches import DEFAULT_STRETCH, REFUSES_FROM
from backcoach.domain.text import count, whole_number
from backcoach.domain.walks import parse_pain, walk_routine
from backcoach.library import Library
from backcoach.store.journal import SqliteJournal
from backcoach.ui.sessions import REFUSALS, Sessions, farewell

Answer = TypeVar("Answer")

KEYS = "Keys, each with enter: p pause and go on, n next, x stop, o it hurts, ! get help. Enter alone: what comes next."
PAIN = "How much does it hurt now? 0 is none, 10 the worst."
SKIP = f"{PAIN} Enter skips."
GOES_ON = """{} goes on, and its time is kept: backcoach status shows it.
Nothing rings here any more: backcoach {} --plain leads it again, backcoach remind gives its alarms."""
OBVIOUS: dict[State, Event] = {State.DUE: Acknowledge(), State.WAITING: Begin(), State.PAUSED: GoOn()}
"""What enter does to a session."""


class EndedError(Exception):
    """A signal, whose number this has, asks the program to end."""


class Keys:
    """The lines of the standard input, waited for together with the signals that end the program."""

    def __init__(self) -> None:
        self._signals, written = os.pipe()
        os.set_blocking(written, False)
        signal.set_wakeup_fd(written)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
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
            if self._signals in ready:
                raise EndedError(os.read(self._signals, 1)[0])
            if ready:
                self._read(ready[0])
        return self._lines.pop(0).decode(errors="replace").strip().lower() if self._lines else None

    def _read(self, number: int) -> None:
        read = b""
        with suppress(OSError):  # the terminal is gone
            read = os.read(number, 4096)
        *lines, self._rest = (self._rest + read).split(b"\n")
        if not read:
            self._inputs, lines = [], [self._rest] if self._rest else []
        self._lines += lines


def say(*lines: str) -> None:
    print_lines(*lines)
    sys.stdout.flush()


def hear(keys: Keys, look: Callable[[], tuple[Iterable[str], timedelta]], is_over: Callable[[], bool]) -> str | None:
    """The next line that is typed, None once it is over; meanwhile all that `look` brings is said.

    `look` gives what is to be said now, and how long until there may be more.
    """
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
        self.keys = Keys()
        self.led = ""
        self._alarms = alarms
        self._show_help = show_help
        self._told: dict[str, tuple[object, timedelta]] = {}
        self._trouble = ""

    @property
    def _called(self) -> Session | None:
        return next((session for session in self.coach.sessions if session.needs_person), None)

    def look(self) -> tuple[list[str], timedelta]:
        """What time has brought about, and how long until it may bring more: at most a second."""
        called, look, now, history = self._called, self.coach.look(), self.coach.clock.now(), self.coach.history
        if called and not self._called:
            self._alarms.silence()  # it was answered elsewhere
        history.archive.catch_up()
        before, self._trouble = self._trouble, history.trouble or history.archive.trouble
        lines = [look.notice, self._trouble if self._trouble != before else "", *self._alarms.problems()]
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
        """The answer, asked for until `read` can read it; a `CannotError` where none comes."""
        say(question)
        while (typed := hear(self.keys, self.look, lambda: self.keys.ended)) is not None and typed != "x":
            try:
                if typed != "!":
                    return read(typed)
                self.help()
                say(question)
            except ValueError as error:
                say(str(error))
        ended = "" if typed else "The input has ended: "
        raise CannotError(f"{ended}{'n' if ended else 'N'}othing begins here without an answer.")

    def pain_for_stretch(self) -> Before:
        """How much it hurts, asked where it is not known, and once more at 5 and 6 (L7)."""
        known, said = self.guidance.pain_now(), None
        if known is None or known >= REFUSES_FROM:
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
        for session in self.coach.sessions:
            if session.kind.is_guided and session.state is State.RUNNING:
                self._act(session, Pause())
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
            raise CannotError(f"{led.kind.label} waits for enter, and the input has ended. It stays: backcoach status")
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


def lead(words: Words, places: Places, library: Library, settings: Settings, plan: str) -> int:
    """Start what the words name, where it does not go on already, and lead it to its end; the exit status."""
    clock, kind = SystemClock(), Kind(words.command)
    rings = _ring if sys.stdout.isatty() else None
    found = channels_of(replace(settings, terminal=False), clock, places.sounds, rings)  # no escape sequence
    channels = [channel for channel in found if channel.missing() is None]
    alarms = Alarms(channels)
    with closing(_journal(places.journal)) as journal, closing(alarms):
        coach = Coach(clock, journal, alarms, new_id)
        coach.say_left = lambda: settings.say_remaining
        coach.patience = ZERO if any(channel.guides for channel in channels) else None
        guidance = Guidance(coach, coach.history.archive, settings)
        log = Log(clock, coach.history, lambda: settings, levels=library.levels, new_id=new_id)
        help_words = Words(json=False, data_dir=words.data_dir, config=words.config)
        plain = Plain(coach, guidance, alarms, lambda: print_signs(help_words))
        days = Days(clock, coach.history, library, settings, new_id=new_id)
        try:
            say(*plain.look()[0])
            session = coach.session_of(kind)
            if session is None:
                session = _begin(plain, words, library, Sessions(coach, days, guidance, plan), log)
            say(KEYS)
            ended = plain.lead(session)
            if ended is not None:
                _after(plain, ended, log)
        except EndedError as end:
            with suppress(OSError):  # the terminal is gone
                going_on = coach.session_of(kind)
                say(*(GOES_ON.format(kind.label, kind) if going_on else "Nothing was started.").splitlines())
            return 128 + int(end.args[0])
    return 0


def _ring(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _journal(path: Path) -> SqliteJournal:
    """The journal; on a full or read-only disk it is tried again, and what runs is kept in memory meanwhile."""
    try:
        return SqliteJournal(path, busy=BUSY_WINDOW, verify=True)
    except JournalDamagedError:
        raise
    except JournalError as error:
        warn([error])
        return SqliteJournal(path, busy=BUSY_WINDOW, late=True)


def _heat(plain: Plain, library: Library) -> HeatKind:
    """Which kind of heat it is, by its number; enter alone is the one that was used last."""
    kinds = list(library.heat.values())
    last = library.heat.get(str(plain.guidance.choice(HEAT).get("heat"))) or kinds[0]

    def read(typed: str) -> HeatKind:
        if not typed:
            return last
        if not typed.isdecimal() or not 1 <= int(typed) <= len(kinds):
            raise ValueError(f"Please answer with a number from 1 to {len(kinds)}.")
        return kinds[int(typed) - 1]

    listed = ", ".join(f"{number} {each.title}" for number, each in enumerate(kinds, start=1))
    return plain.ask(f"Which heat? {listed}. Enter: {last.title}.", read)


def _begin(plain: Plain, words: Words, library: Library, sessions: Sessions, log: Log) -> Session:
    """Ask what must be known before, and start it."""
    kind, coach, guidance = Kind(words.command), plain.coach, plain.guidance
    coach.may_start(kind)
    if kind is Kind.BREATHE:
        last = guidance.choice(BREATHING)
        pattern = library.patterns.get(words.pattern or str(last.get("pattern"))) or library.patterns[DEFAULT_PATTERN]
        cycles = int(last["cycles"]) if last.get("pattern") == pattern.id else pattern.cycles
        say(f"{pattern.title}, {count(cycles, 'breath')}.", library.notices["breathing"].text)
        return guidance.start_breathing(pattern, cycles)
    if kind is Kind.WALK:
        before = plain.ask(SKIP, any_pain)
        session = coach.start(walk_routine())
        log.note_beginning(session, before)
        return session
    if kind is Kind.STRETCH:
        last = guidance.choice(STRETCHING)
        wanted = words.routine or str(last.get("routine"))
        stretch = library.stretches.get(wanted) or library.stretches[DEFAULT_STRETCH]
        say(f"{stretch.title}.", stretch.start, stretch.stop)
        try:
            guidance.may_stretch(stretch)
        except LimitReachedError as refusal:
            if refusal.limit is not BRITTLE_BONES or guidance.brittle_bones() is not None:
                raise
            brittle = plain.ask("Do you have brittle bones (osteoporosis), or might you? y or n.", yes)
            guidance.choose(BONES, {"value": brittle})
            guidance.may_stretch(stretch)
        return guidance.start_stretching(stretch, plain.pain_for_stretch())
    offer = sessions.offer(kind, None if words.minutes is None else words.minutes * MINUTE)
    say(*filter(None, (f"{kind.label}: {offer.about}." if kind.is_on_skin else offer.about, offer.remark)))
    heat = _heat(plain, library) if kind is Kind.HEAT else None
    in_water = heat is not None and heat.in_water
    put_on, questions = ("get in", WATER_QUESTIONS) if in_water else ("put it on", SKIN_QUESTIONS)
    if kind.is_on_skin and not coach.is_confirmed(in_water=in_water):
        say(f"Before you {put_on}, check:", *(f"{question}." for question in questions))
        if not plain.ask(
            "Enter says yes to all of this; n says that something is not so.", lambda typed: yes(typed or "y")
        ):
            raise CannotError(f"Then don't {put_on}. Nothing was started.")
        coach.confirm_skin(in_water=in_water)
    ready = f"{put_on.capitalize()}, then press enter to start."
    if kind.is_on_skin and not plain.ask(ready, lambda typed: yes(typed or "y")):
        raise CannotError("Nothing was started.")
    refused, started = sessions.start(offer, heat), coach.session_of(kind)
    if refused or started is None:
        raise CannotError(refused)
    return started


def _after(plain: Plain, session: Session, log: Log) -> None:
    """Say how it ended, and ask for the pain after it, which may be skipped."""
    kind, guidance, hurt = session.kind, plain.guidance, session.why is Ending.PAIN
    if hurt and kind is Kind.STRETCH:
        say("Stopped. Lie or sit the way it hurts least.")
        plain.help()
    elif hurt and kind is Kind.BREATHE:
        say(*UNWELL)
    else:
        done = " ".join(each.text for each in alarm.ended(session)).removesuffix(" How is the pain now?")
        say(done or farewell(session) or "Stopped.")
    if kind is Kind.WALK:
        log.settle()
    with suppress(CannotError):  # nobody answers
        if (value := plain.ask(SKIP, any_pain)) is None:
            return
        if kind is not Kind.WALK:
            guidance.note_pain(value, "after", session.id)
        elif (walk := log.book.walk(session.id)) is not None:
            before = "" if walk.pain_before is None else str(walk.pain_before)
            log.keep_walk(TypedWalk(str(walk.minutes), "", before, str(value), walk.note), of=walk)
        if kind is Kind.STRETCH and stretches.has_risen(guidance.pain_before(session), value):
            say("It hurts more than before: no more stretching for now.")
        say(f"Pain {value} noted.")
