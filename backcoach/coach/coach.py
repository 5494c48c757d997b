"""The coach itself.

Whoever finds first that something is due writes it into the journal and speaks; the others read there that it has been
said. So any number of windows, commands and reminders follow the same sessions, and each alarm is given once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

from msgspec import Struct

from backcoach.coach.actions import Actions
from backcoach.coach.day import latest_ahead, newest_pain
from backcoach.coach.open_sessions import OpenSessions, Skin, heat_made_it_worse
from backcoach.coach.protocols import Announcer, Clock, Journal, JournalError
from backcoach.domain import wording
from backcoach.domain.alarm import Alarm
from backcoach.domain.events import Event
from backcoach.domain.flare import Flare
from backcoach.domain.moment import ZERO, Moment, Reading, jump_between
from backcoach.domain.routine import Kind, Routine
from backcoach.domain.session import Session

PAIN_AHEAD = "pain noted ahead of time"


class Look(Struct, frozen=True):
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
    """Holds the state, calls the domain, sends effects to store and alarms.

    Attributes:
        patience: for how long it leaves each cue of a guided session to another program; None where nobody hears it, so
            that it gives none.
        pain_now: tells the pain that was said or noted last, within half an hour (L7).
    """

    def __init__(self, clock: Clock, journal: Journal, announcer: Announcer, new_id: Callable[[], str]) -> None:
        self.clock = clock
        self.open_sessions = OpenSessions(journal)
        self._announcer = announcer
        self._skin = Skin(clock, self.open_sessions)
        self._actions: Actions | None = None
        self._new_id = new_id
        self._reading: Reading | None = None
        self.patience: timedelta | None = ZERO
        self._archive = journal.archive
        self.pain_now: Callable[[], int | None] = self._pain_noted

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions that go on, the one that needs the person first."""
        return wording.in_order(tuple(self.open_sessions.sessions.values()))

    def session_of(self, kind: Kind) -> Session | None:
        """The session of this kind that goes on; None where there is none."""
        return next((session for session in self.sessions if session.kind is kind), None)

    # -- the skin -----------------------------------------------------------------------------------------------

    def is_confirmed(self) -> bool:
        """Whether the skin questions were answered within the last day (L5)."""
        return self._skin.is_confirmed()

    def confirm_skin(self) -> None:
        """Keep that the person has confirmed the skin questions now (L5)."""
        self._skin.confirm()

    def rest_left(self) -> timedelta:
        """How long the skin must still rest before the next pack (L2)."""
        return self._skin.rest_left()

    def is_heat_worse(self, flare: Flare | None) -> bool:
        """Whether heat was said to make it worse in this flare-up; without one, whether it ever was (L6)."""
        return heat_made_it_worse(self.open_sessions.recall, flare, self.clock.now())

    # -- what the person does -----------------------------------------------------------------------------------

    def _ask_pain(self) -> int | None:
        return self.pain_now()

    def _moving(self) -> Actions:
        if self._actions is None:
            self._actions = Actions(
                self.clock,
                self.open_sessions,
                self._skin,
                self._announcer,
                new_id=self._new_id,
                pain_now=self._ask_pain,
            )
        return self._actions

    def may_start(self, kind: Kind) -> None:
        """Nothing, where a session of this kind could start now, once the skin questions are confirmed.

        Raises:
            LimitReachedError: the skin must rest (L2).
            NotNowError: another session is in the way.
        """
        self._moving().may_start(kind)

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
        self.look()
        return self._moving().start(routine, plan=plan, pain=pain, sure=sure)

    def act(self, session_id: str, event: Event) -> Session | None:
        """Let a key of the person move the session; None where it was moved elsewhere meanwhile.

        Stopping and pain are obeyed even then.

        Raises:
            LimitReachedError: a limit stands against it.
            NotNowError: it means nothing where the session stands.
        """
        return self._moving().act(session_id, event)

    def say(self, alarm: Alarm) -> None:
        """Let something be heard that comes from beside the sessions: a reminder of the day."""
        self._announcer.give(alarm)

    def hush(self) -> None:
        """Stop what still sounds: it was answered elsewhere."""
        self._announcer.silence()

    # -- what time does -----------------------------------------------------------------------------------------

    def waits(self) -> Mapping[str, timedelta]:
        """How long until each session must be looked at again, by id."""
        return self._moving().waits(self.patience) if self.open_sessions.sessions else {}

    # -- pain ---------------------------------------------------------------------------------------------------

    def pain_ahead(self) -> Moment | None:
        """The latest note of pain that lay in the future when the clock went back; None where none did."""
        return self.open_sessions.recall(PAIN_AHEAD)

    def _pain_noted(self) -> int | None:
        newest = newest_pain(self._archive, self.clock.now(), ahead=self.pain_ahead())
        return None if newest is None else newest[1]

    def _keep_pain_ahead(self, now: Moment) -> None:
        """Keep until when the order of the pains is not known (L7): the clock was set."""
        with suppress(JournalError):
            if ahead := latest_ahead(self._archive, now):
                self.open_sessions.remember(PAIN_AHEAD, now.after(ahead - now.wall))

    # -- time ---------------------------------------------------------------------------------------------------

    def look(self) -> Look:
        """Look at the clocks and the journal, move what is due, and say it once."""
        reading, before = self.clock.reading(), self._reading
        jump = jump_between(before, reading) if before is not None else None
        jumped = jump is not None
        self._reading = reading
        followed = self.open_sessions.follow(everything=before is None)
        if jumped:
            self._skin.keep_removals()
            self._keep_pain_ahead(reading.moment)
        said, self.open_sessions.notice = self.open_sessions.notice, ""
        if self._actions is None and not self.open_sessions.sessions:
            return Look(jumped, followed, said)
        moved, notice = self._moving().by_time(
            reading.moment,
            patience=self.patience,
            everything=jumped or followed,
            keep_all=jumped,
            slept=max(ZERO, jump.slept) if jump is not None else ZERO,
        )
        return Look(jumped, followed or moved, f"{said} {notice}".strip())
