"""A full disk and a read-only one: a sentence, nothing lost, and on again as soon as that is over."""

# ruff: noqa: PT012 - what a transaction undoes is more than one statement

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from backcoach.coach.protocols import JournalError
from backcoach.store.file import of_system
from tests.doubles import finished
from tests.store.files import asked, everything_in, fill, open_
from tests.store.samples import begun, complete

NOBODY = 65534


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "journal.db"


class TestFull:
    def test_a_full_disk_is_said_and_keeps_what_was_saved(self, path):
        with open_(path) as journal:
            journal.save(begun("kept"))
            pages = asked(journal, "page_count")
            asked(journal, f"max_page_count={pages}")
            with pytest.raises(JournalError, match="Free some space") as said, journal.transaction():
                for number in range(500):
                    journal.save(complete(f"s{number}"))
            assert str(path) in str(said.value)
            assert journal.running() == (begun("kept"),)
            assert finished(journal) == ()
            asked(journal, "max_page_count=1000000")
            journal.save(begun("later"))
            assert len(journal.running()) == 2

    def test_a_failure_that_was_swallowed_is_no_success(self, path):
        """SQLite may undo the whole transaction; whoever went on after that is told at its end."""
        with open_(path) as journal:
            with pytest.raises(JournalError, match="undid it"), journal.transaction():
                journal.save(begun())
                journal._db.execute("ROLLBACK")
            assert journal.running() == ()

    @pytest.mark.parametrize("where", ["commit", "open"])
    def test_a_disk_that_really_is_full(self, small_disk, where):
        path = small_disk / "journal.db"
        fill(path, 3)
        with suppress(JournalError), open_(path) as journal:
            if where == "commit":
                stuff(small_disk)
                with pytest.raises(JournalError):
                    for number in range(500):
                        journal.save(begun(f"r{number}"))
        stuff(small_disk)
        with open_(path, verify=True) as journal:
            assert len(finished(journal)) == 3
            with pytest.raises(JournalError) as said:
                for number in range(500):
                    journal.save(begun(f"t{number}"))
            assert str(path) in str(said.value)
            (small_disk / "stuff").unlink()
            journal.save(begun("later"))
            assert journal.session("later") == begun("later")

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
    def test_the_systems_words_for_full(self, path, number):
        assert "the disk is full" in str(of_system(OSError(number, "x"), "written", path))


def stuff(folder: Path) -> None:
    """Leaves no room in the folder's disk."""
    with suppress(OSError), (folder / "stuff").open("ab", buffering=0) as file:
        while file.write(b"x" * 512):
            pass


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 512 KiB, where it may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "none", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


@contextmanager
def as_anyone():
    """Root may write everywhere, so while these tests look at it, it is nobody."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def kept_folder():
    """A folder with a journal in it that belongs to whoever `as_anyone` is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "journal.db")
        if not os.geteuid():
            for place in (folder, folder / "journal.db"):
                os.chown(place, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o700)


class TestReadOnly:
    @pytest.mark.parametrize("what", ["folder", "file", "both"])
    def test_it_can_be_read_and_a_write_says_why_not(self, kept_folder, what):
        path = kept_folder / "journal.db"
        if what != "folder":
            path.chmod(0o400)
        if what != "file":
            kept_folder.chmod(0o500)
        with as_anyone():
            before = everything_in(kept_folder)
            with open_(path, verify=True) as journal:
                assert journal.is_read_only
                assert finished(journal) == (complete("s0000"),)
                assert not journal.changed_elsewhere()
                with pytest.raises(JournalError, match="--data-dir") as said:
                    journal.save(begun())
                assert str(path) in str(said.value)
            assert everything_in(kept_folder) == before

    def test_it_writes_again_as_soon_as_it_may(self, kept_folder):
        path = kept_folder / "journal.db"
        kept_folder.chmod(0o500)
        with as_anyone(), open_(path) as journal:
            with pytest.raises(JournalError):
                journal.save(begun())
            kept_folder.chmod(0o700)
            journal.save(begun())
            assert not journal.is_read_only
            assert journal.running() == (begun(),)

    def test_a_new_one_can_not_be_made(self, kept_folder):
        kept_folder.chmod(0o500)
        with as_anyone(), pytest.raises(JournalError, match=r"new\.db"):
            open_(kept_folder / "new.db")

    def test_a_folder_that_may_not_be_entered(self, kept_folder):
        kept_folder.chmod(0)
        with as_anyone(), pytest.raises(JournalError, match="--data-dir"):
            open_(kept_folder / "journal.db")

    def test_an_empty_one_can_not_be_given_its_tables(self, kept_folder):
        path = kept_folder / "empty.db"
        path.touch()
        kept_folder.chmod(0o500)
        with as_anyone(), pytest.raises(JournalError, match="needs its tables"):
            open_(path)
