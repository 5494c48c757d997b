"""What can be started, with its figures and what is asked before; what the keys do, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days, pains_noted
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.protocols import JournalBusyError
from backcoach.domain import stretches
from backcoach.domain.breathing import Pattern
from backcoach.domain.cues import spelled
from backcoach.domain.days import DAY, local_day
from backcoach.domain.engine import Event, NotNowError, Pause
from backcoach.domain.flare import modality
from backcoach.domain.limits import LONGEST_SESSION, MINUTE, LimitReachedError, minutes
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.plans import Plan, posture_routine
from backcoach.domain.record import CHOICE, DIARY, Record, id_of
from backcoach.domain.review import pain_before
from backcoach.domain.routine import Act, Kind, Routine
from backcoach.domain.session import Ending, HeatKind, Session, State
from backcoach.domain.settings import DEFAULTS, Settings
from backcoach.domain.stretches import Stretch
from backcoach.domain.walks import minutes_of

REFUSALS = (LimitReachedError, NotNowError, ValueError, JournalBusyError)
"""What the person is told, and nothing else comes of it."""


class Offer(Struct, frozen=True):
    """What would be started."""

    kind: Kind
    length: timedelta  # of one application, or between two changes of position
    about: str  # what the session holds, in one line
    plan: str = ""  # with its sources
    remark: str = ""  # what should be known about choosing it


BREATHING, STRETCHING, HEAT, BONES = "breathing", "stretching", "heat", "brittle bones"
"""What the person has chosen or answered once, and is not asked again."""


class Before(Struct, frozen=True):
    """The pain before a stretch."""

    pain: int
    said: Moment | None = None  # None where it was noted elsewhere
    sure: bool = False  # asked once more, with pain of 5 or 6, they want to


class Guidance:
    """Starts what is guided, once its gates are open, and keeps what the person says of it in the archive."""

    def __init__(self, coach: Coach, settings: Settings = DEFAULTS) -> None:
        self._coach = coach
        self._archive = coach.history.archive
        self.settings = settings

    def pain_now(self) -> int | None:
        """The pain that was said or noted last, within half an hour (L7); None where it is to be asked."""
        return self._coach.newest_pain()[1]

    def start_breathing(self, pattern: Pattern, cycles: int) -> Session:
        """Begin so many breaths of the pattern and remember the choice; a `FieldError` where so many can't be led."""
        session = self._start(pattern.routine(cycles, self.settings.lead_in))
        self.choose(BREATHING, {"pattern": pattern.id, "cycles": cycles})
        return session

    def brittle_bones(self) -> bool | None:
        answer = self.choice(BONES).get("value")
        return answer if isinstance(answer, bool) else None

    def times_today(self, stretch: Stretch) -> int:
        now = self._coach.clock.now().wall
        today = self._day(now)
        ended = self._coach.history.ended_between(now - 2 * DAY, now + 2 * DAY)
        of_kind = [s for s in ended if (s.kind, s.routine.id) == (Kind.STRETCH, stretch.id) and stretches.counts(s)]
        return sum(self._day(session.since.wall) == today for session in of_kind)

    def may_stretch(self, stretch: Stretch) -> None:
        """Refuse what keeps the stretch from being led now, pain aside: times today, brittle bones, another stretch."""
        self._coach.may_start(Kind.STRETCH)
        stretches.check_times(stretch, self.times_today(stretch))
        stretches.check_bones(stretch, brittle=self.brittle_bones())

    def start_stretching(self, stretch: Stretch, before: Before) -> Session:
        """Begin the stretch, and keep the pain said before it; errors are those of `may_stretch` and of L7."""
        self.may_stretch(stretch)
        _, pain = self._coach.newest_pain((before.said, before.pain) if before.said else None)
        stretches.check_pain(pain, sure=before.sure and pain == before.pain)
        session = self._start(stretch.routine(self.settings.lead_in), pain=pain, sure=before.sure)
        if before.said is not None:
            self.note_pain(before.pain, "before", said=before.said)
        self.choose(STRETCHING, {"routine": stretch.id})
        return session

    def note_pain(self, value: int, when: str, session_id: str = "", *, said: Moment | None = None) -> Moment:
        """Keep in the diary the pain `before`, `after` or `meanwhile`, one of each for a session; when it was said."""
        doc = {"entry": "pain", "value": value, "session": session_id, "when": when}
        at = said or self._coach.clock.now()
        if said is None:
            self._coach.said = at, value
        self._put(("pain", session_id or at.wall.isoformat(), when), DIARY, doc, at.wall)
        return at

    def pain_before(self, session: Session) -> int | None:
        """The last pain within the hour before the session."""
        noted = pains_noted(self._coach.history, self._coach.clock.now())
        return pain_before(noted, session.begun.wall)

    def _start(self, routine: Routine, *, pain: int | None = None, sure: bool = False) -> Session:
        """Start it with as many words as the person's voice has time for."""
        return self._coach.start(replace(routine, rate=self.settings.speech_rate), pain=pain, sure=sure)

    def choice(self, name: str) -> Mapping[str, Any]:
        """What was last chosen under this name; empty where nothing was, or it was deleted since."""
        record = self._archive.record(id_of("choice", name))
        return {} if record is None or record.deleted else record.doc

    def choose(self, name: str, doc: Mapping[str, Any]) -> None:
        if {**doc, "choice": name} != self.choice(name):
            self._put(("choice", name), CHOICE, {**doc, "choice": name}, self._coach.clock.now().wall)

    def _put(self, words: Iterable[str], kind: str, doc: Mapping[str, Any], at: datetime) -> None:
        self._archive.put(Record(id_of(*words), kind, at, self._day(at), doc))

    def _day(self, wall: datetime) -> date:
        return local_day(self._coach.clock.local(wall), self.settings.day_start)


