"""What the screens ask for: the day, the signs, the pain, the sound. What can't be is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days, Today
from backcoach.coach.protocols import JournalBusyError, JournalError
from backcoach.coach.sessions import REFUSALS
from backcoach.coach.watch import HELP, Reminders
from backcoach.domain import wording
from backcoach.domain.engine import NotNowError, Pause, Stop
from backcoach.domain.flare import Flare, Outcome, parse_onset
from backcoach.domain.moment import Moment
from backcoach.domain.record import ANSWER, Record
from backcoach.domain.review import PAIN_AFTER, was_used
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.signs import URGENT, Level, Round, new_round
from backcoach.domain.walks import parse_pain
from backcoach.ui.services import Services


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
        flares, clock = self.days.flares, self._coach.clock

        def work() -> None:
            pain, onset = parse_pain(typed.pain), None
            if before is None or typed.onset != before.onset:
                day_start = self.days.settings.day_start
                onset = parse_onset(typed.onset, now=clock.now().wall, local=clock.local, day_start=day_start)
            if before is not None:
                flares.change(onset=onset, trigger=typed.trigger, pain=pain, plan=typed.plan)
            elif onset is not None:
                flares.start(onset, typed.plan, trigger=typed.trigger, pain=pain)

        return self.attempt(work)

    def end(self) -> str:
        """End the one that goes on; what is to be said of it."""
        ended: list[Flare] = []
        if refusal := self.attempt(lambda: ended.append(self.days.flares.end())):
            return refusal
        if ended[0].outcome is Outcome.SEE_SOMEONE:
            return "The flare-up is over. It lasted more than two weeks: see someone about it (sources 003, 004)."
        return "The flare-up is over; it stays in the history."

    def attempt(self, work: Callable[[], object]) -> str:
        """Do something with the day; the reason, where that can't be."""
        try:
            work()
        except REFUSALS as refusal:
            return str(refusal)
        finally:
            self.days.forget()
        return ""


class KeptRound(Struct, frozen=True):
    """A round with its answers so far, as the help screen has it, and the id of the record that keeps it."""

    id: str
    round: Round


class HelpRounds:
    """Begins rounds, keeps their answers, and stops whatever runs."""

    def __init__(self, services: Services) -> None:
        self._coach = services.coach
        self._services = services
        self._kept = ""

    def begin(
        self, *, start_with: Level | None = None, sign: str = "", daily: bool = False, reason: str = ""
    ) -> KeptRound:
        """A new round; of the urgent levels alone where it is daily. The sign that was felt already is answered."""
        signs = self._services.content.signs
        levels = URGENT if daily else tuple(Level)
        asked = new_round(signs.values(), start_with=start_with, only=levels, reason=reason)
        felt = next((one for one in asked.signs if one.id == sign), None)
        if felt is not None:
            asked = asked.answered(felt, yes=True, at=self._coach.clock.now().wall)
        return KeptRound(self._services.new_id(), asked)

    def keep(self, asked: KeptRound) -> None:
        """Keep the answers in the diary, each with its time; a round whose only answer was taken back goes again."""
        answers = asked.round.answers
        if not answers and self._kept != asked.id:
            return
        self._kept = asked.id
        at = min((answer.at for answer in answers), default=self._coach.clock.now().wall)
        record = Record(asked.id, ANSWER, at, self._services.day_of(at), asked.round.as_doc(), deleted=not answers)
        self._services.archive.put(record)

    def is_due(self) -> bool:
        """Whether no round was finished on the person's day, so that a flare-up must ask (L9)."""
        today = self._services.day_of(self._coach.clock.now().wall)
        return not any(record.doc.get("complete") for record in self._services.archive.records(ANSWER, first=today))

    def pause_what_leads(self) -> None:
        """Let no breath and no hold go on counting while the person reads: it goes on by their key."""
        for session in self._coach.sessions:
            if session.kind.is_guided and session.state is State.RUNNING:
                with suppress(NotNowError):  # it ended by itself in this very moment
                    self._coach.act(session.id, Pause())

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


BEFORE, AFTER = "before", "after"
"""What a screen may ask for."""

DIGITS = "0 1 2 3 4 5 6 7 8 9 t"
PAIN_WORDS = f"Pain now? {DIGITS} for ten, the worst."
_SKIPS = {BEFORE: " enter skips.", AFTER: " Any other key skips."}


