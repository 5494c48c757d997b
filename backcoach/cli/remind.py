"""`backcoach remind` gives the alarms in the foreground without a screen; `alarm-test` gives one on each channel."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from backcoach.alarms.alarms import PUMP_EACH, Alarms, Channel, ChannelError
from backcoach.alarms.notifications import (
    AlarmCommand,
    DesktopNotification,
    TerminalBell,
    TerminalNotification,
    TextLines,
)
from backcoach.alarms.tones import Tones
from backcoach.alarms.voice import Speech, Voice
from backcoach.cli.command import ENDINGS, CannotError, Words, argument, command, warn
from backcoach.cli.environment import BUSY_WINDOW, backup_errand, new_id, settings_of, sync_errand
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.protocols import Clock, Journal, JournalError
from backcoach.coach.watch import Reminders, Watch
from backcoach.config import Places, SettingsWatch, find_places, load_settings, place
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.moment import elapsed
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Settings
from backcoach.library import Library
from backcoach.scheduler import Wakeups
from backcoach.store.journal import SqliteJournal
from backcoach.ui.error_log import ErrorLog

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

TEST = Alarm(
    Sound.REMOVE,
    Kind.ICE,
    "Alarm test",
    "This is how backcoach tells you that something is over.",
    "This is an alarm test.",
    Urgency.REMOVAL,
)
LOOK_EVERY = timedelta(seconds=1)
LONGEST = timedelta(seconds=11)
"""How long one channel may take to be heard to its end; the alarm command has 10 s."""


@command("remind", argument("--systemd-unit", action="store_true", help="print a systemd user unit that does this"))
def remind(words: Words) -> None:
    """Give the alarms of what runs until a signal comes, which is a good end."""
    if words.systemd_unit:
        sys.stdout.write(_unit(words))
        return
    places = find_places(words.data_dir, words.config)
    library = Library(places.config)
    settings, wrong = settings_of(places, library)
    warn(wrong)
    clock = SystemClock()
    channels = _usable(settings, clock, places)
    opened = SqliteJournal(places.journal, busy=BUSY_WINDOW, verify=True, wall=clock.wall_now)
    with closing(opened) as journal:
        if journal.is_read_only:
            raise JournalError(
                f"The data file {places.journal} is read-only, so it can't be kept which alarms were given. "
                "Allow writing there, or choose another folder with --data-dir."
            )
        reminding = Reminding(clock, journal, channels, print_now)
        days = Days(clock, reminding.coach.history, library, settings, new_id=new_id)

        reminding.coach.say_left = lambda: days.settings.say_remaining

        def set_anew() -> str:
            """Go by the settings as they are in the file now; what can't be used of them stays as it was."""
            settings, wrong = settings_of(places, library)
            days.use(settings)
            try:
                reminding.use(_usable(settings, clock, places))
            except CannotError as refusal:
                wrong = (*wrong, f"The alarm channels stay as they were. {refusal}")
            return " ".join(wrong)

        reminding.watch.add(SettingsWatch(places.config_file, set_anew))
        reminding.watch.add(backup_errand(places.journal, clock, lambda: days.settings.day_start))
        reminding.watch.add(sync_errand(places.journal, lambda: days.settings.sync_folder))
        reminding.watch.add(Reminders(reminding.coach, days))
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
        self.stirred = asyncio.Event()
        self.wakeups = Wakeups(clock, self.stirred.set)
        self.watch = Watch(self.coach, self.wakeups)
        self._names = ""
        self.use(channels)

    def use(self, channels: Sequence[Channel]) -> None:
        self._alarms.use([self._lines, *channels])
        guides = any(channel.guides for channel in channels)
        # A window leads, where there is one, and falls silent at each key: cues are given later here.
        self.coach.patience = timedelta(seconds=0.4) if guides else None
        self._names = ", ".join(channel.name for channel in channels)

    async def stay(self) -> None:
        """Look each second, at each wake-up and while something sounds, until a signal comes that was not ignored."""
        over: list[int] = []
        loop = asyncio.get_running_loop()
        before = {number: signal.getsignal(number) for number in ENDINGS}
        watched = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}

        def end(number: int, _: object) -> None:
            over.append(number)
            loop.call_soon_threadsafe(self.stirred.set)

        for number in watched:
            signal.signal(number, end)  # the loop's own handlers would be shorter, but on Windows it has none
        self.wakeups.start()
        try:
            self._say(f"backcoach gives the alarms of what is running; ctrl+c ends this. Channels: {self._names}.")
            while not over:
                self.look()
                self._alarms.pump()
                soon = self._alarms.next_check() or LOOK_EVERY
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.stirred.wait(), soon.total_seconds())
                self.stirred.clear()
        finally:
            for number, handler in watched.items():
                signal.signal(number, handler)
            self.wakeups.stop()
            self._alarms.close()

    def look(self) -> None:
        """Look at the clocks; write what there is to say beside the alarms themselves."""
        notice = self.watch.look().notice
        for sentence in filter(None, (notice, *self.coach.history.news(), *self._alarms.problems())):
            self._say(sentence)

    def _say(self, text: str) -> None:
        with suppress(ChannelError):
            self._lines.say(text)


