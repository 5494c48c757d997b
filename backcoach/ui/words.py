"""What the first screen offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backcoach.ui.rescue import Rescue

CHOICES: tuple[tuple[str, str, str, str] | None, ...] = (
    ("app.session('ice')", "i", "Ice", "a timer for the cold pack"),
    ("app.session('heat')", "h", "Heat", "a timer for the warm pack"),
    ("app.session('posture')", "p", "Posture", "a reminder to change position"),
    None,
    ("app.settings", ",", "Settings", "plan, alarms, colours, quiet hours"),
)
"""Action, key, name and explanation of what the first screen offers; None is a gap."""


def choices(rescue: Rescue | None = None) -> tuple[tuple[str, str, str, str] | None, ...]:
    """What the first screen offers now; first of all the way back to a backup, where there is one."""
    return CHOICES if rescue is None else (rescue.choice, None, *CHOICES)
