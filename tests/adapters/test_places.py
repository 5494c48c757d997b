"""The folders are those of platformdirs, also where it is not loaded."""

from __future__ import annotations

import sys

import platformdirs
import pytest

from backcoach.adapters.places import APP, XdgFolders, find_places


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("value", [None, "", " ", "/somewhere/else", "relative"])
def test_the_folders_are_those_of_platformdirs(monkeypatch, value):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    theirs, ours = platformdirs.PlatformDirs(APP, appauthor=False), XdgFolders()
    for folder in ("user_data_path", "user_config_path", "user_state_path"):
        assert getattr(ours, folder) == getattr(theirs, folder), folder
    assert find_places().journal == theirs.user_data_path / "backcoach.db"
