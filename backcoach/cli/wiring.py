"""Puts the window together: coach, journal, alarms, scheduler, terminal."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from backcoach.adapters.alarms.bell import TerminalBell
from backcoach.adapters.alarms.desktop import DesktopNotification
from backcoach.adapters.alarms.group import Alarms
from backcoach.adapters.alarms.osc import TerminalNotification
from backcoach.adapters.system_clock import SystemClock
from backcoach.cli.ids import new_id
from backcoach.cli.person import where_of_person
from backcoach.coach import Coach
from backcoach.coach.days import Days
from backcoach.coach.notebook import LastingChronicle
from backcoach.domain.days import local_day
from backcoach.domain.settings import DEFAULTS, reduced_motion
from backcoach.ui import terminal
from backcoach.ui.app import BackcoachApp
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.desk import Desk
from backcoach.ui.handbook import Handbook
from backcoach.ui.parts import Kit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from textual.app import App

    from backcoach.adapters.alarms.awake import KeepAwake
    from backcoach.adapters.content import Library
    from backcoach.adapters.wakeups import Wakeups
    from backcoach.coach.log import Log
    from backcoach.domain.settings import Settings
    from backcoach.ports import AlarmChannel, Chronicle, Clock, Journal
    from backcoach.ui.offers import Offers
    from backcoach.ui.opening import Opening


class Around:
    """The real surroundings of the window: APScheduler, the terminal, the alarm channels, the screen kept on."""

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
        self.alarms = Alarms(self._seen(DEFAULTS))

    def _seen(self, settings: Settings) -> list[AlarmChannel]:
        """The channels that are on, without those that are heard: the first picture need not wait for them."""
        wanted: list[tuple[bool, Callable[[], AlarmChannel]]] = [
            (settings.desktop, lambda: DesktopNotification(self._clock)),
            (settings.terminal, lambda: TerminalNotification(self.write)),
            (settings.bell, lambda: TerminalBell(self.write)),
        ]
        return [make() for is_on, make in wanted if is_on]

    def _all(self) -> list[AlarmChannel]:
        """Every channel that is on."""
        from backcoach.cli.channels import channels_of

        return channels_of(self._settings, self._clock, self._sounds, self.write)

    def use(self, settings: Settings) -> None:
        """Give alarms on the channels that are on; keep still where little may move."""
        self._settings = settings
        self.alarms.use(self._seen(settings) if self._wakeups is None else self._all())
        self.stay_awake(self._guides)
        if self._app is not None:
            self._app.animation_level = "none" if reduced_motion(settings, os.environ) else "full"

    def write(self, text: str) -> None:
        """Write to the terminal as the window does, once it is there."""
        driver = self._app._driver if self._app is not None else None  # noqa: SLF001 - an app has no public word for it
        if driver is not None:
            driver.write(text)

    def attach(self, app: App[Any]) -> None:
        """Take the app whose terminal is written to."""
        self._app = app

    def settle(self, wake: Callable[[], None]) -> None:
        """Load and start the scheduler and what is heard, for which the first picture need not wait.

        From now on rubbish is collected; what the program itself consists of is never gone through for it.
        """
        gc.freeze()
        gc.enable()
        # ruff: noqa: PLC0415 - costs a tenth of the whole start
        from backcoach.adapters.alarms.awake import KeepAwake
        from backcoach.adapters.wakeups import Wakeups

        self._wakeups = Wakeups(self._clock, wake, speed=self._speed, real=SystemClock())
        self._wakeups.start()
        self._awake = KeepAwake(self._clock)
        self.alarms.use(self._all(), catch_up=True)
        self.stay_awake(self._guides)

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over."""
        if self._wakeups is not None:
            self._wakeups.arm(waits, anew=anew)

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

    def pump(self) -> timedelta | None:
        """Look after what still sounds; how soon to come again."""
        self.alarms.pump()
        return self.alarms.next_check()

    def problems(self) -> tuple[str, ...]:
        """What went wrong with a channel, each sentence once."""
        return self.alarms.problems()

    def leave(self) -> None:
        """Let go of everything."""
        if self._wakeups is not None:
            self._wakeups.stop()
        if self._awake is not None:
            self._awake.close()
        self.alarms.close()


def run_window(
    *,
    clock: Clock,
    journal: Journal,
    offers: Offers,
    content: Library,
    opening: Opening,
    log_folder: Path,
    sounds: Path,
    speed: int = 1,
) -> int:
    """Run the window to its end; its exit status."""

    def log_on(chronicle: Chronicle) -> Log:
        from backcoach.adapters.levels import levels
        from backcoach.adapters.logbook import ArchiveLogbook
        from backcoach.coach.log import Log

        book, preferences = ArchiveLogbook(chronicle.archive), opening.preferences
        return Log(clock, chronicle, book, lambda: preferences.settings, levels=levels(), new_id=new_id)

    def make() -> BackcoachApp:
        around = Around(clock, sounds, speed=speed)
        coach = Coach(clock, journal, around.alarms, new_id)
        chronicle = LastingChronicle(journal, coach.ledger)
        book = Handbook(
            content,
            chronicle.archive,
            lambda: where_of_person(opening.preferences.settings),
            new_id,
            lambda wall: local_day(clock.local(wall), opening.preferences.settings.day_start),
        )
        days = Days(clock, chronicle, content, opening.preferences.settings, new_id=new_id)
        day_desk = DayDesk(coach, days, chronicle)
        desk = Desk(coach, offers, day_desk)
        app = BackcoachApp(Kit(coach, desk, book, around, opening, lambda: log_on(chronicle), day_desk))
        around.attach(app)
        return app

    return terminal.run_guarded(make, log_folder)
