"""Where things lie: the data, the settings, the log; from platformdirs unless the person says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from msgspec import Struct
from platformdirs.api import PlatformDirsABC

APP = "backcoach"


class Places(Struct, frozen=True):
    """The folders and files of one person.

    Attributes:
        data: the folder of the journal and its backups.
        config_file: the settings; its folder holds the person's own plans, patterns and routines.
        state: the folder of the log.
        config_asked: whether `--config` named the settings file, so that a missing one is worth a word.
    """

    data: Path
    config_file: Path
    state: Path
    config_asked: bool = False

    @property
    def config(self) -> Path:
        """The folder of the settings."""
        return self.config_file.parent

    @property
    def journal(self) -> Path:
        """The file of the journal."""
        return self.data / "backcoach.db"

    @property
    def log(self) -> Path:
        """The file for unexpected errors."""
        return self.state / "errors.log"

    @property
    def sounds(self) -> Path:
        """The folder of the tones' files, which are made again where they are missing."""
        return self.state / "sounds"


def find_places(data_dir: str | None = None, config: str | None = None) -> Places:
    """Where things lie: as asked, else as the environment says, else where the system keeps such things.

    Args:
        data_dir: the value of `--data-dir`.
        config: the value of `--config`.
    """
    data = data_dir or os.environ.get("BACKCOACH_DATA_DIR")
    settings = config or os.environ.get("BACKCOACH_CONFIG")
    dirs = _system()
    return Places(
        data=_absolute(data) if data else dirs.user_data_path,
        config_file=_absolute(settings) if settings else dirs.user_config_path / "settings.toml",
        state=dirs.user_state_path,
        config_asked=bool(config),
    )


class XdgFolders:
    """What platformdirs says on Linux, held to it by a test; loading it would cost a third of a whole command."""

    @property
    def user_data_path(self) -> Path:
        """The folder of the data."""
        return _xdg("XDG_DATA_HOME", "~/.local/share")

    @property
    def user_config_path(self) -> Path:
        """The folder of the settings."""
        return _xdg("XDG_CONFIG_HOME", "~/.config")

    @property
    def user_state_path(self) -> Path:
        """The folder of the log."""
        return _xdg("XDG_STATE_HOME", "~/.local/state")


def _xdg(variable: str, otherwise: str) -> Path:
    named = os.environ.get(variable, "")
    return (Path(named) if os.path.isabs(named) else Path(otherwise).expanduser()) / APP  # noqa: PTH117 - a text


def _system() -> XdgFolders | PlatformDirsABC:
    if sys.platform.startswith("linux") and "ANDROID_DATA" not in os.environ:
        return XdgFolders()
    from platformdirs import PlatformDirs  # noqa: PLC0415 - costs as much as a whole command

    return PlatformDirs(APP, appauthor=False)


def _absolute(path: str) -> Path:
    return Path(path).expanduser().absolute()