class Sessions:
    """Offers ice, heat and posture, and lets keys move what runs. A refusal is a sentence, and nothing was changed."""

    def __init__(self, coach: Coach, days: Days, guidance: Guidance, plan_id: str) -> None:
        self._coach = coach
        self._days = days
        self._guidance = guidance
        self._plans = days.content.plans
        self._plan_id = plan_id

    def use(self, settings: Settings, field: str) -> None:
        """From now on offer what was just set; what the command line asked for stays until its own setting changes."""
        if field == "plan" and settings.plan in self._plans:
            self._plan_id = settings.plan

    def _plan(self) -> tuple[Plan, float | None]:
        """The plan that is followed, and the hours since the flare-up began, where one goes on."""
        today = self._days.today(self._coach.sessions)
        if today.flare is None:
            return self._plans[self._plan_id], None
        return today.plan, today.flare.hours(self._coach.clock.now())

    def _routine(self, kind: Kind, length: timedelta | None) -> Routine:
        if kind is Kind.POSTURE:
            return posture_routine(self._days.settings.posture_interval if length is None else length)
        plan, hours = self._plan()
        return plan.routine(kind, on=length, hours=hours)

    def offer(self, kind: Kind, length: timedelta | None = None) -> Offer:
        """What would be started; LimitReachedError past a limit, ValueError under a minute."""
        routine = self._routine(kind, length)
        first = routine.step(0).length or LONGEST_SESSION
        if kind is Kind.POSTURE:
            return Offer(kind, first, f"Every {minutes(first)}: get up and walk, or lie down.")
        plan, hours = self._plan()
        once = ", ".join(f"{minutes(step.length)} {step.act}" for step in routine.steps[:2] if step.length)
        about = once if routine.applications == 1 else f"{routine.applications} times ({once})"
        return Offer(kind, first, about, f"Plan {plan.id} ({', '.join(plan.sources)})", self._remark(kind, plan, hours))

    def _remark(self, kind: Kind, plan: Plan, hours: float | None) -> str:
        """How the choice differs from the plan; empty where it does not."""
        flare, now = self._days.today(self._coach.sessions).flare, self._coach.clock.now()
        if kind is Kind.HEAT and heat_made_it_worse(self._coach.history, flare, now):
            return "You said that heat made it worse, so it isn't suggested (source 003)."
        if not any(kind in phase.modality for phase in plan.phases):
            return f"This plan doesn't suggest {kind.value}, but you can choose it; the times are the plan's."
        if hours is None or kind in (phase := plan.phase_at(hours)).modality:
            return ""
        return f"The plan suggests {modality(phase)} now, but you can choose {kind.value}."

    def abouts(self) -> dict[Kind, str]:
        """The figures that the first screen tells beside ice, heat and posture."""
        every = {Kind.ICE: "", Kind.HEAT: "", Kind.POSTURE: "every "}
        return {kind: word + minutes(self.offer(kind).length) for kind, word in every.items()}

    def resize(self, offer: Offer, length: timedelta) -> tuple[Offer, str]:
        """The offer with another length; the same one and the reason, where that can't be."""
        try:
            return self.offer(offer.kind, length), ""
        except REFUSALS as refusal:
            return offer, str(refusal)

    def confirm(self, kind: Kind, *, in_water: bool = False) -> str:
        """Keep that the skin questions are confirmed; the reason, where a session could not follow anyway."""
        try:
            self._coach.may_start(kind)
        except REFUSALS as refusal:
            return str(refusal)
        self._coach.skin.confirm(in_water=in_water)
        return ""

    def start(self, offer: Offer, heat: HeatKind | None = None) -> str:
        """Begin what was offered, with this kind of heat; the reason, where that can't be."""
        try:
            routine = self._routine(offer.kind, offer.length)
            self._coach.start(routine, plan=self._plan()[0].id if offer.kind.is_on_skin else "", heat=heat)
        except REFUSALS as refusal:
            return str(refusal)
        if heat is not None:
            self._guidance.choose(HEAT, {"heat": heat.id})
        return ""

    def press(self, session: Session, event: Event) -> str:
        """Let a key move the session; a farewell where it ended, the reason where it can't be."""
        try:
            moved = self._coach.act(session.id, event)
        except REFUSALS as refusal:
            return str(refusal)
        return farewell(moved) if moved is not None and moved.is_over else ""


