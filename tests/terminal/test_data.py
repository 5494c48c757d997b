"""The data in trouble, on a real terminal: the window opens, says so, works, and saves as soon as it can."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from contextlib import suppress

import pytest

from backcoach.clock import SystemClock
from backcoach.store import backups, maintenance
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.files import fill, raw
from tests.terminal.emulator import wait_until


@pytest.fixture
def path(home):
    return home / "data" / "backcoach" / "backcoach.db"


def flat(text):
    """The screen as running text; a word broken at a hyphen is whole again."""
    return " ".join(text.split()).replace("read- only", "read-only")


def shows(terminal, words):
    terminal.wait_for(lambda screen: words in flat(screen))


def start_posture(terminal):
    terminal.send("p")
    if "Pain now?" in terminal.wait_for("Every 30 min: get up and walk"):  # where the journal can be read
        terminal.skip_pain()
    terminal.send("\r")
    terminal.wait_for("Posture 29:5")


def stored(path):
    with SqliteJournal(path, busy=2, create=False) as journal:
        return [session.kind.label for session in journal.running()]


def leave(terminal):
    terminal.kill(signal.SIGTERM)
    terminal.wait_exit()
    assert b"Traceback" not in terminal.raw


def damaged(path, how):
    fill(path, 50)
    backup = maintenance.daily_backup(path, SystemClock().now().wall)
    if how == "flipped":
        content = bytearray(path.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 6000] = bytes(byte ^ 0x5A for byte in content[middle : middle + 6000])
        path.write_bytes(content)
    elif how == "no database":
        path.write_text("no database at all\n" * 100)
    else:
        path.write_bytes(b"")
    return backup


@pytest.mark.parametrize("how", ["flipped", "no database", "empty"])
def test_a_damaged_journal_is_set_aside_and_one_key_goes_back(open_program, path, how):
    damaged(path, how)
    before = path.read_bytes()
    window = open_program()
    shows(window, "Your data file was damaged. It is set aside")
    assert "backcoach restore" in flat(window.screen())
    (aside,) = [file for file in path.parent.iterdir() if ".damaged-" in file.name and file.suffix[:4] != "-shm"]
    assert aside.read_bytes() == before
    window.send("g")
    shows(window, "again as in the backup")
    start_posture(window)
    leave(window)
    with SqliteJournal(path, busy=2, create=False) as journal:
        assert len(finished(journal)) == 50
        assert len(journal.running()) == 1


def test_a_journal_that_is_gone_comes_back_from_its_backup(open_program, path):
    damaged(path, "empty")
    path.unlink()
    window = open_program()
    shows(window, "Your data file is gone, and an empty one begun. Press g to go back")
    window.send("g")
    shows(window, "again as in the backup")
    leave(window)
    with SqliteJournal(path, busy=2, create=False) as journal:
        assert len(finished(journal)) == 50


def test_with_a_damaged_journal_timers_work_at_once(open_program, path):
    damaged(path, "flipped")
    window = open_program()
    shows(window, "Your data file was damaged")
    start_posture(window)
    assert stored(path) == ["Posture"]
    leave(window)


@pytest.mark.parametrize("words", [["status"], ["backup", "copy.db"], ["check"]])
def test_commands_leave_a_damaged_journal_alone_and_say_so(path, words, program, environment, home):
    damaged(path, "no database")
    before = path.read_bytes()
    done = subprocess.run([*program, *words], env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("backcoach: The data file")
    assert path.read_bytes() == before


def test_a_newer_journal_stays_untouched_while_the_timers_work(open_program, path):
    fill(path)
    raw(path, "PRAGMA user_version=999")
    before = path.read_bytes()
    window = open_program()
    shows(window, "newer backcoach")
    start_posture(window)
    shows(window, "Not saved yet (Posture)")
    assert path.read_bytes() == before
    leave(window)


class TestNoRoom:
    @pytest.fixture
    def small_disk(self, path):
        """The data folder on a disk of 512 KiB of its own, where one may be mounted."""
        path.parent.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "none", str(path.parent)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("mounting a small disk needs root")
        yield path.parent
        subprocess.run(["umount", "--lazy", str(path.parent)], check=True)

    def test_a_disk_full_from_the_start(self, open_program, path, small_disk):
        stuff(small_disk)
        window = open_program()
        shows(window, "Nothing can be saved now. The timers work")
        start_posture(window)
        shows(window, "Not saved yet (Posture)")
        (small_disk / "stuff").unlink()
        window.wait_for(lambda screen: "Not saved" not in screen)
        assert stored(path) == ["Posture"]
        leave(window)

    def test_a_disk_that_fills_up_while_it_runs(self, open_program, path, small_disk):
        window = open_program()
        window.wait_for("Nothing is running")
        wait_until(path.exists, lambda: "no journal was made")
        stuff(small_disk)
        start_posture(window)
        if "Not saved yet (Posture)" not in flat(window.screen()):
            # The log had room for this one; each press writes.
            for _ in range(200):
                window.send("+")
            shows(window, "Not saved yet")
        (small_disk / "stuff").unlink()
        window.wait_for(lambda screen: "Not saved" not in screen)
        assert stored(path) == ["Posture"]
        leave(window)

    def test_a_command_says_it(self, path, small_disk, program, environment, home):
        fill(path, 3)
        target = small_disk / "copy.db"
        stuff(small_disk)
        done = subprocess.run(
            [*program, "backup", str(target)], env=environment, cwd=home, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "disk is full" in done.stderr
        assert not target.exists()


def stuff(folder):
    """Leaves no room in the folder's disk."""
    with suppress(OSError), (folder / "stuff").open("ab", buffering=0) as file:
        while file.write(b"x" * 512):
            pass


