"""What is around the window in earnest: APScheduler, the terminal, the alarm channels."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual.app import App

from backcoach.alarms.alarms import Alarms, Channel
from backcoach.alarms.awake import KeepAwake
from backcoach.alarms.channels import channels_of
from backcoach.alarms.programs import kill_all
from backcoach.cli.account import new_id, where_of_person
from backcoach.cli.parser import CannotError
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.log import Log
from backcoach.coach.logbook import Logbook
from backcoach.coach.outbox import PatientHistory
from backcoach.coach.protocols import Clock, History, Journal
from backcoach.config import SettingsWatch
from backcoach.domain.alarm import Alarm
from backcoach.domain.days import local_day
from backcoach.domain.settings import DEFAULTS, Settings, reduced_motion
from backcoach.library import Library
from backcoach.ui import terminal
from backcoach.ui.app import BackcoachApp
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.desk import Desk
from backcoach.ui.handbook import Handbook
from backcoach.ui.kit import Kit
from backcoach.ui.offers import Offers
from backcoach.ui.opening import Opening
from backcoach.ui.preferences import Preferences
from backcoach.ui.rescue import Rescue

if TYPE_CHECKING:
    from backcoach.scheduler import Wakeups


__all__ = ["Environment", "Offers", "Opening", "Preferences", "Rescue", "refuse_without_terminal", "run_window"]


def refuse_without_terminal() -> None:
    """Nothing, where there is a terminal to draw on.

    Raises:
        CannotError: there is none.
    """
    if refusal := terminal.refuse_without_terminal():
        raise CannotError(refusal)


class Environment:
    """The real surroundings of the window, and the announcer of its coach.

    The scheduler and the alarm channels are loaded once the first picture stands; what is to be heard before is given
    then.
    """

    def __init__(self, clock: Clock, sounds: Path, *, speed: int = 1) -> None:
        """Take what the surroundings depend on.

        Args:
            clock: tells the time.
            sounds: the folder of the tones' files.
            speed: how many times as fast as real the clock runs.
        """
        self.driver_class = terminal.driver_class()
        self._clock = clock
        self._sounds = sounds
        self._speed = speed
        self._settings = DEFAULTS
        self._app: App[Any] | None = None
        self._wakeups: Wakeups | None = None
        self._awake: KeepAwake | None = None
        self._guides = False
        self._alarms: Alarms | None = None
        self._early: list[Alarm] = []

    def attach(self, app: App[Any]) -> None:
        """Take the app whose terminal is written to."""
        self._app = app
        self._use_motion()

    def settle(self, wake: Callable[[], None]) -> None:
        """Load and start all that the first picture need not wait for.

        From now on rubbish is collected; what the program itself consists of is never gone through for it.
        """
        gc.freeze()
        gc.enable()
        from backcoach.scheduler import Wakeups  # noqa: PLC0415 - APScheduler costs a tenth of the whole start

        self._wakeups = Wakeups(self._clock, wake, speed=self._speed, real=SystemClock())
        self._wakeups.start()
        self._awake = KeepAwake(self._clock)
        self._alarms = Alarms(self._channels())
        for alarm in self._early:
            self._alarms.give(alarm)
        self._early.clear()
        self.stay_awake(self._guides)

    # -- what is heard ------------------------------------------------------------------------------------------

    def _channels(self) -> list[Channel]:
        """Every channel that is on."""
        return channels_of(self._settings, self._clock, self._sounds, self.write)

    def give(self, alarm: Alarm) -> None:
        """Give the alarm; never fails and returns at once."""
        if self._alarms is None:
            self._early.append(alarm)
        else:
            self._alarms.give(alarm)

    def silence(self) -> None:
        """Stop what sounds, everywhere."""
        self._early.clear()
        if self._alarms is not None:
            self._alarms.silence()

    def pump(self) -> timedelta | None:
        """Look after what still sounds; how soon to come again."""
        if self._alarms is None:
            return None
        self._alarms.pump()
        return self._alarms.next_check()

    def problems(self) -> tuple[str, ...]:
        """What went wrong with a channel, each sentence once."""
        return () if self._alarms is None else self._alarms.problems()

    # -- what is set --------------------------------------------------------------------------------------------

    def use(self, settings: Settings) -> None:
        """Give alarms on the channels that are on; keep still where little may move."""
        self._settings = settings
        if self._alarms is not None:
            self._alarms.use(self._channels())
        self.stay_awake(self._guides)
        self._use_motion()

    def _use_motion(self) -> None:
        if self._app is not None:
            self._app.animation_level = "none" if reduced_motion(self._settings, os.environ) else "full"

    # -- the terminal and the screen ----------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Write to the terminal as the window does, once it is there."""
        driver = self._app._driver if self._app is not None else None  # noqa: SLF001 - an app has no public word for it
        if driver is not None:
            driver.write(text)

    def set_title(self, text: str) -> None:
        """Give the terminal this title."""
        if self._app is not None:
            terminal.show_title(self._app, text)

    def stay_awake(self, wanted: bool) -> None:
        """Keep the screen from going dark, or let it; where the system offers it and the settings want it."""
        self._guides = wanted
        if self._awake is None:
            return
        if wanted and self._settings.keep_awake:
            self._awake.start()
        else:
            self._awake.stop()

    # -- time ---------------------------------------------------------------------------------------------------

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over."""
        if self._wakeups is not None:
            self._wakeups.arm(waits, anew=anew)

    def leave(self) -> None:
        """Let go of everything."""
        if self._wakeups is not None:
            self._wakeups.stop()
        if self._awake is not None:
            self._awake.close()
        if self._alarms is not None:
            self._alarms.close()


def run_window(
    *,
    clock: Clock,
    journal: Journal,
    offers: Offers,
    content: Library,
    opening: Opening,
    preferences: Preferences,
    log_folder: Path,
    sounds: Path,
    settings_file: Path | None = None,
    speed: int = 1,
) -> int:
    """Run the window to its end; its exit status."""

    def log_on(history: History) -> Log:
        book = Logbook(history.archive)
        return Log(clock, history, book, lambda: preferences.settings, levels=content.levels, new_id=new_id)

    def make() -> BackcoachApp:
        environment = Environment(clock, sounds, speed=speed)
        coach = Coach(clock, journal, environment, new_id)
        history = PatientHistory(journal, coach.open_sessions)
        book = Handbook(
            content,
            history.archive,
            lambda: where_of_person(preferences.settings),
            new_id,
            lambda wall: local_day(clock.local(wall), preferences.settings.day_start),
        )
        days = Days(clock, history, content, preferences.settings, new_id=new_id)
        day_desk = DayDesk(coach, days, history)
        desk = Desk(coach, offers, day_desk)

        def follow() -> str:
            return app.follow_settings()

        watches = () if settings_file is None else (SettingsWatch(settings_file, follow),)
        begins = replace(opening, errands=(*opening.errands, *watches))
        app = BackcoachApp(Kit(coach, desk, book, environment, begins, preferences, lambda: log_on(history), day_desk))
        environment.attach(app)
        return app

    return terminal.run_guarded(make, log_folder, kill_all)