def pause_what_leads(coach: Coach) -> None:
    """Let no breath and no hold go on counting while the person is led or asked elsewhere: it goes on by their key."""
    for session in coach.sessions:
        if session.kind.is_guided and session.state is State.RUNNING:
            with suppress(NotNowError):  # it ended by itself in this very moment
                coach.act(session.id, Pause())


def pause_for_pain(coach: Coach) -> str:
    """Pause a stretch while a pain is noted that is too much for it (L7); what is to be said of it."""
    stretch = coach.session_of(Kind.STRETCH)
    if stretch is None or stretch.state is not State.RUNNING:
        return ""
    pain = coach.newest_pain()[1]
    with suppress(NotNowError):  # it has ended just now
        if pain is not None and pain >= stretches.REFUSES_FROM and coach.act(stretch.id, Pause()):
            return f"Paused: with pain {pain} of 10 it's too soon to stretch."
    return ""


def farewell(session: Session) -> str:
    """One sentence about a session that a key has ended; what was guided has a screen of its own for it."""
    if session.kind.is_guided:
        return ""
    spent = sum((step.length for step in session.done if step.act is not Act.OFF), ZERO)
    if session.kind is Kind.WALK:
        spent = minutes_of(spent) * MINUTE
    what = f"{session.kind.label} is over: {spelled(spent)} logged."
    match session.why:
        case Ending.WORSE:
            return f"{what} I won't suggest heat again in this flare-up; handout 003 goes back to ice."
        case Ending.PAIN:
            return f"{what} Stopped because it hurts."
        case _:
            return what
