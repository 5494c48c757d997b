"""What is said and sounded while a session runs: for each step its cues, so that eyes may stay closed.

A step of a stretch is announced before it begins, in the step before it; its beginning is a tone. A part of a breath is
named as it begins. What is said is chosen so short that it is over when its time is: long words for long steps, short
words for short ones, only a tone where no word has room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.alarm import CHANGE_REPEATS, REMOVAL_REPEATS, Alarm, Sound, Urgency, call
from backcoach.domain.limits import LONGEST_PAUSE, MINUTE
from backcoach.domain.moment import SECOND, ZERO, Moment
from backcoach.domain.routine import RATE, Act, Kind, Routine, Side, Step
from backcoach.domain.session import Session, State
from backcoach.domain.text import count
from backcoach.domain.wording import whole_seconds

AFTER_TONE = timedelta(milliseconds=300)
"""The least time from a step's beginning, which has a tone, to words of their own."""
LATE = 1.5 * SECOND
"""What should have been said longer ago is not said: a wrong word is worse than none."""
MARKED = 3
"""How many of the last seconds are marked."""


class Cue(Struct, frozen=True):
    """One thing heard, a tone, words or both, so long after its step began."""

    at: timedelta
    sound: Sound | None
    words: str = ""


def cues(routine: Routine, index: int) -> tuple[Cue, ...]:
    """The cues of one step of a guided routine, in order; no two come at the same time."""
    step = routine.step(index)
    if not routine.kind.is_guided or step.length is None:
        return ()
    return tuple(_cues(routine, index, "")) if routine.kind is Kind.BREATHE else _stretch(routine)[index]


def opening(routine: Routine, index: int, used: timedelta = ZERO) -> Cue:
    """What is heard when a key begins a step, or lets it go on with so much `used`: nothing has announced it."""
    step = routine.step(index)
    left = max(ZERO, (step.length or ZERO) - used)
    ways = going_on(step, left) if used else naming(step)
    return Cue(used, _sound(routine, index), fitting(ways, left, routine.rate))


@lru_cache(maxsize=4)
def _stretch(routine: Routine) -> tuple[tuple[Cue, ...], ...]:
    """The cues of every step: what a step says depends on what the one before has said of it."""
    found: list[tuple[Cue, ...]] = []
    said = ""
    for index in range(len(routine.steps)):
        found.append(tuple(sorted(_cues(routine, index, said), key=lambda cue: cue.at)))
        said = " ".join(cue.words for cue in found[-1] if cue.words and cue.at > ZERO)
    return tuple(found)


def _cues(routine: Routine, index: int, said: str) -> Iterator[Cue]:
    """The cues of one step, of which the step before has `said` something."""
    step, rate = routine.step(index), routine.rate
    length, has_next = step.length or ZERO, routine.has(index + 1)
    room, ways = length, () if said else naming(step)
    if step.act is Act.READY:  # the tone says as much: the words come where they leave room for what follows
        free = length - speaking_time(routine.step(index + 1).cue if has_next else "", rate)
        room, ways = free if free >= AFTER_TONE else length, ("get ready",)
    elif routine.kind is Kind.BREATHE:
        ways = breath(step)
    elif not has_next:
        ways = ("that was the last one",) if step.act is Act.REST else ()
    begins = fitting(ways, room, rate)
    yield Cue(ZERO, _sound(routine, index), begins)
    earliest = speaking_time(begins, rate) if begins else AFTER_TONE
    if routine.kind is Kind.BREATHE and step.act is not Act.READY:
        return
    if step.act is Act.HOLD or (step.act in {Act.MOVE, Act.WALK} and length >= 20 * SECOND):
        yield from _countdown(routine, index, earliest, said)
    elif has_next:  # what the next step is, as late as it can be said whole
        words = fitting(announcing(step, routine.step(index + 1)), length + _rounded(-earliest), rate)
        if words:
            yield Cue(_rounded(length - speaking_time(words, rate)), None, words)


