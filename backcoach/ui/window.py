"""What every screen can ask of the window in which it stands."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import PurePath

from msgspec.structs import replace
from textual.app import App

from backcoach.coach.first_minute import FirstMinute
from backcoach.coach.log import Kept, Log
from backcoach.coach.protocols import JournalError
from backcoach.domain.routine import Kind
from backcoach.domain.session import Session, State
from backcoach.domain.settings import Settings
from backcoach.domain.signs import Level
from backcoach.ui.day_actions import DayActions
from backcoach.ui.help_rounds import HelpRounds
from backcoach.ui.pain_question import PainQuestion
from backcoach.ui.picture import Picture, picture_of
from backcoach.ui.services import Services
from backcoach.ui.sessions import Sessions
from backcoach.ui.sound import Sound

LOW = 16
"""Under so many rows a toast would cover half of what can be seen."""


class Window(App[int]):
    """The coach and what can be asked of it, and the one sentence that is to be read now.

    Attributes:
        services: what the window works with.
        sessions: what can be started, and what the keys do.
        day: the day, the flare-up and their reminders.
        rounds: rounds of get-help signs.
        pain: the question for the pain before and after a session.
        sound: what is heard of what runs.
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

    @cached_property
    def logbook(self) -> Log:
        return self.services.make_log()

    @property
    def is_calm(self) -> bool:
        """Whether nothing may move on the screen."""
        return self.animation_level == "none"

    def picture(self) -> Picture:
        """What can be seen now."""
        today = self.day.today()  # before the rest: reading it may tell of a trouble
        picture = picture_of(self.coach, self.services.archive)
        line = picture.line
        if self.first_minute is not None and (now := self.first_minute.line):
            calls = any(session.needs_person for session in picture.sessions)
            line = " · ".join(([line, now] if calls else [now, line]) if picture.sessions else [now])
        line = " · ".join(filter(None, (line, self.sound.level.value)))
        return replace(picture, line=line, mark=self.services.opening.mark, today=today)

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
        raise NotImplementedError

    def show(self) -> None:
        """Show what is so on the screen in front, or on another one, where that fits better."""
        raise NotImplementedError

    def use(self, settings: Settings, *changed: str) -> None:
        """Let what is set take effect; `changed` are the fields that were, none where all is set for the first time."""
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

    def offer_help(self) -> None:
        """Let get help come by itself where it is time."""
        raise NotImplementedError

    @property
    def yields(self) -> bool:
        """Whether what runs may come to the front by itself."""
        raise NotImplementedError

    def show_sessions(self, kind: Kind | None = None) -> None:
        """Put what runs before the first screen, and the session of this kind in its middle."""
        raise NotImplementedError

    def open_walk(self, day: date | None = None, typed: str = "") -> None:
        """Show the form of a new walk.

        Args:
            day: the day that it is logged for; today where it is None or still to come.
            typed: the minutes, as far as they are typed already.
        """
        raise NotImplementedError

    def open_edit(self, kept: Kept, *, at_note: bool = False) -> None:
        """Show the form for changes of a walk or an entry; the first key goes to the words where they are meant."""
        raise NotImplementedError

    def open_day(self, day: date) -> None:
        """Show the entries of a day."""
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

    def close_all(self) -> None:
        """Back to the first screen."""
        raise NotImplementedError
