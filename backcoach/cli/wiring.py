"""Puts the window together: coach, journal, alarms, scheduler, terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from backcoach.adapters.alarms.bell import TerminalBell
from backcoach.adapters.alarms.desktop import DesktopNotification
from backcoach.adapters.alarms.group import Alarms
from backcoach.adapters.alarms.osc import TerminalNotification
from backcoach.coach import Coach
from backcoach.ui import terminal
from backcoach.ui.app import BackcoachApp, Opening

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from textual.app import App

    from backcoach.adapters.alarms.awake import KeepAwake
    from backcoach.adapters.places import Places
    from backcoach.adapters.wakeups import Wakeups
    from backcoach.domain.settings import Settings
    from backcoach.ports import Clock, Journal
    from backcoach.ui.guide import Guided
    from backcoach.ui.offers import Offers


def new_id() -> str:
    """A new id for what is kept: 32 hexadecimal digits by chance."""
    return uuid4().hex


class Around:
    """The real surroundings of the window: APScheduler, the terminal, the alarm channels, the screen kept on."""

    def __init__(self, clock: Clock, settings: Settings, tones: Path) -> None:
        """Take what the surroundings depend on.

        Args:
            clock: stamps what is given.
            settings: which channels are on, and how they sound.
            tones: the folder of the sound files.
        """
        self.driver_class = terminal.driver_class()
        self._clock = clock
        self._settings = settings
        self._tones = tones
        self._app: App[Any] | None = None
        self._wakeups: Wakeups | None = None
        self._awake: KeepAwake | None = None
        self._guides = False
        self._bell = TerminalBell(self.write) if settings.bell else None
        written = [TerminalNotification(self.write)] if settings.terminal else []
        desktop = [DesktopNotification(clock)] if settings.desktop else []
        self.alarms = Alarms([*([self._bell] if self._bell is not None else []), *written, *desktop])

    def write(self, text: str) -> None:
        """Write to the terminal as the window does, once it is there."""
        driver = self._app._driver if self._app is not None else None  # noqa: SLF001 - an app has no public word for it
        if driver is not None:
            driver.write(text)

    def attach(self, app: App[Any]) -> None:
        """Take the app whose terminal is written to."""
        self._app = app

    def settle(self, wake: Callable[[], None]) -> None:
        """Load and start the scheduler and what is heard, for which the first picture need not wait."""
        # ruff: noqa: PLC0415 - costs a tenth of the whole start
        from backcoach.adapters.alarms.awake import KeepAwake
        from backcoach.adapters.alarms.sound import heard_channels
        from backcoach.adapters.wakeups import Wakeups

        self._wakeups = Wakeups(self._clock, wake)
        self._wakeups.start()
        self.alarms.join(heard_channels(self._settings, self._clock, self._tones, self._bell))
        if self._settings.keep_awake:
            self._awake = KeepAwake(self._clock)
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
        """Keep the screen from going dark, or let it; where the system offers it."""
        self._guides = wanted
        if self._awake is not None:
            (self._awake.start if wanted else self._awake.stop)()

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
    guided: Guided,
    opening: Opening,
    settings: Settings,
    places: Places,
) -> int:
    """Run the window to its end; its exit status."""

    def make() -> BackcoachApp:
        around = Around(clock, settings, places.tones)
        app = BackcoachApp(Coach(clock, journal, around.alarms, new_id), offers, around, opening, guided)
        around.attach(app)
        return app

    return terminal.run_guarded(make, places.state)
