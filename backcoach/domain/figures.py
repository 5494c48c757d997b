"""What content is made of: numbers, lines of text, drawings and sources, within their bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from msgspec import Meta

from backcoach.domain.checks import FieldError
from backcoach.domain.limits import LimitReachedError

Number = Annotated[int, Meta(ge=0, le=1_000_000)] | Annotated[float, Meta(ge=0, le=1_000_000)]
"""A figure as it was written: `20` stays whole, `5.5` does not."""

Title = Annotated[str, Meta(max_length=60)]
Line = Annotated[str, Meta(max_length=300)]
Sources = Annotated[tuple[str, ...], Meta(min_length=1)]
"""Ids of where content comes from; without one it is not used. "own" stands for the person's own."""

WIDEST_DRAWING = 40
TALLEST_DRAWING = 10


@contextmanager
def blamed_on(key: str) -> Iterator[None]:
    """What a limit or a value refuses inside is said of this key.

    Raises:
        FieldError: in the place of a `LimitReachedError` or `ValueError`.
    """
    try:
        yield
    except (LimitReachedError, ValueError) as error:
        sentence = str(error)
        raise FieldError(key, sentence if sentence.endswith(".") else f"{sentence}.") from error


def check_drawing(drawing: str) -> None:
    """Nothing, where the drawing fits.

    Raises:
        FieldError: it does not.
    """
    lines = drawing.split("\n")
    if len(lines) > TALLEST_DRAWING or any(len(line) > WIDEST_DRAWING for line in lines):
        raise FieldError("drawing", f"A drawing has at most {WIDEST_DRAWING} columns and {TALLEST_DRAWING} rows.")
