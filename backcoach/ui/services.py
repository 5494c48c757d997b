"""What the window works with: the coach, the content, what is set and where it is kept, and the terminal around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace
from textual.driver import Driver

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days, Today
from backcoach.coach.history import BufferedArchive
from backcoach.coach.log import Logbook
from backcoach.coach.protocols import Content, Errand, JournalError, SettingsError, SettingsKeeper
from backcoach.coach.sessions import Guidance
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Setting, Settings, Value
from backcoach.domain.signs import Region, Where, region_at


class Preferences:
    """What is set, and the way to set it."""

    def __init__(self, settings: Settings, keeper: SettingsKeeper) -> None:
        self.settings = settings
        self._keeper = keeper

    def keep(self, setting: Setting, value: Value) -> str:
        """Keep this value, or the default where it is None; the reason where that can't be."""
        try:
            self._keeper.save(setting.key, value)
        except SettingsError as error:
            return str(error)
        kept = setting.default if value is None else value
        self.settings = replace(self.settings, **{setting.field: kept})
        return ""

    def read_again(self) -> tuple[tuple[str, ...], str]:
        """Take what the file says now; the fields that have changed, and a sentence for what in it can't be used."""
        before, (self.settings, problems) = self.settings, self._keeper.load()
        changed = (name for name in before.__struct_fields__ if getattr(before, name) != getattr(self.settings, name))
        return tuple(changed), " ".join(problems)


class Surroundings(Protocol):
    """What the window needs of the system around it; tests bring a quiet one."""

    driver_class: type[Driver] | None

    def use(self, settings: Settings) -> None:
        """Give alarms on the channels that are on; keep still where little may move."""

    def settle(self, wake: Callable[[], None]) -> None:
        """Begin, once the first picture stands: `wake` is called at each deadline."""

    def arm(self, waits: Mapping[str, timedelta], *, anew: bool = False) -> None:
        """Wake when each of these waits is over; all of them anew where the clocks have jumped."""

    def pump(self) -> timedelta | None:
        """Look after what still sounds; how soon to come again, None where nothing does."""

    def problems(self) -> tuple[str, ...]:
        """What went wrong with an alarm channel, each sentence once."""

    def set_title(self, text: str) -> None: ...
    def stay_awake(self, wanted: bool) -> None: ...
    def leave(self) -> None: ...


@dataclass(slots=True)
class Rescue:
    """The way back to a backup after a damage: which it is, and what puts it in place and says so.

    `go_back` may raise a `JournalError`.
    """

    about: str
    go_back: Callable[[], str]
    is_open: bool = True

    def choose(self, coach: Coach) -> str:
        """Go back, once; what was done, or why that can't be, as a sentence."""
        if coach.sessions:
            label = coach.sessions[0].kind.label
            return f"{label} is running and would be lost: stop it with x before you go back {self.about}."
        try:
            said = self.go_back()
        except JournalError as error:
            return f"The backup could not be put in place. {error}"
        self.is_open = False
        return said


class Opening(Struct, frozen=True):
    """What the window opens with.

    Attributes:
        kind: the session whose start screen comes first; None for the first screen.
        length: the length asked for on the command line; None for the plan's.
        notice: what is to be said at once.
        choice: the pattern, the stretch or the plan asked for; empty for the one chosen last.
        errands: what else time brings; first run after the first picture.
        rescue: the backup that the first screen offers; None where nothing was lost.
        mark: what stands before date and time on every screen: `DEMO`.
        look_every: how often to look where the clock runs faster than real; None where it does not.
        is_now: whether the first minute is led at once.
    """

    kind: Kind | None = None
    length: timedelta | None = None
    notice: str = ""
    choice: str = ""
    errands: tuple[Errand, ...] = ()
    rescue: Rescue | None = None
    mark: str = ""
    look_every: timedelta | None = None
    is_now: bool = False

    @property
    def offers_rescue(self) -> bool:
        return self.rescue is not None and self.rescue.is_open


class Services(NamedTuple):
    """What the window works with.

    Attributes:
        preferences: what is set, and where it is kept.
        surroundings: the terminal, the alarm channels and the scheduler.
        find_place: says whose numbers are shown, by the settings as they are now.
        new_id: makes the id of a record.
        plan_id: the plan that the command line or the settings ask for.
    """

    coach: Coach
    days: Days
    make_log: Callable[[], Logbook]
    guidance: Guidance
    content: Content
    preferences: Preferences
    surroundings: Surroundings
    find_place: Callable[[], Where]
    new_id: Callable[[], str]
    plan_id: str
    opening: Opening = Opening()

    @property
    def archive(self) -> BufferedArchive:
        return self.coach.history.archive

    @property
    def region(self) -> Region:
        return region_at(self.find_place(), self.content.regions)

    def today(self) -> Today:
        return self.days.today(self.coach.sessions)

    def catch_up(self, *, changed: bool) -> str:
        """Write what waits; work the day out anew where anything was written, here or elsewhere, or can't be read.

        What is to be said of what was written so late; empty where nothing is.
        """
        had_trouble = bool(self.archive.trouble)
        self.archive.catch_up()
        if changed or had_trouble:
            self.days.forget()
        return self.archive.take_notice()
