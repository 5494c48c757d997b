"""What moves the sessions: the person's keys, and time. Loaded once there is a session, or one is to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from backcoach.coach.open_sessions import OpenSessions, Skin
from backcoach.coach.protocols import Announcer, Clock
from backcoach.domain import cues, engine, limits, session, stretches, wording
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.events import Begin, Decision, Event, GoOn, Hurts, Next, NotNowError, Stop, Tick
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Ending, Session, State


class Actions:
    """Asks the engine, keeps what comes of it, and speaks."""

    def __init__(
        self,
        clock: Clock,
        open_sessions: OpenSessions,
        skin: Skin,
        announcer: Announcer,
        *,
        new_id: Callable[[], str],
        pain_now: Callable[[], int | None],
    ) -> None:
        self._clock = clock
        self._open_sessions = open_sessions
        self._skin = skin
        self._announcer = announcer
        self._held_alarms = HeldAlarms()
        self._new_id = new_id
        self._pain_now = pain_now

    def waits(self, patience: timedelta | None) -> Mapping[str, timedelta]:
        """How long until each session must be looked at again, by id; `patience` as the coach has it."""
        now, sessions = self._clock.now(), self._open_sessions.sessions.values()
        waits = {session.id: engine.until_wake(session, now, patience=patience) for session in sessions}
        return {session_id: wait for session_id, wait in waits.items() if wait is not None}

    # -- the person ---------------------------------------------------------------------------------------------

    def may_start(self, kind: Kind) -> None:
        """As `Coach.may_start`, which says what is raised."""
        going_on = self._open_sessions.sessions.values()
        if any(session.kind is kind for session in going_on):
            raise NotNowError(f"{kind.label} goes on already.")
        if not kind.is_on_skin:
            return
        rest = self._skin.rest_left()
        if rest > ZERO:
            at = self._clock.local(self._clock.now().after(rest).wall)
            sentence = f"The skin rests: {kind.label.lower()} is possible at {at:%H:%M}, in {wording.clock(rest)}."
            raise LimitReachedError(sentence, limits.L2)
        for other in going_on:
            if other.kind.is_on_skin:
                raise NotNowError(f"{other.kind.label} goes on: stop it with x before {kind.label} begins.")

    def start(self, routine: Routine, *, plan: str = "", pain: int | None = None, sure: bool = False) -> Session:
        """As `Coach.start`, which says what is raised."""
        if routine.kind is Kind.STRETCH:
            stretches.check_pain(pain, sure=sure)
        made: list[Decision] = []

        def work() -> tuple[Session, ...]:
            self.may_start(routine.kind)
            if routine.kind.is_on_skin:
                self._skin.check_confirmed()
            made.append(engine.begin(self._new_id(), routine, self._clock.now(), plan=plan))
            return (made[-1].session,)

        self._open_sessions.change(work)
        self._speak(made[-1])
        return made[-1].session

    def act(self, session_id: str, event: Event) -> Session | None:
        """As `Coach.act`, which says what is raised."""
        now = self._clock.now()
        shown = self._open_sessions.sessions.get(session_id)
        made: list[Decision] = []

        def work() -> tuple[Session, ...]:
            made.clear()
            current = self._open_sessions.sessions.get(session_id)
            if current is None:
                return ()
            moved_elsewhere = shown is not None and shown.presses != current.presses
            if moved_elsewhere and not isinstance(event, Stop | Hurts):
                return ()
            meant = self._meant(event, shown or current, engine.decide(current, Tick(None), now).session)
            if isinstance(meant, GoOn) and current.kind is Kind.STRETCH:
                stretches.check_pain(self._pain_now(), sure=meant.sure)
            made.append(engine.decide(current, meant, now))
            return (made[-1].session,)

        self._open_sessions.change(work)
        if not made:
            self._open_sessions.follow(everything=True)
            return None
        if isinstance(event, Hurts) and made[-1].session.kind is Kind.HEAT:
            self._skin.note_heat_worse(now)
        self._speak(made[-1])
        return made[-1].session

    def _meant(self, event: Event, shown: Session, at_present: Session) -> Event:
        """The event; mere time where it would begin an application that the person has not been shown yet (L4).

        Raises:
            LimitReachedError: it begins one, and the skin questions must be answered first (L5).
        """
        waits = at_present.state is State.WAITING and at_present.step.is_application
        if not waits or not isinstance(event, Begin | Next):
            return event
        if shown.index != at_present.index:
            return Tick()
        self._skin.check_confirmed()
        return event

    def _speak(self, decision: Decision) -> None:
        if decision.silence:
            self._announcer.silence()
        for alarm in decision.says:
            self._announcer.give(alarm)

    # -- time ---------------------------------------------------------------------------------------------------

    def by_time(
        self, now: Moment, *, patience: timedelta | None, everything: bool, keep_all: bool, slept: timedelta = ZERO
    ) -> tuple[bool, str]:
        """Let time move what is due, and say it once.

        Args:
            now: this moment.
            patience: as the coach has it.
            everything: whether each session is to be looked at, and not only what is due.
            keep_all: whether each that was looked at is written down anew: the clocks have jumped.
            slept: how long the machine was suspended just before.

        Returns:
            Whether any was moved, and the one message about what happened while nobody could watch.
        """
        renewed = self._renew_after(slept, now) if slept else ""
        shown = dict(self._open_sessions.sessions)
        everything = everything or len(self._packs()) > 1
        due = [s.id for s in shown.values() if everything or engine.is_due(s, now, patience=patience)]
        decisions = self._move(due, Tick(patience), now, keep_all=keep_all) if due else []
        late = session.late([(shown[d.session.id], d.session) for d in decisions], now)
        says = self._held_alarms.let_through(decisions, self._open_sessions.sessions, now)
        for alarm in says[:1] if late else says:
            self._announcer.give(alarm)
        seconds = [decision.session.kind.label for decision in decisions if decision.session.why is Ending.OTHER_PACK]
        said = [f"{label} was begun beside another pack: one at a time, so this one is stopped." for label in seconds]
        return bool(decisions), " ".join((*said, renewed, session.notice(late, now, self._clock.local))).strip()

    def _renew_after(self, slept: timedelta, now: Moment) -> str:
        """Begin changes of position anew that the machine slept through; the sentence that says so."""
        renewed: list[Session] = []

        def work() -> list[Session]:
            renewed.clear()
            found = (engine.woken(session, slept, now) for session in self._open_sessions.sessions.values())
            renewed.extend(session for session in found if session is not None)
            return renewed

        self._open_sessions.change(work)
        if not renewed:
            return ""
        every = limits.minutes(renewed[0].length or ZERO)
        return f"The computer slept for {session.ago(slept)}. Posture begins a new {every}."

    def _packs(self) -> list[Session]:
        """The sessions of ice and heat, the one that began first before the others: its pack is on the longest (L1)."""
        packs = [session for session in self._open_sessions.sessions.values() if session.kind.is_on_skin]
        now = self._clock.now()
        return sorted(packs, key=lambda session: session.total_age(now), reverse=True)

    def _move(self, due: list[str], tick: Tick, now: Moment, *, keep_all: bool) -> list[Decision]:
        """Let time move these sessions; the decisions of those that it really moved."""
        moved: list[Decision] = []

        def work() -> list[Session]:
            moved.clear()
            keep: list[Session] = []
            for session_id in due:
                current = self._open_sessions.sessions.get(session_id)
                if current is None:
                    continue
                is_second = current.kind.is_on_skin and current.id != self._packs()[0].id
                decision = engine.decide(current, Stop(Ending.OTHER_PACK) if is_second else tick, now)
                if engine.has_moved(current, decision.session):
                    moved.append(decision)
                    keep.append(decision.session)
                elif keep_all or current.anchor.boot_id != now.boot_id:
                    keep.append(decision.session)
            return keep

        self._open_sessions.change(work)
        return moved


class HeldAlarms:
    """Holds back what can wait while a session guides, and lets it through at its next pause."""

    def __init__(self) -> None:
        self._held: list[tuple[Session, Alarm]] = []

    def let_through(self, decisions: Iterable[Decision], sessions: Mapping[str, Session], now: Moment) -> list[Alarm]:
        """What is to be said now, the most urgent first.

        Args:
            decisions: what time has brought about.
            sessions: the sessions that go on, by id.
            now: this moment.
        """
        said = [(decision.session, alarm) for decision in decisions for alarm in decision.says]
        held = [(session, alarm) for session, alarm in self._held if _still_holds(session, sessions)]
        if all(cues.may_be_spoken_over(session, now) for session in sessions.values()):
            self._held = []
            said = [*held, *said]
        else:
            self._held = [*held, *(pair for pair in said if _can_wait(*pair))]
            said = [pair for pair in said if not _can_wait(*pair)]
        return sorted((alarm for _, alarm in said), key=lambda alarm: -alarm.urgency)


def _can_wait(session: Session, alarm: Alarm) -> bool:
    return alarm.urgency is Urgency.NOTICE and not session.kind.is_guided


def _still_holds(session: Session, sessions: Mapping[str, Session]) -> bool:
    """Whether what was said of the session is still so: nobody has answered it meanwhile."""
    current = sessions.get(session.id)
    if session.is_over:
        return True
    return current is not None and current.needs_person and current.index == session.index
