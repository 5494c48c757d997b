"""The settings file: mistakes stop nothing and are said by line; saving keeps what the person wrote."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backcoach.adapters.settings import LARGEST_FILE, load_settings
from backcoach.adapters.settings_edit import save_setting
from backcoach.adapters.settings_file import SettingsFile
from backcoach.domain.setting_forms import Choice, Span, Switch, Territory, TimeOfDay, Whole, Words
from backcoach.domain.settings import DEFAULTS, Settings, Theme, WeekStart
from backcoach.domain.settings_page import FILE_HEAD, example
from backcoach.domain.settings_table import BY_KEY, SETTINGS
from backcoach.ports import SettingsError

OWN = """\
# My settings, since the summer.

theme = "day"   # the night one is too dark for me
region = "AT"

# People sleep here.
[quiet]
to = "08:00"    # Sunday
from = "21:30"

[channels.speech]
on = false
# the end
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def problems(file, text, known=None):
    file.write_bytes(text.encode())
    return [(problem.line, problem.sentence) for problem in load_settings(file, known)[1]]


def settings(file, text):
    file.write_bytes(text.encode())
    return load_settings(file)[0]


def beside(file):
    return [each.name for each in file.parent.iterdir()]


# Reading


def test_without_a_file_every_default_holds_and_nothing_is_wrong(file):
    assert load_settings(file) == (DEFAULTS, ())
    file.symlink_to(file.with_name("gone"))
    assert load_settings(file) == (DEFAULTS, ())


