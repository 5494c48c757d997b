"""When and how the pain before or after a session is asked for, by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backcoach.coach.coach import Coach
from backcoach.domain.review import PAIN_AFTER, was_used
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session

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
        return self._is_asked_after() if what == AFTER else self._coach.pain_said_at() is None

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
    return 10 if key == "t" else int(key) if key.isdecimal() else None
