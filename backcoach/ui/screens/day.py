"""One day: its walks and diary entries, each with its time and words; to be changed, deleted and brought back."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from backcoach.coach.log import Kept
from backcoach.domain import week_text
from backcoach.domain.days import DAY, EARLIEST
from backcoach.ui import log_words
from backcoach.ui.picture import Picture
from backcoach.ui.screens.log import DayKeys
from backcoach.ui.widgets.choice_list import ELSEWHERE, HERE
from backcoach.ui.widgets.plain_text import PlainText

NOTHING = "Nothing is noted for this day: w logs a walk, d writes into the diary."
_ENTRY, _DAY = Binding.Group("Entry"), Binding.Group("Day")


class EntryLine(Vertical):
    """One entry, its words below it; a click chooses it."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept
        self.here = False
        self._what = PlainText(classes="entry-what")
        self.words = log_words.words_of(kept)

    def compose(self) -> ComposeResult:
        yield self._what
        if self.words:
            yield PlainText(Content(self.words), classes="entry-words")

    def mark(self, *, here: bool) -> None:
        self.here = here
        at = log_words.time_of(self.kept)
        self._what.update(Content(f"{HERE if here else ELSEWHERE}{at:%H:%M}  {log_words.what(self.kept)}"))
        self.set_class(here, "-here")


class DayScreen(DayKeys):
    """The entries of one day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "edit", "Edit", tooltip="Change this entry."),
        Binding("delete,backspace", "delete", "Delete", tooltip="Delete this entry; u brings it back."),
        Binding("up", "entry(-1)", "Entry before", group=_ENTRY),
        Binding("down", "entry(1)", "Next entry", group=_ENTRY),
        Binding("left", "day(-1)", "Day before", group=_DAY),
        Binding("right", "day(1)", "Day after", group=_DAY),
        Binding("t", "today", "Today"),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day
        self._today = day
        self._entries: tuple[Kept, ...] = ()
        self._chosen = ""

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(id="day", classes="panel", can_focus=False):
            yield PlainText(id="day-head")
            yield PlainText(NOTHING, id="day-nothing")

    def show(self, picture: Picture, notice: str) -> None:
        """Show the day; over midnight, there is another one to go to."""
        super().show(picture, notice)
        self._today = self.logbook.today

    def fill(self) -> None:
        """Show what is kept of the day now; the chosen entry stays chosen where it is still there."""
        day = self.logbook.reviews.day(self.day)
        parts = (log_words.of_goal(day), week_text.pain_words(day), week_text.used_words(day))
        scroll = self.query_one("#day", VerticalScroll)
        scroll.border_title = log_words.long_day(day.date)
        self.query_one("#day-head", PlainText).update(Content(" · ".join(part for part in parts if part)))
        self._entries = tuple(sorted((*day.entries, *day.diary), key=lambda kept: (log_words.time_of(kept), kept.id)))
        self.query_one("#day-nothing").display = not self._entries
        self.query(EntryLine).remove()
        lines = [EntryLine(kept) for kept in self._entries]
        scroll.mount(*lines)
        if self.kept is None:
            self._chosen = self._entries[0].id if self._entries else ""
        self._mark(lines)
        self.refresh_bindings()

    def _mark(self, lines: list[EntryLine]) -> None:
        for line in lines:
            line.mark(here=line.kept.id == self._chosen)
            if line.here:
                self.call_after_refresh(line.scroll_visible, animate=False)

    @property
    def kept(self) -> Kept | None:
        return next((kept for kept in self._entries if kept.id == self._chosen), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "edit" | "delete":
                return self.kept is not None
            case "entry":
                return len(self._entries) > 1
            case _:
                return super().check_action(action, parameters)

    def action_entry(self, by: int) -> None:
        lines = list(self.query(EntryLine))
        at = next((n for n, line in enumerate(lines) if line.here), 0)
        if lines:
            self._chosen = lines[max(0, min(len(lines) - 1, at + by))].kept.id
            self._mark(lines)

    def action_day(self, by: int) -> None:
        """To the day beside this one, not beyond today."""
        self.day = max(EARLIEST + DAY, min(self.day + by * DAY, self.logbook.today))
        self.reload()

    def action_today(self) -> None:
        self.day = self.logbook.today
        self.reload()

    def on_click(self, event: events.Click) -> None:
        under = event.widget.ancestors_with_self if event.widget is not None else ()
        line = next((node for node in under if isinstance(node, EntryLine)), None)
        if line is not None:
            self._chosen = line.kept.id
            self._mark(list(self.query(EntryLine)))