def test_without_a_file_nothing_is_loaded_to_read_it(file):
    program = (
        "import sys; from pathlib import Path; from backcoach.adapters.settings import load_settings;"
        f"load_settings(Path({str(file)!r}));"
        "print({'tomllib', 'tomlkit', 'difflib', 'tempfile', 'backcoach.domain.settings_table'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_reading_never_loads_what_only_writing_needs(file):
    file.write_text(OWN)
    program = (
        "import sys; from pathlib import Path; from backcoach.adapters.settings import load_settings;"
        f"print(load_settings(Path({str(file)!r}))[1]);"
        "print({'tomlkit', 'difflib', 'tempfile'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "()\nset()\n"


def test_what_is_set_holds_and_the_rest_keeps_its_default(file):
    assert settings(file, OWN) == Settings(
        theme=Theme.DAY, region="AT", quiet_from=time(21, 30), quiet_to=time(8), speech=False
    )
    assert problems(file, OWN) == []


def test_the_example_of_the_page_is_right_and_changes_nothing(file):
    assert settings(file, example()) == DEFAULTS
    assert problems(file, example()) == []


@pytest.mark.parametrize(
    "text",
    [
        'quiet.from = "21:00"',
        'quiet = { from = "21:00" }',
        "[quiet]\r\nfrom = 21:00:00\r\n",
        '\ufeffquiet.from = "21:00"\n',
        '["quiet"]\n"fr\\u006fm" = "21:00"',
    ],
)
def test_every_way_of_writing_a_key_counts(file, text):
    assert settings(file, text) == Settings(quiet_from=time(21))
    assert problems(file, text) == []


WRONG = [
    ('theme = "nite"', 1, 'theme can\'t be "nite": it must be "night" or "day". Did you mean "night"?'),
    ("\n\nlead_in = 99\n", 3, "from 0 to 30. Until then it is 5."),
    ("# a\nposture_interval = 90", 2, "(posture; source 000)"),
    ("[channels.tones]\non = true\nvolume = 101", 3, "channels.tones.volume can't be 101"),
    ('quiet = { on = true, from = "25:00" }', 1, 'quiet.from can\'t be "25:00"'),
    ('\n[quiet]\n"from" = "25:00"', 3, "it must be a time"),
    ('regoin = "AT"', 1, "There is no setting regoin. Did you mean region?"),
    ("\n[chanels.bell]\non = true", 2, "There is no setting chanels. Did you mean channels?"),
    ("[channels.bel]\non = true", 1, "Did you mean channels.bell?"),
    ("[quiet]\non = true\nvolume = 3", 3, "channels.tones.volume or channels.speech.volume"),
    ('[quiet]\non = true\ntheme = "day"', 3, "theme stands at the top of the file, above the first [section]."),
    ("zzz = 1", 1, "There is no setting zzz. Delete it"),
    ("[theme]\nis = 1", 1, "theme can't be a section"),
    ("[[quiet]]\non = true", 1, "quiet can't be a list: it is a section, [quiet]"),
    ("channels = 3", 1, "[channels]"),
    ('region = "XXX"', 1, "Until then: guessed from the territory of the locale"),
    ('"\\u001b[2J" = 1', 1, "There is no setting \ufffd[2J."),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG)
def test_a_wrong_key_or_value_has_its_default_and_is_said_with_its_line(file, text, line, says):
    assert [at for at, _ in problems(file, text)] == [line]
    assert says in problems(file, text)[0][1]
    assert settings(file, text) == DEFAULTS


def test_a_problem_names_the_file_and_the_line(file):
    file.write_text('\ntheme = "nite"\n')
    (problem,) = load_settings(file)[1]
    assert str(problem).startswith(f"{file}, line 2: theme can't be")
    assert problem.key == "theme"


def test_known_plans_are_held_to(file):
    known = {"plan": ("steady", "warm")}
    assert problems(file, 'plan = "warm"', known) == []
    assert 'Did you mean "warm"' in problems(file, 'plan = "wram"', known)[0][1]


BROKEN = [
    ("theme = night\n", 1, "words stand in quotes"),
    ("theme night\n", 1, "stands a ="),
    ('theme = "night\n', 1, "not closed"),
    ('units = "us"\nunits = "metric"\n', 2, "twice"),
    ("theme = \n", 1, "can't be read"),
    ("lead_in = " + "9" * 5000 + "\n", 1, "too long"),
    ("\n?\n", 2, "TOML"),
]


@pytest.mark.parametrize(("text", "line", "says"), BROKEN)
def test_a_broken_line_costs_that_line_alone(file, text, line, says):
    more = text + 'region = "AT"\n'
    ((at, sentence),) = problems(file, more)
    assert at == line
    assert says in sentence
    assert settings(file, more).region == "AT"


def test_a_broken_last_line_without_an_end_is_said_too(file):
    assert problems(file, 'region = "AT"\ntheme = "day')[0][0] == 2
    assert settings(file, 'region = "AT"\ntheme = "day').region == "AT"


def test_keys_under_a_broken_head_count_for_no_other_section(file):
    """Else the speech that is switched off would switch off the tones."""
    text = "[channels.tones]\nvolume = 30\n[channels.speech\non = false\n[channels.bell]\non = false\n"
    assert settings(file, text) == Settings(tones_volume=30, bell=False)
    assert [line for line, _ in problems(file, text)] == [3]
    assert "lines 3 to 4 are left out" in problems(file, text)[0][1]


def test_a_list_that_is_not_closed_is_said_where_it_opens(file):
    text = 'region = "AT"\nx = [1,\ntheme = "day"\n'
    ((line, sentence),) = problems(file, text)
    assert line == 2
    assert "lines 2 to" in sentence
    assert settings(file, text) == Settings(region="AT")


@pytest.mark.parametrize("text", ["a=" + "[" * 5000, "\n".join("x y" for _ in range(50)), "a={a=" * 9000])
def test_a_hopeless_file_has_every_default_and_one_sentence(file, text):
    assert settings(file, text + '\nregion = "AT"') in {DEFAULTS, Settings(region="AT")}
    assert len(problems(file, text + '\nregion = "AT"')) == 1


def test_what_is_no_text_is_said_with_its_line(file):
    file.write_bytes(b'region = "AT"\nplan = "\xff"\n')
    loaded, (problem,) = load_settings(file)
    assert loaded == DEFAULTS
    assert problem.line == 2
    assert "UTF-8" in problem.sentence


def test_a_folder_a_pipe_and_a_file_too_large_are_said(tmp_path):
    assert "folder" in str(load_settings(tmp_path)[1][0])
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "no ordinary file" in str(load_settings(pipe)[1][0])
    large = tmp_path / "large"
    large.write_text("#" * (LARGEST_FILE + 1))
    assert "too large" in str(load_settings(large)[1][0])
    assert "at most 64 KiB" in str(load_settings(Path("/dev/zero"))[1][0])
    assert "can't be read" in str(load_settings(large / "below")[1][0])
    assert "can't be read" in str(load_settings(Path("a\0b"))[1][0])
    assert load_settings(Path("/dev/null")) == (DEFAULTS, ())


def test_a_socket_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert "can't be read" in str(load_settings(Path("s"))[1][0])


@given(st.text(alphabet="qoutenrgi ab.\"'[]{}=,#\\\n\r\t1é", max_size=120) | st.binary(max_size=80))
def test_no_file_stops_the_coach(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        loaded, wrong = load_settings(file)
    assert isinstance(loaded, Settings)
    assert all(problem.line and str(problem).isprintable() for problem in wrong)


# Saving


def value_of(setting):
    match setting.form:
        case Switch():
            return st.booleans()
        case Choice(of):
            return st.sampled_from(list(of))
        case Whole(least, most):
            return st.integers(least, most)
        case Span(shortest, longest, each):
            return st.integers(shortest // each, longest // each).map(lambda count: count * each)
        case TimeOfDay():
            return st.times().map(lambda at: at.replace(second=0, microsecond=0))
        case Territory():
            return st.text("ABCXYZ", min_size=2, max_size=2)
        case Words():
            words = st.text("aZ é\"'\\#=-.{]中", min_size=1, max_size=60)
            return words.map(str.strip).filter(lambda text: text)
    raise AssertionError(setting.form)


CHANGES = st.lists(
    st.sampled_from(SETTINGS).flatmap(lambda setting: st.tuples(st.just(setting), st.none() | value_of(setting))),
    max_size=8,
)
COMMENTS = [line[line.index("#") :].strip() for line in OWN.splitlines() if "#" in line]


# Each save is synced, and a disk may be slow.
@examples(deadline=None, max_examples=50)
@given(
    CHANGES, st.sampled_from([None, OWN, OWN.replace("\n", "\r\n"), "", 'quiet.to="08:00"\n[channels]\nbell.on=true'])
)
def test_what_was_saved_is_loaded_again_and_no_comment_is_lost(changes, before):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        if before is not None:
            file.write_bytes(before.encode())
        loaded, _ = load_settings(file)
        expected = {setting: setting.of(loaded) for setting in SETTINGS}
        for setting, value in changes:
            save_setting(file, setting.key, value)
            expected[setting] = setting.default if value is None else value
        loaded, wrong = load_settings(file)
        after = file.read_bytes().decode() if file.exists() else ""
    assert wrong == ()
    assert {setting: setting.of(loaded) for setting in SETTINGS} == expected
    assert before is None or not before.startswith("#") or all(comment in after for comment in COMMENTS)
    assert before is None or "\r\n" not in before or after.count("\n") == after.count("\r\n")


def test_comments_order_and_all_other_bytes_stay(file):
    file.write_text(OWN)
    save_setting(file, "theme", Theme.NIGHT)
    assert file.read_text() == OWN.replace('"day"', '"night"')


def test_a_new_key_comes_to_its_own(file):
    file.write_text(OWN)
    save_setting(file, "lead_in", timedelta(seconds=9))
    save_setting(file, "quiet.on", True)
    save_setting(file, "channels.tones.volume", 20)
    save_setting(file, "week_start", WeekStart.SUNDAY)
    text = file.read_text()
    assert text.index("lead_in = 9") < text.index("week_start") < text.index("[quiet]")
    assert text.index("[quiet]") < text.index("on = true") < text.index("[channels.speech]")
    assert tomllib.loads(text)["channels"] == {"speech": {"on": False}, "tones": {"volume": 20}}
    for comment in COMMENTS:
        assert comment in text


def test_taking_a_value_away_brings_the_default_back_and_leaves_the_comment(file):
    file.write_text(OWN)
    save_setting(file, "theme", None)
    save_setting(file, "region", None)
    assert file.read_text() == OWN.replace('theme = "day"   ', "").replace('region = "AT"\n', "")
    save_setting(file, "channels.bell.on", None)
    assert load_settings(file)[0].theme is DEFAULTS.theme


def test_a_new_file_has_a_head_and_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "config" / "deep" / "settings.toml"
    save_setting(file, "region", "nz")
    assert file.read_text() == FILE_HEAD + 'region = "NZ"\n'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert beside(file) == ["settings.toml"]


def test_nothing_to_take_away_makes_no_file(file):
    save_setting(file, "region", None)
    assert not file.exists()


def test_the_file_behind_a_link_is_changed_and_the_link_stays(tmp_path, file):
    own = tmp_path / "dotfiles" / "coach.toml"
    own.parent.mkdir()
    own.write_text(OWN)
    file.symlink_to(own)
    save_setting(file, "region", "CA")
    assert file.is_symlink()
    assert own.read_text() == OWN.replace('"AT"', '"CA"')


def test_a_wrong_value_in_the_file_is_mended_and_others_are_left_to_the_person(file):
    file.write_text("lead_in = 99\nquiet.on = 1\nzzz = nan # mine\n")
    save_setting(file, "lead_in", timedelta(seconds=7))
    save_setting(file, "quiet.on", True)
    assert file.read_text() == "lead_in = 7\nquiet.on = true\nzzz = nan # mine\n"


REFUSED = [
    ("zzz", 1, OWN, 'no setting "zzz"'),
    ("posture_interval", timedelta(minutes=90), OWN, "source 000"),
    ("posture_interval", timedelta(seconds=450), OWN, "whole number of minutes"),
    ("channels.speech.voice", "a\x1bb", OWN, "can't be"),
    ("region", "AT", "theme = night\n", "broken on line 1"),
    ("region", "AT", 'theme = "day"\n\n[quiet\n', "broken on line 3"),
    ("region", "AT", "#" * (LARGEST_FILE + 1), "too large"),
    ("quiet.on", True, "quiet = 3\n", "quiet is no section"),
    ("plan", "wram", OWN, 'Did you mean "warm"'),
]


@pytest.mark.parametrize(("key", "value", "text", "says"), REFUSED)
def test_what_can_not_be_saved_leaves_the_file_as_it_was(file, key, value, text, says):
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        SettingsFile(file, {"plan": ("steady", "warm")}).save(key, value)
    assert says in str(refused.value)
    assert file.read_text() == text
    assert beside(file) == [file.name]


def test_a_file_that_is_no_text_or_a_folder_is_never_overwritten(tmp_path, file):
    file.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="UTF-8"):
        save_setting(file, "region", "AT")
    assert file.read_bytes() == b"\xff"
    with pytest.raises(SettingsError, match="folder"):
        save_setting(tmp_path, "region", "AT")
    with pytest.raises(SettingsError, match="can't be saved"):
        save_setting(file / "below", "region", "AT")


def test_a_file_marked_as_read_only_is_left_alone(file):
    file.write_text(OWN)
    file.chmod(0o400)
    with pytest.raises(SettingsError, match="read-only"):
        save_setting(file, "region", "CA")
    assert file.read_text() == OWN


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(file, monkeypatch, fails):
    def full(*_):
        raise OSError(28, "No space left on device")

    file.write_text(OWN)
    monkeypatch.setattr(*((os, "fsync") if fails == "fsync" else (Path, "replace")), full)
    with pytest.raises(SettingsError, match="no space left on device"):
        save_setting(file, "region", "CA")
    assert file.read_text() == OWN
    assert beside(file) == [file.name]


def test_what_tomlkit_would_harm_is_not_written(file, monkeypatch):
    """Its faults with rare layouts must not cost the person a key."""
    monkeypatch.setattr("tomlkit.dumps", lambda _: 'region = "CA"\n')
    file.write_text(OWN)
    with pytest.raises(SettingsError, match="by hand"):
        save_setting(file, "region", "CA")
    assert file.read_text() == OWN


def test_the_settings_file_loads_what_it_saved(file):
    kept = SettingsFile(file)
    for setting in SETTINGS:
        kept.save(setting.key, setting.default)
    assert kept.load() == (DEFAULTS, ())
    kept.save("units", "us")
    assert BY_KEY["units"].of(kept.load()[0]) == "us"
