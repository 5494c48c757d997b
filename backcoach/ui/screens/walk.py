"""The forms of a walk: a new one, the pain before and after one that is timed, and changes of what is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input

from backcoach.coach.protocols import JournalError
from backcoach.domain.days import DAY, EARLIEST
from backcoach.domain.diary import TypedWalk, shown_when
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError, count
from backcoach.domain.walks import Walk, is_couldnt, parse_minutes, parse_pain, walk_routine
from backcoach.ui import log_words
from backcoach.ui.screens.form import DIGIT, IN_WORDS, WHEN, FormScreen, noon_of
from backcoach.ui.screens.frame import put
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.widgets import charts
from backcoach.ui.widgets.fields import Field

if TYPE_CHECKING:
    from backcoach.ui.window import Window

_DAY = Binding.Group("Day")


def _pain(name: str, pain: str = "") -> Field:
    return Field(name, name.replace("_", " ").capitalize(), pain, DIGIT, is_pain=True)


def _fields(walk: TypedWalk, when: str) -> tuple[Field, ...]:
    """The fields of a walk as it was typed; `when` says what may be typed as its time."""
    return (
        Field("minutes", "Minutes", walk.minutes, "1 to 600, or c: I couldn't walk"),
        Field("at", "When", walk.at, when),
        _pain("pain_before", walk.pain_before),
        _pain("pain_after", walk.pain_after),
        Field("note", "Note", walk.note, IN_WORDS),
    )


class _WalkForm(FormScreen):
    """Any form of a walk."""

    def typed(self) -> TypedWalk:
        return TypedWalk(*map(self.value, ("minutes", "at", "pain_before", "pain_after", "note")))


class NewWalkForm(_WalkForm):
    """A walk to log: minutes, enter, two digits. Enter alone: walk now; left and right: another day."""

    saves_after = "pain_after"

    BINDINGS = [
        Binding("enter", "walk_now", "Start a walk now"),
        Binding("enter", "next", "Next"),
        Binding("enter", "save", "Save"),
        Binding("s", "stretch", "Stretch first"),
        Binding("left", "day(-1)", "The day before", priority=True, group=_DAY),
        Binding("right", "day(1)", "The day after", priority=True, group=_DAY),
    ]

    def __init__(self, day: date | None = None, typed: str = "") -> None:
        """Take the day, today where it is None or still to come, and the minutes as far as they are typed already."""
        here, today = self.window.logbook.here, self.window.logbook.today
        self.day = today if day is None else max(EARLIEST + DAY, min(day, today))
        self._is_now = self.day == today
        self._at = here.now if self._is_now else noon_of(self.day, here)
        walk = TypedWalk(typed, "" if self._is_now else shown_when(self._at))
        title = "Walk" if self._is_now else f"Walk on {log_words.long_day(self.day)}"
        super().__init__(title, _fields(walk, f"just ended; or {WHEN}"), about=f"walk {self.day}")
        self.box("minutes").select_on_focus = not typed

    def fill(self) -> None:
        """Show the day's goal as a bar, and today what can be done by keys."""
        log = self.logbook
        level, day = log.reviews.goal(self.day), log.reviews.day(self.day)
        goal = day.goal_minutes or 0
        words = f"{day.minutes} of {goal} min" if goal else f"{day.minutes} min"
        rows = [Content.styled(level.words, "bold")]
        words = f"  {words}, {count(day.walks, 'walk')}"
        width = max(4, min(24, self.size.width - len(words) - 6))
        rows.append(Content.assemble(charts.bar(day.minutes, goal, width, "$walk"), words))
        if self._is_now:
            start, none = (f"@click=screen.press_in('minutes', '{key}')" for key in ("enter", "c"))
            said = ("enter starts a walk now", start), " · type minutes to log one · ", ("c couldn't walk today", none)
            rows.append(Content.assemble(*said).stylize("$muted"))
        put(self, "#form-head", Content("\n").join(rows))

    def allowed(self) -> dict[str, bool]:
        """Leave the arrows to the text, where there is any; enter does what fits the field."""
        here, minutes = self.here, self.value("minutes")
        on_minutes = here == "minutes"
        starts = on_minutes and self._is_now and not minutes.strip()
        stretches = self.window.services.preferences.settings.stretch_around_walks
        return super().allowed() | {
            "day": on_minutes and not minutes,
            "stretch": stretches and self._is_now and on_minutes and minutes in {"", "s"},
            "walk_now": starts,
            "next": here in {"minutes", "at", "pain_before"} and not is_couldnt(minutes) and not starts,
        }

    def action_day(self, by: int) -> None:
        self.window.switch_screen(NewWalkForm(self.day + by * DAY))

    def action_walk_now(self) -> None:
        self.window.switch_screen(PainBeforeForm())

    @on(Input.Changed)
    async def _letter_typed(self, event: Input.Changed) -> None:
        """An s among the minutes can mean nothing else."""
        if event.value == "s" and self.check_action("stretch", ()):
            await self.action_stretch()

    async def action_stretch(self) -> None:
        self.window.pop_screen()
        await self.window.run_action("session('stretch')")

    def action_next(self) -> None:
        """On from the minutes to the pain, once they can be minutes."""
        if self.here != "minutes":
            self.action_go(1)
            return
        try:
            parse_minutes(self.value("minutes"))
        except WordsError as error:
            self.refuse(error.field, str(error))
            return
        self.refuse("", "")
        self.set_focus(self.box("pain_before"))

    def action_save(self) -> None:
        default = None if self._is_now else self._at
        self.attempt(lambda: self.kept(self.logbook.keep_walk(self.typed(), unless_typed=default), None))


