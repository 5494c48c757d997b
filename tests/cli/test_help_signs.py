"""`backcoach help-signs`: every sign, and the numbers of the region and of no other."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from backcoach.cli.main import main
from backcoach.library import load_content

VARIABLES = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")

TABLE = [
    ("en_CA.UTF-8", "911", "811"),
    ("en_US.UTF-8", "911", None),
    ("en_GB.UTF-8", "999", "111"),
    ("en_NZ.UTF-8", "111", "0800 611 116"),
    ("en_AU.UTF-8", "000", "1800 022 222"),
    ("de_AT.UTF-8", "112", "1450"),
    ("fr_FR.UTF-8", "112", None),
    ("en", None, None),
    ("C.UTF-8", None, None),
    ("POSIX", None, None),
    ("]];--_--", None, None),
    (None, None, None),
]


@pytest.fixture
def speaks(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def speak(locale, zone="UTC"):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setattr("tzlocal.unix._cache_tz_name", None)
        if locale is not None:
            monkeypatch.setenv("LANG", locale)

    return speak


@pytest.mark.parametrize(("locale", "emergency", "advice"), TABLE)
def test_the_numbers_of_the_territory(speaks, capsys, locale, emergency, advice):
    speaks(locale)
    assert main(["help-signs", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["emergency"], shown["advice"]) == (emergency, advice)
    assert (shown["region"] is None) == (emergency is None)
    assert len(shown["signs"]) == len(load_content().signs)
    assert [sign["level"] for sign in shown["signs"]] == sorted(
        (sign["level"] for sign in shown["signs"]), key=["emergency", "today", "soon"].index
    )
    assert all(sign["sources"] for sign in shown["signs"])


def test_as_text(speaks, capsys):
    speaks("en_GB.UTF-8")
    assert main(["help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call 999 whenever you think you may need it")
    assert "\nCall for help now: 999\n" in out
    assert "Call a doctor right away, or the advice line: 111\n" in out
    assert all(sign.text in out for sign in load_content().signs.values())
    assert "United Kingdom (from your locale" in out
    assert "never dials" in out


def test_without_a_region_no_number_is_shown(speaks, capsys):
    speaks("C.UTF-8")
    assert main(["help-signs"]) == 0
    out = capsys.readouterr().out
    assert "Call for help now: your local emergency number" in out
    assert not any(number in out for number in ("911", "999", "111"))
    assert "112 reaches an emergency service from most mobile phones." in out


@pytest.mark.parametrize(
    ("zone", "locale", "emergency"),
    [
        ("America/Toronto", "en_US.UTF-8", "911"),
        ("Europe/London", "en_NZ.UTF-8", "999"),
        ("Pacific/Auckland", "en_GB.UTF-8", "111"),
        ("Europe/Berlin", None, "112"),
        ("Europe/Zurich", "de_DE.UTF-8", "144"),
        ("Asia/Tokyo", "C", "119"),
        ("America/Sao_Paulo", "en_US.UTF-8", "192"),
        ("Africa/Johannesburg", None, "10177 (112 from a mobile)"),
        ("Europe/Belgrade", "en_GB.UTF-8", None),  # not listed: the locale is not asked in its place
        ("Etc/GMT+5", "en_GB.UTF-8", "999"),
        ("XYZ", "C.UTF-8", None),
    ],
)
def test_the_country_of_the_time_zone_goes_before_the_locale(speaks, capsys, zone, locale, emergency):
    speaks(locale, zone)
    assert main(["help-signs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["emergency"] == emergency


def test_the_setting_wins_over_the_locale(speaks, capsys, tmp_path):
    speaks("en_GB.UTF-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('region = "NZ"\n', encoding="utf-8")
    assert main(["--config", str(settings), "help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call 111 whenever")
    assert "the advice line: 0800 611 116\n" in out
    assert "New Zealand (as you set it)" in out


def test_numbers_of_one_s_own_are_shown_as_such(speaks, capsys, tmp_path):
    speaks("C.UTF-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('emergency_number = "144"\nadvice_number = "1450"\n', encoding="utf-8")
    assert main(["--config", str(settings), "help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call 144 whenever")
    assert "the advice line: 1450\n" in out
    assert "as you set them" in out
    assert main(["--config", str(settings), "help-signs", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [document[key] for key in ("region", "emergency", "advice")] == [None, "144", "1450"]


def test_it_never_loads_the_interface():
    code = (
        "import sys; from backcoach.cli.main import main; main(['help-signs']);"
        "print(*[n for n in sys.modules if n.partition('.')[0] in {'textual', 'rich', 'sqlite3'}], file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=20)
    assert "textual" not in shown.stderr
