"""One day: its walks and diary entries, each with its time and words; to be changed, deleted and brought back."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content

from backcoach.coach.log import Kept
from backcoach.domain import week_text
from backcoach.domain.days import DAY, EARLIEST
from backcoach.ui import log_words
from backcoach.ui.screens.frame import put
from backcoach.ui.screens.log import DayKeys
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.text import PlainText

NOTHING = "Nothing is noted for this day: w logs a walk, d writes into the diary."
_DAY = Binding.Group("Day")

BELOW = " " * len("▸ 09:30  ")
"""Where an entry's words begin: below what was noted, not below its time."""


class DayScreen(DayKeys):
    """The entries of one day."""

    BINDINGS = [
        Binding("e,enter", "edit", "Edit", tooltip="Change this entry."),
        Binding("delete,backspace", "delete", "Delete", tooltip="Delete this entry; u brings it back."),
        Binding("left", "day(-1)", "Day before", group=_DAY),
        Binding("right", "day(1)", "Day after", group=_DAY),
        Binding("t", "today", "Today"),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day
        self._entries: dict[str, Kept] = {}

    def compose_middle(self) -> ComposeResult:
        with Vertical(id="day", classes="panel"):
            yield PlainText(id="day-head")
            yield PlainText(NOTHING, id="day-nothing")
            yield ChoiceList(id="entries")

    def fill(self) -> None:
        """Show what is kept of the day now; the mark stays at the chosen entry, or at its place."""
        day, listed = self.logbook.reviews.day(self.day), self.query_one(ChoiceList)
        parts = (log_words.of_goal(day), week_text.pain_words(day), week_text.used_words(day))
        self.query_one("#day").border_title = log_words.long_day(day.date)
        put(self, "#day-head", " · ".join(part for part in parts if part))
        entries: list[Kept] = [*day.entries, *day.diary]
        entries.sort(key=lambda kept: (log_words.time_of(kept), kept.id))
        self._entries = {kept.id: kept for kept in entries}
        self.query_one("#day-nothing").display, listed.display = not entries, bool(entries)
        chosen = listed.chosen
        listed.show((kept.id, _line(kept)) for kept in entries)
        if entries:
            listed.go_to(chosen)
        self.refresh_bindings()

    @property
    def kept(self) -> Kept | None:
        return self._entries.get(self.query_one(ChoiceList).chosen)

    def allowed(self) -> dict[str, bool]:
        is_chosen = self.kept is not None
        return super().allowed() | {"edit": is_chosen, "delete": is_chosen}

    def action_day(self, by: int) -> None:
        """To the day beside this one, not beyond today."""
        self._go_to(max(EARLIEST + DAY, min(self.day + by * DAY, self.logbook.today)))

    def action_today(self) -> None:
        self._go_to(self.logbook.today)

    def _go_to(self, day: date) -> None:
        self.day = day
        self.query_one(ChoiceList).highlighted = None
        self.reload()


def _line(kept: Kept) -> Content:
    """An entry, its words below it."""
    what = f"{log_words.time_of(kept):%H:%M}  {log_words.what(kept)}"
    words = log_words.words_of(kept)
    return Content.assemble((what, "bold"), f"\n{BELOW}{words}" if words else "")
