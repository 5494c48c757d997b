"""The JSON documents have the keys that scripts were promised, in their order; and the commands' manners."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from backcoach.cli.main import main
from backcoach.coach.coach import Coach
from backcoach.domain.plans import posture_routine
from tests.doubles import Heard, ids

WALK = ["id", "start", "date", "minutes", "pain_before", "pain_after", "note"]
CONTRACT = {
    "status": ["now", "flare", "running", "next", "today"],
    "status.flare": ["id", "onset", "hours", "plan", "phase"],
    "status.running[]": [
        *("id", "kind", "label", "state", "step", "step_index", "step_count"),
        *("remaining_s", "elapsed_s", "overrun_s", "ends_at"),
    ],
    "status.next[]": ["kind", "at", "label"],
    "status.today": ["date", "walks", "walk_minutes", "goal_walks", "goal_minutes", "pain_latest"],
    "plans[]": ["id", "title", "sources", "phases"],
    "plans[].phases[]": ["from_h", "to_h", "modality", "on_min", "off_min", "every_min", "applications"],
    "routines[]": ["id", "title", "sources", "steps", "total_s", "held_s", "per_day"],
    "routines[].steps[]": ["side", "move_s", "hold_s", "release_s", "rest_s", "reps"],
    "patterns[]": ["id", "title", "sources", "in_s", "hold_s", "out_s", "hold_out_s", "cycles", "total_s"],
    "walk list[]": WALK,
    "walk add": WALK,
    "week": [
        *("start", "end", "days", "total_minutes", "walks", "days_walked", "longest_minutes"),
        *("previous_total_minutes", "helped"),
    ],
    "week.helped[]": ["kind", "times", "pain_before", "pain_after", "change"],
    "week.days[]": [
        *("date", "walks", "minutes", "goal_minutes", "met", "pain_before", "pain_after"),
        *("ice", "heat", "stretches"),
    ],
    "export": ["format", "version", "exported_at", "walks", "sessions", "flares", "diary"],
}
WORDS = {"walk add": ["walk", "add", "7", "--json"], "export": ["export"]}


@pytest.fixture
def filled(shell, clock):
    """An account in which everything of the contract occurs."""
    shell.ok("walk", "add", "5", "--pain-before", "4", "--pain-after", "3")
    shell.ok("flare", "start", "--onset", "09:30")
    with shell.journal() as journal:
        Coach(clock, journal, Heard(), ids()).start(posture_routine())
    return shell


def inside(document, path):
    """What lies at the path: `days[]` is the first of a list."""
    for name in filter(None, path.replace("[]", ".[]").split(".")):
        document = document[0] if name == "[]" else document[name]
    return document


@pytest.mark.parametrize("path", CONTRACT)
def test_each_document_has_the_keys_of_the_contract_in_its_order(filled, path):
    command = path.replace("[", ".[").partition(".")[0]
    document = filled.ok(*WORDS.get(command, [*command.split(), "--json"])).json
    keys = list(inside(document, path.removeprefix(command)))
    assert keys[: len(CONTRACT[path])] == CONTRACT[path]
    assert path == "export" or len(keys) == len(CONTRACT[path])


def test_an_empty_id_is_wrong_words(shell):
    shell.ok("walk", "add", "5")
    shell.ok("walk", "add", "6")
    said = shell("walk", "delete", "")
    assert (said.code, said.err) == (2, "backcoach: The id is empty: give the id of an entry, or its beginning.\n")


@pytest.mark.parametrize("words", [["status"], ["week"], ["walk", "list"], ["walk", "add", "5"]])
def test_a_file_in_the_place_of_the_data_folder_is_said(capsys, tmp_path, words):
    (tmp_path / "file").write_text("", encoding="utf-8")
    code = main(["--data-dir", str(tmp_path / "file"), *words])
    out, err = capsys.readouterr()
    assert (code, out) == (1, "")
    assert str(tmp_path / "file") in err
    assert "--data-dir" in err


@pytest.mark.parametrize("option", ["--data-dir", "--config"])
def test_a_place_without_a_name_is_wrong_words(capsys, own_home, option):
    """As a script gives it whose variable is not set: it must not touch what lies in the usual place."""
    assert main([option, "", "walk", "add", "5"]) == 2
    assert option in capsys.readouterr().err
    assert not list(own_home.rglob("*.db"))


RUN = [sys.executable, "-c", "from backcoach.cli.main import run; run()"]


def test_a_terminal_of_few_characters_shows_what_it_can(own_home):
    old = os.environ | {"PYTHONIOENCODING": "ascii"}
    for words in (["week"], ["walk", "add", "5", "--note", "café"]):
        done = subprocess.run([*RUN, *words], env=old, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    listed = subprocess.run([*RUN, "walk", "list", "--json"], env=old, capture_output=True, check=True)
    assert json.loads(listed.stdout)[0]["note"] == "café"
    wrong = subprocess.run([*RUN, "walk", "add", "x"], env=old, capture_output=True, check=False)
    assert wrong.returncode == 2
    assert b"\\u" not in wrong.stderr


@pytest.mark.parametrize(("words", "status"), [("status", 0), ("bogus", 2), ("walk add 5", 0)])
def test_closed_outputs_are_not_a_fault(own_home, words, status):
    """As a scheduler may start it: nothing can be said, and what is to be done is done."""
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -c 'from backcoach.cli.main import run; run()' {words} >&- 2>&-"], check=False
    )
    assert done.returncode == status


def test_ones_own_content_sends_nothing_to_the_terminal_but_text(capsys, own_home):
    folder = own_home / "xdg_config_home" / "backcoach" / "routines"
    folder.mkdir(parents=True)
    step = 'steps = [{ side = "left", move = 2, hold = 15, release = 2, rest = 5, reps = 3 }]\n'
    (folder / "calf.toml").write_text('title = "Ca\\u001b[31mlf"\n' + step, encoding="utf-8")
    assert main(["routines"]) == 0
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err


def test_a_week_of_another_year_names_its_year(shell):
    assert shell.ok("week", "--of", "2024-05-01").out.startswith("Week of 29 April – 5 May 2024\n")
    assert shell.ok("week", "--of", "2025-12-31").out.startswith("Week of 29 December 2025 – 4 January 2026\n")
    assert shell.ok("week").out.startswith("Week of 16 – 22 November\n")
