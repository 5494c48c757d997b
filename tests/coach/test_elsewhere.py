"""What goes on on another machine holds the skin here, however wrong the clocks of both are."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from msgspec.structs import replace

from backcoach.coach.coach import Coach
from backcoach.coach.day import Days, Flares
from backcoach.coach.history import heat_made_it_worse
from backcoach.coach.protocols import JournalError
from backcoach.coach.sessions import Guidance
from backcoach.domain.engine import Acknowledge, Begin, GoOn, Hurts, NotNowError, Pause, Stop
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.plans import posture_routine
from backcoach.domain.record import DIARY
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import State
from backcoach.domain.settings import Settings
from backcoach.exchange.sync_folder import sync
from backcoach.library import Library
from backcoach.store import backups, file, maintenance
from backcoach.store.shared_journal import SharedJournal
from tests.doubles import OPENED, HandClock, Heard
from tests.store.samples import on_skin

IDS = count()
MINUTE = timedelta(minutes=1)


class Machine:
    """A coach with a clock and a journal of its own, and the folder that it shares."""

    def __init__(self, folder, name):
        self.folder, self.name, self.clock = folder, name, HandClock()
        self.clock.boot_id = f"boot-{name}"
        self.journal, shared = (
            SharedJournal(folder / f".{name}.db", busy=0.5, wall=lambda: self.clock.wall) for _ in range(2)
        )
        OPENED.extend((self.journal, shared))
        self.new_id = lambda: f"{next(IDS):032x}"
        self.coach = Coach(self.clock, shared, Heard(), self.new_id)
        self.coach.skin.confirm()

    def sync(self):
        sync(self.journal, self.folder, self.clock.now(), self.name)
        self.coach.look()

    def ice(self, kind=Kind.ICE):
        return self.coach.start(on_skin(kind))


@pytest.fixture
def machines(tmp_path):
    return Machine(tmp_path, "here"), Machine(tmp_path, "there")


def passes(machines, minutes):
    for machine in machines:
        machine.clock.advance(minutes=minutes)
        machine.coach.look()


@pytest.mark.parametrize("wrong", [-100_000, -45, 0, 100, 100_000])
@pytest.mark.parametrize("set_by", [-50, 0, 50])
def test_a_pack_elsewhere_holds_the_skin_whatever_the_clocks_say(machines, wrong, set_by):
    here, there = machines
    there.clock.set_wall(minutes=wrong)
    there.coach.skin.confirm()
    session = there.ice()
    passes(machines, 5)
    there.sync()
    here.sync()
    passes(machines, 2)
    here.clock.set_wall(minutes=set_by)
    here.coach.look()
    ((_, seen),) = here.coach.skin.elsewhere()
    assert seen.remaining(here.clock.now()) == 8 * MINUTE
    with pytest.raises(NotNowError):
        here.ice()
    there.coach.act(session.id, Stop())
    there.sync()
    here.sync()
    passes(machines, 2)
    here.clock.set_wall(minutes=set_by)
    here.coach.look()
    assert here.coach.skin.rest_left() == 18 * MINUTE
    with pytest.raises(LimitReachedError):
        here.ice()
    passes(machines, 18)
    here.coach.skin.confirm()
    assert here.ice()


def test_a_paused_pack_does_not_go_on_while_another_lies_on_elsewhere_or_has_just_come_off(machines):
    here, there = machines
    paused = here.ice()
    here.coach.act(paused.id, Pause())
    other = there.ice(Kind.HEAT)
    there.sync()
    here.sync()
    with pytest.raises(NotNowError, match="Heat on there"):
        here.coach.act(paused.id, GoOn())
    there.coach.act(other.id, Stop())
    there.sync()
    here.sync()
    with pytest.raises(LimitReachedError, match="Your skin needs its break"):
        here.coach.act(paused.id, GoOn())


def test_a_restored_backup_forgets_no_pack_elsewhere_and_makes_no_other_machine(machines, tmp_path, monkeypatch):
    here, there = machines
    foreign, own = (one.journal.copy_to(tmp_path / f".{one.name}.bak") for one in (there, here))
    session = there.ice()
    passes(machines, 2)
    there.sync()
    here.sync()
    passes(machines, 3)
    for backup in (own, foreign):
        machine = here.journal.machine
        maintenance.restore(here.journal.path, backup, now=here.clock.now())
        here.coach.look()
        here.coach.skin.confirm()
        with SharedJournal(here.journal.path, busy=0.5) as restored:
            assert restored.machine == machine != there.journal.machine
        ((_, seen),) = here.coach.skin.elsewhere()
        assert (seen.id, seen.remaining(here.clock.now())) == (session.id, 10 * MINUTE)
        with pytest.raises(NotNowError):
            here.ice()
    late = there.journal.copy_to(tmp_path / ".late.bak")
    for system, goes_on in ((file.here(), "here"), ("machine on another", "there")):
        monkeypatch.setattr(file, "here", lambda system=system: system)
        new = tmp_path / goes_on / "backcoach.db"
        maintenance.restore(new, late, now=here.clock.now())
        with SharedJournal(new, busy=0.5) as restored:
            assert restored.machine not in {here.journal.machine, there.journal.machine}
            found = {"here": restored.running(), "there": [one for _, one in restored.elsewhere()]}
            assert {where for where, sessions in found.items() if sessions} == {goes_on}


@pytest.mark.parametrize("system", ["machine", "machine on one"])
def test_a_pack_of_another_machine_is_elsewhere_and_one_of_this_machine_goes_on_here(tmp_path, monkeypatch, system):
    """After a damage: the sync brings back what goes on here and there, before the backup does."""
    monkeypatch.setattr(file, "here", lambda: system)
    here, there = Machine(tmp_path, "here"), Machine(tmp_path, "there")
    ice, posture = here.ice(), there.coach.start(posture_routine())
    here.sync()
    there.sync()
    backup = here.journal.copy_to(tmp_path / ".b.db")
    while OPENED:
        OPENED.pop().close()
    backups.set_aside(here.journal.path, here.clock.wall)
    with SharedJournal(here.journal.path, busy=0.5) as anew:
        sync(anew, tmp_path, here.clock.now(), "here")
        maintenance.restore(here.journal.path, backup, now=here.clock.now())
        goes_on = {each.id for each in anew.running()}, {each.id for _, each in anew.elsewhere()}
    is_known = system != "machine"
    assert goes_on == (({ice.id}, {posture.id}) if is_known else (set(), {ice.id, posture.id}))


def test_the_day_plans_no_pack_before_that_elsewhere_is_off_and_the_skin_has_rested(machines):
    here, there = machines
    days = Days(here.clock, here.coach.history, Library(), Settings(), new_id=here.new_id)
    days.flares.start(here.clock.wall, "steady")

    def first_pack():
        return next(each.at for each in days.today(()).day.ahead if each.kind.is_on_skin)

    assert first_pack() == here.clock.wall
    there.ice()
    there.sync()
    here.sync()
    assert first_pack() >= here.clock.wall + 35 * MINUTE
    passes(machines, 60)
    assert first_pack() <= here.clock.wall  # nobody answers there: a start here says what to do


def test_heat_that_made_it_worse_elsewhere_did_so_here(machines):
    here, there = machines
    flares = [Flares(one.coach.history, one.clock, one.new_id, Settings()) for one in machines]
    flares[1].start(there.clock.wall, "steady")
    session = there.ice(Kind.HEAT)
    passes(machines, 3)
    there.coach.act(session.id, Hurts())
    there.sync()
    here.sync()
    assert heat_made_it_worse(here.coach.history, flares[0].current(), here.coach.clock.now())


def test_of_two_flare_ups_that_become_one_no_pain_is_forgotten(machines):
    here, there = machines
    flares = [Flares(one.coach.history, one.clock, one.new_id, Settings()) for one in machines]
    first = flares[1].start(there.clock.wall, "steady")
    there.sync()
    passes(machines, 60)
    flares[0].start(here.clock.wall, "cycle", pain=9)
    here.sync()
    assert flares[0].current().id == first.id
    assert here.coach.newest_pain()[1] == 9
    passes(machines, 31)
    assert here.coach.newest_pain() == (None, None)


def test_a_pack_that_nobody_answers_elsewhere_is_to_come_off_here_and_the_skin_rests_from_then(machines):
    here, there = machines
    there.ice()
    there.sync()
    here.sync()
    passes(machines, 300)
    with pytest.raises(LimitReachedError, match=r"Ice on there, over at 14:20, .* take it off now: heat is possible"):
        here.ice(Kind.HEAT)
    passes(machines, 19)
    with pytest.raises(LimitReachedError, match="Your skin needs its break"):
        here.ice(Kind.HEAT)
    passes(machines, 1)
    here.coach = Coach(here.clock, here.journal, Heard(), here.new_id)
    here.coach.look()
    assert here.coach.skin.elsewhere() == ()
    assert here.ice(Kind.HEAT)


def test_what_a_refusal_remembers_stays_where_the_disk_is_full(machines, monkeypatch):
    """The break counts from the word that the pack is to come off, whenever that can be written."""
    here, there = machines
    there.ice()
    there.sync()
    here.sync()
    passes(machines, 17)
    is_full = True

    @contextmanager
    def full_at_the_end(transaction=here.coach.history._journal.transaction):
        with transaction():
            yield
            if is_full:
                raise JournalError("The disk is full.")

    monkeypatch.setattr(here.coach.history._journal, "transaction", full_at_the_end)
    with pytest.raises(LimitReachedError, match="take it off now"):
        here.ice()
    is_full = False
    passes(machines, 21)
    assert here.ice()


def test_the_second_pack_waits_no_longer_than_the_rest_for_one_that_nobody_answers_elsewhere(machines):
    here, there = machines
    on, off = Step(Act.ON, 10 * MINUTE, begins_by_key=True, ends_by_key=True), Step(Act.OFF, 20 * MINUTE)
    session = here.coach.start(Routine("cycle", Kind.ICE, "On and off", ("001",), (on, off, on, off)))
    there.ice()  # not known here yet
    passes(machines, 10)
    here.coach.act(session.id, Acknowledge())
    passes(machines, 20)
    there.sync()
    here.sync()
    with pytest.raises(LimitReachedError, match="take it off now"):
        here.coach.act(session.id, Begin())
    passes(machines, 20)
    assert here.coach.act(session.id, Begin()).state is State.RUNNING


def test_a_pain_said_anew_in_a_record_from_a_clock_that_was_ahead_counts(machines):
    here, there = machines
    there.clock.set_wall(minutes=60)
    guidance = [Guidance(one.coach) for one in machines]
    noted = guidance[1].note_pain(2, "meanwhile", "once")
    there.sync()
    here.sync()
    (record,) = here.coach.history.archive.records(DIARY)
    assert record.at == noted.wall
    passes(machines, 10)
    guidance[0].note_pain(3, "meanwhile")
    passes(machines, 5)
    here.coach.history.archive.put(replace(record, at=here.clock.wall, doc=record.doc | {"value": 9}))
    assert here.coach.newest_pain()[1] == 9


@pytest.mark.parametrize(("there_said", "counts"), [(8, 8), (1, 3)])
def test_a_pain_from_a_clock_that_is_ahead_counts_only_where_it_is_worse_and_hides_no_other(
    machines, there_said, counts
):
    here, there = machines
    there.clock.set_wall(minutes=60)
    noted = [Guidance(one.coach).note_pain for one in machines]
    noted[1](there_said, "meanwhile")
    there.sync()
    here.sync()
    assert here.coach.newest_pain() == (None, None)  # nothing was said here: it is asked
    noted[0](3, "meanwhile")
    noted[1](there_said, "meanwhile", "again")
    there.sync()
    passes(machines, 5)
    here.sync()
    assert here.coach.newest_pain()[1] == counts
    passes(machines, 1)
    noted[0](2, "meanwhile")
    assert here.coach.newest_pain()[1] == 2
    passes(machines, 55)  # by the clock here its time has come
    assert here.coach.newest_pain() == (None, None)