class PainQuestion:
    """Whether the pain is to be asked for now, and after which session."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self.after: Session | None = None
        """The session that is over, or whose last pack is off, and after which nothing was said yet."""
        self._stages: set[tuple[str, bool]] = set()

    def follow(self, sessions: Sequence[Session], ended: Callable[[str], Session | None]) -> list[Session]:
        """Ask for the pain after what has ended, or had its last pack taken off, since the last look; returns these."""
        stages = {(session.id, session.is_last_rest): session for session in sessions}
        gone, self._stages = self._stages - stages.keys(), set(stages)
        found = [each for session_id, _ in gone if (each := stages.get((session_id, True)) or ended(session_id))]
        for session in found:
            is_led_to_help = session.kind.is_guided and session.why is Ending.PAIN
            if session.kind is not Kind.WALK and was_used(session) and not is_led_to_help:
                self.after = session
        return found

    def is_asked(self, what: str) -> bool:
        """Whether the pain before or after a session is to be asked for now; never while another needs the person."""
        if not what or any(session.needs_person for session in self._coach.sessions):
            return False
        try:
            return self._is_asked_after() if what == AFTER else self._coach.pain_said_at() is None
        except JournalError:
            return False  # nobody knows whether it was said

    def _is_asked_after(self) -> bool:
        """Whether a session has just ended, no pain was said since it eased, and no other leads the person now."""
        after = self.after
        if after is None or any(session.kind.is_guided for session in self._coach.sessions):
            return False
        if self._coach.clock.now().wall - after.since.wall > PAIN_AFTER:
            return False
        said = self._coach.pain_said_at()
        return said is None or said < after.eased

    def words(self, what: str, width: int) -> str:
        """The question as one line of at most so many cells; empty where it is not asked now."""
        if not self.is_asked(what):
            return ""
        lines = (PAIN_WORDS + _SKIPS[what], PAIN_WORDS, f"Pain now? {DIGITS} ten")
        return next((line for line in lines if len(line) <= width), "Pain? 0–9, t ten")


def pain_of(key: str) -> int | None:
    """The pain that this key says; None where it is another key."""
    return 10 if key == "t" else int(key) if key in set("0123456789") else None


HEARD_AFTER = timedelta(seconds=30)
"""A removal that nobody has acknowledged for so long sounds all the same (L4)."""


class SoundLevel(StrEnum):
    """What is heard; the value ends the first line."""

    ALL = ""
    TONES = "tones"
    MUTED = "muted"


SAID = {
    SoundLevel.ALL: "Sound is on again.",
    SoundLevel.TONES: "Tones only.",
    SoundLevel.MUTED: "Muted; the screen still tells you.",
}


class Sound:
    """Which channels are on: those of the settings, less what the person has muted; `apply` gives alarms on them."""

    def __init__(self, settings: Settings, apply: Callable[[Settings], None]) -> None:
        self.level = SoundLevel.ALL
        self._apply = apply
        self._settings = settings
        self._heard = False

    def use(self, settings: Settings) -> None:
        self._settings = settings
        self._apply(self._channels())

    def turn(self) -> str:
        """To the next level; what is to be said of it."""
        levels = list(SoundLevel)
        self.level = levels[(levels.index(self.level) + 1) % len(levels)]
        self._apply(self._channels())
        return SAID[self.level]

    def look(self, sessions: Sequence[Session], now: Moment, *, leads: bool = False) -> None:
        """Let a removal be heard that has waited too long; with the last thing that runs all sound comes back."""
        before, was_heard = self.level, self._heard
        if not sessions and not leads:
            self.level = SoundLevel.ALL
        self._heard = any(
            session.state is State.DUE and session.step.is_application and session.overrun(now) >= HEARD_AFTER
            for session in sessions
        )
        if (before is not SoundLevel.ALL and was_heard is not self._heard) or before is not self.level:
            self._apply(self._channels())

    def _channels(self) -> Settings:
        if self._heard or self.level is SoundLevel.ALL:
            return self._settings
        if self.level is SoundLevel.TONES:
            return replace(self._settings, speech=False)
        return replace(self._settings, tones=False, speech=False, bell=False)
