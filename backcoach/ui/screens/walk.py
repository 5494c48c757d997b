"""The forms of a walk: a new one, the pain before one that is timed, and changes of what is kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from backcoach.domain.days import DAY
from backcoach.domain.form_fields import TypedWalk, is_couldnt, shown_when
from backcoach.domain.text import WordsError
from backcoach.domain.walks import Walk, parse_minutes
from backcoach.ui.log_words import with_day
from backcoach.ui.screens.form import FormScreen
from backcoach.ui.widgets.fields import FieldSpec
from backcoach.ui.wishes import AskPainBefore, KeepWalk, NewWalk, StartWalk

DIGIT = "One key: 0, no pain, to 9; t is ten, the worst. Enter leaves it out."
WHEN = "Such as 09:30, or a day and a time such as 2026-11-20 09:30."
IN_WORDS = "In your own words, or nothing; enter saves."
COULDNT_TOO = "c, then enter: couldn't walk."
NEW = "Minutes, 1 to 600, then enter: log one."
NOW = "Enter alone: walk now."
OTHER_DAY = "Left and right, while it is empty: another day."


def _pain(name: str, label: str, pain: int | None = None) -> FieldSpec:
    return FieldSpec(name, label, "" if pain is None else str(pain), help=DIGIT, is_pain=True)


def _note(note: str = "") -> FieldSpec:
    return FieldSpec("note", "Note", note, "optional", IN_WORDS)


class _WalkForm(FormScreen):
    """Any form of a walk."""

    def typed(self) -> TypedWalk:
        """What stands in the fields."""
        return TypedWalk(
            self.value("minutes"),
            self.value("at"),
            self.value("pain_before"),
            self.value("pain_after"),
            self.value("note"),
        )


class NewWalkForm(_WalkForm):
    """A walk to log: minutes, enter, two digits. Enter alone: walk now; left and right: another day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", "Walk on the day before", show=False, priority=True),
        Binding("right", "day(1)", "Walk on the day after", show=False, priority=True),
    ]

    def __init__(self, day: date, at: datetime, *, is_now: bool, typed: str = "") -> None:
        """Take what is asked.

        Args:
            day: the day that the walk is logged for.
            at: when it began where nothing else is typed.
            is_now: whether that is now, so that a walk can begin too.
            typed: the minutes, as far as they are typed already.
        """
        self.day = day
        self._at = at
        self._is_now = is_now
        ways = (NOW, NEW, COULDNT_TOO, OTHER_DAY) if is_now else (NEW, COULDNT_TOO, OTHER_DAY)
        fields = (
            FieldSpec("minutes", "Minutes", typed, help="\n".join(ways)),
            FieldSpec("at", "When", "" if is_now else shown_when(at), f"now, {at:%H:%M}", WHEN),
            _pain("pain_before", "Pain before"),
            _pain("pain_after", "Pain after"),
            _note(),
        )
        super().__init__("Walk", fields, about=f"walk {day}")
        self.box("minutes").select_on_focus = not typed

    def type_minutes(self, digits: str) -> None:
        """Take digits that were typed before the form was there."""
        self.box("minutes").insert_text_at_cursor(digits)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrows to the text, where there is any."""
        if action == "day":
            return self.here == "minutes" and not self.value("minutes")
        return super().check_action(action, parameters)

    def action_day(self, by: int) -> None:
        """The same form for the day beside this one."""
        self.want(NewWalk(self.day + by * DAY))

    def enter_does(self, name: str) -> str:
        """From the minutes to the pain; from an empty field to a walk now."""
        match name:
            case "minutes" if self._wants_now:
                return "Walk now"
            case "minutes" if is_couldnt(self.value("minutes")):
                return "Save"
            case "minutes" | "at" | "pain_before":
                return "Next"
            case _:
                return "Save"

    @property
    def _wants_now(self) -> bool:
        return self._is_now and not self.value("minutes").strip()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Enter may do something else now."""
        super().on_input_changed(event)
        event.prevent_default()
        self.post_message(self.Shown())

    def entered(self, name: str) -> None:
        """Begin, go on or save."""
        match name:
            case "minutes":
                self._minutes_entered()
            case "at" | "pain_before":
                self.action_go(1)
            case _:
                self.save()

    def _minutes_entered(self) -> None:
        if self._wants_now:
            self.want(AskPainBefore())
            return
        minutes = self.value("minutes")
        if is_couldnt(minutes):
            self.save()
            return
        try:
            parse_minutes(minutes)
        except WordsError as error:
            self.wrong(error.field, str(error))
            return
        self.wrong("", "")
        self.query_one("#field-pain_before Input").focus()

    def pain_given(self, name: str) -> None:
        """The second digit saves; a note can be added to what is saved."""
        if name == "pain_after":
            self.save()
        else:
            self.after(name)

    def save(self) -> None:
        """Keep it."""
        default = None if self._is_now else self._at
        self.want(KeepWalk(self.typed(), unless_typed=default))


class PainBeforeForm(FormScreen):
    """Before a timed walk: one digit starts it."""

    def __init__(self, title: str) -> None:
        super().__init__(title, (_pain("pain_before", "Pain before"),))

    def enter_does(self, name: str) -> str:
        """Start."""
        del name
        return "Start"

    def save(self) -> None:
        """Begin the walk."""
        self.want(StartWalk(self.value("pain_before")))


class PainAfterForm(_WalkForm):
    """After a timed walk, which is in the log already: one digit more, and a note."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        title = f"The walk is over: {with_day(walk)}"
        fields = (_pain("pain_after", "Pain after", walk.pain_after), _note(walk.note))
        super().__init__(title, fields, about=walk.id)

    def typed(self) -> TypedWalk:
        """What is kept already, and what stands in the two fields."""
        walk = self._walk
        before = "" if walk.pain_before is None else str(walk.pain_before)
        return TypedWalk(str(walk.minutes), "", before, self.value("pain_after"), self.value("note"))

    def pain_given(self, name: str) -> None:
        """The digit saves."""
        del name
        self.save()

    def save(self) -> None:
        """Keep it with what is known now."""
        self.want(KeepWalk(self.typed(), of=self._walk))


class EditWalkForm(_WalkForm):
    """Changes of a walk that is kept; enter in any field saves all of them."""

    def __init__(self, walk: Walk, *, at_note: bool = False) -> None:
        self._walk = walk
        minutes = "c" if walk.minutes is None else str(walk.minutes)
        fields = (
            FieldSpec("minutes", "Minutes", minutes, help=f"1 to 600. {COULDNT_TOO}"),
            FieldSpec("at", "When", shown_when(walk.start), help=WHEN),
            _pain("pain_before", "Pain before", walk.pain_before),
            _pain("pain_after", "Pain after", walk.pain_after),
            _note(walk.note),
        )
        super().__init__(f"Change: {with_day(walk)}", fields, first="note" if at_note else "", about=walk.id)

    def save(self) -> None:
        """Keep the changes."""
        self.want(KeepWalk(self.typed(), of=self._walk))
