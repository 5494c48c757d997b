"""What the first screen offers."""

from __future__ import annotations

CHOICES: tuple[tuple[str, str, str, str] | None, ...] = (
    ("app.session('ice')", "i", "Ice", "a timer for the cold pack"),
    ("app.session('heat')", "h", "Heat", "a timer for the warm pack"),
    ("app.session('breathe')", "b", "Breathe", "slow breathing, led"),
    ("app.session('stretch')", "s", "Stretch", "a stretch, led by ear"),
    ("app.session('posture')", "p", "Posture", "a reminder to change position"),
)
"""Action, key, name and explanation of what the first screen offers; None is a gap."""