def _usable(settings: Settings, clock: Clock, places: Places) -> list[Channel]:
    channels = channels_of(settings, clock, places.sounds, print_now if sys.stdout.isatty() else None)
    usable = [channel for channel in channels if channel.missing() is None]
    own = {Speech.name: settings.voice_command, AlarmCommand.name: settings.alarm_command}
    warn([channel.missing() or "" for channel in channels if own.get(channel.name) and channel not in usable])
    if not usable:
        why = " ".join(dict.fromkeys(channel.missing() or "" for channel in channels))
        raise CannotError(f"No alarm would be noticed, so there is nothing to stay for. {why}".rstrip())
    return usable


def print_now(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _unit(words: Words) -> str:
    """The systemd unit, with this program's own path and the places that the words and the environment name."""
    called = [*program(), "remind"]
    data = words.data_dir or os.environ.get("BACKCOACH_DATA_DIR")
    settings = words.config or os.environ.get("BACKCOACH_CONFIG")
    for option, named in (("--data-dir", data), ("--config", settings)):
        if named:
            called += [option, str(place(named))]
    return UNIT.format(command=" ".join(map(_quoted, called)))


def program() -> list[str]:
    """How this very program is started: by its console script where it was, else by its Python."""
    called = Path(sys.argv[0])
    if called.name == "backcoach" and called.is_file() and os.access(called, os.X_OK):
        return [str(called.absolute())]
    return [sys.executable, "-m", "backcoach"]


def _quoted(word: str) -> str:
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if plain != word or not plain or any(sign.isspace() or sign in "';" for sign in plain) else word


def channels_of(settings: Settings, clock: Clock, sounds: Path, write: Callable[[str], None] | None) -> list[Channel]:
    """The channels that are on, tones before speech, which waits for them; `write` is None without a terminal."""
    channels: list[Channel] = []
    tones: Tones | None = None
    if settings.tones:
        bell = TerminalBell(write) if write is not None and settings.bell else None
        tones = Tones(sounds, clock, volume=settings.tones_volume, lead=settings.tone_lead, bell=bell)
        channels.append(tones)
    if settings.speech:
        voice = Voice(settings.speech_voice or "", settings.speech_rate, settings.speech_volume)
        tone_sounds = tones.busy if tones else lambda: False
        channels.append(Speech(clock, voice, tone_sounds, settings.voice_command or ()))
    if settings.desktop:
        channels.append(DesktopNotification(clock))
    if write is not None and settings.terminal:
        channels.append(TerminalNotification(write))
    if write is not None and settings.bell:
        channels.append(TerminalBell(write))
    if settings.alarm_command:
        channels.append(AlarmCommand(clock, settings.alarm_command))
    return channels


@command("alarm-test")
def give_test_alarms(words: Words) -> int:
    """Give the alarm on each channel, one after the other; 0 where at least one could be used."""
    # Signals are only noted: an exception while a program is being started would leave that one behind.
    asked_to_end: list[int] = []
    for number in ENDINGS:
        signal.signal(number, lambda number, _: asked_to_end.append(number))
    places, clock = find_places(words.data_dir, words.config), SystemClock()
    settings, _ = load_settings(places.config_file)
    given = []
    channels = channels_of(settings, clock, places.sounds, _write)
    for channel in channels:
        given.append(_give(channel, clock, asked_to_end))
        if asked_to_end:
            return 128 + asked_to_end[0]
    on = {channel.name for channel in channels}
    for kind in (Tones, Speech, DesktopNotification, TerminalNotification, TerminalBell, AlarmCommand):
        if kind.name not in on:
            sys.stdout.write(f"{kind.name}: {'not set' if kind is AlarmCommand else 'switched off'} in the settings\n")
    return 0 if any(given) else 1


def _give(channel: Channel, clock: Clock, asked_to_end: list[int]) -> bool:
    """Give the alarm and wait until all of it is heard, or someone asks to end; the next must not speak over it."""
    missing = channel.missing()
    if missing is None:
        try:
            channel.give(TEST)
            began = clock.now()
            while not asked_to_end and channel.waiting() and elapsed(began, clock.now()) < LONGEST:
                channel.pump()
                time.sleep(PUMP_EACH.total_seconds() / 2)
        except ChannelError as error:
            missing = str(error)
        finally:
            channel.close()
    if asked_to_end:
        return False
    sys.stdout.write(f"{channel.name}: {'given' if missing is None else f'not possible. {missing}'}\n")
    sys.stdout.flush()
    return missing is None


def _write(text: str) -> None:
    if not sys.stderr.isatty():
        raise OSError("standard error is no terminal")
    sys.stderr.write(text)
    sys.stderr.flush()
