"""The diary: what to note, chosen by one key, and the forms of its entries."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList

from backcoach.coach.log import Kept
from backcoach.domain.diary import Entry, EntryKind, TypedEntry, shown_when
from backcoach.domain.handbook import said_of
from backcoach.domain.walks import Walk
from backcoach.ui import log_words
from backcoach.ui.screens.form import DIGIT, IN_WORDS, WHEN, FormScreen, noon_of
from backcoach.ui.screens.frame import put, titled
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.walk import EditWalkForm
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.fields import Field
from backcoach.ui.widgets.footer import CAP

KINDS = (
    (EntryKind.PAIN, "p", "0 to 10, by one digit"),
    (EntryKind.WATER, "w", "that you drank"),
    (EntryKind.MEDICINE, "m", "what you took, in your own words"),
    (EntryKind.TRIGGER, "t", "what set it off or made it worse"),
    (EntryKind.REST, "r", "that you rested"),
    (EntryKind.NOTE, "n", "anything else"),
)
"""Kind, key and explanation."""


class DiaryScreen(LogScreen):
    """What is to be noted: one key each."""

    BINDINGS = [
        Binding("enter", "select", "Note", tooltip="Note what is marked."),
        *(Binding(key, f"choose('{kind}')", kind.label, tooltip=f"Note: {about}.") for kind, key, about in KINDS),
    ]

    def __init__(self, day: date | None = None) -> None:
        """Take the day that is meant; None for now."""
        super().__init__()
        self._day = day

    def compose_middle(self) -> ComposeResult:
        lines = (
            (kind.value, Content.assemble((f" {key} ", CAP), (f"  {kind.label:<16}", "bold"), (about, "$muted")))
            for kind, key, about in KINDS
        )
        yield titled(ChoiceList(lines, id="kinds", at=EntryKind.PAIN), "Note in the diary")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.action_choose(event.option_id)

    def action_choose(self, kind: str) -> None:
        self.window.switch_screen(EntryForm(EntryKind(kind), self._day))


class EntryForm(FormScreen):
    """One entry, new or kept already; a pain is saved by its digit, everything else by enter."""

    def __init__(
        self, kind: EntryKind, day: date | None = None, *, of: Entry | None = None, at_note: bool = False
    ) -> None:
        """Take what is noted and the earlier day that is meant, if any; `of` is the entry that is changed."""
        here = self.window.logbook.here
        self._kind = kind
        self._of = of
        self.saves_after = "pain" if of is None else ""
        self._default = of.at if of is not None else None if day is None else noon_of(day, here)
        value = "" if of is None or of.value is None else str(of.value)
        words = {each: about for each, _, about in KINDS}[kind] if kind.needs_text else IN_WORDS
        fields = [Field("pain", "Pain", value, DIGIT, is_pain=True)] if kind is EntryKind.PAIN else []
        fields += [
            Field("text", "Words", "" if of is None else of.text, words),
            Field("at", "When", "" if self._default is None else shown_when(self._default), f"now, or {WHEN}"),
        ]
        title = kind.label if of is None else f"Change: {log_words.with_day(of)}"
        about = f"{kind} {(self._default or here.now).date()}" if of is None else of.id
        super().__init__(title, fields, first="text" if at_note else "", about=about)

    def on_mount(self) -> None:
        """Beside a medicine, say what the handouts say of all of them (L10: of none by name)."""
        if self._kind is EntryKind.MEDICINE:
            advice = self.window.content.advice
            said = (said_of(advice, "medicines-label"), said_of(advice, "medicines-drowsy"))
            put(self, "#form-head", "\n".join(filter(None, said)))

    def action_save(self) -> None:
        typed = TypedEntry(self._kind, self.value("pain"), self.value("text"), self.value("at"))
        self.attempt(
            lambda: self.kept(self.logbook.keep_entry(typed, of=self._of, unless_typed=self._default), self._of)
        )


def edit_form(kept: Kept, *, at_note: bool = False) -> FormScreen:
    """A form for changes of what is kept; the first key goes to the words where they are meant."""
    if isinstance(kept, Walk):
        return EditWalkForm(kept, at_note=at_note)
    return EntryForm(kept.kind, of=kept, at_note=at_note)
