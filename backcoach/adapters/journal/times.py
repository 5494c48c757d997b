"""Points in time as the journal's file keeps them."""

from __future__ import annotations

from datetime import datetime


def wall_text(wall: datetime) -> str:
    """A UTC time as ISO 8601 text of one width, so that texts sort as times do."""
    return wall.isoformat(timespec="microseconds")
