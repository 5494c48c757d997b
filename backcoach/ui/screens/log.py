"""What the screens of the log have in common: they read what they show, and take back what was done."""

from __future__ import annotations

from datetime import date

from textual.binding import Binding

from backcoach.coach.log import Kept, Logbook
from backcoach.coach.protocols import JournalError
from backcoach.domain.walks import WalkLevel
from backcoach.ui import log_words
from backcoach.ui.screens.frame import CoachScreen


class LogScreen(CoachScreen):
    """A screen that shows or changes what is kept in the log."""

    @property
    def logbook(self) -> Logbook:
        return self.window.logbook

    def on_mount(self) -> None:
        self.reload()

    def on_screen_resume(self) -> None:
        """Read again: it may have been changed on the screen that stood before this one."""
        if self.is_ready:
            self.reload()

    def reload(self) -> None:
        """Show what is kept now, or say why that can't be."""
        try:
            self.fill()
        except JournalError as error:
            self.refuse("", f"It can't be shown now: {error}")

    def fill(self) -> None:
        """Read and show; it may raise a `JournalError`."""

    def action_undo(self) -> None:
        """Take back the last thing done."""

        def work() -> None:
            change = self.logbook.undo()
            self.undone(was_new=change is None or change.before is None)
            self.window.say("There is nothing to undo." if change is None else log_words.undone(change))

        self.attempt(work)

    def undone(self, *, was_new: bool) -> None:
        """Show what is so after something was taken back."""
        del was_new
        self.reload()


class LevelScreen(LogScreen):
    """A screen on which another walking level can be taken while one is offered."""

    BINDINGS = [
        Binding("y", "level(True)", "Take the level", tooltip="Take the walking level that is offered."),
        Binding("n", "level(False)", "Stay", tooltip="Stay on the present walking level."),
    ]

    offered: WalkLevel | None = None
    """The level that is offered; None where none is."""

    @property
    def offer_words(self) -> str:
        return "" if self.offered is None else log_words.offered(self.offered, self.logbook.level)

    def allowed(self) -> dict[str, bool]:
        """Let the keys mean what they mean elsewhere, where nothing is offered."""
        return super().allowed() | {"level": self.offered is not None}

    def action_level(self, takes: bool) -> None:
        level = self.offered if takes else self.logbook.level

        def work() -> None:
            if level is not None and self.offered is not None:
                begins = self.logbook.agree(level)
                when = "" if begins <= self.logbook.today else ", from tomorrow on"
                self.reload()
                self.window.say(f"Your level: {level.words}{when}.")

        self.attempt(work)


class DayKeys(LogScreen):
    """Days with one that the keys mean: a digit begins a walk on it, and is its first digit."""

    BINDINGS = [
        Binding("1", "log('1')", "Log a walk on this day", key_display="1–9", group=Binding.Group("Log a walk")),
        *(Binding(f"{digit}", f"log('{digit}')", "Log a walk", show=False) for digit in range(2, 10)),
        Binding("u", "undo", "Undo", tooltip="Undo what was last added, changed or deleted here."),
    ]

    day: date
    """The day that the keys mean."""

    @property
    def kept(self) -> Kept | None:
        """The entry that the keys mean; None where it is none, or not clear which."""
        raise NotImplementedError

    def action_log(self, digit: str) -> None:
        self.window.open_walk(self.day, digit)

    def action_open(self) -> None:
        """Show the entries of this day, of which one must be chosen."""

    def action_edit(self) -> None:
        if self.kept is None:
            self.action_open()
        else:
            self.window.open_edit(self.kept)

    def action_delete(self) -> None:
        kept = self.kept
        if kept is None:
            self.action_open()
            return

        def work() -> None:
            self.logbook.delete(kept)
            self.reload()
            self.window.say(f"Deleted: {log_words.with_day(kept)}. u brings it back.")

        self.attempt(work)
