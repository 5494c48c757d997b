"""The settings file as the coach has it: to read, and to change one value of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from backcoach.adapters.settings import load_settings
from backcoach.domain.setting_forms import Value
from backcoach.domain.setting_problem import SettingProblem
from backcoach.domain.settings import Settings


class SettingsFile:
    """The settings in one TOML file.

    Args:
        path: the file; it need not exist.
        known: the ids of plans and levels that there are, by `Setting.known_as`; without it any id is taken.
    """

    def __init__(self, path: Path, known: Mapping[str, Collection[str]] | None = None) -> None:
        self._path = path
        self._known = known

    def load(self) -> tuple[Settings, tuple[SettingProblem, ...]]:
        """The settings, and what in the file could not be used."""
        return load_settings(self._path, self._known)

    def save(self, key: str, value: Value) -> None:
        """Keep one value under its key, or nothing where it is None.

        Raises:
            SettingsError: it could not be saved; the file is as it was.
        """
        from backcoach.adapters.settings_edit import save_setting  # noqa: PLC0415 - loads tomlkit

        save_setting(self._path, key, value, self._known)
