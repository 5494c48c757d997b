"""What the keys that work anywhere mean: which screen comes to the front, and what ends the coach."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from math import inf
from typing import Any

from textual import events
from textual.app import SystemCommand
from textual.screen import Screen
from textual.widgets import Input

from backcoach.coach.log import Kept
from backcoach.domain import limits
from backcoach.domain.engine import Hurts
from backcoach.domain.routine import Kind
from backcoach.ui import commands
from backcoach.ui.screens.breathe import BreatheStartScreen
from backcoach.ui.screens.dialogs import BEGUN, ENDS, KEPT, KeysScreen, QuitScreen
from backcoach.ui.screens.diary import DiaryScreen, edit_form
from backcoach.ui.screens.flare import FlareFormScreen, FlareScreen
from backcoach.ui.screens.form import FormScreen, SavedScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.handbook import ChecklistsScreen, HandbookScreen, PositionsScreen
from backcoach.ui.screens.help import EmergencyScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.now import NowScreen
from backcoach.ui.screens.review import ReviewScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.screens.start import StartScreen
from backcoach.ui.screens.stretch import StretchStartScreen
from backcoach.ui.screens.walk import NewWalkForm
from backcoach.ui.services import Services
from backcoach.ui.widgets.footer import Hint, first_key, hints_of, sign_of
from backcoach.ui.window import Window

WHILE_LOCKED = frozenset({"quit", "help_quit", "suspend_process", "simulate_key"})
"""The ways to end or leave the program: what a locked screen leaves of the keys that work anywhere."""


REPEATED = re.compile("plus|minus|left|right|up|down")
"""What is in the names of the keys that are pressed several times in a row."""


class DoubleClicks:
    """Tells the second half of a double click, which is for nothing that the first one has brought there."""

    def __init__(self) -> None:
        self._is_second = False
        self._pressed: tuple[float, object, object] = (-inf, None, None)
        """When and where the mouse was pressed last, and on which screen and key."""

    def is_second(self, app: Window, event: events.MouseDown | events.MouseUp) -> bool:
        if isinstance(event, events.MouseUp):
            return self._is_second
        key = app.screen.get_style_at(event.x, event.y).meta.get("@click")
        what = app.screen, key
        time, where, before = self._pressed
        is_double = where == event.screen_offset and event.time - time <= app.CLICK_CHAIN_TIME_THRESHOLD
        is_once = key is not None and REPEATED.search(str(key)) is None
        self._is_second = is_double and (is_once or what != before)
        if not self._is_second:
            self._pressed = event.time, event.screen_offset, what
        return self._is_second


class BackcoachApp(Window):
    """Opens what is asked for."""

    TITLE = "backcoach"
    BINDINGS = [command for command in commands.COMMANDS if command.key]

    # -- the beginning and the end ---------------------------------------------------------------------------------

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._clicks = DoubleClicks()

    async def on_event(self, event: events.Event) -> None:
        """Let the question for the pain have its answer before a key means anything else; a double click is one."""
        screen = self.screen if self.screen_stack else None
        match event:
            case events.InputEvent(is_forwarded=True):
                pass
            case events.Key() if isinstance(screen, CoachScreen) and screen.takes_pain(event.key):
                return
            case events.MouseDown() | events.MouseUp() if self._clicks.is_second(self, event):
                return
        await super().on_event(event)

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

    # -- forms ------------------------------------------------------------------------------------------------------

    def open_walk(self, day: date | None = None, typed: str = "") -> None:
        """Show the form of a new walk, its minutes as far as they are typed; today where no other day is meant."""
        self._leave_forms()
        self.push_screen(NewWalkForm(day, typed))

    def on_key(self, event: events.Key) -> None:
        """A digit that was on its way to another screen when the form came is the form's all the same."""
        if isinstance(self.screen, NewWalkForm) and event.character is not None and event.character.isdecimal():
            self.screen.box("minutes").insert_text_at_cursor(event.character)

    def open_edit(self, kept: Kept, *, at_note: bool = False) -> None:
        """Show the form for changes of a walk or an entry; the first key goes to the words where they are meant."""
        self.push_screen(edit_form(kept, at_note=at_note))

    def _leave_forms(self) -> date | None:
        """Close forms and what says what was saved: one is enough. The earlier day that is meant then, if any."""
        while isinstance(self.screen, SavedScreen | FormScreen | DiaryScreen):
            self.pop_screen()
        day = getattr(self.screen, "day", None)
        return day if day is not None and day != self.logbook.today else None

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
            self.push_screen(FlareScreen() if self.services.today().flare is not None else FlareFormScreen())

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
        meant.sort(key=lambda command: command.action in commands.LISTED)
        anywhere = [Hint((key := first_key(each),), (sign_of(key),), each.tooltip) for each in meant]
        self.push_screen(KeysScreen(hints_of(self.screen, own=True), anywhere))

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
        minute = self.first_minute
        ends = f"{ENDS} {BEGUN}" if minute is not None and minute.has_begun_flare else ENDS
        asked = QuitScreen(picture.line, picture.unsaved, KEPT if picture.sessions else ends)
        self.push_screen(asked, lambda quits: self.exit(0) if quits else None)

    action_help_quit = action_leave  # by ctrl+c

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether this may be done now: not every key means something on every screen."""
        screen = self.screen if self.screen_stack else None
        if any(isinstance(each, EmergencyScreen) for each in self.screen_stack):
            return action in WHILE_LOCKED
        match action:
            case "hurts":
                is_typing = isinstance(self.focused, Input)
                return not is_typing and self.coach.session_of(Kind.STRETCH) is not None
            case "mute" | "floor":
                return bool(self.coach.sessions) or self.first_minute is not None
            case "rescue":
                return self.services.opening.offers_rescue
            case "leave_screen":
                return not isinstance(screen, HomeScreen) or bool(self.coach.sessions)
            case _:
                return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return commands.for_palette(self, screen, self.content.advice)
