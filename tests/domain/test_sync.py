"""Three machines, any order of changes, deletions, syncs, crashes, restored backups, wrong clocks: all end alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backcoach.domain import engine
from backcoach.domain.engine import Tick
from backcoach.domain.moment import Moment
from backcoach.domain.record import Record, moment_doc
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
from tests.store.samples import NOON, at, begun, moved, removed

IDS = ["walk-1", "walk-2", "flare-1", "flare-2"]


def record(name, text, *, deleted=False, minutes=0):
    kind = name.partition("-")[0]
    onset = moment_doc(at(minutes))
    doc = {"plan": text, "ended": None, "onset": onset, "noted": onset} if kind == "flare" else {"note": text}
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

    def change(self, name, now, *, deleted):
        before = self.kept.get((False, name))
        latest = max((one.stamp for one in self.kept.values()), default="")
        self.texts += 1
        stamp = next_stamp(latest, NOON.wall + timedelta(seconds=now + self.wrong), self.id)
        version = Document(
            stamp, record=record(name, f"{self.id[0]}{self.texts}", deleted=deleted, minutes=-self.texts)
        )
        assert before is None or wins(version, before)
        self.kept[version.key] = version

    def sync(self, files, *, crash):
        self.kept |= merge(self.kept, [document for file in files for document in file])
        if not crash:
            self.file = tuple(self.kept.values())


OPS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["change", "change", "delete", "sync", "sync", "crash", "back up", "restore"]),
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
            case "change" | "delete":
                machine.change(name, now, deleted=what == "delete")
            case "sync" | "crash":
                machine.sync(files, crash=what == "crash")
            case "back up":
                machine.backup = dict(machine.kept)
            case "restore":
                machine.kept = dict(machine.backup)
    there = {}
    for machine in machines:
        there |= merge(there, [*machine.file, *machine.kept.values()])
    for _ in range(3):
        for machine in machines:
            machine.sync([one.file for one in machines], crash=False)

    first = machines[0].kept
    assert all(machine.kept == first for machine in machines)
    assert first == {**there, **merge(there, first.values())}
    open_flares = [one for one in first.values() if one.kept.kind == "flare" and not one.kept.deleted]
    assert len(open_flares) <= 1
    assert all(key in first for key in there)


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
