"""The coach itself.

Whoever finds first that something is due writes it into the journal and speaks; the others read there that it has been
said. So any number of windows, commands and reminders follow the same sessions, and each alarm is given once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backcoach.coach.ledger import Ledger
from backcoach.coach.manners import Manners
from backcoach.domain import engine, gaps, gates, limits, wording
from backcoach.domain.events import Begin, Decision, Event, Hurts, Next, Stop, Tick
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, Reading, is_plausible, jump_between
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta

    from backcoach.domain.alarm import Alarm
    from backcoach.domain.routine import Routine
    from backcoach.domain.session import Session
    from backcoach.ports import Announcer, Clock, Journal

CONFIRMED = "skin questions confirmed"
HEAT_WORSE = "heat made it worse"
RESTS_FROM = "the skin rests at least from"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the clocks brought.

    Attributes:
        jumped: whether the clocks moved apart, so that every wake-up must be armed anew.
        changed: whether any session moved, here or elsewhere.
        notice: the one message about what happened while nobody could watch; empty where nothing did.
    """

    jumped: bool = False
    changed: bool = False
    notice: str = ""


class Coach:
    """Holds the state, calls the domain, sends effects to the ports.

    Attributes:
        patience: for how long it leaves each cue of a guided session to another program; None where nobody hears it, so
            that it gives none.
    """

    def __init__(self, clock: Clock, journal: Journal, announcer: Announcer, new_id: Callable[[], str]) -> None:
        self.clock = clock
        self.ledger = Ledger(journal)
        self._announcer = announcer
        self._manners = Manners()
        self._new_id = new_id
        self._reading: Reading | None = None
        self.patience: timedelta | None = ZERO

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that go on, the one that needs the person first."""
        return wording.in_order(tuple(self.ledger.sessions.values()))

    def session_of(self, kind: Kind) -> Session | None:
        """The session of this kind that goes on; None where there is none."""
        return next((session for session in self.sessions if session.kind is kind), None)

    def waits(self) -> Mapping[str, timedelta]:
        """How long until each session must be looked at again, by id."""
        now = self.clock.now()
        waits = {session.id: engine.until_wake(session, now, patience=self.patience) for session in self.sessions}
        return {session_id: wait for session_id, wait in waits.items() if wait is not None}

    # -- the skin -----------------------------------------------------------------------------------------------

    def is_confirmed(self) -> bool:
        """Whether the skin questions were answered within the last day (L5)."""
        return limits.confirmation_holds(self.ledger.recall(CONFIRMED), self.clock.now())

    def confirm_skin(self) -> None:
        """Keep that the person has confirmed the skin questions now (L5)."""
        self.ledger.remember(CONFIRMED, self.clock.now())

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2).

        A removal that lies in the future, because the wall clock was ahead before a restart, counts from the first
        look at it.
        """
        now, removed = self.clock.now(), self.ledger.last_removal()
        if removed is not None and not is_plausible(removed, now):
            removed = self.ledger.recall(RESTS_FROM)
            if removed is None or not is_plausible(removed, now):
                removed = now
                self.ledger.remember(RESTS_FROM, now)
        return limits.rest_left(removed, now)

    def heat_worse_since(self) -> Moment | None:
        """When heat was last said to make it worse (L6); None where it never was."""
        return self.ledger.recall(HEAT_WORSE)

    def _check_confirmed(self) -> None:
        if not self.is_confirmed():
            raise LimitReachedError("The skin questions have not been confirmed within the last day.", limits.L5)

    # -- what the person does -----------------------------------------------------------------------------------

    def may_start(self, kind: Kind) -> None:
        """Nothing, where a session of this kind could start now, once the skin questions are confirmed.

        Raises:
            LimitReachedError: the skin must rest (L2).
            NotNowError: another session is in the way.
        """
        if self.session_of(kind) is not None:
            raise engine.NotNowError(f"{kind.label} goes on already.")
        if not kind.is_on_skin:
            return
        rest = self.rest_left()
        if rest > ZERO:
            at = self.clock.local(self.clock.now().after(rest).wall)
            sentence = f"The skin rests: {kind.label.lower()} is possible at {at:%H:%M}, in {wording.clock(rest)}."
            raise LimitReachedError(sentence, limits.L2)
        for other in self.sessions:
            if other.kind.is_on_skin:
                raise engine.NotNowError(f"{other.kind.label} goes on: stop it with x before {kind.label} begins.")

    def start(self, routine: Routine, *, plan: str = "", pain: int | None = None, sure: bool = False) -> Session:
        """Begin a session of this routine.

        Args:
            routine: what is run.
            plan: the id of the plan it follows; empty where there is none.
            pain: now, 0 to 10; a stretch needs it (L7).
            sure: whether the person was asked once more, with pain of 5 or 6.

        Raises:
            LimitReachedError: a limit stands against it (L1, L2, L3, L5, L7).
            NotNowError: another session is in the way.
        """
        if routine.kind is Kind.STRETCH:
            gates.check_pain(pain, sure=sure)
        self.look()
        made: list[Decision] = []

        def work() -> tuple[Session, ...]:
            self.may_start(routine.kind)
            if routine.kind.is_on_skin:
                self._check_confirmed()
            made.append(engine.begin(self._new_id(), routine, self.clock.now(), plan=plan))
            return (made[-1].session,)

        self.ledger.change(work)
        self._speak(made[-1])
        return made[-1].session

    def act(self, session_id: str, event: Event) -> Session | None:
        """Let a key of the person move the session; None where it was moved elsewhere meanwhile.

        Stopping and pain are obeyed even then.

        Raises:
            LimitReachedError: a limit stands against it.
            NotNowError: it means nothing where the session stands.
        """
        now = self.clock.now()
        shown = self.ledger.sessions.get(session_id)
        made: list[Decision] = []

        def work() -> tuple[Session, ...]:
            made.clear()
            current = self.ledger.current(session_id)
            if current is None or current.is_over:
                return ()
            moved_elsewhere = shown is not None and shown.presses != current.presses
            if moved_elsewhere and not isinstance(event, Stop | Hurts):
                return ()
            if isinstance(event, Begin | Next) and current.state is State.WAITING and current.step.is_application:
                self._check_confirmed()
            made.append(engine.decide(current, event, now))
            return (made[-1].session,)

        self.ledger.change(work)
        if not made:
            self.ledger.follow(everything=True)
            return None
        if isinstance(event, Hurts) and made[-1].session.kind is Kind.HEAT:
            self.ledger.remember(HEAT_WORSE, now)
        self._speak(made[-1])
        return made[-1].session

    def say(self, alarm: Alarm) -> None:
        """Let something be heard that comes from beside the sessions: a reminder of the day."""
        self._announcer.give(alarm)

    def hush(self) -> None:
        """Stop what still sounds: it was answered elsewhere."""
        self._announcer.silence()

    def _speak(self, decision: Decision) -> None:
        if decision.silence:
            self._announcer.silence()
        for alarm in decision.says:
            self._announcer.give(alarm)

    # -- what time does -----------------------------------------------------------------------------------------

    def look(self) -> Look:
        """Look at the clocks and the journal, move what is due, and say it once."""
        reading = self.clock.reading()
        now, before = reading.moment, self._reading
        jumped = before is not None and jump_between(before, reading) is not None
        self._reading = reading
        followed = self.ledger.follow(everything=before is None)
        shown = dict(self.ledger.sessions)
        due = [s.id for s in shown.values() if jumped or followed or engine.is_due(s, now, patience=self.patience)]
        decisions = self._move(due, now, keep_all=jumped) if due else []
        late = gaps.late([(shown[d.session.id], d.session) for d in decisions], now)
        says = self._manners.let_through(decisions, self.ledger.sessions, now)
        for alarm in says[:1] if late else says:
            self._announcer.give(alarm)
        return Look(jumped, followed or bool(decisions), gaps.notice(late, now, self.clock.local))

    def _move(self, due: list[str], now: Moment, *, keep_all: bool) -> list[Decision]:
        """Let time move these sessions; the decisions of those that it really moved."""
        moved: list[Decision] = []

        def work() -> list[Session]:
            moved.clear()
            keep: list[Session] = []
            for session_id in due:
                current = self.ledger.current(session_id)
                if current is None or current.is_over:
                    self.ledger.sessions.pop(session_id, None)
                    continue
                decision = engine.decide(current, Tick(self.patience), now)
                if engine.has_moved(current, decision.session):
                    moved.append(decision)
                    keep.append(decision.session)
                elif keep_all or current.anchor.boot_id != now.boot_id:
                    keep.append(decision.session)
                else:
                    self.ledger.sessions[session_id] = current
            return keep

        self.ledger.change(work)
        return moved
