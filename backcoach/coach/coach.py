"""The coach itself: asks the engine what keys and time bring about, keeps it, and speaks.

Whoever finds first that something is due writes it into the journal and speaks; the others read there that it has been
said. So any number of windows, commands and reminders follow the same sessions, and each alarm is given once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct

from backcoach.coach.day import PAIN_AHEAD, newest_pain, pains_noted
from backcoach.coach.history import BufferedHistory
from backcoach.coach.protocols import Announcer, Clock, Journal
from backcoach.domain import engine, limits, session, stretches, wording
from backcoach.domain.engine import Begin, Decision, Event, GoOn, Hurts, Next, NotNowError, Stop, Tick
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment, Reading, elapsed, is_plausible, jump_between
from backcoach.domain.review import PAIN_BEFORE
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Ending, HeatKind, Session, State
from backcoach.domain.sync import going_on_elsewhere, off_here, rest_elsewhere

CONFIRMED = "skin questions confirmed"
CONFIRMED_WATER = "water questions confirmed"
"""The keys of the two sets of answers (L5): one never counts for the other."""


class Look(Struct, frozen=True):
    """What came of one look at the clocks and the journal."""

    jumped: bool = False  # the clocks moved apart: every wake-up must be armed anew
    changed: bool = False  # a session moved, here or elsewhere
    notice: str = ""  # the one message about what happened while nobody could watch


class Skin:
    """Whether a pack may lie on the skin now: the questions before it, and the rest since the last one (L2, L3, L5)."""

    def __init__(self, clock: Clock, history: BufferedHistory) -> None:
        self._clock = clock
        self._history = history

    def is_confirmed(self, *, in_water: bool = False) -> bool:
        key = CONFIRMED_WATER if in_water else CONFIRMED
        now, confirmed = self._clock.now(), self._history.recall(key)
        if confirmed is not None and not is_plausible(confirmed, now):
            # From the future, for the clock was ahead before a restart: none, also when that time comes.
            self._history.remember(key, now.after(-2 * limits.CONFIRMATION_LASTS))
        return limits.confirmation_holds(confirmed, now)

    def confirm(self, *, in_water: bool = False) -> None:
        self._history.remember(CONFIRMED_WATER if in_water else CONFIRMED, self._clock.now())

    def check_confirmed(self, *, in_water: bool) -> None:
        if not self.is_confirmed(in_water=in_water):
            raise LimitReachedError("You haven't answered the questions before it within the last day.", limits.L5)

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2)."""
        now = self._clock.now()
        for name, removed in self._history.removals(now).items():
            if not is_plausible(removed, now):  # from the future: the clock was ahead before a restart
                self._history.keep_removal(name, now)
        here = limits.rest_left(self._history.removals(now).values(), now)
        return max(here, rest_elsewhere(self._history.elsewhere(), now))

    def elsewhere(self) -> tuple[tuple[str, Session], ...]:
        """What goes on on other machines now, each with the name of its own."""
        return going_on_elsewhere(self._history.elsewhere(), self._clock.now(), self._history.recall)

    def check(self, kind: Kind) -> None:
        """Refuse an application while the skin rests, or a pack may be on at another machine (L2, L3)."""
        if rest := self.rest_left():
            raise self._rests("Your skin needs its break", kind, rest)
        now = self._clock.now()
        for name, other in self.elsewhere():
            if not other.kind.is_on_skin:
                continue
            said = wording.elsewhere(name, other, now, self._clock.local)
            if other.state is not State.DUE:
                raise NotNowError(f"{said}: end it there before you start {kind.label} here.")
            self._history.keep_removal(off_here(other), now)  # when it came off nobody knows
            why = f"{said}, and nobody has said that it is off. If it is still on your skin, take it off now"
            raise self._rests(why, kind, limits.SHORTEST_REST)

    def _rests(self, why: str, kind: Kind, rest: timedelta) -> LimitReachedError:
        at = self._clock.local(self._clock.now().after(rest).wall)
        when = f"{kind.label.lower()} is possible at {at:%H:%M}, in {wording.clock(rest)}."
        return LimitReachedError(f"{why}: {when}", limits.L2)

    def keep_by_new_clock(self, now: Moment) -> None:
        """Keep by the clock of now when packs came off."""
        for name, removed in self._history.removals(now).items():
            if is_plausible(removed, now) and limits.rest_left([removed], now):
                self._history.keep_removal(name, now.after(-elapsed(removed, now)))


