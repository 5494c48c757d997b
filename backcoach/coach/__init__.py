"""Holds the state, calls the rules, sends effects to the ports; the same for window, command and `remind`."""

from __future__ import annotations

from backcoach.coach.coach import Coach, Look

__all__ = ["Coach", "Look"]


def __getattr__(name: str) -> object:
    """The coach itself, once it is asked for: a command that only reads a week needs no engine."""
    if name in __all__:
        from backcoach.coach import coach  # noqa: PLC0415 - that is the point

        return getattr(coach, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
