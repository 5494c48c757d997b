"""The window: the coach and what can be asked of it, the picture of it all, and the screen that shows it."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from textual import on
from textual.app import App
from textual.notifications import Notification, Notify
from textual.screen import SystemModalScreen

from backcoach.coach.first_minute import FirstMinute
from backcoach.coach.log import Logbook
from backcoach.coach.protocols import JournalError
from backcoach.coach.sessions import Sessions, pause_what_leads
from backcoach.coach.watch import Reminders, Watch
from backcoach.domain import wording
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.signs import Level
from backcoach.domain.stretches import has_risen
from backcoach.domain.wording import elsewhere, first_line
from backcoach.ui.help_rounds import HelpRounds
from backcoach.ui.pain_question import PainQuestion
from backcoach.ui.picture import Picture
from backcoach.ui.screens.breathe import BreathingScreen, after_breathing
from backcoach.ui.screens.dialogs import KeysScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.help import HelpScreen, WhereScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.screens.session import SessionScreen
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.screens.stretch import AfterScreen, StretchScreen, after_stretch, risen
from backcoach.ui.screens.walk import TimedWalks
from backcoach.ui.services import Services
from backcoach.ui.sound import Sound
from backcoach.ui.theme import stylesheets, theme_of

LOW = 16
"""Under so many rows a toast would cover half of what can be seen."""


class SteadyNotification(Notification):
    """Stays for its time, whatever becomes of the wall clock.

    Textual would count on that, and once it is set ahead at the wrong moment, wait by a negative time: in a loop
    without end, in which no alarm would be given.
    """

    @property
    def time_left(self) -> float:
        return self.timeout


class Window(App[int]):
    """Shows what the coach knows on the screen in front, and the one sentence that is to be read now.

    Attributes:
        is_floor: whether what runs stands alone on the whole window.
        notice: what is to be said below the first line; empty where nothing.
        first_minute: the first minute, while someone is led through it.
        owes_signs: whether a flare-up has begun whose signs were not answered (L9).
        drafts: words that were typed and not saved, by what they are about.
    """

    def __init__(self, services: Services) -> None:
        super().__init__(driver_class=services.surroundings.driver_class, css_path=stylesheets("app", "home"))
        self.services = services
        self.coach = services.coach
        self.content = services.content
        self.sessions = Sessions(services.coach, services.days, services.guidance, services.plan_id)
        self.reminders = Reminders(services.coach, services.days)
        self.rounds = HelpRounds(services, self.reminders)
        self.pain = PainQuestion(services.coach)
        self.sound = Sound(services.preferences.settings, services.surroundings.use)
        self.is_floor = services.preferences.settings.floor
        self.notice = ""
        self.first_minute: FirstMinute | None = None
        self.owes_signs = False
        self.drafts: dict[str, str] = {}
        self.walks = TimedWalks(self)
        self.ticker = Ticker(self)
        self.look_again = self.ticker.look
        for name, colours in services.content.themes.items():
            self.register_theme(theme_of(name, colours))
        # Before anything is read: a theme that is set later has all stylesheets read once more.
        self.set_reactive(Window.theme, services.preferences.settings.theme_name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.use(services.preferences.settings)

    @cached_property
    def logbook(self) -> Logbook:
        return self.services.make_log()

    @property
    def is_calm(self) -> bool:
        """Whether nothing may move on the screen."""
        return self.animation_level == "none"

    def picture(self) -> Picture:
        today = self.services.today()  # before the rest: reading it may tell of a trouble
        coach, now = self.coach, self.coach.clock.now()
        line = first_line(coach.sessions, now)
        if self.first_minute is not None and (led := self.first_minute.line):
            calls = any(session.needs_person for session in coach.sessions)
            line = " · ".join(([line, led] if calls else [led, line]) if coach.sessions else [led])
        return Picture(
            now=now,
            local=coach.clock.local(now.wall),
            sessions=coach.sessions,
            line=" · ".join(filter(None, (line, self.sound.level.value))),
            elsewhere=tuple(elsewhere(name, one, now, coach.clock.local) for name, one in coach.skin.elsewhere()),
            rest_left=coach.skin.rest_left(),
            trouble=coach.history.any_trouble,
            unsaved=coach.history.names_of_unsaved(),
            mark=self.services.opening.mark,
            today=today,
        )

    def announce(self, picture: Picture) -> None:
        """Tell the terminal what is shown, and keep it awake while something is led."""
        self.services.surroundings.set_title(picture.title)
        leads = any(each.kind.is_guided and each.state is State.RUNNING for each in picture.sessions)
        self.services.surroundings.stay_awake(leads or self.first_minute is not None)

    def use(self, settings: Settings, *changed: str) -> None:
        """Let what is set take effect; `changed` are the fields that were, none where all is set for the first time."""
        self.theme = settings.theme_name
        self.services.guidance.settings = settings
        self.sound.use(settings)
        self.services.days.use(settings)
        for field in changed:
            self.sessions.use(settings, field)

    def close_all(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def follow_settings(self) -> str:
        """Go by the settings file as another window or an editor has left it; what is to be said of it."""
        changed, wrong = self.services.preferences.read_again()
        if changed:
            self.use(self.services.preferences.settings, *changed)
            for screen in self.screen_stack:
                if isinstance(screen, SettingsScreen):
                    screen.show_settings()
        return wrong

    def note_pain_after(self, session: Session, value: int) -> None:
        """Keep the pain after a session; where it has risen after a stretch, offer no other round."""
        before = self.services.guidance.pain_before(session)
        self.services.guidance.note_pain(value, "after", session.id)
        if isinstance(self.screen, AfterScreen):
            self.pop_screen()
        if session.kind is Kind.STRETCH and has_risen(before, value):
            self.push_screen(risen(before, value))
            self.say("")
        else:
            self.say(f"Pain {value} noted." if before is None else f"Pain {before} before, {value} after: noted.")

    @on(CoachScreen.Shown)
    def show_picture(self) -> None:
        """Show what is so on the screen in front, unless the window is closing."""
        if self.is_running:
            self.show()
        if not self.ticker.has_begun:
            # Asked for by each screen: what waits for a screen's picture is lost with the screen.
            self.call_after_refresh(self.ticker.begin)

    def say(self, notice: str) -> None:
        """Show what is so after something was done, and say this; an empty notice takes the former one away."""
        self.notice = notice
        self.services.days.forget()
        self.ticker.arm()
        self.show()

    def show(self) -> None:
        """Show what is so on the screen in front, or on another one, where that fits better."""
        picture, screen = self.picture(), self.screen
        self.announce(picture)
        ended = self.pain.follow(picture.sessions, self.coach.history.ended)
        after = next((after for each in ended if (after := _after(each)) is not None), None)
        if isinstance(screen, SessionScreen):
            instead = after if after is not None and screen.kind is not None else _instead_of(screen, picture)
            if instead is not None:
                self.switch_screen(instead)
                return
            if not picture.sessions:
                self.pop_screen()
                return
        if isinstance(screen, CoachScreen) and screen.is_ready:
            screen.show(picture, self.notice)

    def show_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen, and the session of this kind in its middle."""
        while not isinstance(self.screen, HomeScreen | SessionScreen):
            self.pop_screen()
        if isinstance(self.screen, SessionScreen):
            self.screen.chosen = kind
            self.show()
        else:
            self.push_screen(_screen_of(kind))

    def get_help(
        self, *, start_with: Level | None = None, sign: str = "", daily: bool = False, reason: str = ""
    ) -> None:
        """Show the signs that need help; what leads is paused.

        Args:
            start_with: the level that is asked first.
            sign: the id of a sign that was felt already: it is answered yes at once.
            daily: whether the urgent signs are asked as one list, where one key says none of these.
            reason: why it is asked, as a sentence.
        """
        self.clear_notifications()
        while isinstance(self.screen, SystemModalScreen | KeysScreen | WhereScreen):
            self.workers.cancel_node(self.screen)  # the palette may still be looking for commands
            self.pop_screen()
        if isinstance(self.screen, HelpScreen):
            self.screen.ask_again()
            return
        asked = self.rounds.begin(start_with=start_with, sign=sign, daily=daily, reason=reason)
        pause_what_leads(self.coach)
        screen = HelpScreen(asked, as_list=daily)
        self.push_screen(screen)
        if asked.answers:
            screen.settle()

    def on_unmount(self) -> None:
        self.services.surroundings.leave()


