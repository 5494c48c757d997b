"""Completion in the shells themselves, where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from backcoach.cli.main import main

EACH = [
    ("st", {"status"}),
    ("ice --pl", {"--plan"}),
    ("ice --plan st", {"steady"}),
    ("advice sit", {"sitting-and-driving"}),
    ("completion ", {"bash", "zsh", "fish"}),
    ("backup mine", {"mine.db"}),
]


@pytest.fixture
def scripts(tmp_path, capsys):
    """The three scripts, a file to complete, and a program of that name on the path."""
    for shell in ("bash", "zsh", "fish"):
        assert main(["completion", shell]) == 0
        (tmp_path / f"script.{shell}").write_text(capsys.readouterr().out)
    (tmp_path / "mine.db").touch()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "backcoach"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return tmp_path


def run(shell, code, folder):
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    environment = {"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *options, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("typed", "found"), EACH)
def test_bash(scripts, typed, found):
    code = f"""
    source script.bash
    COMP_LINE="backcoach {typed}"; COMP_POINT=${{#COMP_LINE}}
    COMP_WORDS=($COMP_LINE); [[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    $(complete -p backcoach | sed 's/.*-F \\([^ ]*\\).*/\\1/') backcoach "${{COMP_WORDS[COMP_CWORD]}}" ""
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert {word.strip() for word in run("bash", code, scripts).splitlines()} >= found


@pytest.mark.parametrize(("typed", "found"), EACH)
def test_fish(scripts, typed, found):
    shown = run("fish", f'source script.fish; complete -C "backcoach {typed}"', scripts)
    assert {line.split("\t")[0] for line in shown.splitlines()} >= found


@pytest.mark.parametrize(("typed", "found"), EACH)
def test_zsh(scripts, typed, found):
    """A shell within the shell, on a pseudo-terminal of zsh's own: completion needs its line editor.

    It lists nothing while more has been typed: the next key waits for the list.
    """
    code = f"""
    zmodload zsh/zpty
    zpty inner zsh -f -i
    put() {{ zpty -w inner "$1" }}
    put 'PS1=; autoload -Uz compinit; compinit -u -D; source ./script.zsh; compdef _shtab_backcoach backcoach'
    put 'zstyle ":completion:*" list-prompt ""; zstyle ":completion:*" menu no; LISTMAX=1000; print re''ady'
    zpty -r inner shown '*ready*' || exit 1
    zpty -w -n inner $'backcoach {typed}\\t\\t'
    zpty -r inner listed '*{min(found)}*' || exit 1
    zpty -w -n inner $'\\x15print do''ne\\n'
    zpty -r inner shown '*print done*' || exit 1
    print -r -- $listed $shown
    """
    shown = run("zsh", code, scripts)
    assert all(word in shown for word in found)


def test_a_shell_that_there_is_not_is_wrong_words(capsys):
    assert main(["completion", "csh"]) == 2
    assert "bash" in capsys.readouterr().err


def test_nothing_of_it_is_loaded_elsewhere():
    code = "import sys; from backcoach.cli.main import main; main(['paths']); sys.exit('shtab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, timeout=60).returncode == 0
