"""Three machines, any order of changes, deletions, syncs, crashes, restored backups, wrong clocks: all end alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backcoach.domain import engine
from backcoach.domain.engine import Tick
from backcoach.domain.moment import Moment
from backcoach.domain.record import Record, moment_doc
from backcoach.domain.record_checks import check, entry_of
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.sync import (
    Document,
    age_of,
    going_on_elsewhere,
    merge,
    next_stamp,
    read_document,
    rest_elsewhere,
    wins,
)
from backcoach.domain.wording import elsewhere
from tests.store.samples import NOON, at, begun, ended, moved, removed

IDS = ["walk-1", "walk-2", "flare-1", "flare-2"]


def record(name, text, *, deleted=False, minutes=0, ended=None):
    kind = name.partition("-")[0]
    onset = moment_doc(at(minutes))
    doc = {"plan": text, "trigger": text, "ended": ended, "outcome": ended and "over", "onset": onset, "noted": onset}
    doc = doc if kind == "flare" else {"note": text}
    return Record(name, kind, at(minutes).wall, NOON.wall.date(), doc, deleted)


@dataclass
class Machine:
    """A store, the file that it has written, and a clock that is wrong by some seconds."""

    id: str
    wrong: int
    kept: dict = field(default_factory=dict)
    file: tuple = ()
    backup: dict = field(default_factory=dict)
    texts: int = 0

    def change(self, name, now, what):
        before = self.kept.get((False, name))
        latest = max((one.stamp for one in self.kept.values()), default="")
        self.texts += 1
        stamp = next_stamp(latest, NOON.wall + timedelta(seconds=now + self.wrong), self.id)
        ended = (before and before.kept.doc.get("ended")) or (moment_doc(at(now)) if what == "end" else None)
        text, deleted = f"{self.id[0]}{self.texts}", what == "delete"
        version = Document(stamp, record=record(name, text, deleted=deleted, minutes=-self.texts, ended=ended))
        assert before is None or wins(version, before)
        self.kept[version.key] = version

    def sync(self, files, *, crash):
        self.kept |= merge(self.kept, [document for file in files for document in file])
        if not crash:
            self.file = tuple(self.kept.values())


OPS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["change", "change", "delete", "end", "sync", "sync", "crash", "back up", "restore"]),
    st.sampled_from(IDS),
    st.integers(1, 7),
)


@given(st.lists(OPS, max_size=40), st.tuples(*[st.integers(-5000, 5000)] * 3))
def test_all_machines_end_alike_and_nothing_is_lost(ops, wrong):
    machines = [Machine(letter * 32, by) for letter, by in zip("abc", wrong, strict=True)]
    for now, (which, what, name, seen) in enumerate(ops):
        machine = machines[which]
        # What a carrier has brought so far: any of the others' files, and always the own one.
        files = [one.file for n, one in enumerate(machines) if one is machine or seen >> n & 1]
        match what:
            case "change" | "delete" | "end":
                machine.change(name, now, what)
            case "sync" | "crash":
                machine.sync(files, crash=what == "crash")
            case "back up":
                machine.backup = dict(machine.kept)
            case "restore":
                machine.kept = dict(machine.backup)
    known = [one for machine in machines for one in (*machine.file, *machine.kept.values())]
    latest = reduce(lambda found, one: found | {one.key: one} if wins(one, found.get(one.key)) else found, known, {})
    for _ in range(3):
        for machine in machines:
            machine.sync([one.file for one in machines], crash=False)

    first = machines[0].kept
    assert all(machine.kept == first for machine in machines)
    for key, version in latest.items():
        assert first[key] == version if version.kept.kind == "walk" else first[key].stamp >= version.stamp
    flares = [one for one in first.values() if one.kept.kind == "flare"]
    assert len([one for one in flares if not one.kept.deleted and not one.kept.doc["ended"]]) <= 1
    assert {one.key for one in flares if one.kept.doc["ended"]} == {
        one.key for one in known if one.kept.doc.get("ended")
    }


def test_what_was_changed_after_it_was_seen_wins_by_a_clock_that_is_slow():
    seen = next_stamp("", NOON.wall, "b" * 32)
    assert next_stamp(seen, NOON.wall - timedelta(days=3), "a" * 32) > seen
    assert next_stamp(seen, NOON.wall + timedelta(seconds=1), "a" * 32) > next_stamp(seen, NOON.wall, "c" * 32)


def test_of_two_flare_ups_that_go_on_the_earlier_onset_stays():
    early = Document(next_stamp("", at(9).wall, "a" * 32), record=record("flare-2", "early", minutes=-60))
    late = Document(next_stamp("", at(5).wall, "b" * 32), record=record("flare-1", "late"))
    here = merge({early.key: early}, [late])
    there = merge({late.key: late}, [early])
    assert here[late.key] == there[late.key]
    assert here[late.key].kept.deleted
    assert there[early.key] == early
    assert late.stamp < here[late.key].stamp < next_stamp(late.stamp, at(-9).wall, "b" * 32)
    (kept,) = (one for one in here.values() if one.kept.kind == "diary")
    assert entry_of(check(kept.kept)).text == "late"  # what set the other off is not lost
    gone = replace(kept, stamp=next_stamp(kept.stamp, at(9).wall, "b" * 32), record=replace(kept.record, deleted=True))
    assert kept.key not in merge({early.key: early, kept.key: gone}, [late])
    changed = replace(late, stamp=next_stamp(gone.stamp, at(20).wall, "c" * 32))  # where nobody knew of the other
    assert kept.key not in merge({early.key: early, kept.key: gone}, [changed])


def stamped(minutes, **kept):
    return Document(next_stamp("", at(minutes).wall, "abc"[minutes] * 32), **kept)


FLARES = [
    stamped(0, record=record("flare-1", "end", ended=moment_doc(at(0)))),
    stamped(1, record=record("flare-1", "cycle")),
    stamped(2, record=record("flare-1", "steady")),
]
SESSIONS = [stamped(0, session=ended("s")), stamped(1, session=begun("s")), stamped(2, session=removed("s"))]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("versions", [FLARES, SESSIONS])
def test_what_was_changed_apart_later_does_not_undo_an_end(versions, order):
    (found,) = reduce(lambda known, n: known | merge(known, [versions[n]]), order, {}).values()
    assert found.stamp == f"{versions[2].stamp}+"
    assert found.kept in (ended("s"), record("flare-1", "steady", ended=moment_doc(at(0))))


MACHINE = "0" * 17 + "-" + "a" * 32
WALK = b'{"id":"w","kind":"walk","at":"2026-11-20T12:00:00Z","date":"2026-11-20","doc":%s}'
GOOD = b'{"start":"2026-11-20T12:00:00+00:00","minutes":10,"pain_before":null,"pain_after":null,"note":"a\\u001b[2Jb"}'


def line(stamp=MACHINE, walk=WALK % GOOD):
    return b'{"stamp":"%s","record":%s}' % (stamp.encode(), walk)


def test_text_comes_without_control_characters():
    assert read_document(line(), NOON).kept.doc["note"] == "a[2Jb"


@pytest.mark.parametrize(
    "wrong",
    [
        line("soon"),
        line("9" * 17 + "-" + "a" * 32),
        line(next_stamp("", NOON.wall + timedelta(days=367), "a" * 32)),
        line(walk=WALK % GOOD.replace(b"10", b"9999")),
        line(walk=(WALK % GOOD).replace(b'"w"', b'"../w"')),
        line(walk=(WALK % b"{}").replace(b'"walk"', b'"told"')),
        b'{"stamp":"%s"}' % MACHINE.encode(),
        b'{"stamp":"%s","settings":{"voice_command":["sh"]}}' % MACHINE.encode(),
        b"[1]",
        b"{",
    ],
)
def test_a_line_that_can_not_be_so_is_refused(wrong):
    with pytest.raises(ValueError):
        read_document(wrong, NOON)


def elsewhere_at(session, minutes):
    """What this machine, of another boot, makes of a session elsewhere so many minutes after noon."""
    now = Moment(at(minutes).wall, "boot-here", timedelta(hours=1))
    going_on = going_on_elsewhere([("laptop", session)], now, lambda _: None)
    said = [elsewhere(name, one, now, lambda wall: wall) for name, one in going_on]
    return said, rest_elsewhere([("laptop", session)], now) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("session", "minutes", "said", "rest"),
    [
        (begun(), 5, ["Ice on laptop until 12:15"], 0),
        (begun(), 20, ["Ice on laptop, over at 12:15"], 0),
        (begun(), 1400, ["Ice on laptop, over at 12:15"], 0),  # nobody has answered: it may still lie on the skin
        (begun(), 1460, [], 0),
        (removed(), 16, ["Ice on laptop, off until 12:35"], 19),
        (moved(removed(), Tick(), 36), 40, ["Ice on laptop"], 0),
        (begun(), -60, ["Ice on laptop, over at 11:00"], 0),  # its clock is ahead: nobody can know
        (begun(), -600, [], 0),  # one that is far ahead holds nothing up
    ],
)
def test_what_goes_on_elsewhere_is_said_and_holds_the_skin(session, minutes, said, rest):
    assert elsewhere_at(session, minutes) == (said, rest)


@pytest.mark.parametrize(
    ("minutes", "by_its_own", "age"), [(7, True, 7), (7, False, 0), (-9, True, 0), (3000, False, 3000)]
)
def test_how_old_a_session_was_is_told_by_its_own_machine_alone_within_a_day(minutes, by_its_own, age):
    assert age_of(begun(), at(minutes), by_its_own=by_its_own) == timedelta(minutes=age)


@pytest.mark.parametrize("lengths", [[1] * 1001, [0, 60]])
def test_a_session_that_only_keeps_the_window_busy_is_refused(lengths):
    steps = tuple(Step(Act.REST, timedelta(seconds=length)) for length in lengths)
    session = engine.begin("s", Routine("r", Kind.BREATHE, "R", ("x",), steps), NOON).session
    with pytest.raises(ValueError, match="steps"):
        read_document(msgspec.json.encode(Document(MACHINE, session=session)), NOON)
