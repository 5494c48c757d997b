"""The coach on the screen: keys in, pictures out. What is true is the coach's; how it looks is the screens'."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on

from backcoach.coach.watch import Watch
from backcoach.domain import wording
from backcoach.domain.routine import Kind
from backcoach.ui import commands
from backcoach.ui.asking import Asked
from backcoach.ui.day_app import DayApp
from backcoach.ui.desk import Desk
from backcoach.ui.doors import door
from backcoach.ui.guide import Guide
from backcoach.ui.help_desk import HelpDesk
from backcoach.ui.help_flow import HelpFlow
from backcoach.ui.opening import Opening
from backcoach.ui.screens.advice import AdviceScreen
from backcoach.ui.screens.breathe_start import BreatheStartScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.guided import GuidedScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.quitting import QuitScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.screens.stretch_start import StretchStartScreen
from backcoach.ui.stylesheets import FIRST, sheets
from backcoach.ui.theme import THEMES
from backcoach.ui.thrift import thrifty
from backcoach.ui.ticks import Ticks
from backcoach.ui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType
    from textual.app import SystemCommand
    from textual.binding import BindingType
    from textual.screen import Screen

    from backcoach.coach import Coach
    from backcoach.coach.log import Log
    from backcoach.ui.day_desk import DayDesk
    from backcoach.ui.handbook import Handbook
    from backcoach.ui.offers import Offers
    from backcoach.ui.screens.checklists import ChecklistsScreen
    from backcoach.ui.screens.help import HelpScreen
    from backcoach.ui.surroundings import Surroundings

SECOND = timedelta(seconds=1)

__all__ = ["BackcoachApp", "Opening"]


class BackcoachApp(DayApp):
    """Shows what the coach knows, once a second and at every change."""

    TITLE = "backcoach"
    BINDINGS: ClassVar[list[BindingType]] = [command.binding for command in commands.COMMANDS]

    def __init__(
        self,
        coach: Coach,
        offers: Offers,
        book: Handbook,
        around: Surroundings,
        opening: Opening,
        *,
        log: Callable[[], Log],
        days: DayDesk,
    ) -> None:
        """Take what the window shows and where it lives.

        Args:
            coach: what is true.
            offers: what can be started.
            book: what can be looked up and written into.
            around: the terminal and the scheduler; tests bring quiet ones.
            opening: what to open with.
            log: makes the log of walks and the diary, after the first picture.
            days: the day, the flare-up and their reminders.
        """
        super().__init__(around.driver_class, sheets(*FIRST), Desk(coach, offers, days), around, opening)
        for theme in THEMES:
            self.register_theme(theme)
        self.use_log(coach, log)
        self.coach = coach
        self.watcher = Watch(coach, around)
        self._book = book
        self._ticks = Ticks(coach.clock, book)
        self._guide = Guide(coach, book, opening.preferences)
        self._help = HelpFlow(self, HelpDesk(coach, book), book)
        self.use_day(days, self._help)
        self.use_settings()
        self._notice = ""
        self._calls = False

    # -- the beginning, time, and the end -----------------------------------------------------------------------

    def get_default_screen(self) -> HomeScreen:
        """The first screen, at the bottom of all others."""
        return HomeScreen(commands.listed(), commands.row(), self._desk.abouts, self._opening.rescue)

    def on_mount(self) -> None:
        """Open what comes before the first screen; everything slow comes after the first picture."""
        look = self.coach.look()
        if self._opening.kind is not None:
            self.action_session(self._opening.kind.value, self._opening.length, self._opening.choice)
        elif self.coach.sessions:
            self._open_sessions()
        self._notice = " ".join(part for part in (self._opening.notice, look.notice) if part)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Once the first picture stands: wake-ups, signals, the beat of the clock."""
        self._around.settle(self.look_again)
        for errand in (*self._opening.errands, self._days.reminders):
            self.watcher.add(errand)
        self.watcher.arm(anew=True)
        self._beat()

    def _beat(self) -> None:
        """Look, then come again when the digits next change."""
        self.look_again()
        self.set_timer(self._until_digits_change(), self._beat)

    def _until_digits_change(self) -> float:
        """Seconds until the first session's digits change: at most one, and a little, so as not to come early."""
        if self._opening.beat is not None:
            return self._opening.beat.total_seconds()
        now = self.coach.clock.now()
        for session in self.coach.sessions[:1]:
            left = session.remaining(now)
            spent = -left if left else session.standing(now) or session.used(now)
            return (SECOND - spent % SECOND) / SECOND + 0.005
        return 1.0

    def look_again(self) -> None:
        """Look at the clocks; say and show what is so."""
        if not self.screen_stack:
            return  # the window is closing; a last beat may still come
        before = {session.id for session in self.coach.sessions if session.needs_person}
        look = self.watcher.look()
        self._book.notebook.catch_up()
        said = (look.notice, self.follow_log(look), *self._around.problems())
        self._notice = " ".join(filter(None, said)) or self._notice
        called = {session.id for session in self.coach.sessions if session.needs_person} - before
        self._calls = bool(self._calls or called) and bool(self.coach.sessions)
        if self._calls and isinstance(self.screen, CoachScreen) and self.screen.yields:
            self._calls = False
            self._open_sessions()
        self.follow_day(look)
        self._show()
        self._pump()

    def _pump(self) -> None:
        """Look after what still sounds, as often as it asks for it."""
        soon = self._around.pump()
        if soon is not None:
            self.set_timer(soon.total_seconds(), self._pump)

    def on_unmount(self) -> None:
        """Let go of what is around."""
        self._around.leave()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send fewer bytes for the same picture: Textual's own update repeats what has not changed."""
        super()._display(screen, thrifty(renderable))

    # -- pictures and screens -----------------------------------------------------------------------------------

    @on(CoachScreen.Shown)
    def _show(self) -> None:
        """Show what is so on the screen in front."""
        picture = self.picture_now(self._book.notebook.trouble)
        self._around.set_title(picture.title)
        self._around.stay_awake(self._guide.leads())
        screen = self.screen
        if (following := self._guide.follow()) is not None and isinstance(screen, GuidedScreen):
            self.switch_screen(following)
        elif isinstance(screen, SessionScreen) and not picture.sessions:
            self.pop_screen()
        elif (
            isinstance(screen, SessionScreen)
            and (instead := self._guide.instead_of(screen, picture, calm=self._calm)) is not None
        ):
            self.switch_screen(instead)
        elif isinstance(screen, CoachScreen) and screen.is_ready:
            screen.show(picture, self._notice)

    @property
    def _calm(self) -> bool:
        """Whether nothing may move on the screen."""
        return self.animation_level == "none"

    def _open_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen, and the session of this kind in its middle."""
        while not isinstance(self.screen, HomeScreen | SessionScreen):
            self.pop_screen()
        if isinstance(self.screen, HomeScreen):
            self.push_screen(self._guide.session_screen(kind, calm=self._calm))
        elif isinstance(self.screen, SessionScreen):
            self.screen.choose(kind)
            self._show()

    def action_session(self, kind: str, length: timedelta | None = None, choice: str = "") -> None:
        """Show the session of this kind, or the way to start it."""
        wanted = Kind(kind)
        self._notice = ""
        if self.coach.session_of(wanted) is not None:
            self._open_sessions(wanted)
            return
        if self.open_log(kind):
            return
        if isinstance(self.screen, StartScreen | BreatheStartScreen | StretchStartScreen | AdviceScreen):
            self.pop_screen()
        if wanted.is_guided:
            self.push_screen(self._guide.start_screen(wanted, choice))
            return
        self.push_screen(StartScreen(self._desk.offer(wanted, length), confirmed=self.coach.is_confirmed()))

    def action_leave_screen(self) -> None:
        """Back: from a start screen, from what runs to the first screen, from there to what runs."""
        self._notice = ""
        if not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        elif self.coach.sessions:
            self._open_sessions()

    def action_open(self, name: str) -> None:
        """Show the screen of this name."""
        self._notice = ""
        if not self.open_log(name):
            self.push_screen(door(name, self._book, self._ticks))

    def action_get_help(self) -> None:
        """When to get help: from anywhere, and over anything (L9)."""
        self._notice = ""
        self._help.open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether this may be done now: a locked screen leaves nothing but the ways to end or leave the program."""
        if self.screen_stack and isinstance(self.screen, CoachScreen) and self.screen.is_locked:
            return action in {"quit", "help_quit", "suspend_process"}
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        return commands.for_palette(self, screen)

    def action_keys(self) -> None:
        """Show or hide all keys."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def action_leave(self) -> None:
        """Quit; while something runs, say what that means and ask once."""
        if not self.coach.sessions:
            self.exit(0)
            return
        line = wording.first_line(self.coach.sessions, self.coach.clock.now())
        self.push_screen(QuitScreen(line), lambda quits: self.exit(0) if quits else None)

    # -- help, lists --------------------------------------------------------------------------------------------

    @on(CoachScreen.HelpWanted)
    def _help_wanted(self, message: CoachScreen.HelpWanted) -> None:
        self._help.open(message)

    def on_help_screen_answered(self, message: HelpScreen.Answered) -> None:
        """Keep it; an emergency sign has stopped everything when this is over."""
        self._help.answered(message.screen)
        self._answered("")

    def on_emergency_screen_closed(self) -> None:
        """Back to the first screen, where nothing runs."""
        self._help.close()

    def on_checklists_screen_turned(self, message: ChecklistsScreen.Turned) -> None:
        """Keep the tick."""
        self._ticks.turn(message.checklist, message.item_id)
        self._show()

    # -- what screens ask for -----------------------------------------------------------------------------------

    def _answered(self, notice: str) -> None:
        """Show what came of a key, and say what there is to say."""
        self._notice = notice
        self._days.days.forget()
        self.watcher.arm()
        self._show()

    @on(KeysLine.KeyChosen)
    def _key_chosen(self, message: KeysLine.KeyChosen) -> None:
        self.simulate_key(message.key)

    @on(StartScreen.Confirmed)
    def _confirmed(self, message: StartScreen.Confirmed) -> None:
        notice = self._desk.confirm(message.screen.offer.kind)
        message.screen.confirmed = not notice
        self._answered(notice)

    @on(StartScreen.LengthWanted)
    def _length_wanted(self, message: StartScreen.LengthWanted) -> None:
        message.screen.offer, notice = self._desk.resize(message.screen.offer, message.length)
        self._answered(notice)

    @on(StartScreen.Started)
    def _started(self, message: StartScreen.Started) -> None:
        notice = self._desk.start(message.screen.offer)
        if not notice:
            self._open_sessions(message.screen.offer.kind)
        self._answered(notice)

    @on(SessionScreen.Pressed)
    def _pressed(self, message: SessionScreen.Pressed) -> None:
        self._answered(self.log_walk(message, self._desk.press(message.session, message.event)))

    @on(Asked)
    def _asked(self, message: Asked) -> None:
        reply = self._guide.answer(message)
        if reply.screen is not None:
            self.switch_screen(reply.screen)
        elif reply.opens is not None:
            self._open_sessions(reply.opens)
        elif reply.goes_back or reply.sign:
            self.pop_screen()
        if reply.sign:
            self._help.open(CoachScreen.HelpWanted(sign=reply.sign))
        self._answered(reply.notice)
