"""New ids for what is kept."""

from __future__ import annotations

from uuid import uuid4


def new_id() -> str:
    """A new id: 32 hexadecimal digits by chance."""
    return uuid4().hex
