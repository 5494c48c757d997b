"""What the coach loads before its first picture stands, in a fresh process, and what waits until then."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import backcoach
from backcoach.cli.around import Around
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Motion, Settings
from tests.doubles import HandClock, Heard

TELL = """
import gc, sys
from backcoach.cli import around
def settle(self, wake):
    print(*sys.modules, sep="\\n")
    print("collects" if gc.isenabled() else "does not collect")
    self._app.exit(0)
around.Around.settle = settle
from backcoach.cli.main import run
run()
"""
"""Opens the coach, and once the first picture stands says what is loaded."""

SCREENS = Path(backcoach.__file__).parent / "ui" / "screens"
FIRST_SCREEN = {"__init__", "frame", "home"}

LATER = {
    "apscheduler",
    "argparse",
    "jinja2",
    "icalendar",
    "logging.handlers",
    "tomlkit",
    "backcoach.adapters.alarms",
    "backcoach.adapters.exchange",
    "backcoach.adapters.logbook",
    "backcoach.adapters.settings_read",
    "backcoach.adapters.wakeups",
    "backcoach.cli.parser",
    "backcoach.coach.guidance",
    "backcoach.coach.log",
    "backcoach.coach.moves",
    "backcoach.coach.reminding",
    "backcoach.coach.reviews",
    "backcoach.domain.alarm",
    "backcoach.domain.engine",
    "backcoach.domain.levels",
    "backcoach.domain.phrases",
    "backcoach.domain.setting_forms",
    "backcoach.domain.signs",
    "backcoach.domain.stretches",
    "backcoach.domain.timetable",
    "backcoach.ui.cards",
    "backcoach.ui.care",
    "backcoach.ui.faces",
    "backcoach.ui.flare_flow",
    "backcoach.ui.guide",
    "backcoach.ui.guided_flow",
    "backcoach.ui.help_desk",
    "backcoach.ui.help_flow",
    "backcoach.ui.log_desk",
    "backcoach.ui.rescue",
    "backcoach.ui.session_flow",
    "backcoach.ui.widgets.big_time",
    "textual.widgets._footer",
}
"""What the first picture does not need, and Textual does not load by itself."""


REMOVE = Alarm(None, Kind.ICE, "Ice REMOVE NOW", "Take the pack off.", "", Urgency.REMOVAL)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a coach without an account of walks says once its first picture stands, line by line."""
    home = str(tmp_path_factory.mktemp("home"))
    driver = "textual.drivers.headless_driver:HeadlessDriver"
    env = {**os.environ, "HOME": home, "TEXTUAL_DRIVER": driver, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    done = subprocess.run([sys.executable, "-c", TELL], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def test_the_first_picture_waits_for_no_other_screen(told):
    others = {f"backcoach.ui.screens.{path.stem}" for path in SCREENS.glob("*.py") if path.stem not in FIRST_SCREEN}
    assert len(others) > 15
    assert sorted(told & others) == []


def test_the_first_picture_waits_for_nothing_that_it_does_not_show(told):
    assert "backcoach.ui.screens.home" in told
    assert sorted(told & LATER) == []


def test_rubbish_is_not_looked_for_before_the_first_picture(told):
    assert "does not collect" in told


@pytest.fixture
def around(tmp_path, monkeypatch):
    """The real surroundings, with one channel that remembers."""
    around = Around(HandClock(), tmp_path)
    around.heard = Heard()
    around.heard.close = lambda: None
    monkeypatch.setattr(around, "_channels", lambda: [around.heard])
    return around


@pytest.fixture
async def settled(around):
    """Lets the first picture stand, and takes everything back."""
    yield lambda: around.settle(lambda: None)
    around.leave()
    gc.unfreeze()


async def test_what_is_to_be_heard_before_the_first_picture_is_given_after_it(around, settled):
    around.give(REMOVE)
    assert around.heard.alarms == []
    settled()
    assert around.heard.alarms == [REMOVE]


async def test_what_was_answered_before_the_first_picture_is_not_heard_any_more(around, settled):
    around.give(REMOVE)
    around.silence()
    settled()
    assert around.heard.alarms == []


def test_reduced_motion_holds_from_the_beginning(around):
    around.use(Settings(motion=Motion.REDUCED))
    app = SimpleNamespace(animation_level="full", _driver=None)
    around.attach(app)
    assert app.animation_level == "none"
