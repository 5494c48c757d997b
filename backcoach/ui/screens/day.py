"""One day: its walks and diary entries, each with its time and words; to be changed, deleted and brought back."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from backcoach.coach.log import Kept
from backcoach.domain import week_text
from backcoach.domain.days import DAY, EARLIEST
from backcoach.domain.review import Day
from backcoach.ui import log_words
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.by_day import ByDay
from backcoach.ui.screens.frame import ALWAYS
from backcoach.ui.wishes import Delete, Edit, Look, Undo

NOTHING = "Nothing is noted for this day: w logs a walk, d writes into the diary."


class DayPage(Struct, frozen=True):
    """What a day's page shows.

    Attributes:
        day: the day.
        today: the person's day now; later ones are not gone to.
    """

    day: Day
    today: date

    @property
    def entries(self) -> tuple[Kept, ...]:
        """Walks and diary entries, the earliest first."""
        return tuple(sorted((*self.day.entries, *self.day.diary), key=lambda kept: (log_words.time_of(kept), kept.id)))

    @property
    def head(self) -> str:
        """The day, and what it comes to."""
        day = self.day
        parts = [
            log_words.long_day(day.date),
            log_words.of_goal(day),
            week_text.pain_words(day),
            week_text.used_words(day),
        ]
        return "\n".join((parts[0], " · ".join(part for part in parts[1:] if part)))


class EntryLine(Vertical):
    """One entry, its words below it; a click chooses it."""

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.kept = kept
        self.here = False
        self._what = Static("", markup=False, classes="entry-what")
        self.words = log_words.words_of(kept)

    def compose(self) -> ComposeResult:
        """What was noted, and the words where there are any."""
        yield self._what
        if self.words:
            yield Static(Content(self.words), markup=False, classes="entry-words")

    def mark(self, *, here: bool) -> None:
        """Show it as the one that the keys mean, or not."""
        self.here = here
        at = log_words.time_of(self.kept)
        self._what.update(Content(f"{'>' if here else ' '} {at:%H:%M}  {log_words.what(self.kept)}"))
        self.set_class(here, "-here")


class DayScreen(ByDay):
    """The entries of one day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "entry(-1)", "Entry before"),
        Binding("down", "entry(1)", "Next entry"),
        Binding("left", "day(-1)", "Day before"),
        Binding("right", "day(1)", "Day after"),
        Binding("t", "today", "Today"),
        Binding("e,enter", "edit", "Edit", tooltip="Change this entry."),
        Binding("delete,backspace", "delete", "Delete", tooltip="Delete this entry; u brings it back."),
        Binding("u", "undo", "Undo", tooltip="Take back what was last added, changed or deleted here."),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day
        self._page: DayPage | None = None
        self._chosen = ""

    def compose_middle(self) -> ComposeResult:
        """The head, and the entries."""
        with VerticalScroll(id="day", can_focus=False):
            yield Static("", id="day-head", markup=False)
            yield Static(NOTHING, id="day-nothing", markup=False)

    def fill(self, page: DayPage) -> None:
        """Show what is kept of the day now; the chosen entry stays chosen where it is still there."""
        self._page = page
        self.query_one("#day-head", Static).update(Content(page.head))
        self.query_one("#day-nothing").display = not page.entries
        self.query(EntryLine).remove()
        lines = [EntryLine(kept) for kept in page.entries]
        self.query_one("#day", VerticalScroll).mount(*lines)
        if self._chosen not in {kept.id for kept in page.entries}:
            self._chosen = page.entries[0].id if page.entries else ""
        self._mark(lines)
        self.post_message(self.Shown())

    def _mark(self, lines: list[EntryLine]) -> None:
        for line in lines:
            line.mark(here=line.kept.id == self._chosen)
            if line.here:
                self.call_after_refresh(line.scroll_visible, animate=False)

    @property
    def kept(self) -> Kept | None:
        """The entry that the keys mean."""
        entries = self._page.entries if self._page else ()
        return next((kept for kept in entries if kept.id == self._chosen), None)

    def keys_now(self, picture: Picture) -> Keys:
        """What can be done with the entry, where there is one."""
        del picture
        own: Keys = (("enter", "Edit"), ("delete", "Delete")) if self.kept else ()
        around: Keys = (("up", ""), ("down", "Entry"), ("left", ""), ("right", "Day"))
        return (*own, ("u", "Undo"), ("w", "Walk, or 1-9"), ("d", "Diary"), *around, ("escape", "Back"), *ALWAYS)

    def action_entry(self, by: int) -> None:
        """To another entry."""
        lines = list(self.query(EntryLine))
        at = next((n for n, line in enumerate(lines) if line.here), 0)
        if lines:
            self._chosen = lines[max(0, min(len(lines) - 1, at + by))].kept.id
            self._mark(lines)

    def action_day(self, by: int) -> None:
        """To the day beside this one, not beyond today."""
        if self._page is not None:
            self.day = max(EARLIEST + DAY, min(self.day + by * DAY, self._page.today))
            self.want(Look())

    def action_today(self) -> None:
        """To today."""
        if self._page is not None:
            self.day = self._page.today
            self.want(Look())

    def action_edit(self) -> None:
        """Change the entry."""
        if self.kept is not None:
            self.want(Edit(self.kept))

    def action_delete(self) -> None:
        """Delete the entry."""
        if self.kept is not None:
            self.want(Delete(self.kept))

    def action_undo(self) -> None:
        """Take back the last thing done."""
        self.want(Undo())

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the pointer."""
        under = event.widget.ancestors_with_self if event.widget is not None else ()
        line = next((node for node in under if isinstance(node, EntryLine)), None)
        if line is not None:
            self._chosen = line.kept.id
            self._mark(list(self.query(EntryLine)))
