"""`backcoach ok`, `pause`, `resume`, `stop`: the keys of what runs, for a hotkey, a phone or a foot switch."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from backcoach.alarms.alarms import Alarms
from backcoach.cli.command import CannotError, Words, argument, command, print_lines
from backcoach.cli.environment import Environment, new_id
from backcoach.coach.coach import Coach
from backcoach.coach.log import Logbook
from backcoach.coach.protocols import Journal, JournalError
from backcoach.coach.sessions import farewell
from backcoach.domain import engine, wording
from backcoach.domain.engine import Acknowledge, Event, GoOn, NotNowError, Pause, Stop
from backcoach.domain.routine import Act, Kind
from backcoach.domain.session import Session, State
from backcoach.library import Library

KIND = argument(
    "kind",
    metavar="KIND",
    nargs="?",
    choices=[kind.value for kind in Kind],
    help=f"which one, if several are running: {', '.join(Kind)}",
)


class Order(Struct, frozen=True):
    """One command: its event, which sessions it can be meant for, and what is said where none is there."""

    event: Event
    fits: Callable[[Session], bool]
    did: str
    nothing: str


ORDERS = {
    "ok": Order(
        Acknowledge(), lambda session: session.state is State.DUE, "Answered: ", "no alarm is waiting for an answer"
    ),
    "pause": Order(
        Pause(),
        lambda session: session.state is State.RUNNING and session.step.act is not Act.OFF,
        "",
        "nothing can be paused",
    ),
    "resume": Order(GoOn(), lambda session: session.state is State.PAUSED, "Running again: ", "nothing is paused"),
    "stop": Order(Stop(), lambda session: not session.is_over, "", "nothing is running"),
}


@command("ok", KIND)
@command("pause", KIND)
@command("resume", KIND)
@command("stop", KIND)
def press(words: Words) -> None:
    """Move the session that is meant, and say what came of it."""
    env = Environment(words)
    said = env.read(lambda journal: _press(env, journal, ORDERS[words.command], words))
    env.sync()
    print_lines(said)


def _press(env: Environment, journal: Journal, order: Order, words: Words) -> str:
    coach = Coach(env.clock, journal, Alarms(), new_id)  # whoever shows the session says what follows
    coach.history.follow(everything=True)
    meant = _meant(coach, order, words)
    made = coach.act(meant.id, order.event)
    if trouble := coach.history.trouble:
        raise JournalError(trouble)
    if made is None:
        raise NotNowError(
            f"{meant.kind.label} was changed somewhere else at the same moment; backcoach status shows it."
        )
    if made.is_over and made.kind is Kind.WALK:
        Logbook(env.clock, coach.history, lambda: env.settings, levels=Library().levels, new_id=new_id).settle()
    what = farewell(made) or f"{made.kind.label} is over." if made.is_over else wording.part(made, env.clock.now())
    return f"{order.did}{what}"


def _meant(coach: Coach, order: Order, words: Words) -> Session:
    now, named = coach.clock.now(), Kind(words.kind) if words.kind else None
    if named is not None and (session := coach.session_of(named)) is not None:
        return session
    at_present = [engine.moved_on(session, now) for session in coach.sessions]
    found = [session for session in at_present if order.fits(session) and named in {None, session.kind}]
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"{named.label} isn't running" if named else order.nothing
        running = f" {wording.first_line(coach.sessions, now)}." if coach.sessions else ""
        raise CannotError(f"{what[:1].upper()}{what[1:]}.{running}")
    kinds = [session.kind for session in found]
    names = " and ".join(kind.label for kind in kinds)
    raise CannotError(f"You could mean {names}: name one, as in backcoach {words.command} {kinds[0]}")
