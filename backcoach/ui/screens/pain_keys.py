"""How much it hurts, by one key: 0 to 9, and `t` for ten."""

from __future__ import annotations

from textual.binding import Binding, BindingType

PAIN_WORDS = "Pain now? 0 to 9, t for ten. 0 is none, ten the worst."
"""The question."""

PAIN_BINDINGS: list[BindingType] = [
    *(
        Binding(f"{value}", f"pain({value})", "Pain now", key_display="0-9" if not value else None, show=not value)
        for value in range(10)
    ),
    Binding("t", "pain(10)", "Pain ten"),
]
"""For a screen that has `action_pain`."""
