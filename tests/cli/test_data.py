"""Backups, going back to them, and what `check` and `paths` say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backcoach.cli.main import main
from backcoach.store import maintenance
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.files import fill, raw


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def path(data):
    return data / "backcoach.db"


@pytest.fixture
def config(tmp_path, monkeypatch):
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    monkeypatch.setenv("BACKCOACH_CONFIG", str(file))
    return file


@pytest.fixture
def say(capsys, data):
    def saying(*words):
        code = main([*words, "--data-dir", str(data)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return saying


EXPORT, TABLE = '\n{"format": "backcoach"}\n', "\ufeffMinutes;Date\n12;2026-11-20\n"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (EXPORT, "is an export, not a backup; to take it in: backcoach import "),
        (TABLE, "is a table of walks, not a backup; to take it in: backcoach import "),
        ("date,start,minutes\r\n", "is a table of walks, not a backup; to take it in: backcoach import "),
        ("Dear diary", "isn't a backup: name a file that backcoach backup made."),
        (None, "is a folder: name a file in it that backcoach backup made."),
    ],
)
def test_what_is_no_backup_is_told_what_it_is(say, path, tmp_path, text, right):
    fill(path, 1)
    file = tmp_path / "file"
    if text is None:
        file.mkdir()
    else:
        file.write_text(text, encoding="utf-8")
    code, out, err = say("restore", str(file))
    assert (code, out) == (1, "")
    assert f"Nothing was changed. {file} {right}" in err
    assert err.endswith((f"backcoach import {file}\n", "made.\n"))
    assert names_in(path) == {"s0000"}


def test_a_missing_settings_file_hides_nothing_of_the_data(say, path, config):
    fill(path, 1)
    code, out, err = say("--config", str(config), "check")
    assert code == 1
    assert f"{path} is in order." in out
    assert f"There is no settings file {config}" in err


def names_in(path):
    with SqliteJournal(path, busy=1, create=False) as journal:
        return {session.id for session in finished(journal)}


class TestBackup:
    def test_it_holds_everything_and_says_where_it_is(self, say, path, tmp_path):
        fill(path, 2)
        code, out, err = say("backup", str(tmp_path / "mine.db"))
        assert (code, err) == (0, "")
        assert f"backcoach restore {tmp_path / 'mine.db'}" in out
        assert names_in(tmp_path / "mine.db") == {"s0000", "s0001"}

    def test_never_over_a_file_that_is_there(self, say, path, tmp_path):
        fill(path)
        (tmp_path / "mine.db").write_text("mine")
        code, out, err = say("backup", str(tmp_path / "mine.db"))
        assert (code, out) == (1, "")
        assert "--force" in err
        assert (tmp_path / "mine.db").read_text() == "mine"

    def test_unless_it_is_forced(self, say, path, tmp_path):
        fill(path)
        (tmp_path / "mine.db").write_text("mine")
        code, out, _ = say("backup", "--force", str(tmp_path / "mine.db"))
        assert code == 0
        assert f"to {tmp_path / 'mine.db'} (" in out
        assert names_in(tmp_path / "mine.db") == {"s0000"}
        assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "mine.db"]

    @pytest.mark.parametrize("force", [[], ["--force"]])
    @pytest.mark.parametrize(
        ("target", "said"),
        [
            ("data/backcoach.db", "is the data file itself"),
            ("data", "is a folder"),
            ("nowhere/mine.db", "There is no folder"),
            ("pipe", "isn't an ordinary file"),
        ],
    )
    def test_what_can_be_no_backup_is_refused(self, say, path, tmp_path, target, said, force):  # noqa: PLR0917 - a table's columns
        fill(path)
        os.mkfifo(tmp_path / "pipe")
        code, _, err = say("backup", str(tmp_path / target), *force)
        assert code == 1
        assert said in err
        assert names_in(path) == {"s0000"}

    def test_without_data_there_is_nothing_to_copy(self, say, path, tmp_path):
        code, _, err = say("backup", str(tmp_path / "mine.db"))
        assert code == 1
        assert "There is no data file" in err
        assert not path.parent.exists()

    def test_a_damaged_journal_makes_no_backup(self, say, path, tmp_path):
        fill(path, 50)
        damage(path)
        code, _, err = say("backup", str(tmp_path / "mine.db"))
        assert code == 1
        assert err.count("\n") == 1
        assert not (tmp_path / "mine.db").exists()


class TestRestore:
    def test_what_was_there_is_kept_and_it_is_said_where(self, say, path, tmp_path):
        fill(path, 1)
        say("backup", str(tmp_path / "mine.db"))
        fill(path, 3)
        code, out, err = say("restore", str(tmp_path / "mine.db"))
        assert (code, err) == (0, "")
        assert names_in(path) == {"s0000"}
        former = out.rstrip().rpartition("backcoach restore ")[2]
        assert names_in(Path(former)) == {"s0000", "s0001", "s0002"}

    def test_and_back_again(self, say, path, tmp_path):
        fill(path, 1)
        say("backup", str(tmp_path / "mine.db"))
        fill(path, 3)
        _, out, _ = say("restore", str(tmp_path / "mine.db"))
        say("restore", out.rstrip().rpartition("backcoach restore ")[2])
        assert names_in(path) == {"s0000", "s0001", "s0002"}

    def test_a_damaged_one_is_kept_as_it_was(self, say, path, tmp_path):
        fill(path, 1)
        say("backup", str(tmp_path / "mine.db"))
        path.write_bytes(b"no database at all" * 100)
        code, out, _ = say("restore", str(tmp_path / "mine.db"))
        assert code == 0
        assert "could not be read; it is kept as it was" in out
        kept = Path(out.rstrip().rpartition(": ")[2])
        assert kept.read_bytes() == b"no database at all" * 100
        assert names_in(path) == {"s0000"}

    def test_into_an_empty_place(self, say, path, tmp_path):
        fill(tmp_path / "other" / "mine.db")
        code, out, _ = say("restore", str(tmp_path / "other" / "mine.db"))
        assert code == 0
        assert "There was none before" in out
        assert names_in(path) == {"s0000"}

    @pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
    def test_what_is_no_backup_changes_nothing(self, say, path, tmp_path, content):
        fill(path)
        if content is not None:
            (tmp_path / "mine.db").write_bytes(content)
        code, out, err = say("restore", str(tmp_path / "mine.db"))
        assert (code, out) == (1, "")
        assert "Nothing was changed" in err
        assert names_in(path) == {"s0000"}

    def test_the_journal_itself_is_no_backup(self, say, path):
        fill(path)
        code, _, err = say("restore", str(path))
        assert code == 1
        assert "the data file itself" in err

    def test_a_newer_journal_is_left_untouched(self, say, path, tmp_path):
        fill(path)
        say("backup", str(tmp_path / "mine.db"))
        raw(path, "PRAGMA user_version=999")
        before = path.read_bytes()
        code, _, err = say("restore", str(tmp_path / "mine.db"))
        assert code == 1
        assert "newer" in err
        assert path.read_bytes() == before


class TestCheck:
    @pytest.mark.usefixtures("config")
    def test_before_anything_is_stored_nothing_is_wrong(self, say):
        code, out, err = say("check")
        assert (code, err) == (0, "")
        assert "nothing is stored yet" in out

    def test_data_settings_and_own_files_in_order(self, say, path, config):
        fill(path)
        config.write_text('theme = "day"\n')
        assert say("check")[0] == 0

    def test_a_setting_is_named_with_its_line(self, say, config):
        config.write_text('# mine\ntheme = "nigt"\n[goals]\nlevel = "thrid"\n')
        code, out, err = say("check")
        assert code == 1
        assert "nothing is stored yet." in out
        assert "settings.toml, line 2: theme can't be" in err
        assert "line 4: goals.level can't be" in err

    @pytest.mark.parametrize("part", ["plans", "patterns", "routines"])
    def test_own_content_that_can_not_be_used(self, say, config, part):
        (config.parent / part).mkdir()
        (config.parent / part / "mine.toml").write_text("title = 3\n")
        code, _, err = say("check")
        assert code == 1
        assert "mine.toml" in err

    @pytest.mark.usefixtures("config")
    def test_a_damaged_journal_and_the_way_back(self, say, path, clock):
        fill(path, 50)
        backup = maintenance.daily_backup(path, clock.wall)
        damage(path)
        before = path.read_bytes()
        code, _, err = say("check")
        assert code == 1
        assert f"backcoach restore {backup}" in err
        assert path.read_bytes() == before

    def test_a_settings_file_that_was_named_and_is_not_there(self, say, tmp_path):
        code, _, err = say("check", "--config", str(tmp_path / "setings.toml"))
        assert code == 1
        assert f"There is no settings file {tmp_path / 'setings.toml'}" in err


def test_paths_names_every_place(say, path, config):
    code, out, _ = say("paths")
    assert code == 0
    rows = dict(line.split(maxsplit=1) for line in out.splitlines() if not line.startswith("own"))
    assert rows["data"] == str(path)
    assert rows["backups"] == str(path.parent / "backups")
    assert rows["settings"] == str(config)
    assert {"sounds", "log"} <= rows.keys()
    for part in ("plans", "patterns", "routines"):
        assert f"own {part}" in out


def damage(path):
    """Flips bytes in the middle of the file, as a dying disk does."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    for place in range(middle, middle + 6000):
        content[place] ^= 0x5A
    path.write_bytes(content)


@pytest.mark.parametrize("words", [("backup", "-"), ("restore", "-"), ("import", "-"), ("sync", ""), ("backup", " ")])
def test_what_is_no_name_makes_no_file_and_takes_no_folder(say, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    code, _, err = say(*words)
    assert (code, list(tmp_path.glob("*-*.json")), (tmp_path / "-").exists()) == (2, [], False)
    assert "- is no file: give the name of one" in err or "its name is empty" in err


@pytest.mark.parametrize(
    "words", [("backup",), ("restore",), ("sync",), ("status", "--config"), ("remind", "--systemd-unit", "--config")]
)
def test_a_home_of_nobody_is_said(say, words):
    code, _, err = say(*words, "~nobody-is-called-so/x")
    assert (code, err) == (1, "backcoach: There is no folder ~nobody-is-called-so/x: nobody here is called so.\n")
