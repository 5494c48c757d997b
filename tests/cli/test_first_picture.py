"""What the coach loads before its first picture stands, in a fresh process, and what waits until then."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from backcoach.cli.window import SystemSurroundings
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.routine import Kind
from backcoach.domain.settings import Motion, Settings
from tests.doubles import HandClock, Heard

TELL = """
import gc, sys
from backcoach.cli import window
def settle(self, wake):
    print(*sys.modules, sep="\\n")
    print("collects" if gc.isenabled() else "does not collect")
    self._app.exit(0)
window.SystemSurroundings.settle = settle
from backcoach.cli.main import run
run()
"""
"""Opens the coach, and once the first picture stands says what is loaded."""

LATER = {"jinja2", "icalendar", "tomlkit", "shtab", "tzlocal"}
"""What the coach needs for single commands of the person only."""

REMOVE = Alarm(None, Kind.ICE, "Ice REMOVE NOW", "Take the pack off.", "", Urgency.REMOVAL)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a coach without an account of walks says once its first picture stands, line by line."""
    home = str(tmp_path_factory.mktemp("home"))
    driver = "textual.drivers.headless_driver:HeadlessDriver"
    env = {**os.environ, "HOME": home, "TEXTUAL_DRIVER": driver, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}
    done = subprocess.run(
        [sys.executable, "-c", TELL], capture_output=True, text=True, check=False, env=env, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def test_the_first_picture_waits_for_nothing_heavy_that_it_does_not_show(told):
    assert "backcoach.ui.screens.home" in told
    assert sorted(told & LATER) == []


def test_rubbish_is_not_looked_for_before_the_first_picture(told):
    assert "does not collect" in told


@pytest.fixture
def around(tmp_path, monkeypatch):
    """The real surroundings, with one channel that remembers."""
    around = SystemSurroundings(HandClock(), tmp_path)
    around.heard = Heard()
    around.heard.close = lambda: None
    monkeypatch.setattr("backcoach.cli.remind.channels_of", lambda *_: [around.heard])
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
