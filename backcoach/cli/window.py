"""Opens the window: coach, journal, content, alarm channels and scheduler put together; it loads Textual."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace
from textual.app import App

from backcoach.alarms.alarms import Alarms
from backcoach.alarms.programs import KeepAwake, kill_all
from backcoach.cli.command import CannotError
from backcoach.cli.demo_data import two_weeks
from backcoach.cli.environment import BUSY_WINDOW, backup_errand, new_id, open_journal, sync_apart, sync_errand
from backcoach.clock import FastClock, SystemClock, local_zone
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.log import Logbook
from backcoach.coach.protocols import Clock, Journal, JournalDamagedError, JournalError
from backcoach.coach.sessions import Guidance
from backcoach.config import Places, SettingsFile, SettingsWatch, load_settings
from backcoach.domain.alarm import Alarm
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.settings import DEFAULTS, Settings, reduced_motion
from backcoach.domain.signs import where_of
from backcoach.domain.text import reason
from backcoach.library import Library
from backcoach.store import backups, maintenance
from backcoach.store.journal import SqliteJournal
from backcoach.ui import terminal
from backcoach.ui.app import BackcoachApp
from backcoach.ui.services import Opening, Preferences, Rescue, Services

if TYPE_CHECKING:
    from backcoach.scheduler import Wakeups

CANT_SAVE = "Nothing can be saved now. The timers work, and saving is tried again each second."

DEMO_SPEED, DEMO_HOUR = 60, 10
DEMO_SETTINGS = Settings(tones=False, speech=False, desktop=False, terminal=False)
"""Sixty times as often, alarms would be a nuisance: the screen and the bell give them."""


def open_coach(places: Places, library: Library, settings: Settings, plan_id: str, opening: Opening) -> int:
    _check_terminal()
    clock = SystemClock()
    opened = _open_journal(places.journal, clock)
    status = _run(places, library, settings, opened, opening, clock=clock, plan_id=plan_id)
    sync_apart(places, load_settings(places.config_file)[0])  # as they are now
    return status


def open_demo() -> int:
    """Open the window on two weeks of sample data in a temporary folder, time running 60 times as fast."""
    _check_terminal()
    try:
        with TemporaryDirectory(prefix="backcoach-demo-") as name:
            folder = Path(name)
            places = Places(data=folder / "data", config_file=folder / "settings.toml", state=folder)
            clock = FastClock(SystemClock(), DEMO_SPEED, DEMO_HOUR)
            library = Library()
            notice = "This is a demo with sample data, which goes away at the end; a minute passes each second."
            opening = Opening(notice=notice, mark="DEMO", look_every=timedelta(milliseconds=50))
            with SqliteJournal(places.journal, busy=BUSY_WINDOW) as journal:
                fill(journal, clock, library)
                opened = OpenedJournal(journal)
                return _run(places, library, DEMO_SETTINGS, opened, opening, clock=clock, is_demo=True)
    except OSError as error:
        raise CannotError(
            f"There is no temporary folder for the sample data ({reason(error)}): name one in TMPDIR."
        ) from error


def fill(journal: Journal, clock: Clock, library: Library) -> None:
    sample = two_weeks(clock.now(), clock.local, library, new_id)
    with journal.transaction():
        for session in sample.sessions:
            journal.save(session)
        for record in sample.records:
            journal.archive.put(record)


def _check_terminal() -> None:
    if refusal := terminal.refuse_without_terminal():
        raise CannotError(refusal)


def _run(
    places: Places,
    library: Library,
    settings: Settings,
    opened: OpenedJournal,
    opening: Opening,
    *,
    clock: Clock,
    plan_id: str = DEFAULT_PLAN,
    is_demo: bool = False,
) -> int:
    """Run the window to its end; its exit status. The settings of the demo are not those of a file."""
    journal = opened.journal
    preferences = Preferences(settings, SettingsFile(places.config_file, {"plan": library.plans}))

    def make() -> BackcoachApp:
        surroundings = SystemSurroundings(clock, places.sounds, is_demo=is_demo)
        coach = Coach(clock, journal, surroundings, new_id)
        coach.say_left = lambda: preferences.settings.say_remaining
        history = coach.history
        log = partial(Logbook, clock, history, lambda: preferences.settings, levels=library.levels, new_id=new_id)

        def follow() -> str:
            return app.follow_settings()

        errands = (
            backup_errand(places.journal, clock, lambda: preferences.settings.day_start),
            SettingsWatch(places.config_file, follow),
            sync_errand(places.journal, lambda: preferences.settings.sync_folder),
        )
        notice = " ".join(filter(None, (opened.notice, opening.notice)))
        begins = replace(opening, notice=notice, errands=() if is_demo else errands, rescue=opened.rescue)
        services = Services(
            coach=coach,
            days=Days(clock, history, library, settings, new_id=new_id),
            make_log=log,
            guidance=Guidance(coach, settings),
            content=library,
            preferences=preferences,
            surroundings=surroundings,
            find_place=lambda: where_of(preferences.settings, os.environ, local_zone),
            new_id=new_id,
            plan_id=plan_id,
            opening=begins,
        )
        app = BackcoachApp(services)
        surroundings.attach(app)
        return app

    return terminal.run_guarded(make, places.state, kill_all)


class OpenedJournal(NamedTuple):
    """The journal of a window, which may have to be opened later, and what is to be said about it at once."""

    journal: SqliteJournal
    notice: str = ""
    rescue: Rescue | None = None


def _open_journal(path: Path, clock: SystemClock) -> OpenedJournal:
    """The journal, whatever state the disk is in; what can't be written now lives in the window until it can be."""
    is_gone = False
    with suppress(OSError):
        is_gone = not path.exists()
    try:
        journal, wrong = open_journal(path, clock.wall_now)
    except JournalDamagedError as damage:
        return _begin_anew(path, clock, damage)
    with suppress(JournalError):
        if is_gone and not wrong and (backup := backups.newest_good_backup(path)):
            said = "Your data file is gone, and an empty one begun."
            return _with_way_back(journal, path, clock, backup.path, said)
    return OpenedJournal(journal, CANT_SAVE if wrong else "")


