"""The window on a clock that the test moves, with quiet surroundings."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from msgspec.structs import replace

from backcoach.coach.day import Days
from backcoach.coach.log import Log
from backcoach.coach.logbook import Logbook
from backcoach.domain.days import local_day
from backcoach.domain.plans import DEFAULT_PLAN, POSTURE_EVERY
from backcoach.domain.settings import DEFAULTS
from backcoach.domain.signs import where_of
from backcoach.library import load_content
from backcoach.ui.app import BackcoachApp
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.desk import Desk
from backcoach.ui.handbook import Handbook
from backcoach.ui.kit import Kit
from backcoach.ui.offers import Offers
from backcoach.ui.opening import Opening
from backcoach.ui.preferences import Preferences
from backcoach.ui.surroundings import Quiet


@pytest.fixture(scope="session")
def content():
    """What the handouts say: read once, as nothing changes it."""
    return load_content()


@pytest.fixture
def make_app(coach, clock, content):
    """Makes a window on the test's coach; asked again, another window on the same sessions."""

    def make(
        opening=None,
        *,
        plan=DEFAULT_PLAN,
        of=coach,
        region=None,
        settings=DEFAULTS,
        preferences=None,
        lead_in=None,
        calm=False,
    ):
        offers = Offers(content.plans, plan, POSTURE_EVERY)
        history = of.history
        preferences = preferences or Preferences(settings)
        if lead_in is not None:
            preferences.settings = replace(preferences.settings, lead_in=timedelta(seconds=lead_in))
        numbers = count(1)
        book = Handbook(
            content,
            history.archive,
            lambda: where_of(preferences.settings.region or region, {}),
            lambda: f"answer-{next(numbers)}",
            lambda wall: local_day(clock.local(wall), preferences.settings.day_start),
        )
        log = Log(
            clock,
            history,
            lambda: preferences.settings,
            levels=content.levels,
            new_id=lambda: uuid4().hex,
        )
        days = Days(of.clock, history, content, settings, new_id=lambda: uuid4().hex)
        desk = DayDesk(of, days)
        app = BackcoachApp(
            Kit(of, Desk(of, offers, desk), book, Quiet(), opening or Opening(), preferences, lambda: log, desk)
        )
        app.animation_level = "none" if calm else "full"
        return app

    return make


@pytest.fixture
def book(journal):
    """What is kept in the test's journal."""
    return Logbook(journal.archive)
