"""What every screen can ask of the window in which it stands, and when the window looks at the clocks."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import PurePath

from textual.app import App

from backcoach.coach.first_minute import FirstMinute
from backcoach.coach.log import Kept, Log
from backcoach.coach.protocols import JournalError
from backcoach.coach.watch import Watch
from backcoach.domain import wording
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.signs import Level
from backcoach.domain.wording import elsewhere, first_line
from backcoach.ui.day_actions import DayActions
from backcoach.ui.help_rounds import HelpRounds
from backcoach.ui.pain_question import PainQuestion
from backcoach.ui.picture import Picture
from backcoach.ui.services import Services
from backcoach.ui.sessions import Sessions
from backcoach.ui.sound import Sound

LOW = 16
"""Under so many rows a toast would cover half of what can be seen."""


class Window(App[int]):
    """The coach and what can be asked of it, and the one sentence that is to be read now.

    Attributes:
        is_floor: whether what runs stands alone on the whole window.
        notice: what is to be said below the first line; empty where nothing.
        channel_problems: what is wrong with the alarm channels, a sentence each.
        first_minute: the first minute, while someone is led through it.
        owes_signs: whether a flare-up has begun whose signs were not answered (L9).
        drafts: words that were typed and not saved, by what they are about.
    """

    def __init__(self, services: Services, css_path: list[str | PurePath]) -> None:
        super().__init__(driver_class=services.surroundings.driver_class, css_path=css_path)
        self.services = services
        self.coach = services.coach
        self.content = services.content
        self.sessions = Sessions(services.coach, services.days, services.guidance, services.plan_id)
        self.day = DayActions(services.coach, services.days)
        self.rounds = HelpRounds(services)
        self.pain = PainQuestion(services.coach)
        self.sound = Sound(services.preferences.settings, services.surroundings.use)
        self.is_floor = services.preferences.settings.floor
        self.notice = ""
        self.first_minute: FirstMinute | None = None
        self.owes_signs = False
        self.drafts: dict[str, str] = {}
        self.channel_problems: tuple[str, ...] = ()
        self._told = 0
        self.ticker = Ticker(self)

    @cached_property
    def logbook(self) -> Log:
        return self.services.make_log()

    @property
    def is_calm(self) -> bool:
        """Whether nothing may move on the screen."""
        return self.animation_level == "none"

    def picture(self) -> Picture:
        today = self.day.today()  # before the rest: reading it may tell of a trouble
        coach, archive, now = self.coach, self.services.archive, self.coach.clock.now()
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
            trouble=coach.history.trouble or archive.trouble,
            unsaved=(*coach.history.names_of_unsaved(), *archive.names_of_unsaved()),
            mark=self.services.opening.mark,
            today=today,
        )

    def announce(self, picture: Picture) -> None:
        """Tell the terminal what is shown, and keep it awake while something is led."""
        self.services.surroundings.set_title(picture.title)
        leads = any(each.kind.is_guided and each.state is State.RUNNING for each in picture.sessions)
        self.services.surroundings.stay_awake(leads or self.first_minute is not None)

    def tell_problems(self) -> None:
        """Say what is wrong with an alarm channel, once for ever; never over an alarm, get help or what leads.

        Nor where it would cover the half of a low window.
        """
        self.channel_problems += self.services.surroundings.problems()
        if self.day.is_busy() or not self.yields or self.size.height < LOW:
            return
        while self._told < len(self.channel_problems):
            sentence = self.channel_problems[self._told]
            self._told += 1
            with suppress(JournalError):
                if self.day.reminders.once(f"channel {sentence}"):
                    self.notify(sentence, markup=False, timeout=12)

    def say(self, notice: str) -> None:
        """Show what is so after something was done, and say this; an empty notice takes the former one away."""
        self.notice = notice
        self.day.days.forget()
        self.ticker.arm()
        self.show()

    def look_again(self) -> None:
        self.ticker.look()

    def use(self, settings: Settings, *changed: str) -> None:
        """Let what is set take effect; `changed` are the fields that were, none where all is set for the first time."""
        self.theme = settings.theme_name
        self.services.guidance.settings = settings
        self.sound.use(settings)
        self.services.days.use(settings)
        for field in changed:
            self.sessions.use(settings, field)

    @property
    def yields(self) -> bool:
        """Whether what runs may come to the front by itself."""
        return bool(getattr(self.screen, "yields", False))

    def offer_help(self) -> None:
        """Let get help come by itself where it is time: never over a session that leads, or that needs the person."""
        if not self.yields or self.day.is_busy():
            return
        if self.owes_signs:
            self.owes_signs = False
            self.get_help(daily=True, reason="A flare-up has begun.")
            return
        wanted, why = self.day.help_wanted(self.rounds.is_due)
        if wanted and why:
            self.get_help(start_with=Level.SOON, reason=why)
        elif wanted:
            self.get_help(daily=True, reason="Once a day during a flare-up.")

    def close_all(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def show(self) -> None:
        """Show what is so on the screen in front, or on another one, where that fits better."""
        raise NotImplementedError

    def walk_pressed(self, session: Session) -> str | None:
        """After a key to a walk: log it where that has ended it; what is to be said, None where there is nothing."""
        raise NotImplementedError

    def note_pain_after(self, session: Session, value: int) -> None:
        """Keep the pain after a session, and say what follows from it."""
        raise NotImplementedError

    def follow_walks(self, *, changed: bool) -> str:
        """Log walks that have ended, and show what others have changed; what is to be said."""
        raise NotImplementedError

    def show_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen, and the session of this kind in its middle."""
        raise NotImplementedError

    def open_walk(self, day: date | None = None, typed: str = "") -> None:
        """Show the form of a new walk, its minutes as far as they are typed; today where no other day is meant."""
        raise NotImplementedError

    def open_edit(self, kept: Kept, *, at_note: bool = False) -> None:
        """Show the form for changes of a walk or an entry; the first key goes to the words where they are meant."""
        raise NotImplementedError

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
        raise NotImplementedError


class Ticker:
    """Looks at the clocks whenever the digits change, and whenever something wakes the window: one for all screens."""

    def __init__(self, app: Window) -> None:
        self._app = app
        self._calls = False
        self._watch = Watch(app.coach, app.services.surroundings)
        self.has_begun = False

    def begin(self) -> None:
        """Once the first picture stands: wake-ups, errands, the ticks; once only, however often it is asked."""
        if self.has_begun:
            return
        self.has_begun = True
        self._app.services.surroundings.settle(self.look)
        for errand in (*self._app.services.opening.errands, self._app.day.reminders):
            self._watch.add(errand)
        self.arm(anew=True)
        self._tick()

    def arm(self, *, anew: bool = False) -> None:
        """Have the window woken for all that is next."""
        self._watch.arm(anew=anew)

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
        said = " ".join(filter(None, (look.notice, app.follow_walks(changed=look.changed))))
        app.notice = said or app.notice
        called = {session.id for session in app.coach.sessions if session.needs_person} - before
        self._calls = bool(self._calls or called) and bool(app.coach.sessions)
        if self._calls and app.yields:
            self._calls = False
            app.show_sessions()
        app.notice = app.day.look(changed=look.changed or look.jumped) or app.notice
        app.offer_help()
        app.tell_problems()
        app.show()
        self._pump()

    def _pump(self) -> None:
        """Look after what still sounds, as often as it asks for it."""
        soon = self._app.services.surroundings.pump()
        if soon is not None:
            self._app.set_timer(soon.total_seconds(), self._pump)
