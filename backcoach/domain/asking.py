"""One round of the signs: asked one after another, or read as a list; what was answered, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backcoach.domain.signs import Level, Sign, highest

URGENT = (Level.EMERGENCY, Level.TODAY)
"""The levels that are asked once a day during a flare-up, and when one begins (L9)."""


class Answer(Struct, frozen=True):
    """What was said to one sign.

    Attributes:
        sign: the sign.
        yes: whether it is there.
        at: when it was said, in UTC.
    """

    sign: Sign
    yes: bool
    at: datetime


class Round(Struct, frozen=True):
    """The signs, the most urgent first, and the answers so far. The first yes ends it: nothing more urgent is left.

    Attributes:
        signs: what is asked, in order.
        reason: why it is asked, as a sentence; empty where the person wanted it.
        index: the place of the sign that is asked now.
        answers: what was said, in the order of the signs as they were answered.
    """

    signs: tuple[Sign, ...]
    reason: str = ""
    index: int = 0
    answers: tuple[Answer, ...] = ()

    @property
    def found(self) -> Level | None:
        """The highest level among the signs that are there."""
        return highest(answer.sign for answer in self.answers if answer.yes)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be asked."""
        return self.found is not None or self.index >= len(self.signs)

    @property
    def current(self) -> Sign | None:
        """The sign that is asked now; None where the round is over."""
        return None if self.is_over else self.signs[self.index]

    @property
    def there(self) -> tuple[Answer, ...]:
        """The answers that are yes."""
        return tuple(answer for answer in self.answers if answer.yes)

    def answered(self, sign: Sign, *, yes: bool, at: datetime) -> Round:
        """The round after an answer to this sign, which need not be the one that is asked now."""
        others = tuple(answer for answer in self.answers if answer.sign.id != sign.id)
        return replace(self, index=self._place(sign) + 1, answers=(*others, Answer(sign, yes, at)))

    def none_of_them(self, at: datetime) -> Round:
        """The round after a no to every sign that has no answer yet."""
        known = {answer.sign.id for answer in self.answers}
        rest = tuple(Answer(sign, yes=False, at=at) for sign in self.signs if sign.id not in known)
        return replace(self, index=len(self.signs), answers=(*self.answers, *rest))

    def back(self) -> Round:
        """The round with the sign before asked again; the same one at the first, and after an emergency sign."""
        if self.index == 0 or self.found is Level.EMERGENCY:
            return self
        before = self.signs[self.index - 1]
        kept = tuple(answer for answer in self.answers if answer.sign.id != before.id)
        return replace(self, index=self.index - 1, answers=kept)

    def as_doc(self) -> dict[str, Any]:
        """The round as it is kept, as JSON knows it."""
        return {
            "reason": self.reason,
            "level": self.found,
            "complete": self.is_over,
            "answers": [
                {"sign": answer.sign.id, "level": answer.sign.level, "yes": answer.yes, "at": answer.at.isoformat()}
                for answer in self.answers
            ],
        }

    def _place(self, sign: Sign) -> int:
        return next(n for n, other in enumerate(self.signs) if other.id == sign.id)


def new_round(
    signs: Collection[Sign], *, start_with: Level | None = None, only: Iterable[Level] = Level, reason: str = ""
) -> Round:
    """A round of the signs of these levels, the most urgent first.

    Args:
        signs: all signs.
        start_with: the level that is asked first; the more urgent ones can be gone back to.
        only: the levels that are asked at all.
        reason: why it is asked, as a sentence.
    """
    wanted = set(only)
    asked = tuple(sign for level in Level if level in wanted for sign in signs if sign.level is level)
    first = next((n for n, sign in enumerate(asked) if sign.level is start_with), 0)
    return Round(asked, reason, first)
