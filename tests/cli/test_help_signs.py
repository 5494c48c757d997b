"""`backcoach help-signs`: every sign, and the numbers of the region and of no other."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from backcoach.cli.main import main
from backcoach.library import Library

VARIABLES = ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LANG")

ZONES = [
    ("America/Toronto", "en_US.UTF-8", "911", "811"),
    ("Europe/London", "en_US.UTF-8", "999", "111"),
    ("Pacific/Auckland", "en_GB.UTF-8", "111", "0800 611 116"),
    ("Australia/Perth", "C.UTF-8", "000", "1800 022 222"),
    ("Europe/Vienna", "en", "112", "1450"),
    ("Asia/Tokyo", "en_US.UTF-8", "119", None),
    ("America/Sao_Paulo", "en_US.UTF-8", "192", None),
    ("Africa/Johannesburg", "en_GB.UTF-8", "10177", None),
    ("America/Puerto_Rico", "en_US.UTF-8", None, None),
    ("Etc/UTC", "de_CH.UTF-8", "144", None),
    ("CET-1CEST", "en_GB.UTF-8", "999", "111"),
    ("Etc/UTC", "C.UTF-8", None, None),
]
LOCALES = [
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

    def speak(locale, zone="Etc/UTC"):
        monkeypatch.setattr("tzlocal.get_localzone_name", lambda: zone)
        if locale is not None:
            monkeypatch.setenv("LANG", locale)

    return speak


@pytest.mark.parametrize(("zone", "locale", "emergency", "advice"), [*ZONES, *(("Etc/UTC", *row) for row in LOCALES)])
def test_the_right_numbers_or_none(speaks, capsys, *, zone, locale, emergency, advice):
    speaks(locale, zone)
    assert main(["help-signs", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["emergency"], shown["advice"]) == (emergency, advice)
    assert (shown["region"] is None) == (emergency is None)
    assert len(shown["signs"]) == len(Library().signs)
    assert [sign["level"] for sign in shown["signs"]] == sorted(
        (sign["level"] for sign in shown["signs"]), key=["emergency", "today", "soon"].index
    )
    assert all(sign["sources"] for sign in shown["signs"])


def test_as_text(speaks, capsys):
    speaks("en_GB.UTF-8")
    assert main(["help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call for help now: 999\n")
    assert "get care, or call the advice line 111\n" in out
    assert all(sign.text in out for sign in Library().signs.values())
    assert "United Kingdom, from your locale (GB)." in out
    assert "never dials" in out
    assert " ".join(out.split()).endswith("What your own clinician told you comes first.")


def test_without_a_country_all_numbers_are_listed(speaks, capsys):
    speaks("C.UTF-8")
    assert main(["help-signs"]) == 0
    out = capsys.readouterr().out
    assert "Call for help now: your local emergency number" in out
    assert "\n911: Canada, Mexico, Philippines, United States\n" in out
    assert "112 reaches an emergency service from most mobile phones." in out


def test_the_setting_wins_over_the_locale(speaks, capsys, tmp_path):
    speaks("en_GB.UTF-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('region = "NZ"\n', encoding="utf-8")
    assert main(["--config", str(settings), "help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call for help now: 111\n")
    assert "New Zealand, as you set it." in out


def test_numbers_of_one_s_own_are_shown_as_such(speaks, capsys, tmp_path):
    speaks("C.UTF-8")
    settings = tmp_path / "settings.toml"
    settings.write_text('emergency_number = "144"\nadvice_number = "1450"\n', encoding="utf-8")
    assert main(["--config", str(settings), "help-signs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Call for help now: 144\n")
    assert "advice line 1450\n" in out
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
