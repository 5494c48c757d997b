"""What was just saved, what the day comes to, and what can be done about it; no field has the keys here."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from backcoach.coach.log import Kept
from backcoach.domain.days import DAY
from backcoach.domain.levels import WalkLevel
from backcoach.domain.review import Day
from backcoach.domain.walks import Walk
from backcoach.ui import log_words
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.wishes import Agree, Edit, NewWalk, Undo


class Offered(Struct, frozen=True):
    """A level that is offered.

    Attributes:
        level: what is offered.
        current: the present one.
    """

    level: WalkLevel
    current: WalkLevel


class Outcome(Struct, frozen=True):
    """What came of saving.

    Attributes:
        kept: the walk or entry as it is kept now.
        day: the day that it counts for; None for an entry of the diary.
        offered: another level, where one is offered.
    """

    kept: Kept
    day: Day | None = None
    offered: Offered | None = None


class OfferKeys(LogScreen):
    """A screen on which a level can be taken while one is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "level(True)", "Take the level", tooltip="Take the walking level that is offered."),
        Binding("k", "level(False)", "Stay on this level", tooltip="Stay on the present walking level."),
    ]

    offered: Offered | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the keys mean what they mean elsewhere, where nothing is offered."""
        if action == "level":
            return self.offered is not None
        return super().check_action(action, parameters)

    def action_level(self, takes: bool) -> None:
        """Take the level, or stay."""
        if self.offered is not None:
            self.want(Agree(self.offered.level if takes else self.offered.current))

    @property
    def offer_keys(self) -> Keys:
        """The two keys, where something is offered."""
        return (("l", "Take the level"), ("k", "Stay")) if self.offered else ()


class SavedScreen(OfferKeys):
    """It is saved; a note, a change, taking it back, or the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.leave_screen", "Back", show=False),
        Binding("n", "note", "Note", tooltip="Add words to what was saved."),
        Binding("e", "edit", "Edit", tooltip="Change what was saved."),
        Binding("u", "undo", "Undo", tooltip="Take back what was saved."),
        Binding("left", "beside(-1)", "Walk on the day before", tooltip="Log a walk on the day before this one."),
        Binding("right", "beside(1)", "Walk on the day after", tooltip="Log a walk on the day after this one."),
    ]

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome
        self._waits = False

    def compose_middle(self) -> ComposeResult:
        """What was saved, the day, the offer."""
        with VerticalScroll(id="saved", can_focus=False):
            yield Static("", id="saved-what", markup=False)
            yield Static("", id="saved-words", markup=False)
            yield Static("", id="saved-day", markup=False)
            yield Static("", id="saved-offer", markup=False)

    def fill(self, outcome: Outcome) -> None:
        """Show what is kept now."""
        self.outcome = outcome
        self.offered = outcome.offered
        self._tell_what()
        kept, day, offer = outcome.kept, outcome.day, outcome.offered
        texts = {
            "#saved-words": log_words.words_of(kept),
            "#saved-day": "" if day is None else f"{day.date:%a %d %b}: {log_words.of_goal(day)}",
            "#saved-offer": "" if offer is None else log_words.offered(offer.level, offer.current),
        }
        for selector, text in texts.items():
            part = self.query_one(selector, Static)
            part.update(Content(text))
            part.display = bool(text)

    def show(self, picture: Picture, notice: str) -> None:
        """Say whether it is on the disk."""
        super().show(picture, notice)
        self._waits = bool(picture.unsaved)
        self._tell_what()

    def _tell_what(self) -> None:
        head = "Not saved yet" if self._waits else "Saved"
        self.query_one("#saved-what", Static).update(Content(f"{head}: {log_words.with_day(self.outcome.kept)}"))

    def keys_now(self, picture: Picture) -> Keys:
        """Back, and what can be done about it."""
        del picture
        own: Keys = (("enter", "Back"), ("n", "Note"), ("e", "Edit"), ("u", "Undo"))
        own += (("left", ""), ("right", "Walk, other day")) if isinstance(self.outcome.kept, Walk) else ()
        return (*own, *self.offer_keys, ("w", "Walk"), ("d", "Diary"), ("r", "Review"), *ALWAYS)

    def action_note(self) -> None:
        """Add words."""
        self.want(Edit(self.outcome.kept, at_note=True))

    def action_edit(self) -> None:
        """Change it."""
        self.want(Edit(self.outcome.kept))

    def action_undo(self) -> None:
        """Take it back."""
        self.want(Undo())

    def action_beside(self, by: int) -> None:
        """A walk on the day beside it."""
        if isinstance(self.outcome.kept, Walk):
            self.want(NewWalk(self.outcome.kept.date + by * DAY))