class Coach:
    """Holds the state, calls the domain, sends effects to store and alarms."""

    def __init__(self, clock: Clock, journal: Journal, announcer: Announcer, new_id: Callable[[], str]) -> None:
        self.clock = clock
        self.announcer = announcer
        self.history = BufferedHistory(journal)
        self.skin = Skin(clock, self.history)
        # For how long each cue of a guided session is left to another program; None where none is given here.
        self.patience: timedelta | None = ZERO
        self.say_left: Callable[[], timedelta] = lambda: ZERO  # how often it is said what is left of an application
        self.said: tuple[Moment, int] | None = None  # the pain that was said last in this window
        self._held: engine.Said = ()
        self._new_id = new_id
        self._reading: Reading | None = None

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that go on, the one that needs the person first."""
        return wording.in_order(tuple(self.history.sessions.values()))

    def session_of(self, kind: Kind) -> Session | None:
        return next((session for session in self.sessions if session.kind is kind), None)

    def waits(self) -> Mapping[str, timedelta]:
        """How long until each session must be looked at again, by id."""
        wait = partial(engine.until_wake, now=self.clock.now(), patience=self.patience, say_left=self.say_left())
        waits = {name: wait(session) for name, session in self.history.sessions.items()}
        return {name: wait for name, wait in waits.items() if wait is not None}

    def newest_pain(
        self, said: tuple[Moment, int] | None = None, *, within: timedelta = stretches.PAIN_LASTS
    ) -> tuple[datetime, int] | tuple[None, None]:
        """When a pain was said or noted last, within half an hour (L7) or another time, and that pain.

        Where what was noted can't be read, only what is `said` now counts: a worse one may stand there.
        """
        before = self.history.archive.failures
        found = newest_pain(self.history, self.clock.now(), said=said or self.said, within=within)
        return found if said or self.history.archive.failures == before else (None, None)

    def pain_said_at(self) -> datetime | None:
        """When a pain was said or noted last; None where none counts as that before a session, which asks for it."""
        return self.newest_pain(within=PAIN_BEFORE)[0]

    def may_start(self, kind: Kind) -> None:
        """Refuse what keeps it from starting now, the questions aside: LimitReachedError (L2) or NotNowError."""
        going_on = self.history.sessions.values()
        if any(session.kind is kind for session in going_on):
            raise NotNowError(f"{kind.label} is running already.")
        if not kind.is_on_skin:
            return
        self.skin.check(kind)
        for other in going_on:
            if other.kind.is_on_skin:
                raise NotNowError(f"{other.kind.label} is running: stop it with x before you start {kind.label}.")

    def start(
        self,
        routine: Routine,
        *,
        plan: str = "",
        heat: HeatKind | None = None,
        pain: int | None = None,
        sure: bool = False,
    ) -> Session:
        """Begin a session; LimitReachedError (L1, L2, L3, L5, L7: `sure` with pain of 5 or 6) or NotNowError."""
        self.look()
        if routine.kind is Kind.STRETCH:
            stretches.check_pain(pain, sure=sure)
        self.may_start(routine.kind)  # what a refusal remembers stays, and would not inside the transaction

        def work() -> list[Decision]:
            self.may_start(routine.kind)
            if routine.kind.is_on_skin:
                self.skin.check_confirmed(in_water=heat is not None and heat.in_water)
            return [engine.begin(self._new_id(), routine, self.clock.now(), plan=plan, heat=heat)]

        (decision,) = self.history.change(work)
        return self._speak(decision)

    def act(self, session_id: str, event: Event) -> Session | None:
        """Let a key move the session; None where another program has moved it, but stopping and pain always count."""
        now, shown = self.clock.now(), self.history.sessions.get(session_id)
        if shown is not None and isinstance(event, Begin | Next | GoOn):
            # Before the transaction, which a refusal takes back: what is remembered with the refusal stays.
            self._meant(event, shown, engine.moved_on(shown, now))

        def work() -> list[Decision]:
            current = self.history.sessions.get(session_id)
            if current is None:
                return []
            moved_elsewhere = shown is not None and shown.presses != current.presses
            if moved_elsewhere and not isinstance(event, Stop | Hurts):
                return []
            meant = self._meant(event, shown or current, engine.moved_on(current, now))
            if isinstance(meant, GoOn) and current.kind is Kind.STRETCH:
                stretches.check_pain(self.newest_pain()[1], sure=meant.sure)
            return [engine.decide(current, meant, now)]

        made = self.history.change(work)
        if not made:
            self.history.follow(everything=True)
            return None
        if isinstance(event, Hurts) and made[0].session.kind is Kind.HEAT:
            self.history.remember_heat_worse(now)
        return self._speak(made[0])

    def _meant(self, event: Event, shown: Session, at_present: Session) -> Event:
        """The event; mere time where it would begin an application that the person has not been shown yet (L4, L5)."""
        if isinstance(event, GoOn) and at_present.state is State.PAUSED and at_present.step.is_application:
            self.skin.check(at_present.kind)  # another machine may have had a pack on meanwhile
        waits = at_present.state is State.WAITING and at_present.step.is_application
        if not waits or not isinstance(event, Begin | Next):
            return event
        if shown.index != at_present.index:
            return Tick()
        self.skin.check_confirmed(in_water=at_present.in_water)
        self.skin.check(at_present.kind)
        return event

    def _speak(self, decision: Decision) -> Session:
        if decision.silence:
            self.announcer.silence()
        for alarm in decision.says:
            self.announcer.give(alarm)
        return decision.session

    def look(self) -> Look:
        """Look at the clocks and the journal, move what is due, and say it once."""
        reading, before = self.clock.reading(), self._reading
        now, self._reading = reading.moment, reading
        jump = jump_between(before, reading) if before is not None else None
        followed = self.history.follow(everything=before is None)
        if jump is not None:
            self.skin.keep_by_new_clock(now)
            if ahead := max((at for at, _ in pains_noted(self.history, now) if at > now.wall), default=None):
                # until when the order of the pains is unsure (L7)
                self.history.remember(PAIN_AHEAD, now.after(ahead - now.wall))
        said = self.history.take_notice()
        renewed = self._renew_after(jump, now) if jump is not None and jump > ZERO else ""
        moved, notice = self._let_pass(now, everything=jump is not None or followed, keep_all=jump is not None)
        notice = " ".join(filter(None, (said, renewed, notice)))
        return Look(jump is not None, followed or moved, notice)

    def _renew_after(self, slept: timedelta, now: Moment) -> str:
        def work() -> list[Decision]:
            found = (engine.woken(session, slept, now) for session in self.history.sessions.values())
            return [Decision(session) for session in found if session is not None]

        renewed = self.history.change(work) if self.history.sessions else []
        if not renewed:
            return ""
        every = limits.minutes(renewed[0].session.length or ZERO)
        return f"The computer slept for {session.ago(slept)}. Posture starts a new {every}."

    def _let_pass(self, now: Moment, *, everything: bool, keep_all: bool) -> tuple[bool, str]:
        """Let time move what is due, and give its alarms; whether any moved, and what happened while nobody watched."""
        shown = dict(self.history.sessions)
        everything = everything or bool(engine.second_packs(self.history.sessions.values(), now))
        due = list(shown) if everything else [name for name, wait in self.waits().items() if wait <= ZERO]
        decisions = self._move(due, now, keep_all=keep_all) if due else []
        late = [d.session for d in decisions if session.is_late(shown[d.session.id], d.session, now)]
        says, self._held = engine.let_through(self._held, decisions, self.history.sessions, now)
        for alarm in says[:1] if late else says:
            self.announcer.give(alarm)
        told = [decision.session for decision in decisions if decision.session.why is Ending.OTHER_PACK] + late
        return bool(decisions), " ".join(session.notice(one, now, self.clock.local) for one in told)

    def _move(self, due: list[str], now: Moment, *, keep_all: bool) -> list[Decision]:
        """Let time move these sessions; the decisions of those that it really moved."""
        moved: list[Decision] = []

        def work() -> list[Decision]:
            moved.clear()
            keep: list[Decision] = []
            sessions = self.history.sessions
            seconds = engine.second_packs(sessions.values(), now)
            for current in [sessions[session_id] for session_id in due if session_id in sessions]:
                event = Stop(Ending.OTHER_PACK) if current in seconds else Tick(self.patience, self.say_left())
                decision = engine.decide(current, event, now)
                has_moved = engine.has_moved(current, decision.session)
                if has_moved:
                    moved.append(decision)
                if has_moved or keep_all or current.anchor.boot_id != now.boot_id:
                    keep.append(decision)
            return keep

        self.history.change(work)
        return moved
