"""The commands as a script calls them: words in, text and exit status out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

import backcoach
from backcoach.cli.main import COMMANDS, build, main
from backcoach.cli.status import session_json
from backcoach.clock import SystemClock
from backcoach.coach.coach import Coach
from backcoach.domain.plans import posture_routine
from backcoach.store.journal import SqliteJournal
from tests.coach.test_coach import cycle
from tests.doubles import Heard, ids
from tests.fresh import succeeds

ACTIONS = ("add", "list", "edit", "delete", "undelete")
"""What `walk` can do."""


def say(capsys, *words):
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_version_is_the_package_s(capsys):
    code, out, _ = say(capsys, "--version")
    assert (code, out.split()) == (0, ["backcoach", backcoach.__version__])


@pytest.mark.parametrize(
    "words", [["--help"], *([name, "--help"] for name in COMMANDS), *(["walk", name, "--help"] for name in ACTIONS)]
)
def test_help_on_every_command(capsys, words):
    code, out, err = say(capsys, *words)
    assert (code, err) == (0, "")
    assert "not a medical device" in " ".join(out.split())


@pytest.mark.parametrize(
    "words",
    [["bogus"], ["ice", "--minutes", "abc"], ["ice", "--minutes"], ["status", "--jsn"], ["ice", "--minutes", "1e1"]],
)
def test_wrong_words_are_one_sentence_and_two(capsys, words):
    code, out, err = say(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("backcoach: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("wak", "“wak”. Did you mean walk? All of them: backcoach --help"),
        ("exprt\x1b", "“exprt”. Did you mean export? All of them: backcoach --help"),
        ("15", "“15”. All of them: backcoach --help"),
    ],
)
def test_a_command_that_there_is_not_is_named_with_the_one_that_was_meant(capsys, word, said):
    assert say(capsys, "--config", "x", word, "add") == (2, "", f"backcoach: There is no command {said}\n")


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        (["ice", "--minutes", "21"], "20 min"),
        (["heat", "--minutes", "25"], "20 min"),
        (["ice", "--minutes", "0"], "from 1 to 20 min"),
        (["ice", "--minutes", "-5"], "from 1 to 20 min"),
        (["posture", "--minutes", "61"], "5 to 60 min"),
        (["posture", "--minutes", "4"], "5 to 60 min"),
        (["ice", "--plan", "nonsense"], "steady"),
        (["breathe", "nonsense"], "longer-out, even, box, 478"),
        (["stretch", "nonsense"], "knees, knees-short, overhead, high-knees"),
    ],
)
def test_what_passes_a_limit_is_refused_and_nothing_is_opened(capsys, words, limit, own_home):
    code, out, err = say(capsys, *words)
    assert (code, out) == (1, "")
    assert limit in err
    assert err.count("\n") == 1
    assert not list(own_home.rglob("*.db"))


def test_status_on_a_new_account_says_that_nothing_runs_and_makes_nothing(capsys, own_home):
    assert say(capsys, "status") == (0, "Nothing is running\nToday: no walk yet, 0 of 6 min\n", "")
    assert say(capsys, "status", "--line") == (0, "Nothing is running\n", "")
    document = json.loads(say(capsys, "status", "--json")[1])
    assert document["running"] == []
    assert document["flare"] is None
    assert not list(own_home.rglob("*.db"))


def test_status_shows_what_runs(capsys, tmp_path):
    clock = SystemClock()
    with SqliteJournal(tmp_path / "backcoach.db", busy=5) as journal:
        coach = Coach(clock, journal, Heard(), ids())
        coach.skin.confirm()
        coach.start(cycle(), plan="cycle")
        coach.start(posture_routine())
    code, out, _ = say(capsys, "--data-dir", str(tmp_path), "status")
    assert code == 0
    assert out.startswith(("Ice 20:00 · Posture 30:00\n", "Ice 19:5"))
    assert "Ice: take it off" in out
    document = json.loads(say(capsys, "status", "--json", "--data-dir", str(tmp_path))[1])
    ice, posture = document["running"]
    assert (ice["kind"], ice["label"], ice["state"], ice["step"]) == ("ice", "Ice", "running", "on")
    assert (ice["step_index"], ice["step_count"]) == (0, 4)
    assert ice["remaining_s"] + ice["elapsed_s"] == pytest.approx(1200)
    assert ice["overrun_s"] == 0
    assert posture["step_count"] is None
    assert [item["kind"] for item in document["next"]] == ["ice", "posture"]


def test_the_json_of_a_due_session_has_its_end_and_its_overrun(coach, clock):
    coach.skin.confirm()
    coach.start(cycle())
    clock.advance(minutes=20, seconds=12)
    coach.look()
    due = session_json(coach.sessions[0], clock.now(), clock)
    assert due["state"] == "due"
    assert (due["remaining_s"], due["elapsed_s"], due["overrun_s"]) == (0, 1200, 12)
    assert due["ends_at"] == "2026-11-22T14:25:00+01:00"


def test_plans_as_the_contract_has_them(capsys):
    plans = json.loads(say(capsys, "plans", "--json")[1])
    assert [plan["id"] for plan in plans] == ["steady", "either", "cycle", "ice-first", "short-ice", "warm"]
    for plan in plans:
        assert set(plan) == {"id", "title", "sources", "phases"}
        for phase in plan["phases"]:
            assert set(phase) == {"from_h", "to_h", "modality", "on_min", "off_min", "every_min", "applications"}
            assert phase["on_min"] <= timedelta(minutes=20) / timedelta(minutes=1)


def test_paths_name_the_folders_asked_for(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("BACKCOACH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BACKCOACH_CONFIG", str(tmp_path / "my.toml"))
    out = say(capsys, "paths")[1]
    assert str(tmp_path / "data" / "backcoach.db") in out
    assert str(tmp_path / "my.toml") in out
    out = say(capsys, "--data-dir", str(tmp_path / "other"), "paths")[1]
    assert str(tmp_path / "other" / "backcoach.db") in out


def test_a_damaged_journal_is_a_sentence_and_stays_as_it_is(capsys, tmp_path):
    file = tmp_path / "backcoach.db"
    file.write_bytes(b"not a database at all, and long enough to be read as one" * 20)
    before = file.read_bytes()
    for words in (["status"], ["check"]):
        code, _, err = say(capsys, "--data-dir", str(tmp_path), *words)
        assert code == 1
        assert str(file) in err
        assert "Traceback" not in err
    assert file.read_bytes() == before


def test_alarm_test_names_every_channel_and_why_not(capsys):
    _, out, _ = say(capsys, "alarm-test")
    lines = out.splitlines()
    assert len(lines) >= 3
    assert all(": " in line for line in lines)
    assert any(line.startswith("bell:") for line in lines)


@pytest.mark.parametrize("words", [[name] for name in COMMANDS])
def test_the_parser_of_one_command_reads_as_that_of_all_does(words):
    values = {
        "walk": ["add", "5", "--note", "x"],
        "pain": ["5"],
        "note": ["rest"],
        "completion": ["bash"],
        "flare": ["show"],
        "diary": ["list"],
    }
    values |= {name: ["f"] for name in ("import", "backup", "restore", "sync")}
    files = {"report": ["-o", "f"], "calendar": ["-o", "f", "--force"]}
    words = ["--data-dir", "status", "--config=x", *words, *values.get(words[0], files.get(words[0], []))]
    assert build(words).parse_args(words) == build().parse_args(words)
    assert len(build(words).format_help()) < len(build().format_help())


QUICK = [["status"], ["status", "--json"], ["week"], ["walk", "list"], ["walk", "add", "5"], ["pain", "5"]]


@pytest.mark.parametrize("words", QUICK)
def test_quick_commands_load_nothing_slow(words, own_home):
    """What only the window, the report or the calendar needs."""
    code = (
        "import sys\n"
        "from backcoach.cli.main import main\n"
        f"main({words!r})\n"
        "heavy = {'textual', 'rich', 'asyncio', 'apscheduler', 'jinja2', 'icalendar', 'tomlkit', 'shtab', 'tzlocal'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    succeeds(code)


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["status", "--json"],
        ["plans"],
        ["routines"],
        ["patterns", "--json"],
        ["advice"],
        ["paths"],
        ["check"],
        *QUICK,
        ["export"],
    ],
)
def test_commands_never_load_the_interface(words, own_home):
    code = (
        "import sys\n"
        "from backcoach.cli.main import main\n"
        f"main({words!r})\n"
        "heavy = {'textual', 'rich', 'apscheduler', 'asyncio', 'tomlkit'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    succeeds(code)


def test_it_works_without_what_only_unix_has(own_home):
    """As far as Windows can be tried here: no modules for terminals, no signals but two, none of them on the loop."""
    settings = own_home / "xdg_config_home" / "backcoach" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('alarm_command = ["true"]\n', encoding="utf-8")  # or `remind` would have nothing to stay for
    code = (
        "import asyncio, os, signal, sys, threading\n"
        "sys.modules |= dict.fromkeys(('termios', 'tty', 'pty', 'fcntl', 'pwd', 'grp', 'resource'))\n"
        "for name in ('SIGHUP', 'SIGTSTP', 'SIGCONT', 'SIGALRM', 'SIGTTOU', 'alarm', 'pthread_sigmask'):\n"
        "    delattr(signal, name)\n"
        "def refuse(*_): raise NotImplementedError\n"
        "asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler = refuse\n"
        "def end_soon():\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    threading.Timer(2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "stdin, sys.__stdin__ = sys.__stdin__, None\n"
        "from backcoach.cli.main import main\n"
        "for words in ('status', 'walk add 5', 'week', 'export', 'check', 'remind --systemd-unit'):\n"
        "    assert main(words.split()) == 0, words\n"
        "assert main(['ice', '--plain']) == 1\n"  # nobody can answer what it asks
        "end_soon()\n"
        "assert main(['remind']) == 0\n"
        "sys.__stdin__ = stdin\n"
        "os.environ['TEXTUAL_DRIVER'] = 'textual.drivers.headless_driver:HeadlessDriver'\n"
        "end_soon()\n"
        "assert main(['ice']) in {0, 130}\n"  # the signal may find the window open, or still opening
    )
    succeeds(code)


def test_the_stretches_as_json(capsys):
    stretches = {item["id"]: item for item in json.loads(say(capsys, "routines", "--json")[1])}
    assert list(stretches) == ["knees", "knees-short", "overhead", "high-knees"]
    knees = stretches["knees"]
    assert (knees["total_s"], knees["held_s"], knees["per_day"]) == (180, 120, [2, 3])
    assert knees["sources"] == ["001", "backcoach"]
    assert knees["steps"][0] == {"side": "left", "move_s": 3, "hold_s": 20, "release_s": 3, "rest_s": 4, "reps": 1}
    assert [step["side"] for step in knees["steps"]] == ["left", "right", "left", "right", "both", "both"]
    assert stretches["high-knees"]["per_day"] is None


def test_the_patterns_as_json(capsys):
    patterns = json.loads(say(capsys, "patterns", "--json")[1])
    assert [(pattern["id"], pattern["total_s"]) for pattern in patterns] == [
        ("longer-out", 60),
        ("even", 300),
        ("box", 192),
        ("478", 76),
    ]
    assert patterns[0].keys() == {
        *("id", "title", "sources", "in_s", "hold_s", "out_s", "hold_out_s", "cycles", "total_s"),
    }


def test_ones_own_stretch_adds_to_the_list(capsys, own_home):
    folder = own_home / "xdg_config_home" / "backcoach" / "routines"
    folder.mkdir(parents=True)
    (folder / "calf.toml").write_text(
        'steps = [{ side = "left", move = 2, hold = 15, release = 2, rest = 5, reps = 3 }]\n', encoding="utf-8"
    )
    code, out, _ = say(capsys, "routines")
    assert code == 0
    assert "calf" in out
    assert "left: move 2 s, hold 15 s, let go 2 s, rest 5 s, 3 times" in out
    mine = json.loads(say(capsys, "routines", "--json")[1])[-1]
    assert (mine["id"], mine["sources"], mine["total_s"]) == ("calf", ["own"], 72)


def test_a_channel_that_is_switched_off_is_not_tried(capsys, own_home):
    settings = own_home / "xdg_config_home" / "backcoach" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[channels.speech]\non = false\n[channels.bell]\non = false\n", encoding="utf-8")
    lines = say(capsys, "alarm-test")[1].splitlines()
    assert "speech: switched off in the settings" in lines
    assert "bell: switched off in the settings" in lines
    assert any(line.startswith("tone: ") for line in lines)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("status", "--json", "--line"), "Give either --json, one document, or --line"),
        (("export", "--force"), "name it with -o."),
    ],
)
def test_options_of_which_one_would_be_ignored_are_refused(shell, words, right):
    said = shell(*words)
    assert (said.code, said.out) == (2, "")
    assert right in said.err
