"""The signs as they are asked and answered, round by round; and what an emergency stops."""

from __future__ import annotations

from contextlib import suppress

from backcoach.coach.day import Today
from backcoach.coach.protocols import JournalBusyError
from backcoach.coach.watch import HELP, Reminders
from backcoach.domain import wording
from backcoach.domain.engine import NotNowError, Stop
from backcoach.domain.record import ANSWER, Record
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.signs import URGENT, Level, Round, new_round
from backcoach.ui.services import Services


class HelpRounds:
    """Begins rounds, when it is time for one too, keeps their answers, and stops whatever runs."""

    def __init__(self, services: Services, reminders: Reminders) -> None:
        self._coach = services.coach
        self._services = services
        self._reminders = reminders
        self._kept = ""
        self._asked_of: Today | None = None

    def begin(self, *, start_with: Level | None = None, sign: str = "", daily: bool = False, reason: str = "") -> Round:
        """A new round; of the urgent levels alone where it is daily. The sign that was felt already is answered."""
        signs = self._services.content.signs
        levels = URGENT if daily else tuple(Level)
        asked = new_round(signs.values(), start_with=start_with, only=levels, reason=reason)
        felt = next((one for one in asked.signs if one.id == sign), None)
        return asked if felt is None else asked.answered(felt, yes=True, at=self._coach.clock.now().wall)

    def keep(self, asked: Round, record_id: str) -> None:
        """Keep the answers in the diary, each with its time; a round whose only answer was taken back goes again."""
        answers = asked.answers
        if not answers and self._kept != record_id:
            return
        self._kept = record_id
        at = min((answer.at for answer in answers), default=self._coach.clock.now().wall)
        record = Record(record_id, ANSWER, at, self._services.days.date_of(at), asked.as_doc(), deleted=not answers)
        self._services.archive.put(record)

    def is_due(self) -> bool:
        """Whether no round was finished on the person's day, so that a flare-up must ask (L9)."""
        today = self._services.days.date_of(self._coach.clock.now().wall)
        return not any(record.doc.get("complete") for record in self._services.archive.records(ANSWER, first=today))

    def wanted(self) -> tuple[bool, str]:
        """Whether get help is to be shown now by itself, and why where it is the level "soon" (L9).

        Once a day during a flare-up, not in quiet hours; and once for each reason to see someone.
        """
        today, days = self._services.today(), self._services.days
        if today.flare is None or today is self._asked_of:
            return False, ""
        self._asked_of = today

        local = self._coach.clock.local(self._coach.clock.now().wall)
        if days.settings.is_quiet(local.time()):
            return False, ""
        try:
            for word, why in today.reasons:
                if self._reminders.once(f"{today.flare.id} {word}"):
                    return True, why
            if days.date_of(today.flare.noted.wall) >= today.day.date or not self.is_due():
                return False, ""
            return self._reminders.once(HELP, daily=True), ""
        except JournalBusyError:
            self._asked_of = None  # someone else is writing: the next look asks again
            return False, ""

    def stop_everything(self) -> str:
        """Stop every session because of an emergency sign; what was stopped, in a sentence or two."""
        self._coach.history.follow(everything=True)
        now = self._coach.clock.now()
        parts = [_farewell(session, wording.part(session, now)) for session in self._coach.sessions]
        for session in self._coach.sessions:
            with suppress(NotNowError):  # it ended by itself in this very moment
                self._coach.act(session.id, Stop(Ending.EMERGENCY))
        return " ".join(parts)


def _farewell(session: Session, shown: str) -> str:
    on_skin = session.step.is_application and session.state in {State.RUNNING, State.DUE}
    off = (" Get out of the water." if session.in_water else " Take the pack off.") if on_skin else ""
    return f"Stopped: {shown}.{off}"
