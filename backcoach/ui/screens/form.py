"""A form, its fields under each other, where what is wrong is said at its field; and what was saved by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input

from backcoach.coach.log import Kept
from backcoach.domain.days import DAY, resolve
from backcoach.domain.diary import Here
from backcoach.domain.walks import Walk
from backcoach.ui import log_words
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import put, titled
from backcoach.ui.screens.log import DayKeys, LevelScreen, LogScreen
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.fields import Field, PainBox, TextBox
from backcoach.ui.widgets.text import PlainText

_DAY = Binding.Group("Walk, other day")


class SavedScreen(LevelScreen):
    """It is saved; a note, a change, taking it back, or the next one."""

    BINDINGS = [
        Binding("enter", "app.leave_screen", "Back"),
        Binding("s", "stretch", "Stretch", tooltip="Stretch after the walk, if it feels right."),
        Binding("n", "note", "Note", tooltip="Add words to what was saved."),
        Binding("e", "edit", "Edit", tooltip="Change what was saved."),
        Binding("u", "undo", "Undo", tooltip="Undo what was saved."),
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
        now = log.records.now(kept)
        self.saved = kept = kept if now is None else now
        is_walk = isinstance(kept, Walk)
        self.offered = log.offer() if is_walk else None
        self._tell_what()
        bar = Content("")
        if is_walk:
            day = log.reviews.day(kept.date)
            walked = f"{day.date:%a %d %b}: {log_words.of_goal(day)}"
            bar = Content.assemble(charts.bar(day.minutes, day.goal_minutes or day.minutes, 24, "$walk"), f"  {walked}")
        put(self, "#saved-words", log_words.words_of(kept))
        put(self, "#saved-day", bar)
        put(self, "#saved-offer", self.offer_words)

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        self._waits = bool(picture.unsaved)
        self._tell_what()

    def _tell_what(self) -> None:
        head = "Not saved yet" if self._waits else "Saved"
        put(self, "#saved-what", f"{head}: {log_words.with_day(self.saved)}")

    def allowed(self) -> dict[str, bool]:
        is_walk = isinstance(self.saved, Walk)
        stretches = is_walk and self.window.services.preferences.settings.stretch_around_walks
        # n answers the offer, where there is one
        return super().allowed() | {"note": self.offered is None, "stretch": stretches, "beside": is_walk}

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
        if isinstance(self.saved, Walk):
            self.window.open_walk(self.saved.date + by * DAY)


DIGIT = "0 to 9, t for ten; enter skips it"
WHEN = "09:30, yesterday 09:30, 2026-11-20 09:30"
IN_WORDS = "in your own words, or nothing"


def noon_of(day: date, here: Here) -> datetime:
    """The time of what is noted for an earlier day, until another is typed."""
    return resolve(datetime.combine(day, time(12)), here.local) or here.now


_FIELD = Binding.Group("Field")


class FormScreen(LogScreen):
    """Fields to be filled in; letters are text here, and the keys that work anywhere do so again after escape.

    Words that were typed into one and not saved are in it again, until the window is closed.
    """

    BINDINGS = [
        Binding("enter", "save", "Save"),
        Binding("up", "go(-1)", "Field before", group=_FIELD),
        Binding("down", "go(1)", "Next field", group=_FIELD),
    ]

    yields = False
    """Nobody's half a sentence is taken away; the first line says what calls."""
    saves_after = ""
    """The pain whose one key saves as well; after any other the next field has the keys."""

    def __init__(self, title: str, fields: Sequence[Field], *, first: str = "", about: str = "") -> None:
        """Take what is asked.

        Args:
            title: what it is about.
            fields: the fields from top to bottom.
            first: the name of the field that takes the first key; the first one where it is empty.
            about: to what words belong that were typed and not saved; empty where none are to be found again.
        """
        super().__init__()
        self._about = about
        self._title = title
        self._fields = {field.name or "": field for field in fields}
        self._first = first or next(iter(self._fields))

    def compose_middle(self) -> ComposeResult:
        with titled(VerticalScroll(id="form", classes="panel", can_focus=False), self._title):
            yield PlainText(id="form-head")
            yield from self._fields.values()
            yield PlainText(id="form-foot")

    @property
    def _words(self) -> Field | None:
        """The field that holds the person's own words."""
        return self._fields.get("note", self._fields.get("text"))

    def on_mount(self) -> None:
        """Take the first key, with the words that were typed here before and not saved."""
        draft = self.window.drafts.get(self._about)
        if self._words is not None and draft is not None:
            self._words.box.value = draft
            self.window.say("The words that you had typed and not saved are here again.")
        self.set_focus(self._fields[self._first].box)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Words are what is hard to type again."""
        words, drafts = self._words, self.window.drafts
        if words is not None and event.input is words.box:
            if event.value == words.first:
                drafts.pop(self._about, None)
            else:
                drafts[self._about] = event.value
        self.refresh_bindings()

    def refuse(self, field: str, sentence: str) -> None:
        """Say at a field what is wrong with it, and go there; under all of them where none is meant."""
        for each in self._fields.values():
            each.say("")
        found = self._fields.get(field)
        put(self, "#form-foot", "" if found else sentence)
        if found is not None:
            found.say(sentence)
            self.set_focus(found.box)
            found.scroll_visible(animate=False)

    def box(self, name: str) -> TextBox:
        return self._fields[name].box

    def value(self, name: str) -> str:
        """What stands in a field; nothing where there is no such field."""
        field = self._fields.get(name)
        return "" if field is None else field.box.value

    @property
    def here(self) -> str:
        """The name of the field that has the keys; empty where none has."""
        return next((name for name, field in self._fields.items() if field.box.has_focus), "")

    def allowed(self) -> dict[str, bool]:
        return super().allowed() | {"go": len(self._fields) > 1}

    def on_descendant_focus(self) -> None:
        here = self._fields.get(self.here)
        if here is not None:
            self.call_after_refresh(here.scroll_visible, animate=False)

    def action_go(self, by: int) -> None:
        names = list(self._fields)
        at = names.index(self.here) if self.here else -1
        self.set_focus(self._fields[names[(at + by) % len(names)]].box)

    def action_press_in(self, name: str, key: str) -> None:
        """A key of a field was clicked: it is as if it were pressed there."""
        self.set_focus(self.box(name))
        self.app.simulate_key(key)

    @on(PainBox.Chosen)
    def _chosen(self, event: PainBox.Chosen) -> None:
        names = list(self._fields)
        at = next(n for n, name in enumerate(names) if self.box(name) is event.box)
        if names[at] in {self.saves_after, names[-1]}:
            self.action_save()
        else:
            self.set_focus(self.box(names[at + 1]))

    def action_save(self) -> None:
        raise NotImplementedError

    def kept(self, kept: Kept, before: Kept | None, *, on_its_own: bool = False) -> None:
        """Show what was saved: among the days that it was made from, or on a page of its own."""
        self.window.drafts.pop(self._about, None)
        is_among_days = isinstance(self.window.screen_stack[-2], DayKeys)
        if on_its_own or (before is None and not is_among_days):
            self.window.switch_screen(SavedScreen(kept))
            self.window.say("")
            return
        self.window.pop_screen()
        did = ("Logged", "it") if before is None else ("Changed", "the change")
        words = f"{did[0]}: {log_words.with_day(kept)}. u undoes {did[1]}."
        self.window.say(words if kept != before else "Nothing was changed.")
