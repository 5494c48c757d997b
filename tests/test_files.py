"""A file is there whole, or not at all, and nobody's file is lost."""

from __future__ import annotations

import os
import stat

import pytest

from backcoach import files
from backcoach.cli import exchange
from backcoach.cli.command import CannotError, Words
from backcoach.exchange import ExchangeError
from backcoach.exchange.importing import read_whole


def write_whole(path, text, *, force=False):
    exchange._put(Words(output=str(path), force=force), text)


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_a_file_is_written_for_its_owner_alone(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, "one\r\nzwei ü\n")
    assert path.read_bytes() == "one\r\nzwei ü\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["a.json"]


def test_a_file_that_is_there_stays_unless_forced(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("mine")
    with pytest.raises(CannotError, match="exists already: give another name, or --force"):
        write_whole(path, "new")
    assert path.read_text() == "mine"
    write_whole(path, "new", force=True)
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.json"]


def test_a_file_that_appears_meanwhile_stays(tmp_path, monkeypatch):
    path, synced = tmp_path / "a.json", os.fsync
    monkeypatch.setattr(files.os, "fsync", lambda handle: (path.write_text("theirs"), synced(handle)))
    with pytest.raises(CannotError, match="exists already"):
        write_whole(path, "new")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("force", [False, True])
def test_half_a_file_is_none_and_a_full_disk_is_a_sentence(tmp_path, monkeypatch, force):
    def full(_handle):
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.json"
    if force:
        path.write_text("mine")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CannotError, match="no space left on device"):
        write_whole(path, "x", force=force)
    assert names(tmp_path) == (["a.json"] if force else [])
    assert not force or path.read_text() == "mine"


def test_a_folder_that_can_not_be_synced_is_no_failure(tmp_path, monkeypatch):
    """As on some network file systems: the content is on the disk, and in its place."""
    fsync = os.fsync

    def only_files(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "Invalid argument")
        fsync(handle)

    monkeypatch.setattr(files.os, "fsync", only_files)
    write_whole(tmp_path / "a.json", "x", force=False)
    assert names(tmp_path) == ["a.json"]


def test_places_that_can_not_be_written(tmp_path):
    with pytest.raises(CannotError, match="is a folder"):
        write_whole(tmp_path, "x", force=True)
    with pytest.raises(CannotError, match="no such file or directory"):
        write_whole(tmp_path / "none" / "a", "x")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotError, match="not an ordinary file"):
        write_whole(tmp_path / "pipe", "x", force=True)
    with pytest.raises(ExchangeError, match="not an ordinary file"):
        read_whole(tmp_path / "pipe")


def test_a_link_is_followed_when_forced_and_kept_when_not(tmp_path):
    (tmp_path / "real").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(CannotError, match="exists already"):
        write_whole(tmp_path / "link", "x")
    write_whole(tmp_path / "link", "new", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_reading(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbfdate\r\n")
    assert read_whole(path) == b"date\r\n"
    path.write_bytes(b"ok\n\xff")
    with pytest.raises(ExchangeError, match="not UTF-8 text at line 2"):
        read_whole(path)
    with pytest.raises(ExchangeError, match="can't be read"):
        read_whole(tmp_path / "none")
    with pytest.raises(ExchangeError, match="not an ordinary file"):
        read_whole(tmp_path)
