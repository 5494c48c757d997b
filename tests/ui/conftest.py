"""The window on a clock that the test moves, with quiet surroundings."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from msgspec.structs import replace
from textual._context import active_app
from textual.css.stylesheet import Stylesheet

from backcoach.coach.day import Days
from backcoach.coach.log import Logbook, LogRecords
from backcoach.coach.sessions import Guidance
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.settings import DEFAULTS
from backcoach.domain.signs import where_of
from backcoach.library import Library
from backcoach.ui.app import BackcoachApp
from backcoach.ui.services import Opening, Preferences, Services
from tests.ui.quiet import Quiet

PARSE, PARSED = Stylesheet._parse_rules, {}


async def settled(*_):
    """Return once nothing is left to do or to draw, except what waits for a time; within a second in any case."""
    loop, quiet = asyncio.get_running_loop(), 0
    end = loop.time() + 1
    while quiet < 3 and loop.time() < end:
        await asyncio.sleep(0)
        app = active_app.get()
        screen = app.screen
        if loop._ready:
            quiet = 0
        elif app._batch_count:
            quiet += 1  # a window that closes draws no more
        elif screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks:
            screen._on_timer_update()
            quiet = 0
        else:
            quiet += 1


@pytest.fixture(autouse=True)
def keys_are_taken_at_once(monkeypatch):
    """Textual waits twice for each key until the processor is idle: half of the time of all these tests."""
    monkeypatch.setattr("textual.app.wait_for_idle", settled)


@pytest.fixture(autouse=True)
def styles_are_parsed_once(monkeypatch):
    """The same styles in the same colours are the same rules: a seventh of the time of all these tests."""

    def parsed(sheet, *args, **kinds):
        key = (tuple(sheet._variables.items()), args, tuple(kinds.items()))
        if key not in PARSED:
            PARSED[key] = PARSE(sheet, *args, **kinds)
        return PARSED[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parsed)


@pytest.fixture(scope="session")
def content():
    """What the handouts say: read once, as nothing changes it."""
    return Library()


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
        asks_pain=False,
    ):
        history = of.history
        if not asks_pain:  # too old for a stretch (L7), and young enough for all other start screens
            of.said = of.said or (clock.now().after(-timedelta(minutes=45)), 3)
        preferences = preferences or Preferences(settings, keeper=None)
        if lead_in is not None:
            preferences.settings = replace(preferences.settings, lead_in=timedelta(seconds=lead_in))
        numbers = count(1)

        def make_log():
            return Logbook(
                clock, history, lambda: preferences.settings, levels=content.levels, new_id=lambda: uuid4().hex
            )

        services = Services(
            coach=of,
            days=Days(of.clock, history, content, preferences.settings, new_id=lambda: uuid4().hex),
            make_log=make_log,
            guidance=Guidance(of, preferences.settings),
            content=content,
            preferences=preferences,
            surroundings=Quiet(),
            find_place=lambda: where_of(
                replace(preferences.settings, region=preferences.settings.region or region), {}
            ),
            new_id=lambda: f"answer-{next(numbers)}",
            plan_id=plan,
            opening=opening or Opening(),
        )
        app = BackcoachApp(services)
        app.animation_level = "none" if calm else "full"
        return app

    return make


@pytest.fixture
def book(journal):
    """What is kept in the test's journal."""
    return LogRecords(journal.archive)
