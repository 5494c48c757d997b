"""Damaged files, and records that can't be read: named, and left alone."""

# ruff: noqa: S311 - damage that comes again the same each time wants no secrecy
# ruff: noqa: S608 - the table of cases is the only one that says what is changed

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from backcoach.coach.protocols import JournalDamagedError, JournalError
from tests.doubles import finished
from tests.store.files import fill, open_, raw
from tests.store.samples import at, begun, ended, removed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "data" / "journal.db"


class TestDamage:
    def test_a_page_of_nonsense_is_found_at_the_start(self, path):
        fill(path, 50)
        content = bytearray(path.read_bytes())
        content[3 * 4096 : 4 * 4096] = random.Random(1).randbytes(4096)
        path.write_bytes(content)
        with pytest.raises(JournalDamagedError, match="damaged"):
            open_(path, verify=True)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("seed", range(60))
    def test_flipped_bytes_are_a_sentence_or_a_journal(self, path, seed):
        """Wherever they fall, nothing else comes of it."""
        fill(path, 20)
        chance = random.Random(seed)
        content = bytearray(path.read_bytes())
        start = chance.choice((0, 0, chance.randrange(len(content))))
        for _ in range(chance.choice((1, 20))):
            content[min(len(content) - 1, start + chance.randrange(400))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        with suppress(JournalError), open_(path, verify=chance.random() < 0.5) as journal:
            journal.running()
            finished(journal)
            journal.removals(at(1))
            journal.recall("skin")
            journal.problems()
            journal.save(begun("new"))

    @pytest.mark.parametrize("size", [1, 99, 100, 512, 4096, 5000, 20_000])
    def test_a_file_cut_short_is_never_taken_for_a_new_one(self, path, size):
        fill(path, 50)
        os.truncate(path, size)
        with pytest.raises(JournalError), open_(path, verify=True) as journal:
            finished(journal)
        assert path.stat().st_size == size


class TestWhatCanNotBeRead:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ("doc = substr(doc, 1, 50)", "truncated"),
            ("doc = ''", "truncated"),
            ("doc = '[]'", "Expected `object`"),
            ("doc = json_set(doc, '$.state', 'dreaming')", "dreaming"),
            ("doc = json_set(doc, '$.routine.kind', 'swim')", "swim"),
            ("doc = json_set(doc, '$.mood', 'fine')", "mood"),
            ("doc = json_remove(doc, '$.anchor')", "anchor"),
            ("doc = json_set(doc, '$.index', 99)", "no step 99"),
            ("doc = json_set(doc, '$.index', -1)", ">= 0"),
            ("doc = json_set(doc, '$.rings', 'two')", "$.rings"),
            ("doc = json_set(doc, '$.age', 'long')", "$.age"),
            ("doc = json_set(doc, '$.age', json('9' || hex(zeroblob(20))))", "$.age"),
            ("doc = json_set(doc, '$.begun.wall', 'noon')", "$.begun.wall"),
            ("doc = json_set(doc, '$.begun.wall', '2026-11-20T12:00:00')", "$.begun"),
            ("doc = json_set(doc, '$.begun', 'noon')", "$.begun"),
            ("doc = json_set(doc, '$.routine.steps', json('[]'))", "no steps"),
            ("doc = json_set(doc, '$.routine.steps[0]', json('[1]'))", ""),
            ("doc = json_set(doc, '$.id', 'b')", "another session's"),
            ("doc = CAST(x'7bff' AS TEXT)", ""),
            ("doc = replace(hex(zeroblob(9000)), '0', '[')", ""),
        ],
    )
    def test_it_is_named_and_left_alone(self, path, change, says):
        with open_(path) as journal:
            journal.save(removed("a"))
            journal.save(begun("b"))
        raw(path, f"UPDATE sessions SET {change} WHERE id = 'a'")
        with closing(sqlite3.connect(path)) as db:
            db.text_factory = bytes
            kept = db.execute("SELECT doc FROM sessions WHERE id = 'a'").fetchall()
        with open_(path, verify=True) as journal:
            assert journal.running() == (begun("b"),)
            (problem,) = journal.archive.problems()
            assert "session a in" in problem
            assert str(path) in problem
            assert says in problem
            assert journal.session("a") is None
            with pytest.raises(JournalError, match="written over"):
                journal.save(begun("a"))
            assert list(journal.removals(at(20)).values()) == [at(15)]
        with closing(sqlite3.connect(path)) as db:
            db.text_factory = bytes
            assert db.execute("SELECT doc FROM sessions WHERE id = 'a'").fetchall() == kept

    def test_a_step_of_the_future(self, path):
        with open_(path) as journal:
            journal.save(removed("a"))
        raw(path, """UPDATE sessions SET doc = replace(doc, '"act":"on"', '"act":"float"')""")
        with open_(path) as journal:
            assert journal.running() == ()
            assert "float" in journal.archive.problems()[0]

    def test_one_that_ended_is_found_by_looking_at_everything(self, path):
        with open_(path) as journal:
            journal.save(ended("a"))
        raw(path, "UPDATE sessions SET doc = '{'")
        with open_(path) as journal:
            assert journal.archive.problems() == ()
            assert len(journal.problems()) == 1

    def test_a_removal_that_can_not_be_read_is_no_removal_long_ago(self, path):
        with open_(path) as journal:
            journal.save(removed("a"))
            journal.remember("skin", at())
        raw(
            path,
            "UPDATE sessions SET removed_wall = 'noon'",
            "UPDATE moments SET doc = json_set(doc, '$.wall', 'noon')",
        )
        with open_(path) as journal:
            for ask in (lambda: journal.removals(at(20)), lambda: journal.recall("skin")):
                with pytest.raises(JournalDamagedError, match="can't be read"):
                    ask()

    @pytest.mark.parametrize("name", ["\ud800", "a\udcff"])
    def test_a_name_that_is_no_text_is_refused_with_a_sentence(self, path, name):
        with open_(path) as journal:
            with pytest.raises(JournalError, match="does not fit"):
                journal.save(begun(name))
            assert journal.running() == ()
