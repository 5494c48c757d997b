"""The diary: what to note, chosen by one key, and the forms of its entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from backcoach.domain.diary import Entry, EntryKind
from backcoach.domain.form_fields import TypedEntry, shown_when
from backcoach.ui.faces import Keys
from backcoach.ui.log_words import with_day
from backcoach.ui.picture import Picture
from backcoach.ui.screens.form import FormScreen
from backcoach.ui.screens.frame import ALWAYS
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.walk import DIGIT, IN_WORDS, WHEN
from backcoach.ui.widgets.choices import Choice, Choices
from backcoach.ui.widgets.fields import FieldSpec
from backcoach.ui.wishes import KeepEntry, NewEntry

KINDS = (
    (EntryKind.PAIN, "p", "0 to 10, by one digit"),
    (EntryKind.WATER, "w", "that you drank"),
    (EntryKind.MEDICINE, "m", "what you took, in your own words"),
    (EntryKind.TRIGGER, "t", "what set it off or made it worse"),
    (EntryKind.REST, "r", "that you rested"),
    (EntryKind.NOTE, "n", "anything else"),
)
"""Kind, key and explanation."""

_WORDS = {
    EntryKind.MEDICINE: "What you took, in your own words; enter saves it with the time.",
    EntryKind.TRIGGER: "What set it off or made it worse, in your own words; enter saves it.",
    EntryKind.NOTE: "Anything, in your own words; enter saves it.",
}


class DiaryScreen(LogScreen):
    """What is to be noted: one key each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"choose('{kind}')", kind.label, tooltip=f"Note: {about}.") for kind, key, about in KINDS
    ]

    def __init__(self, day: date | None = None) -> None:
        """Take the day that is meant; None for now."""
        super().__init__()
        self._day = day

    def compose_middle(self) -> ComposeResult:
        """The kinds, each with its key."""
        yield Choices((Choice(kind.value, key, kind.label, about) for kind, key, about in KINDS), id="kinds")

    def on_mount(self) -> None:
        """Let arrows and enter choose."""
        kinds = self.query_one(Choices)
        kinds.focus()

    def on_choices_made(self, event: Choices.Made) -> None:
        """One was chosen."""
        self.action_choose(event.id)

    def action_choose(self, kind: str) -> None:
        """Open the form for this kind."""
        self.want(NewEntry(EntryKind(kind), self._day))

    def keys_now(self, picture: Picture) -> Keys:
        """One for each kind."""
        del picture
        return (*((key, kind.label) for kind, key, _ in KINDS), ("escape", "Back"), *ALWAYS)


class EntryForm(FormScreen):
    """One entry, new or kept already; a pain is saved by its digit, everything else by enter."""

    def __init__(
        self, kind: EntryKind, at: datetime, *, of: Entry | None = None, is_now: bool = True, at_note: bool = False
    ) -> None:
        """Take what is asked.

        Args:
            kind: what it is about.
            at: when it was, where nothing else is typed.
            of: the entry that is changed; None for a new one.
            is_now: whether `at` is now.
            at_note: whether the words take the first key.
        """
        self._kind = kind
        self._of = of
        self._default = None if is_now else at
        value = "" if of is None or of.value is None else str(of.value)
        fields = [FieldSpec("pain", "Pain", value, help=DIGIT, is_pain=True)] if kind is EntryKind.PAIN else []
        fields += [
            FieldSpec(
                "text",
                "Words",
                "" if of is None else of.text,
                "" if kind.needs_text else "optional",
                _WORDS.get(kind, IN_WORDS),
            ),
            FieldSpec("at", "When", "" if is_now else shown_when(at), f"now, {at:%H:%M}", WHEN),
        ]
        title = kind.label if of is None else f"Change: {with_day(of)}"
        about = f"{kind} {at.date()}" if of is None else of.id
        super().__init__(title, fields, first="text" if at_note else "", about=about)

    def pain_given(self, name: str) -> None:
        """A new pain is saved by its digit."""
        if self._of is None:
            self.save()
        else:
            self.after(name)

    def save(self) -> None:
        """Keep it."""
        typed = TypedEntry(self._kind, self.value("pain"), self.value("text"), self.value("at"))
        self.want(KeepEntry(typed, of=self._of, unless_typed=self._default))
