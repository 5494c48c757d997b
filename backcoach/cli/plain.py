"""`--plain`: leads a session as lines of text, for screen readers, braille, dumb terminals and recordings."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from datetime import timedelta

from msgspec.structs import replace

from backcoach.alarms.alarms import Alarms
from backcoach.cli.command import CannotError, Words, warn
from backcoach.cli.content import print_signs
from backcoach.cli.environment import new_id, open_journal, sync_apart
from backcoach.cli.plain_lines import KEYS, SKIP, EndedError, InputEndedError, Plain, any_pain, hear, say, yes
from backcoach.cli.remind import channels_of, print_now
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.first_minute import FirstMinute
from backcoach.coach.log import Logbook
from backcoach.coach.sessions import BONES, BREATHING, HEAT, STRETCHING, Guidance, Sessions, farewell
from backcoach.config import Places
from backcoach.domain import alarm, stretches
from backcoach.domain.breathing import DEFAULT_PATTERN, UNWELL
from backcoach.domain.diary import TypedWalk
from backcoach.domain.first_minute import Asks
from backcoach.domain.limits import BRITTLE_BONES, MINUTE, LimitReachedError
from backcoach.domain.moment import ZERO
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, HeatKind, Session
from backcoach.domain.settings import Settings
from backcoach.domain.stretches import DEFAULT_STRETCH
from backcoach.domain.text import count
from backcoach.domain.walks import walk_routine
from backcoach.library import Library

GOES_ON = """{} is still running, and its time is kept: backcoach status shows it.
No alarm sounds here any more: backcoach {} --plain guides you again, backcoach remind gives its alarms."""
KEYS_NOW = "Keys, each with enter: ! get help, x stop; what was done is kept. Enter alone: on to the next step."


def lead(words: Words, places: Places, library: Library, settings: Settings, plan: str) -> int:
    """Start what the words name, where it does not go on already, and lead it to its end; the exit status."""
    clock = SystemClock()
    rings = print_now if sys.stdout.isatty() else None
    found = channels_of(replace(settings, terminal=False), clock, places.sounds, rings)  # no escape sequence
    channels = [channel for channel in found if channel.missing() is None]
    alarms = Alarms(channels)
    opened, wrong = open_journal(places.journal, clock.wall_now)
    warn(filter(None, [wrong]))
    with closing(opened) as journal, closing(alarms):
        coach = Coach(clock, journal, alarms, new_id)
        coach.say_left = lambda: settings.say_remaining
        coach.patience = ZERO if any(channel.guides for channel in channels) else None
        guidance = Guidance(coach, settings)
        log = Logbook(clock, coach.history, lambda: settings, levels=library.levels, new_id=new_id)
        help_words = Words(json=False, data_dir=words.data_dir, config=words.config)
        plain = Plain(coach, guidance, alarms, lambda: print_signs(help_words))
        days = Days(clock, coach.history, library, settings, new_id=new_id)
        is_minute = words.command == "now"
        kind = None if is_minute else Kind(words.command)
        try:
            say(*plain.look()[0])
            if kind is None:
                kind = _first_minute(plain, FirstMinute(coach, days, library, new_id))
                words = Words(command=kind, minutes=None)
            if kind is None:
                return 0
            session = coach.session_of(kind)
            if session is None:
                session = _begin(plain, words, library, Sessions(coach, days, guidance, plan), log)
            sync_apart(places, settings)
            say(KEYS)
            ended = plain.lead(session)
            if ended is not None:
                _after(plain, ended, log)
            if lost := _lost(coach):
                raise CannotError(lost)
        except EndedError as end:
            with suppress(OSError):  # the terminal is gone
                going_on = kind is not None and coach.session_of(kind)
                nothing = "What was done is kept: backcoach flare show" if is_minute else "Nothing was started."
                said = GOES_ON.format(going_on.kind.label, going_on.kind) if going_on else nothing
                say(*(_lost(coach) or said).splitlines())
            return 128 + int(end.args[0])
        finally:
            sync_apart(places, settings)
    return 0


def _lost(coach: Coach) -> str:
    """What could not be saved to the last, as a sentence; empty where all is."""
    history = coach.history
    history.follow()
    history.archive.catch_up()
    names = ", ".join(history.names_of_unsaved())
    return names and f"Not saved, and lost now: {names}. {history.any_trouble}"


def _first_minute(plain: Plain, minute: FirstMinute) -> Kind | None:
    """Lead the first minute; which pack is to be started after it, if any."""
    told = ""

    def look() -> tuple[list[str], timedelta]:
        nonlocal told
        lines, wait = plain.look()
        minute.look()
        session = minute.progress.session
        if not session.is_over and session.step.cue != told:
            told = session.step.cue
            lines.append(told)
        return lines, min(wait, session.remaining(plain.coach.clock.now()) or wait)

    def is_over() -> bool:
        return minute.progress.is_over or (plain.keys.ended and minute.progress.session.step.length is None)

    say(KEYS_NOW)
    while (typed := hear(plain.keys, look, is_over)) not in {None, "x"}:
        asks = minute.progress.prompt.asks
        position = minute.positions[int(typed) - 1 : int(typed)] if typed.isdecimal() and typed != "0" else ()
        if typed == "!":
            minute.pause()
            plain.help()
            minute.go_on()
        elif asks is Asks.SIGNS:
            minute.answer(yes=yes(typed)) if typed in {"y", "n"} else say("Please answer y or n.")
        elif asks is Asks.POSITION and position:
            minute.choose_position(position[0])
            say(position[0].title + ".", *position[0].steps)
        elif asks is Asks.PACK and typed:
            minute.choose_pack(next((kind for kind in minute.packs if kind[0] == typed), None))
        elif not typed:
            minute.onward()
        else:
            say(KEYS_NOW)
    if minute.progress.signs or minute.owes_signs:
        plain.help()
    return minute.pack


def _heat(plain: Plain, library: Library) -> HeatKind:
    """Which kind of heat it is, by its number; enter alone is the one that was used last."""
    kinds = list(library.heat.values())
    last = library.heat.get(str(plain.guidance.choice(HEAT).get("heat"))) or kinds[0]

    def read(typed: str) -> HeatKind:
        if not typed:
            return last
        if not typed.isdecimal() or not 1 <= int(typed) <= len(kinds):
            raise ValueError(f"Please answer with a number from 1 to {len(kinds)}.")
        return kinds[int(typed) - 1]

    listed = "; ".join(f"{number} {each.title}" for number, each in enumerate(kinds, start=1))
    return plain.ask(f"Which kind of heat? {listed}. Enter alone: {last.title}.", read)


def _ask_before(plain: Plain) -> None:
    """Ask for the pain where none of the past hour is known; enter skips the question, and so does the input's end."""
    with suppress(InputEndedError):
        if plain.coach.pain_said_at() is None and (said := plain.ask(SKIP, any_pain)) is not None:
            plain.guidance.note_pain(said, "before")
            say(f"Pain {said} noted.")


