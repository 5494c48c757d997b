"""New ids for what is kept."""

from __future__ import annotations


def new_id() -> str:
    """A new id: 32 hexadecimal digits by chance."""
    from uuid import uuid4  # noqa: PLC0415 - nothing new is kept before the first picture stands

    return uuid4().hex