class PainBeforeForm(FormScreen):
    """Before a timed walk: one digit starts it."""

    BINDINGS = [Binding("enter", "save", "Start the walk")]

    def __init__(self) -> None:
        super().__init__("Walk now: how much does it hurt before?", (_pain("pain_before"),))

    def action_save(self) -> None:
        def work() -> None:
            pain = parse_pain(self.value("pain_before"), field="pain_before")
            session = self.window.coach.start(walk_routine())
            self.logbook.note_beginning(session, pain)
            self.window.pop_screen()
            self.window.show_sessions(Kind.WALK)
            self.window.say("")

        self.attempt(work)


class PainAfterForm(_WalkForm):
    """After a timed walk, which is in the log already: one digit more, and a note."""

    saves_after = "pain_after"

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        _, _, _, *after = _fields(TypedWalk.of(walk), "")
        super().__init__(f"The walk is over: {log_words.with_day(walk)}", after, about=walk.id)

    def typed(self) -> TypedWalk:
        """What is kept already, and what stands in the two fields."""
        return replace(TypedWalk.of(self._walk), pain_after=self.value("pain_after"), note=self.value("note"))

    def action_save(self) -> None:
        walk = self._walk
        self.attempt(lambda: self.kept(self.logbook.keep_walk(self.typed(), of=walk), walk, on_its_own=True))


class EditWalkForm(_WalkForm):
    """Changes of a walk that is kept; enter in any field saves all of them."""

    def __init__(self, walk: Walk, *, at_note: bool = False) -> None:
        self._walk = walk
        minutes = "c" if walk.minutes is None else str(walk.minutes)
        kept = replace(TypedWalk.of(walk), minutes=minutes, at=shown_when(walk.start))
        super().__init__(
            f"Change: {log_words.with_day(walk)}", _fields(kept, WHEN), first="note" if at_note else "", about=walk.id
        )

    def action_save(self) -> None:
        self.attempt(lambda: self.kept(self.logbook.keep_walk(self.typed(), of=self._walk), self._walk))


class TimedWalks:
    """Brings walks that have ended into the log, and asks for the pain after them."""

    def __init__(self, app: Window) -> None:
        self._app = app
        self._may_wait = True
        """Whether a timed walk may have ended that is not in the log yet."""
        self._is_said = False
        """Whether one certainly has: only then a log that can't take it is worth a word beside the journal's own."""
        self._is_walking = False

    def pressed(self, session: Session) -> str | None:
        """After a key to a walk: log it where that has ended it, and ask for the pain after it; what is to be said."""
        if self._app.coach.session_of(Kind.WALK) is not None:
            return None
        self._may_wait = self._is_said = True
        notice = self._settle()
        try:
            walk = self._app.logbook.records.walk(session.id)
        except JournalError:
            walk = None
        if walk is None:
            return notice or None
        if isinstance(self._app.screen, SessionScreen) and not self._app.coach.sessions:
            self._app.pop_screen()
        self._app.push_screen(PainAfterForm(walk))
        return notice

    def _settle(self) -> str:
        """Log what has ended; what is to be said about it. Tries again later where it could not be."""
        if not self._may_wait:
            return ""
        try:
            self._app.logbook.settle()
        except JournalError as error:
            return f"The walk is not in the log yet: {error}" if self._is_said else ""
        self._may_wait = self._is_said = False
        return ""

    def follow(self, *, changed: bool) -> str:
        """After a look at the clocks, log what has ended and show what others have changed; what is to be said."""
        was_walking, self._is_walking = self._is_walking, self._app.coach.session_of(Kind.WALK) is not None
        ended = was_walking and not self._is_walking
        self._may_wait, self._is_said = self._may_wait or changed or ended, self._is_said or ended
        notice = self._settle()
        screen = self._app.screen
        if changed and isinstance(screen, LogScreen) and screen.is_ready:
            screen.reload()
        return notice