def _begin(plain: Plain, words: Words, library: Library, sessions: Sessions, log: Logbook) -> Session:
    """Ask what must be known before, and start it."""
    kind, coach, guidance = Kind(words.command), plain.coach, plain.guidance
    coach.may_start(kind)
    if kind is Kind.BREATHE:
        last = guidance.choice(BREATHING)
        pattern = library.patterns.get(words.pattern or str(last.get("pattern"))) or library.patterns[DEFAULT_PATTERN]
        cycles = int(last["cycles"]) if last.get("pattern") == pattern.id else pattern.cycles
        say(f"{pattern.title}, {count(cycles, 'breath')}.", library.notices["breathing"].text)
        _ask_before(plain)
        return guidance.start_breathing(pattern, cycles)
    if kind is Kind.WALK:
        before = plain.ask(SKIP, any_pain)
        session = coach.start(walk_routine())
        log.note_beginning(session, before)
        return session
    if kind is Kind.STRETCH:
        last = guidance.choice(STRETCHING)
        wanted = words.routine or str(last.get("routine"))
        stretch = library.stretches.get(wanted) or library.stretches[DEFAULT_STRETCH]
        say(f"{stretch.title}.", stretch.start, stretch.stop)
        try:
            guidance.may_stretch(stretch)
        except LimitReachedError as refusal:
            if refusal.limit is not BRITTLE_BONES or guidance.brittle_bones() is not None:
                raise
            brittle = plain.ask("Do you have brittle bones (osteoporosis), or might you? y or n.", yes)
            guidance.choose(BONES, {"value": brittle})
            guidance.may_stretch(stretch)
        return guidance.start_stretching(stretch, plain.pain_for_stretch())
    offer = sessions.offer(kind, None if words.minutes is None else words.minutes * MINUTE)
    say(*filter(None, (f"{kind.label}: {offer.about}." if kind.is_on_skin else offer.about, offer.remark)))
    _ask_before(plain)
    heat = _heat(plain, library) if kind is Kind.HEAT else None
    in_water = heat is not None and heat.in_water
    questions, put_on = library.questions["water" if in_water else "skin"], "get in" if in_water else "put it on"
    if kind.is_on_skin and not coach.skin.is_confirmed(in_water=in_water):
        say(f"{questions.title}, check:", *(f"{question.text}." for question in questions.items))
        if not plain.ask(
            "If all of this is true, press enter; if anything isn't, type n.", lambda typed: yes(typed or "y")
        ):
            raise CannotError(f"Then don't {put_on}. Nothing was started.")
        coach.skin.confirm(in_water=in_water)
    ready = f"{put_on.capitalize()}, then press enter to start."
    if kind.is_on_skin and not plain.ask(ready, lambda typed: yes(typed or "y")):
        raise CannotError("Nothing was started.")
    refused, started = sessions.start(offer, heat), coach.session_of(kind)
    if refused or started is None:
        raise CannotError(refused)
    return started


def _after(plain: Plain, session: Session, log: Logbook) -> None:
    """Say how it ended, and ask for the pain after it, which may be skipped."""
    kind, guidance, hurt = session.kind, plain.guidance, session.why is Ending.PAIN
    if hurt and kind is Kind.STRETCH:
        say("Stopped. Lie or sit the way it hurts least.")
        plain.help()
    elif hurt and kind is Kind.BREATHE:
        say(*UNWELL)
    else:
        done = " ".join(each.text for each in alarm.ended(session)).removesuffix(" How is the pain now?")
        say(done or farewell(session) or "Stopped.")
    if kind is Kind.WALK:
        log.settle()
    with suppress(CannotError):  # nobody answers
        if (value := plain.ask(SKIP, any_pain)) is None:
            return
        if kind is not Kind.WALK:
            guidance.note_pain(value, "after", session.id)
        elif (walk := log.records.walk(session.id)) is not None:
            log.keep_walk(replace(TypedWalk.of(walk), pain_after=str(value)), of=walk)
        if kind is Kind.STRETCH and stretches.has_risen(guidance.pain_before(session), value):
            say("It hurts more than before: no more stretching for now.")
        say(f"Pain {value} noted.")
