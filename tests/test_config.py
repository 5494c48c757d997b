"""The folders; and the settings file: saving keeps what the person wrote. What is read: tests/cli/test_settings.py."""

from __future__ import annotations

import stat
import tempfile
import tomllib
from datetime import time, timedelta
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backcoach.coach.protocols import SettingsError
from backcoach.config import FILE_HEAD, LARGEST_FILE, SettingsFile, find_places, line_of, load_settings
from backcoach.domain.settings import DEFAULTS, SETTINGS, Settings, Theme, WeekStart

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
COMMENTS = [line[line.index("#") :].strip() for line in OWN.splitlines() if "#" in line]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


def save(file, key, value):
    SettingsFile(file, {"plan": ("steady", "warm")}).save(key, value)


def test_the_folders_are_those_of_the_system_unless_others_are_named(monkeypatch, tmp_path):
    for name in ("BACKCOACH_DATA_DIR", "BACKCOACH_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    system = platformdirs.PlatformDirs("backcoach", appauthor=False)
    assert find_places().journal == system.user_data_path / "backcoach.db"
    assert find_places().config_file == system.user_config_path / "settings.toml"
    monkeypatch.setenv("BACKCOACH_DATA_DIR", str(tmp_path))
    assert find_places().data == tmp_path
    assert find_places(config="~/mine.toml").config == Path.home()


# -- reading --------------------------------------------------------------------------------------------------


LINES = """\
on = 1
"two" = 2
[ quiet ]
# from = 1
  "from" = 2
[channels.bell]
on = 3
[[phases]]
on = 4
[[phases]]
modality = ["x",
 "y"]
on = 5
[x]
a.b = 1
steps = [{ move = 1 }]
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        *[("on", 1), ("two", 2), ("quiet.from", 5), ("quiet.to", 3), ("channels.bell.on", 7)],
        *[("phases[0].on", 9), ("phases[1].on", 13), ("phases[1].modality[1]", 11), ("phases[1].off", 10)],
        *[("x.a", 15), ("x.a.b", 15), ("x.steps[0].move", 16), ("nowhere", None), ("phases", 8)],
    ],
)
def test_a_key_is_found_on_its_line_or_on_that_of_what_it_is_in(key, line):
    assert line_of(LINES, key) == line


@given(st.text(alphabet="qoutenrgi ab.\"'[]{}=,#\\\n\r\t1é", max_size=120) | st.binary(max_size=80))
def test_no_file_stops_the_coach(text):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        loaded, wrong = load_settings(file)
    assert isinstance(loaded, Settings)
    assert all(str(problem).isprintable() for problem in wrong)


# -- saving ---------------------------------------------------------------------------------------------------


def value_of(setting):
    if setting.few:
        return st.sampled_from(setting.few)
    if setting.key == "region":
        return st.text("ABCXYZ", min_size=2, max_size=2)
    if setting.shape is time:
        return st.times().map(lambda at: at.replace(second=0, microsecond=0))
    if setting.each is not None:
        return st.integers(5, 6).map(lambda count: count * setting.each)
    if setting.shape.__origin__ is int:
        return st.integers(80, 100) if "speech" in setting.key else st.integers(1, 48)
    if setting.key.endswith("_command"):
        return st.lists(st.text("aZ é\"'\\#=-.{]中", min_size=1), min_size=1, max_size=4).map(tuple)
    if setting.shape.__origin__ is float:
        return st.integers(0, 30).map(lambda tenths: tenths / 10)
    words = st.text("aZ é\"'\\#=-.{]中", min_size=1, max_size=60)
    return words.map(str.strip).filter(lambda text: text)


CHANGES = st.lists(
    st.sampled_from(SETTINGS).flatmap(lambda setting: st.tuples(st.just(setting), st.none() | value_of(setting))),
    max_size=8,
)


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
            SettingsFile(file).save(setting.key, value)
            expected[setting] = setting.default if value is None else value
        loaded, wrong = load_settings(file)
        after = file.read_bytes().decode() if file.exists() else ""
    assert wrong == ()
    assert {setting: setting.of(loaded) for setting in SETTINGS} == expected
    assert before is None or not before.startswith("#") or all(comment in after for comment in COMMENTS)
    assert before is None or "\r\n" not in before or after.count("\n") == after.count("\r\n")


def test_comments_order_and_all_other_bytes_stay(file):
    file.write_text("\ufeff" + OWN, encoding="utf-8")
    save(file, "theme", Theme.NIGHT)
    assert file.read_text(encoding="utf-8") == "\ufeff" + OWN.replace('"day"', '"night"')


def test_a_new_key_comes_to_its_own(file):
    file.write_text(OWN)
    save(file, "lead_in", timedelta(seconds=9))
    save(file, "quiet.on", True)
    save(file, "channels.tones.volume", 20)
    save(file, "week_start", WeekStart.SUNDAY)
    text = file.read_text()
    assert text.index("lead_in = 9") < text.index("week_start") < text.index("[quiet]")
    assert text.index("[quiet]") < text.index("on = true") < text.index("[channels.speech]")
    assert tomllib.loads(text)["channels"] == {"speech": {"on": False}, "tones": {"volume": 20}}
    assert all(comment in text for comment in COMMENTS)


def test_taking_a_value_away_brings_the_default_back_and_leaves_the_comment(file):
    file.write_text(OWN)
    for key in ("theme", "region", "channels.bell.on"):
        save(file, key, None)
    assert file.read_text() == OWN.replace('theme = "day"   ', "").replace('region = "AT"\n', "")
    assert load_settings(file)[0].theme is DEFAULTS.theme


def test_a_new_file_has_a_head_and_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "config" / "deep" / "settings.toml"
    save(file, "region", None)
    assert not file.exists()
    save(file, "region", "nz")
    assert file.read_text() == FILE_HEAD + 'region = "NZ"\n'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_the_file_behind_a_link_is_changed_and_the_link_stays(tmp_path, file):
    own = tmp_path / "dotfiles" / "coach.toml"
    own.parent.mkdir()
    own.write_text(OWN)
    file.symlink_to(own)
    save(file, "region", "CA")
    assert file.is_symlink()
    assert own.read_text() == OWN.replace('"AT"', '"CA"')


def test_a_wrong_value_in_the_file_is_mended_and_others_are_left_to_the_person(file):
    file.write_text("lead_in = 99\nquiet.on = 1\nzzz = nan # mine\n")
    save(file, "lead_in", timedelta(seconds=7))
    save(file, "quiet.on", True)
    assert file.read_text() == "lead_in = 7\nquiet.on = true\nzzz = nan # mine\n"


@pytest.mark.parametrize(
    ("key", "value", "text", "says"),
    [
        ("posture_interval", timedelta(minutes=90), OWN, "source 000"),
        ("posture_interval", timedelta(seconds=450), OWN, "whole number of minutes"),
        ("channels.speech.voice", "a\x1bb", OWN, "can't be"),
        ("region", "AT", "theme = night\n", "can't be kept as it is. Line 1: This is not TOML"),
        ("region", "AT", 'theme = "night\n', "Line 1: This is not TOML (the line ends too soon). A line is a key"),
        (
            "region",
            "AT",
            'theme = "day"\n\n[quiet\n',
            "Line 3: This is not TOML (Expected ']' at the end of a table declaration",
        ),
        ("region", "AT", "#" * (LARGEST_FILE + 1), "too large"),
        ("region", "AT", b"\xff", "UTF-8"),
        ("quiet.on", True, "quiet = 3\n", "quiet is no section"),
        ("plan", "wram", OWN, 'Did you mean "warm"'),
    ],
)
def test_what_can_not_be_saved_leaves_the_file_as_it_was(file, key, value, text, says):
    raw = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(raw)
    with pytest.raises(SettingsError) as refused:
        save(file, key, value)
    assert says in str(refused.value)
    assert file.read_bytes() == raw
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_or_a_read_only_file_is_never_overwritten(tmp_path, file):
    with pytest.raises(SettingsError, match="folder"):
        save(tmp_path, "region", "AT")
    file.write_text(OWN)
    with pytest.raises(SettingsError, match="can't be"):
        save(file / "below", "region", "AT")
    file.chmod(0o400)
    with pytest.raises(SettingsError, match="read-only"):
        save(file, "region", "CA")
    assert file.read_text() == OWN


@pytest.mark.parametrize("fails", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(file, monkeypatch, fails):
    def full(*_):
        raise OSError(28, "No space left on device")

    file.write_text(OWN)
    monkeypatch.setattr(fails, full)
    with pytest.raises(SettingsError, match="no space left on device"):
        save(file, "region", "CA")
    assert file.read_text() == OWN
    assert list(file.parent.iterdir()) == [file]


def test_what_tomlkit_would_harm_is_not_written(file, monkeypatch):
    """Its faults with rare layouts must not cost the person a key."""
    monkeypatch.setattr("tomlkit.dumps", lambda _: 'region = "CA"\n')
    file.write_text(OWN)
    with pytest.raises(SettingsError, match="by hand"):
        save(file, "region", "CA")
    assert file.read_text() == OWN