class TestReadOnly:
    """Without root's right to write everywhere."""

    @pytest.fixture
    def as_anyone(self, program):
        """What comes before the program, so that root too has no right but its own."""
        if os.geteuid():
            return program
        if shutil.which("setpriv") is None:
            pytest.skip("needs setpriv, which Debian always has")
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *program]

    def test_a_read_only_folder_with_a_journal(self, start, as_anyone, path):
        fill(path)
        path.parent.chmod(0o500)
        path.chmod(0o400)
        window = start(as_anyone)
        window.wait_for("Nothing is running")
        start_posture(window)
        shows(window, "Not saved yet (Posture)")
        assert "read-only" in flat(window.screen())
        path.parent.chmod(0o700)
        path.chmod(0o600)
        window.wait_for(lambda screen: "Not saved" not in screen)
        leave(window)
        assert stored(path) == ["Posture"]

    def test_a_folder_that_can_not_be_made(self, start, as_anyone, path):
        path.parent.parent.mkdir()
        path.parent.parent.chmod(0o500)
        window = start(as_anyone)
        shows(window, "Nothing can be saved now. The timers work")
        start_posture(window)
        shows(window, "Not saved yet (Posture)")
        path.parent.parent.chmod(0o700)
        window.wait_for(lambda screen: "Not saved" not in screen)
        leave(window)
        assert stored(path) == ["Posture"]

    def test_of_two_flare_ups_begun_meanwhile_one_goes_on_and_the_other_is_said(self, start, as_anyone, path, ask):
        fill(path)
        path.parent.chmod(0o500)
        path.chmod(0o400)
        windows = [start(as_anyone, size=(100, 40)) for _ in range(2)]
        for window in windows:
            window.wait_for("Flare-up")
            window.send("f")
            window.wait_for("What set it off")
            window.send("\r")
            shows(window, "Not saved yet (Flare-up")
        path.parent.chmod(0o700)
        path.chmod(0o600)
        wait_until(
            lambda: any("A flare-up was begun in two windows" in flat(window.screen()) for window in windows),
            lambda: "\n".join(window.screen() for window in windows),
        )
        records = json.loads(ask("export")[1])
        assert len(records["flares"]) == 1
        for window in windows:
            leave(window)

    @pytest.mark.parametrize("words", [["backup", "copy.db"], ["remind"]])
    def test_a_command_says_it(self, start, as_anyone, path, home, words):
        fill(path)
        path.parent.chmod(0o500)
        path.chmod(0o400)
        home.chmod(0o500)
        ended = start([*as_anyone, *words])
        assert ended.wait_exit() == 1
        assert "read-only" in flat(ended.screen())
        home.chmod(0o700)


def test_the_day_s_backup_is_made_once_the_window_stands(open_program, path):
    fill(path)
    window = open_program()
    window.wait_for("Nothing is running")
    wait_until(lambda: len(backups.backups(path)) == 1, lambda: "no backup was made")
    leave(window)
    again = open_program()
    again.wait_for("Nothing is running")
    leave(again)
    assert len(backups.backups(path)) == 1


def test_wrong_settings_are_said_with_their_line_and_the_window_opens(open_program, home):
    file = home / "config" / "backcoach" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('# mine\ntheme = "nigt"\nposture_interval = 20\n')
    window = open_program()
    shows(window, 'line 2: theme can\'t be "nigt"')
    window.send("p")
    window.wait_for("Every 20 min: get up and walk")
    leave(window)


def test_a_setting_changed_in_the_coach_is_there_the_next_time(open_program, home):
    file = home / "config" / "backcoach" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text("# my own words\n")
    window = open_program()
    window.wait_for("Nothing is running")
    window.send(",")
    window.wait_for("You and your plan")
    window.send("\x1b[B" * 3)
    window.wait_for("The plan that a new flare-up starts with")
    window.send("\r")
    window.wait_for("Keep as it was")
    window.send("cycle\r")
    wait_until(lambda: 'plan = "cycle"' in file.read_text(), window.screen)
    assert file.read_text().startswith("# my own words\n")
    leave(window)
    again = open_program("ice")
    again.wait_for("Plan cycle")
    leave(again)


def test_a_second_window_follows_what_the_first_has_set(open_program, home):
    settings = str(home / "config" / "backcoach" / "settings.toml")
    first, second = open_program(), open_program("--config", settings, size=(120, 40))
    second.wait_for("every 30 min")
    file = home / "config" / "backcoach" / "settings.toml"
    first.wait_for("Quit")
    first.send(",")
    first.wait_for("You")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("posture_interval = 20\n")

    second.wait_for("every 20 min")
    first.wait_for("20 min")
    file.write_text("posture_interval = = 20\n")
    second.wait_for("This is not TOML")


def test_a_settings_file_that_was_named_and_is_not_there(open_program, home):
    window = open_program("--config", str(home / "setings.toml"))
    shows(window, "There is no settings file")
    leave(window)
