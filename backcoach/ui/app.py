"""The coach on the screen: keys in, pictures out. What is true is the coach's; how it looks is the screens'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input, TextArea

from backcoach.coach.protocols import JournalError
from backcoach.domain.events import Hurts
from backcoach.domain.review import Week
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.ui import commands
from backcoach.ui.asking import Asked
from backcoach.ui.beat import Beat
from backcoach.ui.kit import Kit
from backcoach.ui.parts import Parts
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.quitting import QuitScreen
from backcoach.ui.stage import Stage
from backcoach.ui.stylesheets import FIRST, KeptStylesheet, sheets
from backcoach.ui.theme import THEMES
from backcoach.ui.window import Shows

WHILE_LOCKED = frozenset({"quit", "help_quit", "suspend_process"})
"""The ways to end or leave the program: what a locked screen leaves of the keys that work anywhere."""


class BackcoachApp(App[int]):
    """Shows what the coach knows, and brings what is asked for to the part of the window that answers."""

    TITLE = "backcoach"
    BINDINGS: ClassVar[list[BindingType]] = [command.binding for command in commands.COMMANDS]

    def __init__(self, kit: Kit) -> None:
        """Take what the window works with."""
        super().__init__(driver_class=kit.around.driver_class, css_path=sheets(*FIRST))
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.kit = kit
        self.parts = Parts(self, kit, self._use)
        self.stage = Stage(self, kit, self.parts)
        self._beat = Beat(self, kit, self.stage, self.parts)
        for theme in THEMES:
            self.register_theme(theme)
        self._use(kit.preferences.settings)

    def _use(self, settings: Settings, *changed: str) -> None:
        """Let what is set take effect; `changed` are the fields that were, none where all is set for the first time."""
        self.theme = settings.theme_name
        self.kit.around.use(settings)
        self.kit.days.use(settings)
        for field in changed:
            self.kit.desk.use(settings, field)

    def follow_settings(self) -> str:
        """Go by the settings file as another window or an editor has left it; what is to be said of it."""
        changed, wrong = self.kit.preferences.read_again()
        if changed:
            self._use(self.kit.preferences.settings, *changed)
            self.parts.care.follow()
        return wrong

    # -- the beginning and the end ---------------------------------------------------------------------------------

    def get_default_screen(self) -> HomeScreen:
        """The first screen, at the bottom of all others."""
        return HomeScreen(
            commands.listed(), commands.row(), self.kit.desk.abouts, self._this_week, self.kit.opening.rescue
        )

    def _this_week(self) -> Week | None:
        log = self.kit.log()
        try:
            return log.reviews.week(log.today)
        except JournalError:
            return None

    def on_mount(self) -> None:
        """Open what comes before the first screen; everything slow comes after the first picture."""
        opening = self.kit.opening
        look = self.kit.coach.look()
        if opening.kind is not None:
            self.action_session(opening.kind.value, opening.length, opening.choice)
        elif self.kit.coach.sessions:
            self.stage.open_sessions()
        self.stage.notice = " ".join(filter(None, (opening.notice, self.stage.notice, look.notice)))

    def on_unmount(self) -> None:
        """Let go of what is around."""
        self.kit.around.leave()

    # -- what is shown, and asked for ------------------------------------------------------------------------------

    def look_again(self) -> None:
        """Look at the clocks; say and show what is so."""
        self._beat.look_again()

    @on(CoachScreen.Shown)
    def show_picture(self) -> None:
        """Show what is so on the screen in front, while there is one."""
        if self.screen_stack:
            self.stage.show()
        if not self._beat.has_begun:
            # Asked for by each screen: what waits for a screen's picture is lost with the screen.
            self.call_after_refresh(self._beat.begin)

    def introduce(self, screen: Shows) -> None:
        """Show what is so on a screen that is about to be drawn for the first time."""
        screen.show(self.stage.picture(), self.stage.notice)

    def say(self, notice: str) -> None:
        """Show what is so after something was done, and say this; an empty notice takes the former one away."""
        self.stage.notice = notice
        self.kit.days.days.forget()
        self._beat.arm()
        self.stage.show()

    def show_session(self, kind: Kind) -> None:
        """Put the session of this kind in the middle."""
        self.stage.open_sessions(kind)

    @property
    def is_calm(self) -> bool:
        """Whether nothing may move on the screen."""
        return self.animation_level == "none"

    @on(Asked)
    def _asked(self, message: Asked) -> None:
        if self.screen_stack:  # the window may be closing already
            self.parts.answer(message)

    # -- what can be done from anywhere; see `ui.commands` ---------------------------------------------------------

    def action_session(self, kind: str, length: timedelta | None = None, choice: str = "") -> None:
        """Show the session of this kind, or the way to start it."""
        self.stage.open(Kind(kind), length, choice)

    def action_open(self, name: str) -> None:
        """Show the screen of this name."""
        self.stage.notice = ""
        part = self.parts.log if name in {"diary", "review"} else self.parts.cards
        part.open(name)

    def action_flare(self) -> None:
        """The flare-up: the one that goes on, or the way to write one down."""
        self.stage.notice = ""
        self.parts.flare.open()

    def action_get_help(self) -> None:
        """When to get help: from anywhere, and over anything (L9)."""
        self.stage.notice = ""
        self.parts.help.open()

    def action_settings(self) -> None:
        """Show all settings."""
        self.parts.care.open()

    def action_hurts(self) -> None:
        """A stretch hurts: end it at once, and go where that leads (L8)."""
        stretch = self.kit.coach.session_of(Kind.STRETCH)
        if stretch is not None:
            self.stage.open_sessions(Kind.STRETCH)
            self.say(self.kit.desk.press(stretch, Hurts()))

    def action_rescue(self) -> None:
        """Put the backup in the place of the damaged journal."""
        self.parts.care.rescue()

    def action_leave_screen(self) -> None:
        """Back: from a start screen, from what runs to the first screen, from there to what runs."""
        self.stage.leave()

    def action_keys(self) -> None:
        """Show or hide all keys."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    async def action_quit(self) -> None:
        """Whichever way it is asked for, quitting asks once while something runs."""
        self.action_leave()

    def action_help_quit(self) -> None:
        """Quit by ctrl+c: it asks as well."""
        self.action_leave()

    def action_leave(self) -> None:
        """Quit; while something runs or is not saved, say what that means and ask once."""
        if isinstance(self.screen, QuitScreen):
            return
        picture = self.stage.picture()
        if not picture.sessions and not picture.unsaved:
            self.exit(0)
            return
        self.push_screen(QuitScreen(picture.line, picture.unsaved), lambda quits: self.exit(0) if quits else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether this may be done now: not every key means something on every screen."""
        if self.screen_stack and isinstance(self.screen, CoachScreen) and self.screen.is_locked:
            return action in WHILE_LOCKED
        if action == "hurts":
            is_typing = isinstance(self.focused, Input | TextArea)
            return not is_typing and self.kit.coach.session_of(Kind.STRETCH) is not None
        if action == "rescue":
            return self.kit.opening.offers_rescue
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        return commands.for_palette(self, screen)
