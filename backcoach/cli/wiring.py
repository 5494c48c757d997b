"""Puts the window together: coach, journal, content, surroundings."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from backcoach.alarms.programs import kill_all
from backcoach.cli.around import Around
from backcoach.cli.ids import new_id
from backcoach.cli.person import where_of_person
from backcoach.coach.coach import Coach
from backcoach.coach.day import Days
from backcoach.coach.log import Log
from backcoach.coach.outbox import PatientHistory
from backcoach.coach.protocols import Clock, History, Journal
from backcoach.config import SettingsWatch
from backcoach.domain.days import local_day
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
        # ruff: noqa: PLC0415 - the first picture shows nothing of it
        from backcoach.coach.log import Log
        from backcoach.coach.logbook import Logbook

        book = Logbook(history.archive)
        return Log(clock, history, book, lambda: preferences.settings, levels=content.levels, new_id=new_id)

    def make() -> BackcoachApp:
        around = Around(clock, sounds, speed=speed)
        coach = Coach(clock, journal, around, new_id)
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
        app = BackcoachApp(Kit(coach, desk, book, around, begins, preferences, lambda: log_on(history), day_desk))
        around.attach(app)
        return app

    return terminal.run_guarded(make, log_folder, kill_all)