def _countdown(routine: Routine, index: int, earliest: timedelta, said: str) -> Iterator[Cue]:
    """Halfway (of 8 s or more), what comes then, the last seconds, and what the step before had no room to announce."""
    step, rate = routine.step(index), routine.rate
    length = step.length or ZERO
    for left in range(1, MARKED + 1):
        if length - left * SECOND >= SECOND:
            yield Cue(length - left * SECOND, Sound.MARK)
    then = _what_comes_then(routine, index, earliest)
    if then is not None:
        yield then
    rest = ", ".join(part for part in (what(step), how_long(step)) if part not in said) if said else ""
    if rest and SECOND + speaking_time(rest, rate) <= min(then.at if then is not None else length, length / 2):
        yield Cue(SECOND, None, rest)
    half = length / 2
    if length >= 8 * SECOND and (then is None or half != then.at):
        words = f"halfway, {count} more" if (count := number(half)) else "halfway"
        free = half >= earliest and (then is None or half + speaking_time(words, rate) <= then.at)
        yield Cue(half, Sound.MARK, words if free else "")


def _what_comes_then(routine: Routine, index: int, earliest: timedelta) -> Cue | None:
    """What comes after a hold: said before its last seconds are marked, and so that nobody lets go too soon."""
    if not routine.has(index + 1):
        return None
    length, rate, following = routine.step(index).length or ZERO, routine.rate, routine.step(index + 1)
    names = dict.fromkeys((what(following), plainest(following)))
    for name in names:
        left = MARKED - (-speaking_time(f"10 more, then {name}", rate) // SECOND)
        at = length - left * SECOND
        if at >= max(earliest, SECOND):
            return Cue(at, None, f"{left} more, then {name}")
    words = fitting((f"then {name}" for name in names), length - earliest, rate)
    at = _rounded(length - MARKED * SECOND - speaking_time(words, rate))
    return Cue(max(earliest, at), None, words) if words else None


_SOUNDS = {
    Act.READY: Sound.READY,
    Act.HOLD: Sound.HOLD,
    Act.HOLD_OUT: Sound.HOLD,
    Act.OUT: Sound.OUT,
    Act.RELEASE: Sound.OUT,
    Act.REST: Sound.REST,
}


def _sound(routine: Routine, index: int) -> Sound:
    """The tone with which a step begins: another one where the side has changed."""
    step, before = routine.step(index), routine.step(index - 1) if index else None
    if step.act is Act.MOVE and before is not None and before.act is not Act.READY:
        return Sound.SIDE if before.side is not step.side != Side.NONE else Sound.IN
    return _SOUNDS.get(step.act, Sound.IN)


def _rounded(at: timedelta) -> timedelta:
    """The time, down to a tenth of a second: a table of tenths is read more easily."""
    tenth = SECOND / 10
    return at // tenth * tenth


_SIDE = r"(?i)^(left|right|both)\b( \w+)?:?\s*"


def speaking_time(words: str, rate: int = RATE) -> timedelta:
    """How long the words take to be said, rather too long; a voice faster than `RATE` is not reckoned with."""
    if not words:
        return ZERO
    digits, stops = sum(map(str.isdigit, words)), sum(sign in ",.:;" for sign in words)
    spoken = timedelta(milliseconds=60 * len(words) + 200 * digits + 250 * stops)
    return timedelta(milliseconds=655) + spoken * max(1.0, RATE / rate)  # with its beginning, and a silence at its end


def fitting(ways: Iterable[str], room: timedelta, rate: int = RATE) -> str:
    """The first of several ways to say a thing that is over in time, at so many words a minute; empty where none is."""
    return next((words for words in ways if words and speaking_time(words, rate) <= room), "")


def number(span: timedelta | None) -> str:
    """Whole seconds as a number; empty for parts of a second, which nobody counts, and where there is no end."""
    return "" if span is None or span % SECOND else str(span // SECOND)


def how_long(step: Step) -> str:
    """The step's length, to be said: `20 seconds`; empty where it is not whole or open."""
    count = number(step.length)
    return f"{count} second{'' if count == '1' else 's'}" if count else ""


def what(step: Step) -> str:
    """What to do, without the side: `hold, low back flat`; with it where nothing else is left."""
    cue = step.cue.strip() or plainest(step)
    return re.sub(_SIDE, "", cue).lstrip(" ,;:") or cue


def plainest(step: Step) -> str:
    if step.act is Act.MOVE and step.side is not Side.NONE:
        return "move in"
    return {Act.RELEASE: "let go", Act.HOLD_OUT: "hold"}.get(step.act, step.act.value)


def limb(step: Step) -> str:
    """What moves, as the step's cue names it: `left knee`; the side alone, or nothing, where it names none."""
    if found := re.match(_SIDE, step.cue.strip()):
        return found[0].rstrip(": ")
    return step.side.value if step.side in {Side.LEFT, Side.RIGHT} else ""


def _names(step: Step) -> list[str]:
    return list(dict.fromkeys(filter(None, (step.cue.strip(), what(step), plainest(step)))))


def naming(step: Step) -> tuple[str, ...]:
    """What the step is and how long it lasts, the fullest way first."""
    ends = (how_long(step), number(step.length), "")
    return tuple(f"{name}, {end}" if end else name for name in _names(step) for end in ends)


def going_on(step: Step, left: timedelta) -> tuple[str, ...]:
    """What the step is and how much of it is left, after a pause; the fullest way first."""
    names = _names(step)
    return (*(f"{name}, {-(-left // SECOND)} more" for name in names), *names)


def announcing(now: Step, following: Step) -> tuple[str, ...]:
    """What comes after this step, the fullest way first; the side only where it is another one."""
    ends = tuple(filter(None, (how_long(following), number(following.length))))
    if following.act is Act.IN and now.act is Act.READY:
        then = f"then {following.cue}"
        return (*(f"{then}, {end}" for end in ends[:1]), then)
    if now.act in {Act.REST, Act.READY} or now.side is not following.side:
        lead, moves = "next: " if now.act is Act.REST else "", limb(following)
        named = lead + (following.cue.strip() or plainest(following))
        return (*(f"{named}, {end}" for end in ends), named, lead + (moves or plainest(following)), moves)
    names = dict.fromkeys((what(following), plainest(following)))
    thens = [f"then {name}" for name in names]
    return (*(f"{name}, {end}" for name in thens for end in ends), *thens, *names)


def breath(step: Step) -> tuple[str, ...]:
    """A part of a breath: in the first one with its length, the last one said to be the last."""
    word = plainest(step)
    if step.act is Act.IN and step.rep == step.reps > 1:
        return (f"last breath, {word}", word)
    if step.rep == 1 and (long := how_long(step)):
        return (f"{word}, {long}", word)
    return (word,)


def led(session: Session, patience: timedelta = ZERO, say_left: timedelta = ZERO) -> tuple[Session, tuple[Alarm, ...]]:
    """The session, anchored now, with every cue counted that its step has reached, and the newest, if not too late."""
    wait = _until_left(session, session.anchor, patience, say_left)
    if wait is not None and wait <= ZERO:
        left = (session.remaining(session.anchor) or ZERO) + patience - wait
        text = f"{session.kind.label}: {left // MINUTE} minute{'' if left < 2 * MINUTE else 's'} left."
        alarm = Alarm(None, session.kind, f"{session.kind.label} is on", text, text, Urgency.CUE)
        return replace(session, cues=left // say_left), (alarm,)
    table = _table(session)
    reached = sum(cue.at + patience <= session.ran for cue in table)
    if reached <= session.cues:
        return session, ()
    newest, session = table[reached - 1], replace(session, cues=reached)
    is_late = session.ran - newest.at > LATE
    return session, () if is_late else (_alarm(session, newest),)


def opened(session: Session) -> tuple[Session, tuple[Alarm, ...]]:
    """The session whose step a key has begun, or let go on, and what is said of it: nothing has announced it."""
    if not _guides(session):
        return session, ()
    reached = sum(cue.at <= session.ran for cue in _table(session))
    cue = opening(session.routine, session.index, session.ran)
    return replace(session, cues=max(reached, session.cues)), (_alarm(session, cue),)


def until_cue(
    session: Session, now: Moment, patience: timedelta = ZERO, say_left: timedelta = ZERO
) -> timedelta | None:
    """How long until the next cue of the present step is to be given here; None where there is none."""
    table = _table(session)
    if session.cues < len(table):
        return table[session.cues].at + patience - session.used(now)
    return _until_left(session, now, patience, say_left)


def _until_left(session: Session, now: Moment, patience: timedelta, every: timedelta) -> timedelta | None:
    """How long until it is to be said how much of an application is left; None where that is not said any more.

    Only what is left decides, so that neither a pause nor a suspend counts; `cues` is the multiple that was said last.
    """
    left = session.remaining(now)
    if not every or left is None or not session.step.is_application or session.state is not State.RUNNING:
        return None
    left += patience
    multiple = -(-left // every)
    wait = left - multiple * every
    if multiple * every >= (session.length or ZERO) or wait < -LATE or session.cues == multiple:
        multiple, wait = multiple - 1, wait + every
    return wait if multiple > 0 else None


def may_be_spoken_over(session: Session, now: Moment, words: str = "") -> bool:
    """Whether what is no removal, and these words, fit in now: not in a breath or hold, but as breathing in begins."""
    if not _guides(session):
        return True
    waits = (session.remaining(now), until_cue(session, now))
    if words and any(wait is not None and wait < speaking_time(words) for wait in waits):
        return False
    if session.step.act in {Act.READY, Act.REST}:
        return True
    return session.kind is Kind.BREATHE and session.step.act is Act.IN and session.used(now) < SECOND


def _guides(session: Session) -> bool:
    return session.kind.is_guided and session.state is State.RUNNING


def _table(session: Session) -> tuple[Cue, ...]:
    return cues(session.routine, session.index) if _guides(session) else ()


def _alarm(session: Session, cue: Cue) -> Alarm:
    headline = f"{session.kind.label} {session.step.act}"
    return Alarm(cue.sound, session.kind, headline, cue.words or headline, cue.words, Urgency.CUE)


# -- the same as lines of text, for all that runs ----------------------------------------------------------------


def spelled(span: timedelta) -> str:
    """A span as it is read aloud: `15 minutes`, `1 minute 5 seconds`."""
    minutes, seconds = divmod(whole_seconds(span), 60)
    parts = [count(minutes, "minute")] if minutes else []
    return " ".join([*parts, count(seconds, "second")] if seconds or not minutes else parts)


def line(session: Session, now: Moment) -> str:
    """The step or the call that begins; later, how much is left of it."""
    label, step, left = session.kind.label, session.step, session.remaining(now)
    if session.needs_person:
        done = "when you're out" if session.in_water else "when it's off" if step.is_application else "when you have"
        if session.overrun(now) >= MINUTE:
            done += ". If that was 5 minutes ago, type -5 and press enter"
        return call(session).text if session.state is State.WAITING else f"{call(session).spoken} Press enter {done}."
    if session.state is State.PAUSED and step.is_application:
        until = spelled(LONGEST_PAUSE - session.standing(now))
        what = "get out of the water" if session.in_water else f"take the {label.lower()} off"
        return f"Paused: {what}. To go on, press enter within {until}."
    if session.state is State.PAUSED:
        return "Paused. Press enter to go on."
    if left is None:
        used = session.used(now) // MINUTE * MINUTE
        return f"{label}: {spelled(used)} so far." if used else "The time counts up. To stop and save it, type x."
    if session.kind.is_guided and session.used(now) < SECOND:
        return _step_line(session.routine, session.index)
    nth = f", {session.application} of {session.routine.applications}" if session.routine.applications > 1 else ""
    names = {Act.ON: f"{label} is on{nth}", Act.OFF: f"{label} is off for a break", Act.STAY: "Stay as you are"}
    return f"{names.get(step.act, plainest(step).capitalize())}. {spelled(left)} left."


def _step_line(routine: Routine, index: int) -> str:
    """The step, and what comes then where the step itself is too short to be read before it is done."""
    step = routine.step(index)
    said = [f"{plainest(step)}, {how_long(step)}" if routine.kind is Kind.BREATHE else naming(step)[0]]
    announces = step.act in ({Act.READY} if routine.kind is Kind.BREATHE else {Act.READY, Act.HOLD, Act.REST})
    if announces and routine.has(index + 1):
        said += announcing(step, routine.step(index + 1))[:1]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in said)


def lines_later(session: Session, at: timedelta) -> Iterator[tuple[timedelta, str]]:
    """What is said after how long of a state, in order: minutes and last seconds of a step, a call not answered."""
    step, length = session.step, session.length
    if session.state is State.DUE:
        for mark in (REMOVAL_REPEATS if step.is_application else CHANGE_REPEATS)[1:]:
            yield mark, f"{spelled(mark)} over. {call(session).spoken}"
    elif session.state is State.PAUSED and step.is_application:
        yield LONGEST_PAUSE - MINUTE, "1 minute more to go on; then it is over."
    elif session.state is State.RUNNING and length is None:
        yield from ((done * MINUTE, f"{count(done, 'minute')}.") for done in (at // MINUTE, at // MINUTE + 1))
    elif session.state is State.RUNNING and length is not None and session.kind is not Kind.BREATHE:
        for left in range(-(-length // MINUTE) - 1, 0, -1):
            yield length - left * MINUTE, f"{count(left, 'minute')} left."
        is_counted = length >= 5 * SECOND and step.act in {Act.ON, Act.STAY, Act.HOLD, Act.MOVE}
        for left in range(10, 0, -1) if is_counted else ():
            if length - left * SECOND >= 2 * SECOND:  # the step has been read by then
                yield length - left * SECOND, str(left)
