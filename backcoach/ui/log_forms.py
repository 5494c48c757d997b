"""The forms of the log: which one for what, on which day, and the words in them that were not saved."""

from __future__ import annotations

from datetime import date, datetime, time

from backcoach.coach.log import Kept, Log
from backcoach.domain.days import DAY, EARLIEST, resolve
from backcoach.domain.diary import EntryKind
from backcoach.domain.walks import Walk
from backcoach.ui.screens.diary import DiaryScreen, EntryForm
from backcoach.ui.screens.form import FormScreen
from backcoach.ui.screens.saved import SavedScreen
from backcoach.ui.screens.walk import EditWalkForm, NewWalkForm
from backcoach.ui.window import Window

NOON = time(12)
"""The time of what is noted for an earlier day, until another is typed."""


class LogForms:
    """Opens forms. Words that were typed into one and not saved are in it again, until the window is closed."""

    def __init__(self, window: Window, log: Log) -> None:
        self._window = window
        self._log = log
        self._drafts: dict[str, str] = {}

    def show(self, form: FormScreen, *, instead: bool = False) -> None:
        """Put a form in front, or in the place of the screen there, with the words that were typed into it before."""
        is_begun = form.find_again(self._drafts)
        if instead:
            self._window.switch_screen(form)
        else:
            self._window.push_screen(form)
        if is_begun:
            self._window.say("The words that you had typed and not saved are here again.")

    def saved(self) -> None:
        """What stands in the form in front was saved."""
        self._drafts.pop(getattr(self._window.screen, "about", ""), None)

    def leave(self) -> None:
        """Close what is open in front of other screens: one that says what was saved is enough."""
        while isinstance(self._window.screen, SavedScreen | FormScreen | DiaryScreen):
            self._window.pop_screen()

    @property
    def day_in_front(self) -> date | None:
        """The day on the screen, where that is an earlier one."""
        day = getattr(self._window.screen, "day", None)
        return day if day is not None and day != self._log.today else None

    def walk(self, day: date, typed: str = "") -> None:
        """A new walk on a day; on one to come it is today's.

        Args:
            day: the day.
            typed: the minutes, as far as they are typed already.
        """
        day = max(EARLIEST + DAY, min(day, self._log.today))
        is_now = day == self._log.today
        self.show(NewWalkForm(day, self._at(None if is_now else day), is_now=is_now, typed=typed))

    def entry(self, kind: EntryKind, day: date | None) -> None:
        """A new entry of the diary, in the place of the screen in front; now where no day is meant."""
        self.show(EntryForm(kind, self._at(day), is_now=day is None), instead=True)

    def change(self, kept: Kept, *, at_note: bool) -> None:
        """Changes of what is kept; the first key goes to the words where they are meant."""
        if isinstance(kept, Walk):
            self.show(EditWalkForm(kept, at_note=at_note))
        else:
            self.show(EntryForm(kept.kind, kept.at, of=kept, is_now=False, at_note=at_note))

    def _at(self, day: date | None) -> datetime:
        """When it was, unless something else is typed: now, or on an earlier day at noon."""
        here = self._log.here
        return here.now if day is None else resolve(datetime.combine(day, NOON), here.local) or here.now
