import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.notifications import TerminalBell, TerminalNotification, TextLines
from tests.doubles import HandClock

ROOT = Path(__file__).resolve().parents[2]

NINE = "\x1b]9;Ice REMOVE NOW: 15 min are over.\a"
RXVT = "\x1b]777;notify;Ice REMOVE NOW;15 min are over.\a"


def written(alarm, **environ):
    out = []
    TerminalNotification(out.append, environ).give(alarm)
    return "".join(out)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, NINE + RXVT),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, NINE),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, RXVT),
        ({"TERM": "xterm-kitty"}, RXVT),
        ({"TERM": "foot"}, RXVT),
    ],
)
def test_a_known_terminal_gets_one_notification_an_unknown_one_both(removal, environ, expected):
    assert written(removal, **environ) == expected


def test_inside_tmux_each_sequence_is_wrapped(removal):
    wrapped = written(removal, TERM="tmux-256color", TMUX="/tmp/tmux-0/default,1,0", TERM_PROGRAM="iTerm.app")

    assert wrapped == "\x1bPtmux;\x1b" + NINE + "\x1b\\"


def test_a_text_can_neither_end_its_field_nor_the_sequence(removal):
    hostile = replace(removal, headline="a;b\x1b\\c", text="d\ae\x9cf\ng\ud800")

    assert written(hostile, TERM="foot") == "\x1b]777;notify;a,b\\c;def g\a"


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "This terminal (TERM is not set) has no notifications"),
        ({"TERM": "linux"}, "This terminal (linux) has no notifications"),
        ({"TERM": "screen", "STY": "12.pts-0"}, "GNU screen does not let notifications through"),
    ],
)
def test_where_it_would_be_rubbish_nothing_is_written(removal, environ, reason):
    out = []
    channel = TerminalNotification(out.append, environ)

    assert channel.missing().startswith(reason)
    with pytest.raises(ChannelError, match="notifications"):
        channel.give(removal)
    assert out == []


def test_an_ordinary_terminal_has_what_it_takes():
    assert TerminalNotification(print, {"TERM": "xterm-256color"}).missing() is None


@pytest.mark.parametrize(("says", "is_missing"), [("off", True), ("on", False), ("all", False), ("", False)])
def test_tmux_is_asked_whether_it_lets_them_through(tools, says, is_missing):
    tools.add("tmux", f"echo {says}")
    reason = TerminalNotification(print, {"TERM": "tmux", "TMUX": "x"}).missing()

    assert (
        reason == "tmux keeps notifications to itself; allow them with: tmux set -g allow-passthrough on"
    ) is is_missing


def test_a_tmux_that_does_not_answer_counts_as_one_that_keeps_them(tools):
    assert "allow-passthrough" in TerminalNotification(print, {"TERM": "tmux", "TMUX": "x"}).missing()


def gone(text):
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "channel", [TerminalNotification(gone, {"TERM": "xterm"}), TerminalBell(gone), TextLines(gone, HandClock())]
)
def test_a_terminal_that_is_gone_is_a_sentence(removal, channel):
    with pytest.raises(ChannelError, match=r"^The .* could not be (rung|written): .*Input/output error\.$"):
        channel.give(removal)


def test_the_bell_rings_once_for_each_alarm(cue, removal):
    rung = []
    for alarm in (cue, removal):
        TerminalBell(rung.append).give(alarm)

    assert rung == ["\a", "\a"]


def test_a_line_has_the_time_and_nothing_that_a_terminal_obeys(removal, clock):
    lines = []
    TextLines(lines.append, clock).give(replace(removal, text="a\x1b[2Jb\nc"))

    assert lines == ["14:05:00  Ice REMOVE NOW. a[2Jb c\n"]


INSIDE = """
import sys
from backcoach.alarms.notifications import TerminalNotification
from backcoach.domain.alarm import Alarm, Sound, Urgency
from backcoach.domain.routine import Kind
channel = TerminalNotification(sys.stdout.write)
channel.give(Alarm(Sound.REMOVE, Kind.ICE, "Ice REMOVE NOW", "15 min are over.", "", Urgency.REMOVAL))
print("MISSING", channel.missing() is not None, "FINISHED", flush=True)
"""


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize(("option", "arrives"), [("off", False), ("on", True)])
def test_in_a_real_tmux_they_arrive_when_allowed_and_missing_says_so_when_not(option, arrives):
    """A pseudo-terminal stands for the person's terminal, and sees what tmux sends on."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is too long for a socket's name
        config, socket, script = Path(folder, "conf"), Path(folder, "s"), Path(folder, "inside.py")
        config.write_text(f"set -g allow-passthrough {option}\n")
        script.write_text(INSIDE)
        pane = f"PYTHONPATH={shlex.quote(str(ROOT))} {shlex.quote(sys.executable)} {script}; read hold"
        tmux = ["tmux", "-S", str(socket), "-f", str(config)]
        environ = {**os.environ, "TERM": "xterm-256color", "HOME": folder, "LC_ALL": "C.UTF-8"}
        environ.pop("TMUX", None)
        outer, inner = pty.openpty()
        with subprocess.Popen(
            [*tmux, "new-session", pane], stdin=inner, stdout=inner, stderr=inner, env=environ, start_new_session=True
        ) as session:
            os.close(inner)
            seen = b""
            while b"FINISHED" not in seen and select.select([outer], [], [], 20)[0]:
                seen += os.read(outer, 65536)
            subprocess.run([*tmux, "kill-server"], check=True, env=environ)
            session.wait(10)
        os.close(outer)

    assert f"MISSING {not arrives} FINISHED".encode() in seen
    assert (NINE.encode() in seen) is arrives
    assert (RXVT.encode() in seen) is arrives
