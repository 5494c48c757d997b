"""`backcoach ok`, `pause`, `resume`, `stop`: the keys of what runs, for a hotkey, a phone or a foot switch."""

from __future__ import annotations

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


ORDERS: dict[str, tuple[Event, str, str]] = {
    "ok": (Acknowledge(), "Answered: ", "No alarm is waiting for an answer"),
    "pause": (Pause(), "", "Nothing can be paused"),
    "resume": (GoOn(), "Running again: ", "Nothing is paused"),
    "stop": (Stop(), "", "Nothing is running"),
}
"""The event of each command, what is said before what came of it, and where there is nothing to do it to."""


@command("ok", KIND)
@command("pause", KIND)
@command("resume", KIND)
@command("stop", KIND)
def press(words: Words) -> None:
    """Move the session that is meant, and say what came of it."""
    env = Environment(words)
    said = env.read(lambda journal: _press(env, journal, words))
    env.sync()
    print_lines(said)


def _press(env: Environment, journal: Journal, words: Words) -> str:
    event, did, nothing = ORDERS[words.command]
    coach = Coach(env.clock, journal, Alarms(), new_id)  # whoever shows the session says what follows
    coach.history.follow(everything=True)
    meant = _meant(coach, nothing, words)
    made = coach.act(meant.id, event)
    if trouble := coach.history.trouble:
        raise JournalError(trouble)
    if made is None:
        raise NotNowError(
            f"{meant.kind.label} was changed somewhere else at the same moment; backcoach status shows it."
        )
    if made.is_over and made.kind is Kind.WALK:
        Logbook(env.clock, coach.history, lambda: env.settings, levels=Library().levels, new_id=new_id).settle()
    what = farewell(made) or f"{made.kind.label} is over." if made.is_over else wording.part(made, env.clock.now())
    return f"{did}{what}"


def _meant(coach: Coach, nothing: str, words: Words) -> Session:
    now, named = coach.clock.now(), Kind(words.kind) if words.kind else None
    if named is not None and (session := coach.session_of(named)) is not None:
        return session
    at_present = [engine.moved_on(session, now) for session in coach.sessions]
    found = [session for session in at_present if _fits(words.command, session) and named in {None, session.kind}]
    if len(found) == 1:
        return found[0]
    if not found:
        what = f"{named.label} isn't running" if named else nothing
        running = f" {wording.first_line(coach.sessions, now)}." if coach.sessions else ""
        raise CannotError(f"{what}.{running}")
    kinds = [session.kind for session in found]
    names = " and ".join(kind.label for kind in kinds)
    raise CannotError(f"You could mean {names}: name one, as in backcoach {words.command} {kinds[0]}")


def _fits(order: str, session: Session) -> bool:
    """Whether the session can be meant."""
    match order:
        case "ok":
            return session.state is State.DUE
        case "pause":
            return session.state is State.RUNNING and session.step.act is not Act.OFF
        case "resume":
            return session.state is State.PAUSED
        case _:
            return not session.is_over
