"""What the screens of the log ask for, brought to the log; what came of it, brought back to the screen."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.coach.coach import Coach
from backcoach.coach.log import ChangedElsewhereError, Kept, Log
from backcoach.coach.protocols import JournalError
from backcoach.domain.events import NotNowError
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session
from backcoach.domain.text import WordsError
from backcoach.domain.walks import Walk, parse_pain, walk_routine
from backcoach.ui import log_words
from backcoach.ui.log_forms import LogForms
from backcoach.ui.log_pages import LogPages
from backcoach.ui.screens.by_day import ByDay
from backcoach.ui.screens.day import DayScreen
from backcoach.ui.screens.diary import DiaryScreen
from backcoach.ui.screens.log import LogScreen
from backcoach.ui.screens.review import ReviewScreen
from backcoach.ui.screens.saved import Outcome, SavedScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.walk import NewWalkForm, PainAfterForm, PainBeforeForm
from backcoach.ui.window import Window
from backcoach.ui.wishes import (
    Agree,
    AskPainBefore,
    Delete,
    Edit,
    KeepEntry,
    KeepWalk,
    Look,
    NewEntry,
    NewWalk,
    OpenDay,
    StartWalk,
    Undo,
    Wish,
)


class LogDesk:
    """Answers what the screens of the log ask for. What can't be kept is said, and stays on the screen."""

    def __init__(self, window: Window, coach: Coach, log: Log) -> None:
        self._window = window
        self._coach = coach
        self._log = log
        self._pages = LogPages(log)
        self._forms = LogForms(window, log)
        self._owed = True
        """Whether a timed walk may have ended that is not in the log yet."""
        self._is_said = False
        """Whether one certainly has: only then a log that can't take it is worth a word beside the journal's own."""
        self._is_walking = False

    # -- screens ------------------------------------------------------------------------------------------------

    def open(self, name: str) -> None:
        """Open the screen of this name: `walk`, `diary` or `review`."""
        self._forms.leave()
        day = self._forms.day_in_front
        match name:
            case "walk":
                self._forms.walk(day or self._log.today)
            case "diary":
                self._window.push_screen(DiaryScreen(day))
            case "review":
                if not isinstance(self._window.screen, ReviewScreen):
                    self._window.push_screen(ReviewScreen(self._log.today))

    # -- wishes -------------------------------------------------------------------------------------------------

    def answer(self, asked: LogScreen.Wanted) -> None:
        """Do what is wanted, and show what came of it."""
        self._do(asked.screen, asked.wish)

    def _do(self, screen: LogScreen, wish: Wish) -> None:
        if screen is not self._window.screen:
            self._came_late(wish)
            return
        try:
            self._answer(screen, wish)
        except WordsError as error:
            self._refuse(screen, error.field, str(error))
        except (ChangedElsewhereError, NotNowError) as error:
            self._refuse(screen, "", str(error))
        except JournalError as error:
            verb = "shown" if isinstance(wish, Look) else "saved"
            self._refuse(screen, "", f"It can't be {verb} now: {error}")

    def _came_late(self, wish: Wish) -> None:
        """A second key came before the first one's answer: it is lost, unless it is a digit more of the minutes."""
        front = self._window.screen
        if isinstance(wish, NewWalk) and isinstance(front, NewWalkForm):
            front.type_minutes(wish.typed)

    def _answer(self, screen: LogScreen, wish: Wish) -> None:
        match wish:
            case Look():
                self._pages.fill(screen)
            case KeepWalk(typed, of, unless_typed):
                self._kept(self._log.keep_walk(typed, of=of, unless_typed=unless_typed), of)
            case KeepEntry(typed, of, unless_typed):
                self._kept(self._log.keep_entry(typed, of=of, unless_typed=unless_typed), of)
            case AskPainBefore():
                self._window.switch_screen(PainBeforeForm("Walk now: how much does it hurt before?"))
            case NewWalk(day, typed):
                self._forms.leave()
                self._forms.walk(day, typed)
            case StartWalk(pain):
                self._start(parse_pain(pain, field="pain_before"))
            case NewEntry(kind, day):
                self._forms.entry(kind, day)
            case Edit(kept, at_note):
                self._forms.change(kept, at_note=at_note)
            case Delete(kept):
                self._log.delete(kept)
                self._done(f"Deleted: {log_words.with_day(kept)}. u brings it back.")
            case Undo():
                self._undo(screen)
            case Agree(level):
                begins = self._log.agree(level)
                when = "" if begins <= self._log.today else ", from tomorrow on"
                self._done(f"Your level: {log_words.level_words(level)}{when}.")
            case OpenDay(day):
                self._window.push_screen(DayScreen(day))

    def _refuse(self, screen: LogScreen, field: str, sentence: str) -> None:
        say: Callable[[str, str], None] | None = getattr(screen, "wrong", None)
        if say is not None:
            say(field, sentence)
        else:
            self._window.say(sentence)

    def _done(self, notice: str) -> None:
        """Show what is so now on the screen in front, and what was done."""
        self.refresh()
        self._window.say(notice)

    def _kept(self, kept: Kept, before: Kept | None) -> None:
        """Show what was saved: among the days that it was made from, or on a page of its own."""
        is_new = before is None

        self._forms.saved()
        if (is_new and not self._is_among_days) or isinstance(self._window.screen, PainAfterForm):
            self._window.switch_screen(SavedScreen(Outcome(kept)))
            self._window.say("")
        else:
            self._window.pop_screen()
            did = ("Logged", "it") if is_new else ("Changed", "the change")
            words = f"{did[0]}: {log_words.with_day(kept)}. u takes {did[1]} back."
            self._done(words if kept != before else "Nothing was changed.")

    @property
    def _is_among_days(self) -> bool:
        """Whether the form in front was opened from the review or a day of it, which show what is new themselves."""
        return isinstance(self._window.screen_stack[-2], ByDay)

    def _undo(self, screen: LogScreen) -> None:
        change = self._log.undo()
        if isinstance(screen, SavedScreen) and (change is None or change.before is None):
            self._window.pop_screen()
        self._done("There is nothing to take back." if change is None else log_words.undone(change))

    # -- timed walks --------------------------------------------------------------------------------------------

    def _start(self, pain_before: int | None) -> None:
        session = self._coach.start(walk_routine())
        self._log.note_beginning(session, pain_before)
        self._window.pop_screen()
        self._window.show_session(Kind.WALK)

    def pressed(self, session: Session) -> str | None:
        """After a key to a session: log the walk that it has ended, and ask for the pain after it.

        Returns:
            What is to be said in the place of the coach's own words; None where there is nothing.
        """
        if session.kind is not Kind.WALK or self._coach.session_of(Kind.WALK) is not None:
            return None
        self._owed = self._is_said = True
        notice = self.settle()
        walk = self._logged(session.id)
        if walk is None:
            return notice or None

        if isinstance(self._window.screen, SessionScreen) and not self._coach.sessions:
            self._window.pop_screen()
        self._forms.show(PainAfterForm(walk))
        return notice

    def _logged(self, walk_id: str) -> Walk | None:
        try:
            return self._log.book.walk(walk_id)
        except JournalError:
            return None

    def settle(self) -> str:
        """Log timed walks that have ended; what is to be said about it. Tries again later where it could not be."""
        if not self._owed:
            return ""
        try:
            self._log.settle()
        except JournalError as error:
            return f"The walk is not in the log yet: {error}" if self._is_said else ""
        self._owed = self._is_said = False
        return ""

    # -- others -------------------------------------------------------------------------------------------------

    def follow(self, *, changed: bool) -> str:
        """After a look at the clocks: log walks that have ended, and show what others have changed.

        Args:
            changed: whether anything was changed, here or elsewhere.

        Returns:
            What is to be said; empty where nothing.
        """
        was_walking, self._is_walking = self._is_walking, self._coach.session_of(Kind.WALK) is not None
        ended = was_walking and not self._is_walking
        self._owed, self._is_said = self._owed or changed or ended, self._is_said or ended
        notice = self.settle()
        if changed:
            self.refresh()
        return notice

    def refresh(self) -> None:
        """Show what is kept now on the screen in front, where that is one of the log."""
        screen = self._window.screen
        if isinstance(screen, LogScreen) and screen.is_ready:
            self._do(screen, Look())
