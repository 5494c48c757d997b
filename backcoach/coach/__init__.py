"""Holds the state, calls the rules, sends effects to the ports; the same for window, command and `remind`."""

from __future__ import annotations

from backcoach.coach.coach import Coach, Look

__all__ = ["Coach", "Look"]
