"""The coach on the screen: keys in, pictures out. What is true is the coach's; how it looks is the screens'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen, SystemModalScreen
from textual.widgets import Input, TextArea

from backcoach.coach.log import Kept
from backcoach.domain import limits
from backcoach.domain.engine import Hurts
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session
from backcoach.domain.signs import Level
from backcoach.ui import commands
from backcoach.ui.picture import Picture
from backcoach.ui.screens.breathe import BreatheStartScreen, BreathingScreen, after_breathing
from backcoach.ui.screens.checklists import ChecklistsScreen
from backcoach.ui.screens.dialogs import KeysScreen, QuitScreen
from backcoach.ui.screens.diary import DiaryScreen, edit_form
from backcoach.ui.screens.flare import FlareFormScreen, FlareScreen
from backcoach.ui.screens.form import FormScreen, SavedScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.handbook import HandbookScreen
from backcoach.ui.screens.help import EmergencyScreen, HelpScreen, WhereScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.now import NowScreen
from backcoach.ui.screens.positions import PositionsScreen
from backcoach.ui.screens.review import ReviewScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.screens.stretch import StretchScreen, after_stretch, note_after
from backcoach.ui.screens.stretch_start import StretchStartScreen
from backcoach.ui.screens.walk import NewWalkForm, TimedWalks
from backcoach.ui.services import Services
from backcoach.ui.theme import THEMES, stylesheets
from backcoach.ui.widgets.footer import hints_of, sign_of
from backcoach.ui.window import Window

WHILE_LOCKED = frozenset({"quit", "help_quit", "suspend_process", "simulate_key"})
"""The ways to end or leave the program: what a locked screen leaves of the keys that work anywhere."""


class BackcoachApp(Window):
    """Shows what the coach knows, and decides which screen stands in front."""

    TITLE = "backcoach"
    BINDINGS: ClassVar[list[BindingType]] = [command.binding for command in commands.COMMANDS if command.key]

    def __init__(self, services: Services) -> None:
        super().__init__(services, stylesheets())
        self._walks = TimedWalks(self)
        for theme in THEMES:
            self.register_theme(theme)
        # Before anything is read: a theme that is set later has all stylesheets read once more.
        self.set_reactive(BackcoachApp.theme, services.preferences.settings.theme_name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.use(services.preferences.settings)

    # -- the beginning and the end ---------------------------------------------------------------------------------

    def get_default_screen(self) -> HomeScreen:
        return HomeScreen()

    def on_mount(self) -> None:
        """Open what comes before the first screen; everything slow comes after the first picture."""
        opening, look = self.services.opening, self.coach.look()
        if opening.is_now:
            self.action_open("now")
        elif opening.kind is not None:
            self.open_session(opening.kind, opening.length, opening.choice)
        elif self.coach.sessions:
            self.show_sessions()
        self.notice = " ".join(filter(None, (opening.notice, self.notice, look.notice)))

    def on_unmount(self) -> None:
        self.services.surroundings.leave()

    # -- what is shown ---------------------------------------------------------------------------------------------

    @on(CoachScreen.Shown)
    def show_picture(self) -> None:
        """Show what is so on the screen in front, unless the window is closing."""
        if self.is_running:
            self.show()
        if not self.ticker.has_begun:
            # Asked for by each screen: what waits for a screen's picture is lost with the screen.
            self.call_after_refresh(self.ticker.begin)

    def show(self) -> None:
        picture, screen = self.picture(), self.screen
        self.announce(picture)
        following = self._after_guided(picture)
        if following is not None and isinstance(screen, SessionScreen) and screen.kind is not None:
            self.switch_screen(following)
        elif isinstance(screen, SessionScreen) and not picture.sessions:
            self.pop_screen()
        elif isinstance(screen, SessionScreen) and (instead := self._instead_of(screen, picture)) is not None:
            self.switch_screen(instead)
        elif isinstance(screen, CoachScreen) and screen.is_ready:
            screen.show(picture, self.notice)

    def _after_guided(self, picture: Picture) -> CoachScreen | None:
        """What comes after a guided session that has ended since the picture before this one; None where nothing."""
        ended = self.pain.follow(picture.sessions, self.coach.history.ended)
        return next((after for each in ended if each.kind.is_guided and (after := self._after(each)) is not None), None)

    def _after(self, session: Session) -> CoachScreen | None:
        if session.why in {Ending.EMERGENCY, Ending.UNCONFIRMED}:
            return None
        return after_stretch(self, session) if session.kind is Kind.STRETCH else after_breathing(session)

    def _instead_of(self, screen: SessionScreen, picture: Picture) -> SessionScreen | None:
        """The screen that shows the session in the middle, where that is another one; None where it is this one."""
        session = screen.session_in(picture)
        if session is None or screen.kind is (session.kind if session.kind.is_guided else None):
            return None
        return self._screen_of(session.kind if session.kind.is_guided else screen.chosen)

    def _screen_of(self, kind: Kind | None) -> SessionScreen:
        if kind is Kind.BREATHE:
            return BreathingScreen()
        return StretchScreen() if kind is Kind.STRETCH else SessionScreen(kind)

    def show_sessions(self, kind: Kind | None = None) -> None:
        while not isinstance(self.screen, HomeScreen | SessionScreen):
            self.pop_screen()
        if isinstance(self.screen, SessionScreen):
            self.screen.chosen = kind
            self.show()
        else:
            self.push_screen(self._screen_of(kind))

    def open_session(self, kind: Kind, length: timedelta | None = None, choice: str = "") -> None:
        """Show the session of this kind, or the way to start it, with the length and pattern or stretch asked for."""
        self.notice = ""
        if self.coach.session_of(kind) is not None:
            if asked := " and ".join(filter(None, (limits.minutes(length) if length else "", choice))):
                self.notice = f"{kind.label} is running already, so {asked} was not started: stop it first with x."
            self.show_sessions(kind)
            return
        if kind is Kind.WALK:
            self.open_walk(self._leave_forms())
            return
        if isinstance(self.screen, CoachScreen) and self.screen.gives_way:
            self.pop_screen()
        match kind:
            case Kind.BREATHE:
                self.push_screen(BreatheStartScreen(choice))
            case Kind.STRETCH:
                self.push_screen(StretchStartScreen(choice))
            case _:
                self.push_screen(StartScreen(self.sessions.offer(kind, length)))

    # -- the pain before and after ---------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let the question for the pain have its answer before the key means anything else."""
        screen = self.screen if self.screen_stack else None
        key = event.key if isinstance(event, events.Key) and not event.is_forwarded else ""
        if not (key and isinstance(screen, CoachScreen) and screen.takes_pain(key)):
            await super().on_event(event)

    def note_pain_after(self, session: Session, value: int) -> None:
        note_after(self, session, value)

    # -- forms ------------------------------------------------------------------------------------------------------

    def open_walk(self, day: date | None = None, typed: str = "") -> None:
        self._leave_forms()
        self.push_screen(NewWalkForm(self.logbook, day, typed))

    def on_key(self, event: events.Key) -> None:
        """A digit that was on its way to another screen when the form came is the form's all the same."""
        if isinstance(self.screen, NewWalkForm) and event.character is not None and event.character.isdecimal():
            self.screen.type_minutes(event.character)

    def open_edit(self, kept: Kept, *, at_note: bool = False) -> None:
        self.push_screen(edit_form(kept, at_note=at_note))

    def _leave_forms(self) -> date | None:
        """Close forms and what says what was saved: one is enough. The earlier day that is meant then, if any."""
        while isinstance(self.screen, SavedScreen | FormScreen | DiaryScreen):
            self.pop_screen()
        day = getattr(self.screen, "day", None)
        return day if day is not None and day != self.logbook.today else None

    def walk_pressed(self, session: Session) -> str | None:
        return self._walks.pressed(session)

    def follow_walks(self, *, changed: bool) -> str:
        return self._walks.follow(changed=changed)

    def get_help(
        self, *, start_with: Level | None = None, sign: str = "", daily: bool = False, reason: str = ""
    ) -> None:
        self.clear_notifications()
        while isinstance(self.screen, SystemModalScreen | KeysScreen | WhereScreen):
            self.workers.cancel_node(self.screen)  # the palette may still be looking for commands
            self.pop_screen()
        if isinstance(self.screen, HelpScreen):
            self.screen.ask_again()
            return
        asked = self.rounds.begin(start_with=start_with, sign=sign, daily=daily, reason=reason)
        self.rounds.pause_what_leads()
        screen = HelpScreen(asked, as_list=daily)
        self.push_screen(screen)
        if asked.round.answers:
            screen.settle()

    def follow_settings(self) -> str:
        """Go by the settings file as another window or an editor has left it; what is to be said of it."""
        changed, wrong = self.services.preferences.read_again()
        if changed:
            self.use(self.services.preferences.settings, *changed)
            for screen in self.screen_stack:
                if isinstance(screen, SettingsScreen):
                    screen.show_settings()
        return wrong

    # -- what can be done from anywhere; see `ui.commands` ---------------------------------------------------------

    def action_session(self, kind: str) -> None:
        self.open_session(Kind(kind))

    def action_handbook(self, topic: str = "") -> None:
        self.notice = ""
        if isinstance(self.screen, HandbookScreen):
            self.pop_screen()
        self.push_screen(HandbookScreen(topic))

    def action_open(self, name: str) -> None:
        self.notice = ""
        if name == "diary":
            self.push_screen(DiaryScreen(self._leave_forms()))
            return
        if name == "review":
            self._leave_forms()
        screen = {
            "now": NowScreen,
            "positions": PositionsScreen,
            "checklists": ChecklistsScreen,
            "settings": SettingsScreen,
            "review": ReviewScreen,
        }[name]
        if not isinstance(self.screen, screen):
            self.push_screen(screen())

    def action_flare(self) -> None:
        self.notice = ""
        if not isinstance(self.screen, FlareScreen | FlareFormScreen):
            self.push_screen(FlareScreen() if self.day.today().flare is not None else FlareFormScreen())

    def action_get_help(self) -> None:
        """When to get help: from anywhere, and over anything (L9)."""
        self.notice = ""
        self.get_help()

    def action_hurts(self) -> None:
        """A stretch hurts: end it at once, and go where that leads (L8)."""
        stretch = self.coach.session_of(Kind.STRETCH)
        if stretch is not None:
            self.show_sessions(Kind.STRETCH)
            self.say(self.sessions.press(stretch, Hurts()))

    def action_mute(self) -> None:
        """Sound for what is running: all, tones only, silent, and all again."""
        self.say(self.sound.turn())

    def action_floor(self) -> None:
        """What is running, alone on the whole window, and back."""
        self.is_floor = not self.is_floor
        self.show()

    def action_rescue(self) -> None:
        rescue = self.services.opening.rescue
        if rescue is not None and rescue.is_open:
            self.say(rescue.choose(self.coach))

    def action_leave_screen(self) -> None:
        """Back: from a start screen, from what runs to the first screen, from there to what runs."""
        self.notice = ""
        if not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        elif self.coach.sessions:
            self.show_sessions()

    def action_keys(self) -> None:
        """Show all keys, those of the screen in front first, and last those that the first screen lists."""
        meant = [command for command in commands.COMMANDS if command.key and commands.is_meant(self, command)]
        meant.sort(key=lambda command: command.is_listed)
        self.push_screen(KeysScreen(hints_of(self.screen, own=True), [command.hint for command in meant]))

    async def action_quit(self) -> None:
        """Whichever way it is asked for, quitting asks once while something runs."""
        self.action_leave()

    def action_leave(self) -> None:
        """Quit; while something runs or is not saved, say what that means and ask once."""
        if isinstance(self.screen, QuitScreen):
            return
        picture = self.picture()
        if not picture.sessions and not picture.unsaved and self.first_minute is None:
            self.exit(0)
            return
        asked = QuitScreen(picture.line, picture.unsaved, is_session=bool(picture.sessions))
        self.push_screen(asked, lambda quits: self.exit(0) if quits else None)

    action_help_quit = action_leave  # by ctrl+c

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether this may be done now: not every key means something on every screen."""
        screen = self.screen if self.screen_stack else None
        if any(isinstance(each, EmergencyScreen) for each in self.screen_stack):
            return action in WHILE_LOCKED
        match action:
            case "hurts":
                is_typing = isinstance(self.focused, Input | TextArea)
                return not is_typing and self.coach.session_of(Kind.STRETCH) is not None
            case "mute" | "floor":
                return bool(self.coach.sessions) or self.first_minute is not None
            case "rescue":
                return self.services.opening.offers_rescue
            case "leave_screen":
                return not isinstance(screen, HomeScreen) or bool(self.coach.sessions)
            case _:
                return super().check_action(action, parameters)

    def get_key_display(self, binding: Binding) -> str:
        return sign_of(binding)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return commands.for_palette(self, screen)
