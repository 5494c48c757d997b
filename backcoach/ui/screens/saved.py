"""What was just saved, what the day comes to, and what can be done about it; no field has the keys here."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from backcoach.coach.log import Kept
from backcoach.domain.days import DAY
from backcoach.domain.walks import Walk
from backcoach.ui import log_words
from backcoach.ui.picture import Picture
from backcoach.ui.screens.log import LevelScreen
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.plain_text import PlainText

_DAY = Binding.Group("Walk, other day")


class SavedScreen(LevelScreen):
    """It is saved; a note, a change, taking it back, or the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.leave_screen", "Back"),
        Binding("s", "stretch", "Stretch", tooltip="Stretch after the walk, if it feels right."),
        Binding("n", "note", "Note", tooltip="Add words to what was saved."),
        Binding("e", "edit", "Edit", tooltip="Change what was saved."),
        Binding("u", "undo", "Undo", tooltip="Take back what was saved."),
        Binding("left", "beside(-1)", "Walk on the day before", group=_DAY),
        Binding("right", "beside(1)", "Walk on the day after", group=_DAY),
    ]

    def __init__(self, kept: Kept) -> None:
        super().__init__()
        self.saved = kept
        self._waits = False

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(id="saved", classes="panel", can_focus=False):
            yield PlainText(id="saved-what")
            yield PlainText(id="saved-words")
            yield PlainText(id="saved-day")
            yield PlainText(id="saved-offer")

    def fill(self) -> None:
        log, kept = self.logbook, self.saved
        now = log.book.walk(kept.id) if isinstance(kept, Walk) else log.book.entry(kept.id)
        self.saved = kept = kept if now is None else now
        is_walk = isinstance(kept, Walk)
        self.offered = log.offer() if is_walk else None
        self._tell_what()
        bar = Content("")
        if is_walk:
            day = log.reviews.day(kept.date)
            walked = f"{day.date:%a %d %b}: {log_words.of_goal(day)}"
            bar = Content.assemble(charts.bar(day.minutes, day.goal_minutes or day.minutes, 24, "$walk"), f"  {walked}")
        texts = {
            "#saved-words": Content(log_words.words_of(kept)),
            "#saved-day": bar,
            "#saved-offer": Content(self.offer_words),
        }
        for selector, text in texts.items():
            part = self.query_one(selector, PlainText)
            part.update(text)
            part.display = bool(text)

    def show(self, picture: Picture, notice: str) -> None:
        """Say whether it is on the disk."""
        super().show(picture, notice)
        self._waits = bool(picture.unsaved)
        self._tell_what()

    def _tell_what(self) -> None:
        head = "Not saved yet" if self._waits else "Saved"
        self.query_one("#saved-what", PlainText).update(Content(f"{head}: {log_words.with_day(self.saved)}"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "note":
                return self.offered is None  # n answers the offer then
            case "stretch":
                return isinstance(self.saved, Walk) and self.window.services.preferences.settings.stretch_around_walks
            case "beside":
                return isinstance(self.saved, Walk)
            case _:
                return super().check_action(action, parameters)

    def undone(self, *, was_new: bool) -> None:
        """What was new is gone, and with it this screen."""
        if was_new:
            self.window.pop_screen()
        else:
            self.reload()

    def action_note(self) -> None:
        self.window.open_edit(self.saved, at_note=True)

    def action_edit(self) -> None:
        self.window.open_edit(self.saved)

    async def action_stretch(self) -> None:
        await self.window.run_action("session('stretch')")

    def action_beside(self, by: int) -> None:
        """A walk on the day beside it."""
        if isinstance(self.saved, Walk):
            self.window.open_walk(self.saved.date + by * DAY)
