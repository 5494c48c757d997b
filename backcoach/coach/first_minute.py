"""Leads through the first minute: says each step, and keeps the flare-up, the answer to the signs and the position."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.log import LogRecords
from backcoach.coach.protocols import Content, JournalBusyError
from backcoach.coach.sessions import pause_what_leads
from backcoach.domain import first_minute, limits
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.engine import GoOn, NotNowError, Pause
from backcoach.domain.first_minute import Asks, Progress
from backcoach.domain.flare import without_heat
from backcoach.domain.handbook import Position
from backcoach.domain.moment import elapsed
from backcoach.domain.record import ANSWER, Record
from backcoach.domain.routine import Kind
from backcoach.domain.session import State
from backcoach.domain.signs import Level, Round, Sign

REST = "That was the first minute. Rest now: what comes next is on the first screen."
PAIN_FIRST = "First your pain: a digit, t for ten, or enter to skip it. "
ANY_SIGN = "one of the emergency signs"
"""Stands for the sign where a yes was said to all of them together."""


class FirstMinute:
    """The first minute as one person is led through it; where it is lives in memory, and ends with the program."""

    def __init__(self, coach: Coach, days: Days, content: Content, new_id: Callable[[], str]) -> None:
        self._coach = coach
        self._days = days
        self._new_id = new_id
        self._began = coach.clock.now()
        self._is_kept = False
        self.signs = tuple(sign for sign in content.signs.values() if sign.level is Level.EMERGENCY)
        self.positions = tuple(content.positions.values())
        self.packs = self._packs()
        self.pack: Kind | None = None  # to be started at the end
        self.chosen: Position | None = None
        self.has_begun_flare = False  # one was written down here
        words = {
            "signs": "; ".join(sign.text for sign in self.signs),
            "positions": ". ".join(f"{n}, {each.title}" for n, each in enumerate(self.positions, 1)),
            "pack": " or ".join(self.packs),
            "packs": ", ".join([f"enter for {self.packs[0]}", *(f"{kind[0]} for {kind}" for kind in self.packs[1:])]),
        }
        pause_what_leads(coach)
        self.progress = first_minute.begun(content.first_minute, words, self._began)
        coach.announcer.give(self.progress.spoken)

    @property
    def line(self) -> str:
        """Its part of the first line; empty once it is over."""
        return "" if self.progress.is_over else self.progress.line(self._coach.clock.now())

    @property
    def owes_signs(self) -> bool:
        """Whether a flare-up began here, and no round of the signs was answered since, here or in get help (L9)."""
        rounds = self._coach.history.archive.records(ANSWER, first=self._days.date_of(self._began.wall))
        answered = any(one.doc.get("complete") and one.at >= self._began.wall for one in rounds)
        return self.has_begun_flare and not answered

    def look(self) -> None:
        """Go to where the clocks say it is; of what has begun since the last look, only the last is said."""
        self._move(self.progress.at(self._coach.clock.now()))

    def onward(self) -> None:
        """The next part; a position that is shown is taken, and the pack that the plan offers."""
        progress = self.progress.at(now := self._coach.clock.now())
        if progress.prompt is self.progress.prompt and not progress.is_over:
            if progress.prompt.asks is Asks.POSITION:
                self._keep_position(self.chosen or self.positions[0])
            elif progress.prompt.asks is Asks.PACK:
                self.pack = self.packs[0]
        self._move(self.progress.onward(now), by_key=True)

    def choose_pack(self, kind: Kind | None) -> None:
        """Start with this pack at the end, or with none now."""
        if self.progress.prompt.asks is Asks.PACK:
            self.onward()
            self.pack = kind

    def choose_position(self, position: Position) -> None:
        """Say how to get there."""
        self.chosen = position
        self._coach.announcer.silence()
        self.say(f"{position.title}. {' '.join(position.steps)}")

    def answer(self, *, yes: bool) -> None:
        """Keep whether one of the emergency signs is there; what a yes leads to is the caller's."""
        now = self._coach.clock.now()
        progress = self.progress.answered(now, yes=yes)
        if progress.signs is not None and self.progress.signs is None:
            asked = Round(self.signs, "The first minute.").none_of_them(now.wall)
            if yes:
                one = Sign(ANY_SIGN, Level.EMERGENCY, ANY_SIGN, ANY_SIGN, ("backcoach",))
                asked = Round((one,), asked.reason).answered(one, yes=True, at=now.wall)
            day = self._days.date_of(now.wall)
            self._coach.history.archive.put(Record(self._new_id(), ANSWER, now.wall, day, asked.as_doc()))
        self._move(progress, by_key=True)

    def pause(self) -> None:
        if self.progress.session.state is State.RUNNING:
            self._move(self.progress.after(Pause(), self._coach.clock.now()), by_key=True)

    def go_on(self) -> None:
        """End the pause, and say once more what is to be done."""
        if self.progress.session.state is State.PAUSED:
            self._move(self.progress.after(GoOn(), self._coach.clock.now()), by_key=True)

    def _move(self, progress: Progress, *, by_key: bool = False) -> None:
        before, self.progress = self.progress, progress
        stands = [(each.session.index, each.session.state) for each in (before, progress)]
        if stands[0] == stands[1]:
            return
        if by_key:
            self._coach.announcer.silence()
        if progress.session.index or progress.is_over:
            self._keep_flare()
        if progress.session.state is State.RUNNING:
            self._coach.announcer.give(progress.spoken)
        elif progress.is_over and not progress.signs:
            self.say(self._farewell(), Sound.END)

    def _farewell(self) -> str:
        if self.pack is None:
            return REST
        try:
            self._coach.may_start(self.pack)
        except (limits.LimitReachedError, NotNowError) as refusal:
            return str(refusal)
        return f"{PAIN_FIRST if self._coach.pain_said_at() is None else ''}{self._questions()}"

    def _questions(self) -> str:
        if self.pack is Kind.HEAT:
            return "Choose what the heat comes from. Press enter if all that is asked is true, and once more to start."
        if self._coach.skin.is_confirmed():
            return f"Press enter to start the {self.pack}."
        asked = "; ".join(item.text for item in self._days.content.questions["skin"].items)
        return f"Before the {self.pack}, check: {asked}. Press enter if all of this is true, and once more to start."

    def say(self, words: str, tone: Sound | None = None) -> None:
        self._coach.announcer.give(Alarm(tone, Kind.BREATHE, "The first minute", words, words, Urgency.CUE))

    def _keep_flare(self) -> None:
        """Write the flare-up down, once the first step is behind; tried again at the next step where it can't be."""
        if self._is_kept:
            return
        now = self._coach.clock.now()
        try:
            self._days.flares.start(now.wall - elapsed(self._began, now), self._days.plan_of(None).id)
            self.has_begun_flare = True
        except NotNowError:  # one goes on, and stays as it is
            pass
        except JournalBusyError:
            return
        self._is_kept = True
        self._days.forget()

    def _keep_position(self, position: Position) -> None:
        at, text = self._coach.clock.local(self._coach.clock.now().wall), f"Position: {position.title}"
        entry = Entry(self._new_id(), EntryKind.REST, at, self._days.date_of(at), text=text)
        LogRecords(self._coach.history.archive).save(entry)

    def _packs(self) -> tuple[Kind, ...]:
        """What the plan suggests now, without heat where it was said to make this flare-up worse (L6)."""
        flare = self._days.flares.current()
        kinds = self._days.plan_of(flare).phase_at(flare.hours(self._began) if flare else 0).modality
        is_worse = flare is not None and heat_made_it_worse(self._coach.history, flare, self._began)
        return without_heat(kinds) if is_worse else kinds
