"""What docs/settings.md says holds for the commands: mistakes in the file are said by line, and stop nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from backcoach.cli.main import main

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
ROWS = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in PAGE.splitlines() if row.startswith("| `")]


def written(key, value):
    """A file in which a key of the page stands with this value."""
    *tables, name = key.split(".")
    return f"[{'.'.join(tables)}]\n{name} = {value}\n" if tables else f"{name} = {value}\n"


def test_the_example_of_the_page_is_in_order(shell):
    shell.settings(EXAMPLE)
    shell.ok("check")


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_default_on_the_page_is_in_order_and_a_list_in_its_place_is_not(shell, row):
    key, values, default = row[0].strip("`"), row[1], row[2]
    if default.startswith("`"):
        shell.settings(written(key, default.strip("`")))
        shell.ok("check")
    shell.settings(written(key, "[1]"))
    said = shell("check")
    assert said.code == 1
    assert f"line {1 + key.count('.', 0, -1) // max(1, key.count('.'))}: {key} can't be a list: it must be" in said.err
    assert values.split(",")[0] in said.err


ENDS = [(key.strip("`"), *map(int, re.findall(r"from (\d+) to (\d+)", values)[0])) for key, values, *_ in ROWS
        if "whole number" in values]  # fmt: skip


@pytest.mark.parametrize(("key", "low", "high"), ENDS)
def test_a_number_may_lie_between_the_ends_that_the_page_names(shell, key, low, high):
    for value, code in ((low, 0), (high, 0), (low - 1, 1), (high + 1, 1)):
        shell.settings(written(key, value))
        assert shell("check").code == code


@pytest.mark.parametrize(
    "text",
    [
        'quiet.from = "21:00"',
        'quiet = { from = "21:00" }',
        "[quiet]\r\nfrom = 21:00:00\r\n",
        '\ufeffquiet.from = "21:00"\n',
        '["quiet"]\n"fr\\u006fm" = "21:00"',
        'region = "at"\ntheme = " Day "\nweek_start = "Sunday"\n[goals]\nlevel = ""',
        "",
    ],
)
def test_every_way_of_writing_a_key_counts(shell, text):
    shell.settings(text)
    shell.ok("check")
    shell.ok("week")


WRONG = [
    (
        'theme = "nite"',
        1,
        'theme can\'t be "nite": it must be "night", "day" or "contrast". Did you mean "night"? Until then it is',
    ),
    ("\n\nlead_in = 99\n", 3, "from 0 to 30. Until then it is 5."),
    ("# a\nposture_interval = 90", 2, "(posture; source 000, backcoach)"),
    ("[channels.tones]\non = true\nvolume = 101", 3, "channels.tones.volume can't be 101"),
    ('quiet = { on = true, from = "25:00" }', 1, 'quiet.from can\'t be "25:00": it must be a time from'),
    ('\n[quiet]\n"from" = "7:05:09"', 3, "it must be a time"),
    ('regoin = "AT"', 1, "There is no setting regoin. Did you mean region?"),
    ("\n[chanels.bell]\non = true", 2, "There is no setting chanels."),
    ("[channels.bel]\non = true", 1, "There is no setting channels.bel. Did you mean channels.bell.on?"),
    ("[quiet]\non = true\nvolume = 3", 3, "channels.tones.volume or channels.speech.volume"),
    ('[quiet]\non = true\ntheme = "day"', 3, "Did you mean theme, above the first [section]?"),
    ("zzz = 1", 1, "There is no setting zzz. Delete it"),
    ("[theme]\nis = 1", 1, "theme can't be a group of keys"),
    ("[[quiet]]\non = true", 1, "quiet can't be a list: it is a section, [quiet]"),
    ("channels = 3", 1, "[channels]"),
    ('plan = "wram"', 1, 'Did you mean "warm"?'),
    ('[goals]\nlevel = "esing"', 2, 'Did you mean "easing"?'),
    ('region = "XXX"', 1, "Until then: that of your time zone, else of your locale"),
    ("theme = night\n", 1, "This is not TOML (Invalid value). A line is a key"),
    ("theme night\n", 1, "This is not TOML"),
    ('region = "AT"\ntheme = "night\n', 2, "This is not TOML"),
    ('units = "us"\nunits = "metric"\n', 2, "This is not TOML because a key or a section stands in it twice."),
    ("[goals]\nwalks = 3\n[goals]\nwalk_minutes = 5\n", 3, "a key or a section stands in it twice"),
    ('lead_in = "5"', 1, "seconds from 0 to 30. A number stands without quotes. Until then"),
    ('region = "AT"\ntheme = "day', 2, "Until then every setting has its default."),
    ('x = [1,\ntheme = "day"\n', 2, "This is not TOML"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_key_or_value_is_named_with_its_line_and_the_file_left_alone(shell, text, line, says):
    shell.settings(text)
    file = shell.folder / "settings.toml"
    before = file.read_bytes()
    said = shell("check")
    assert said.code == 1
    assert said.err.startswith(f"backcoach: {file}, line {line}: ")
    assert says in said.err
    assert said.err.count("\n") == 1
    week = shell("week")
    assert week.code == 0
    assert week.out.startswith("Week of 16 – 22 November\n"), "the default holds"
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'region = "AT"\nplan = "\xff"\n', ", line 2: This is not UTF-8 text"),
        (b"#" * 64_001, "too large: at most 64 kB"),
        (b"a=" + b"[" * 5000, "too deep"),
        (b"lead_in = " + b"9" * 5000, "too long"),
        (b'"\\u001b[2J" = 1\n', ": There is no setting [2J."),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_said_in_one_sentence(shell, raw, says):
    (shell.folder / "settings.toml").write_bytes(raw)
    said = shell("check")
    assert said.code == 1
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.err[:-1].isprintable()


def test_what_is_no_file_of_settings_is_said_and_not_waited_for(capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    for name, code, says in (
        ("", 1, "a folder"),
        ("pipe", 1, "no ordinary file"),
        ("file/below", 1, "can't be read"),
        ("file", 0, ""),
    ):
        assert main(["--data-dir", str(tmp_path / "data"), "--config", str(tmp_path / name), "check"]) == code
        assert says in capsys.readouterr().err
    assert main(["--data-dir", str(tmp_path / "data"), "--config", "/dev/zero", "check"]) == 1
    assert "too large" in capsys.readouterr().err