def _begin_anew(path: Path, clock: SystemClock, damage: JournalDamagedError) -> OpenedJournal:
    """An empty journal in the place of a damaged one, which is set aside, and the way back to a backup."""
    opening = partial(SqliteJournal, path, busy=BUSY_WINDOW, aside=clock.now().wall, wall=clock.wall_now)
    try:
        journal = opening()
    except JournalError:
        return OpenedJournal(opening(late=True), f"{CANT_SAVE} {damage}")
    said = "Your data file was damaged. It is set aside, and an empty one begun."
    if not damage.backup:
        return OpenedJournal(journal, f"{said} There is no good backup of it; backcoach paths says where it is.")
    return _with_way_back(journal, path, clock, Path(damage.backup), said)


def _with_way_back(journal: SqliteJournal, path: Path, clock: SystemClock, backup: Path, said: str) -> OpenedJournal:
    made = next((each.made for each in backups.backups(path) if each.path == backup), None)
    when = f"of {clock.local(made):%a %d %b %H:%M}" if made is not None else backup.name

    def go_back() -> str:
        former = maintenance.restore(path, backup, now=clock.now())
        kept = f" What this window had saved is kept as {former}." if former is not None else ""
        return f"Your data is again as in the backup {backup.name}.{kept}"

    rescue = Rescue(f"to the backup {when}", go_back)
    way = f"Press g to go back {rescue.about}; later, backcoach restore {backup} does it."
    return OpenedJournal(journal, f"{said} {way}", rescue)


class SystemSurroundings:
    """The surroundings of a real window, and what gives its alarms, from its first picture on.

    In the demo nothing is armed: its clock is not the scheduler's, and it looks often enough by itself.
    """

    def __init__(self, clock: Clock, sounds: Path, *, is_demo: bool = False) -> None:
        self.driver_class = terminal.driver_class()
        self._clock = clock
        self._sounds = sounds
        self._is_demo = is_demo
        self._settings = DEFAULTS
        self._app: App[Any] | None = None
        self._alarms = Alarms()
        self._early: list[Alarm] = []
        self._awake = KeepAwake(clock)
        self._guides = False
        self._wakeups: Wakeups | None = None  # until the first picture stands

    def attach(self, app: App[Any]) -> None:
        self._app = app
        self._use_motion()

    def settle(self, wake: Callable[[], None]) -> None:
        """Load and start all that the first picture need not wait for."""
        gc.freeze()  # what the program itself consists of is no garbage
        gc.enable()
        from backcoach.scheduler import Wakeups  # APScheduler costs a tenth of the whole start

        self._wakeups = Wakeups(self._clock, wake)
        self._wakeups.start()
        self.use(self._settings)
        for alarm in self._early:
            self._alarms.give(alarm)
        self._early.clear()

    def use(self, settings: Settings) -> None:
        self._settings = settings
        if self._wakeups is not None:
            from backcoach.cli.remind import channels_of  # the first picture need not wait for them

            self._alarms.use(channels_of(settings, self._clock, self._sounds, self.write))
        self.stay_awake(self._guides)
        self._use_motion()

    def _use_motion(self) -> None:
        if self._app is not None:
            self._app.animation_level = "none" if reduced_motion(self._settings, os.environ) else "full"

    def give(self, alarm: Alarm) -> None:
        if self._wakeups is None:
            self._early.append(alarm)
        else:
            self._alarms.give(alarm)

    def silence(self) -> None:
        self._early.clear()
        self._alarms.silence()

    def pump(self) -> timedelta | None:
        self._alarms.pump()
        return self._alarms.next_check()

    def problems(self) -> tuple[str, ...]:
        return self._alarms.problems()

    def write(self, text: str) -> None:
        if self._app is not None:
            terminal.write(self._app, text)

    def set_title(self, text: str) -> None:
        if self._app is not None:
            terminal.show_title(self._app, text)

    def stay_awake(self, wanted: bool) -> None:
        self._guides = wanted
        if self._wakeups is not None:
            (self._awake.start if wanted and self._settings.keep_awake else self._awake.stop)()

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        if self._wakeups is not None and not self._is_demo:
            self._wakeups.arm(waits, anew=anew)

    def leave(self) -> None:
        if self._wakeups is not None:
            self._wakeups.stop()
        self._awake.close()
        self._alarms.close()
