"""The day, the flare-up and their reminders, brought to the window; what can't be read or kept is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days, Today
from backcoach.coach.protocols import JournalBusyError
from backcoach.coach.watch import HELP, Reminders
from backcoach.domain.engine import NotNowError
from backcoach.domain.flare import Flare, Outcome, parse_onset
from backcoach.domain.suggestions import Item
from backcoach.domain.text import WordsError
from backcoach.domain.walks import parse_pain

REFUSALS = (NotNowError, WordsError, JournalBusyError)


class TypedFlare(Struct, frozen=True):
    """What the person has typed about a flare-up; `plan` is the id of a plan."""

    onset: str
    trigger: str
    pain: str
    plan: str


class DayActions:
    """Answers what the screens ask of the day. A refusal is a sentence, and nothing was changed."""

    def __init__(self, coach: Coach, days: Days) -> None:
        self.days = days
        self._coach = coach
        self.reminders = Reminders(coach, days)
        self._asked_of: Today | None = None

    def today(self) -> Today:
        return self.days.today(self._coach.sessions)

    def look(self, *, changed: bool) -> str:
        """Write what waits; work the day out anew where anything was written, here or elsewhere, or can't be read.

        What is to be said of what was written so late; empty where nothing is.
        """
        archive = self._coach.history.archive
        had_trouble = bool(archive.trouble)
        archive.catch_up()
        if changed or had_trouble:
            self.days.forget()
        return archive.take_notice()

    def is_busy(self) -> bool:
        """Whether a session leads the person or needs them, so that nothing else may come before it."""
        return any(session.kind.is_guided or session.needs_person for session in self._coach.sessions)

    def help_wanted(self, is_due: Callable[[], bool]) -> tuple[bool, str]:
        """Whether get help is to be shown now by itself, and why where it is the level "soon" (L9).

        Once a day during a flare-up, not in quiet hours; and once for each reason to see someone.

        Args:
            is_due: whether today's signs are still unanswered.
        """
        today = self.today()
        if today.flare is None or today is self._asked_of:
            return False, ""
        self._asked_of = today

        local = self._coach.clock.local(self._coach.clock.now().wall)
        if self.days.settings.is_quiet(local.time()):
            return False, ""
        try:
            for word, why in today.reasons:
                if self.reminders.once(f"{today.flare.id} {word}"):
                    return True, why
            if self.days.date_of(today.flare.noted.wall) >= today.day.date or not is_due():
                return False, ""
            return self.reminders.claim_today(HELP), ""
        except JournalBusyError:
            self._asked_of = None  # someone else is writing: the next look asks again
            return False, ""

    def keep(self, typed: TypedFlare, before: TypedFlare | None = None) -> str:
        """Write a flare-up down, or change the one that goes on and was so before; the reason, where that can't be."""
        flares = self.days.flares

        def work() -> None:
            pain = parse_pain(typed.pain)
            onset = self._onset(typed.onset) if before is None or typed.onset != before.onset else None
            if before is not None:
                flares.change(onset=onset, trigger=typed.trigger, pain=pain, plan=typed.plan)
            elif onset is not None:
                flares.start(onset, typed.plan, trigger=typed.trigger, pain=pain)

        return self._try(work)

    def end(self) -> str:
        """End the one that goes on; what is to be said of it."""
        ended: list[Flare] = []
        refusal = self._try(lambda: ended.append(self.days.flares.end()))
        if refusal:
            return refusal
        if ended[0].outcome is Outcome.SEE_SOMEONE:
            return "The flare-up is over. It lasted more than two weeks: see someone about it (sources 003, 004)."
        return "The flare-up is over; it stays in the history."

    def put_off(self, item: Item) -> str:
        """Let the item come later; the reason, where that can't be kept."""
        return self._try(lambda: self.days.put_off(item))

    def leave_out(self, item: Item) -> str:
        """Let the item fall away; the reason, where that can't be kept."""
        return self._try(lambda: self.days.leave_out(item))

    def _onset(self, typed: str) -> datetime:
        clock = self._coach.clock
        day_start = self.days.settings.day_start
        return parse_onset(typed, now=clock.now().wall, local=clock.local, day_start=day_start)

    def _try(self, work: Callable[[], None]) -> str:
        try:
            work()
        except REFUSALS as refusal:
            return str(refusal)
        finally:
            self.days.forget()
        return ""
