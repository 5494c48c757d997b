"""Two machines by command: what is walked, deleted and put on the skin on one counts on the other."""

from __future__ import annotations

import pytest

from backcoach.coach.coach import Coach
from backcoach.domain.engine import NotNowError, Stop
from backcoach.domain.limits import LimitReachedError
from backcoach.domain.routine import Kind
from tests.doubles import Heard, ids
from tests.store.samples import on_skin


@pytest.fixture
def other(shell):
    return shell.another()


def coach_of(shell, clock, journal):
    coach = Coach(clock, journal, Heard(), ids())
    coach.skin.confirm()
    coach.look()
    return coach


def test_the_home_of_nobody_is_a_sentence(shell):
    refused = shell("sync", "~nobody-of-this-name/shared")
    assert (refused.code, refused.err) == (
        1,
        "backcoach: There is no folder ~nobody-of-this-name/shared: nobody here is called so.\n",
    )


def test_walks_and_deletions_go_both_ways(shell, other, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    walk = shell.ok("walk", "add", "10", "--at", "09:30").id
    other.ok("walk", "add", "5", "--at", "10:30")
    assert shell.ok("sync", str(folder)).out.startswith("Came in: 0 changes, no other machine is there yet.")
    assert other.ok("sync", str(folder)).out == "Came in: 1 change, from 1 other machine. Went out: 2 changes.\n"
    other.ok("walk", "delete", walk)
    other.ok("sync", str(folder))
    shell.ok("sync", str(folder))
    assert [one["minutes"] for one in shell.ok("walk", "list", "--json").json] == [5]
    assert shell.ok("walk", "list", "--json").json == other.ok("walk", "list", "--json").json
    (folder / "notes.txt").write_text("mine")
    said = shell("sync", str(folder))
    assert (said.code, said.err) == (0, "backcoach: notes.txt was skipped: it is not the file of a machine.\n")
    said = shell("sync", str(folder / "none"))
    assert (said.code, said.out) == (1, "")
    assert "can't be used" in said.err


def test_ice_on_one_machine_is_shown_on_the_other_and_holds_l2_and_l3_there(shell, other, clock, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    with shell.journal() as here, other.journal() as there:
        laptop, desk = coach_of(shell, clock, here), coach_of(other, clock, there)
        session = laptop.start(on_skin())
        for one in (shell, other):
            one.ok("sync", str(folder))
        assert "\nIce on " in other.ok("status").out
        assert "until 14:20" in other.ok("status").out
        assert other.ok("status", "--json").json["running"] == []
        desk.look()
        with pytest.raises(NotNowError, match=r"Ice on .* until 14:20: end it there"):
            desk.may_start(Kind.HEAT)
        clock.advance(minutes=10)
        laptop.act(session.id, Stop())
        for one in (shell, other):
            one.ok("sync", str(folder))
        desk.look()
        with pytest.raises(LimitReachedError, match="heat is possible at 14:35"):
            desk.may_start(Kind.HEAT)
        clock.advance(minutes=20)
        desk.may_start(Kind.HEAT)
        assert desk.announcer.alarms == []
