"""`backcoach remind`: no screen; stays in the foreground and gives the alarms, until a signal ends it.

With `--systemd-unit` it prints what makes systemd keep it running.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import Alarms, Channel, ChannelError
from backcoach.alarms.notifications import TextLines
from backcoach.cli.alarms import channels_of
from backcoach.cli.arguments import Words, argument, command
from backcoach.cli.environment import BUSY_WINDOW, new_id, settings_of
from backcoach.cli.output import CannotError, warn
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.protocols import Clock, Journal, JournalReadOnlyError
from backcoach.coach.watch import Errand, Reminders, Watch
from backcoach.config import Places, SettingsWatch, find_places
from backcoach.domain.settings import Settings
from backcoach.library import load_content
from backcoach.scheduler import Foreground, Wakeups
from backcoach.store.journal import SqliteJournal
from backcoach.store.maintenance import DailyBackup
from backcoach.ui.terminal_log import ErrorLog

AFTER_A_WINDOW = timedelta(seconds=0.4)
"""How late the cues of what guides are given here: a window leads, where there is one, and falls silent at each key."""


UNIT = """\
# To install: backcoach remind --systemd-unit > ~/.config/systemd/user/backcoach.service
#             systemctl --user enable --now backcoach
[Unit]
Description=backcoach: alarms for ice, heat and posture, without a window
After=graphical-session.target dbus.socket pipewire.service pipewire-pulse.service pulseaudio.service

[Service]
Type=exec
ExecStart={command}
Restart=on-failure
RestartSec=30

[Install]
WantedBy=default.target
"""


@command("remind", argument("--systemd-unit", action="store_true", help="print a systemd user unit that does this"))
def remind(words: Words) -> None:
    """Give the alarms of what runs until a signal comes, which is a good end."""
    if words.systemd_unit:
        sys.stdout.write(_unit(words))
        return
    places = find_places(words.data_dir, words.config)
    library = load_content(places.config)
    settings, wrong = settings_of(places, library)
    warn(wrong)
    clock = SystemClock()
    channels = _usable(settings, clock, places)
    with closing(SqliteJournal(places.journal, busy=BUSY_WINDOW, verify=True)) as journal:
        if journal.is_read_only:
            raise JournalReadOnlyError(
                f"The journal {places.journal} is read-only, so it can't be kept which alarms were given. "
                "Allow writing there, or choose another folder with --data-dir."
            )
        reminding = Reminding(clock, journal, channels, _print)
        days = Days(clock, reminding.coach.history, library, settings, new_id=new_id)

        def set_anew() -> str:
            """Go by the settings as they are in the file now; what can't be used of them stays as it was."""
            settings, wrong = settings_of(places, library)
            days.use(settings)
            try:
                reminding.use(_usable(settings, clock, places))
            except CannotError as refusal:
                wrong = (*wrong, f"The channels stay as they were. {refusal}")
            return " ".join(wrong)

        reminding.add(SettingsWatch(places.config_file, set_anew))
        reminding.add(DailyBackup(places.journal, clock, lambda: days.settings.day_start))
        reminding.add(Reminders(reminding.coach, days))
        log = ErrorLog(places.state)
        with log.keeping():
            try:
                asyncio.run(reminding.stay())
            except Exception as unforeseen:
                log.note("The alarms without a window stopped.", unforeseen)
                raise CannotError(log.farewell()) from unforeseen


class Reminding:
    """The alarms of what runs in a journal, and errands, without a screen; `write` takes a line about each alarm."""

    def __init__(
        self, clock: Clock, journal: Journal, channels: Sequence[Channel], write: Callable[[str], None]
    ) -> None:
        self._lines = TextLines(write, clock)
        self._alarms = Alarms()
        self.coach = Coach(clock, journal, self._alarms, new_id)
        self.foreground = Foreground(self.look, self._pump)
        self.wakeups = Wakeups(clock, self.foreground.wake)
        self.watch = Watch(self.coach, self.wakeups)
        self._trouble = ""
        self._names = ""
        self.use(channels)

    def use(self, channels: Sequence[Channel]) -> None:
        """From now on give alarms on these channels."""
        self._alarms.use([self._lines, *channels])
        guides = any(channel.guides for channel in channels)
        self.coach.patience = AFTER_A_WINDOW if guides else None
        self._names = ", ".join(channel.name for channel in channels)

    def add(self, errand: Errand) -> None:
        self.watch.add(errand)

    async def stay(self) -> None:
        """Give alarms until a signal ends it."""
        self.wakeups.start()
        try:
            greeting = f"backcoach gives the alarms of what runs; ctrl+c ends it. Channels: {self._names}."
            await self.foreground.stay(lambda: self._say(greeting))
        finally:
            self.wakeups.stop()
            self._alarms.close()

    def look(self) -> None:
        """Look at the clocks; write what there is to say beside the alarms themselves."""
        notice = self.watch.look().notice
        history = self.coach.history
        history.archive.catch_up()
        before, self._trouble = self._trouble, history.trouble or history.archive.trouble
        trouble = self._trouble if self._trouble != before else ""
        for sentence in (notice, history.archive.take_notice(), trouble, *self._alarms.problems()):
            if sentence:
                self._say(sentence)

    def _pump(self) -> timedelta | None:
        self._alarms.pump()
        return self._alarms.next_check()

    def _say(self, text: str) -> None:
        with suppress(ChannelError):
            self._lines.say(text)


def _usable(settings: Settings, clock: Clock, places: Places) -> list[Channel]:
    """The channels that are on and can be used here; a `CannotError` where there are none."""
    channels = channels_of(settings, clock, places.sounds, _print if sys.stdout.isatty() else None)
    usable = [channel for channel in channels if channel.missing() is None]
    if not usable:
        why = " ".join(dict.fromkeys(channel.missing() or "" for channel in channels))
        raise CannotError(f"No alarm would be noticed, so there is nothing to stay for. {why}".rstrip())
    return usable


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _unit(words: Words) -> str:
    """The systemd unit, with this program's own path and the places that the words and the environment name."""
    called = [*program(), "remind"]
    data = words.data_dir or os.environ.get("BACKCOACH_DATA_DIR")
    settings = words.config or os.environ.get("BACKCOACH_CONFIG")
    for option, place in (("--data-dir", data), ("--config", settings)):
        if place:
            called += [option, str(Path(place).expanduser().absolute())]
    return UNIT.format(command=" ".join(map(_quoted, called)))


def program() -> list[str]:
    """How this very program is started: by its console script where it was, else by its Python."""
    called = Path(sys.argv[0])
    if called.name == "backcoach" and called.is_file() and os.access(called, os.X_OK):
        return [str(called.absolute())]
    return [sys.executable, "-m", "backcoach"]


def _quoted(word: str) -> str:
    """A word as systemd reads it, whatever it holds."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if plain != word or not plain or any(sign.isspace() or sign in "';" for sign in plain) else word
