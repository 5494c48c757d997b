"""New ids for what is kept."""

from __future__ import annotations

from os import urandom


def new_id() -> str:
    """A new id: 32 hexadecimal digits by chance; `uuid` would cost a command as much as all it saves."""
    return urandom(16).hex()
