"""The systemd user unit that keeps `backcoach remind` running, printed for the person to install."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

UNIT = """\
# To install: backcoach remind --systemd-unit > ~/.config/systemd/user/backcoach.service
#             systemctl --user enable --now backcoach
[Unit]
Description=backcoach: alarms for ice, heat and posture, without a window
After=graphical-session.target dbus.socket pipewire.service pipewire-pulse.service pulseaudio.service

[Service]
Type=exec
ExecStart={command}
Restart=on-failure
RestartSec=30

[Install]
WantedBy=default.target
"""


def unit(words: argparse.Namespace) -> str:
    """The unit, with this program's own path and the places that the words and the environment name."""
    command = [*program(), "remind"]
    for option, name, variable in (
        ("--data-dir", "data_dir", "BACKCOACH_DATA_DIR"),
        ("--config", "config", "BACKCOACH_CONFIG"),
    ):
        place = getattr(words, name, None) or os.environ.get(variable)
        if place:
            command += [option, str(Path(place).expanduser().absolute())]
    return UNIT.format(command=" ".join(_quoted(word) for word in command))


def program() -> list[str]:
    """How this very program is started: by its console script where it was, else by its Python."""
    called = Path(sys.argv[0])
    if called.name == "backcoach" and called.is_file() and os.access(called, os.X_OK):
        return [str(called.absolute())]
    return [sys.executable, "-m", "backcoach"]


def _quoted(word: str) -> str:
    """A word as systemd reads it, whatever it holds."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if plain != word or not plain or any(sign.isspace() or sign in "';" for sign in plain) else word
