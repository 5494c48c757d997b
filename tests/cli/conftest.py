"""Commands with an account of their own, on a clock that the test owns."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from backcoach.cli import environment
from backcoach.cli.main import main
from backcoach.store.journal import SqliteJournal
from tests.doubles import HandClock


class ZonedClock(HandClock):
    """A hand-moved clock in a zone that can be changed, as someone does who flies."""

    zone = ZoneInfo("Europe/Berlin")

    def wall_now(self):
        return self.wall

    def local(self, wall):
        return wall.astimezone(self.zone)


class Said:
    """What a command has answered."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def id(self):
        return self.out.rsplit("Id: ", 1)[1].split()[0]


class Shell:
    """Calls commands on one account; Sunday 22 November 2026, 14:05 in Berlin, unless the clock is moved."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.data = folder / "data"

    def __call__(self, *words):
        code = main(["--data-dir", str(self.data), "--config", str(self.folder / "settings.toml"), *words])
        out, err = self.capsys.readouterr()
        return Said(code, out, err)

    def ok(self, *words):
        said = self(*words)
        assert (said.code, said.err) == (0, ""), said.err
        return said

    def another(self):
        """A new account beside this one."""
        other = Shell(self.folder, self.capsys)
        other.data = self.folder / f"{self.data.name}-other"
        return other

    def settings(self, text):
        (self.folder / "settings.toml").write_text(text, encoding="utf-8")

    def journal(self):
        return SqliteJournal(self.data / "backcoach.db", busy=1)


@pytest.fixture
def clock(monkeypatch):
    moved = ZonedClock()
    monkeypatch.setattr(environment, "SystemClock", lambda: moved)
    return moved


@pytest.fixture
def shell(tmp_path, capsys, clock):
    return Shell(tmp_path, capsys)