class Ticker:
    """Looks at the clocks whenever the digits change, and whenever something wakes the window: one for all screens.

    Attributes:
        has_begun: whether the first picture stands.
        problems: what is wrong with the alarm channels, a sentence each.
    """

    def __init__(self, app: Window) -> None:
        self._app = app
        self._calls = False
        self._told = 0
        self._watch = Watch(app.coach, app.services.surroundings)
        self.arm = self._watch.arm
        self.has_begun = False
        self.problems: tuple[str, ...] = ()

    def begin(self) -> None:
        """Once the first picture stands: wake-ups, errands, the ticks; once only, however often it is asked."""
        if self.has_begun:
            return
        self.has_begun = True
        for sheet in stylesheets():  # those of the other screens, before a key asks for one
            self._app.stylesheet.read(sheet)
        self._app.stylesheet.parse()
        self._app.services.surroundings.settle(self.look)
        for errand in (*self._app.services.opening.errands, self._app.reminders):
            self._watch.add(errand)
        self.arm(anew=True)
        self._tick()

    def _tick(self) -> None:
        self.look()
        self._app.set_timer(self._until_digits_change(), self._tick)

    def _until_digits_change(self) -> float:
        """Seconds until the first session's digits change: at most one, and a little, so as not to come early."""
        faster = self._app.services.opening.look_every
        if faster is not None:
            return faster.total_seconds()
        now = self._app.coach.clock.now()
        for session in self._app.coach.sessions[:1]:
            return wording.until_digits_change(session, now).total_seconds() + 0.005
        return 1.0

    def look(self) -> None:
        """Look at the clocks; say and show what is so."""
        app = self._app
        if not app.is_running:
            return  # the window is closing, half of its screen may be gone; a last tick may still come
        before = {session.id for session in app.coach.sessions if session.needs_person}
        app.sound.look(app.coach.sessions, app.coach.clock.now(), leads=app.first_minute is not None)
        if app.first_minute is not None:
            app.first_minute.look()
        look = self._watch.look()
        said = " ".join(filter(None, (look.notice, app.walks.follow(changed=look.changed))))
        app.notice = said or app.notice
        needing = {session.id for session in app.coach.sessions if session.needs_person}
        if before and not needing and not said:
            app.notice = ""  # what it was about has been answered, here or elsewhere
        called = needing - before
        self._calls = bool(self._calls or called) and bool(app.coach.sessions)
        if self._calls and self._yields:
            self._calls = False
            app.show_sessions()
        app.notice = app.services.catch_up(changed=look.changed or look.jumped) or app.notice
        self.offer_help()
        self._tell_problems()
        app.show()
        self._pump()

    @property
    def _is_busy(self) -> bool:
        """Whether a session leads the person or needs them, so that nothing else may come before it."""
        return any(session.kind.is_guided or session.needs_person for session in self._app.coach.sessions)

    @property
    def _yields(self) -> bool:
        """Whether something may come to the front by itself."""
        return bool(getattr(self._app.screen, "yields", False))

    def offer_help(self) -> None:
        """Let get help come by itself where it is time: never over a session that leads, or that needs the person."""
        app = self._app
        if not self._yields or self._is_busy:
            return
        if app.owes_signs:
            app.owes_signs = False
            app.get_help(daily=True, reason="A flare-up has begun.")
            return
        wanted, why = app.rounds.wanted()
        if wanted and why:
            app.get_help(start_with=Level.SOON, reason=why)
        elif wanted:
            app.get_help(daily=True, reason="Once a day during a flare-up.")

    def _tell_problems(self) -> None:
        """Say what is wrong with an alarm channel, once for ever; never over an alarm, get help or what leads.

        Nor where it would cover the half of a low window.
        """
        app = self._app
        self.problems += app.services.surroundings.problems()
        if self._is_busy or not self._yields or app.size.height < LOW:
            return
        for sentence in self.problems[self._told :]:
            self._told += 1
            with suppress(JournalError):
                if app.reminders.once(f"channel {sentence}"):
                    app.post_message(Notify(SteadyNotification(sentence, timeout=12)))

    def _pump(self) -> None:
        """Look after what still sounds, as often as it asks for it."""
        soon = self._app.services.surroundings.pump()
        if soon is not None:
            self._app.set_timer(soon.total_seconds(), self._pump)


def _after(session: Session) -> CoachScreen | None:
    """What comes after a guided session that has ended; None where nothing does."""
    if not session.kind.is_guided or session.why in {Ending.EMERGENCY, Ending.UNCONFIRMED}:
        return None
    return after_stretch(session) if session.kind is Kind.STRETCH else after_breathing(session)


def _instead_of(screen: SessionScreen, picture: Picture) -> SessionScreen | None:
    """The screen that shows the session in the middle, where that is another one; None where it is this one."""
    session = screen.session_in(picture)
    if session is None or screen.kind is (session.kind if session.kind.is_guided else None):
        return None
    return _screen_of(session.kind if session.kind.is_guided else screen.chosen)


def _screen_of(kind: Kind | None) -> SessionScreen:
    if kind is Kind.BREATHE:
        return BreathingScreen()
    return StretchScreen() if kind is Kind.STRETCH else SessionScreen(kind)
