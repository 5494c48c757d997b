"""Screens on which one day is meant: a digit begins a walk on it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from backcoach.ui.screens.log import LogScreen
from backcoach.ui.wishes import NewWalk


class ByDay(LogScreen):
    """Days with one that the keys mean; what is logged from here is shown here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            f"{digit}",
            f"log('{digit}')",
            "Log a walk on this day",
            key_display="1-9" if digit == 1 else None,
            show=digit == 1,
            tooltip="Begin with the minutes of a walk on this day.",
        )
        for digit in range(1, 10)
    ]

    day: date

    def action_log(self, digit: str) -> None:
        """A walk on this day, its minutes begun with this digit."""
        self.want(NewWalk(self.day, digit))
