"""What the journal promises its windows and commands."""

# ruff: noqa: PT012 - what a transaction undoes is more than one statement

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backcoach.coach.protocols import JournalBusyError
from backcoach.domain.engine import Acknowledge, GoOn, Pause, Stop, Tick
from backcoach.domain.routine import Kind
from backcoach.store.journal import SqliteJournal
from tests.doubles import finished
from tests.store.samples import at, begun, complete, ended, moved, removed, sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def opened(tmp_path) -> Iterator[Callable[[], SqliteJournal]]:
    """Opens one journal after another on the same data."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(SqliteJournal(tmp_path / "data" / "journal.db", busy=0.05))


@pytest.fixture
def journal(opened) -> SqliteJournal:
    return opened()


class TestSessions:
    def test_a_new_journal_is_empty(self, journal):
        assert journal.running() == ()
        assert finished(journal) == ()
        assert journal.session("a") is None
        assert journal.problems() == ()

    @pytest.mark.parametrize("session", [begun(), removed(), ended(), complete()], ids=lambda session: session.state)
    def test_a_session_comes_back_as_it_was(self, journal, session):
        journal.save(session)
        assert journal.session("a") == session

    def test_the_latest_state_counts(self, journal):
        journal.save(begun())
        journal.save(removed())
        assert journal.running() == (removed(),)

    def test_a_session_that_ended_runs_no_more(self, journal):
        journal.save(begun())
        journal.save(ended())
        assert journal.running() == ()
        assert finished(journal) == (ended(),)

    def test_what_runs_comes_in_the_order_in_which_it_was_stored(self, journal):
        for session in (begun("a", minutes=5), begun("b", minutes=-5), begun("d"), begun("c")):
            journal.save(session)
        assert [session.id for session in journal.running()] == ["a", "b", "d", "c"]

    def test_what_runs_is_seen_inside_its_own_transaction(self, journal):
        with journal.transaction():
            journal.save(begun())
            assert journal.running() == (begun(),)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(sessions(), max_size=3, unique_by=lambda session: session.id))
    def test_any_session_comes_back_exactly(self, journal, several):
        for session in several:
            journal.save(session)
        assert [journal.session(session.id) for session in several] == several
        assert journal.archive.problems() == ()


class TestTransactions:
    def test_an_exception_undoes_all_of_it(self, journal):
        journal.save(begun())
        journal.remember("skin", at())
        with pytest.raises(KeyError), journal.transaction():
            journal.save(removed())
            journal.save(begun("b"))
            journal.remember("skin", at(1))
            raise KeyError
        assert journal.running() == (begun(),)
        assert journal.recall("skin") == at()
        assert journal.removals(at(1)) == {}

    def test_an_inner_one_joins(self, journal):
        with pytest.raises(KeyError), journal.transaction():
            with journal.transaction():
                journal.save(begun())
            raise KeyError
        assert journal.running() == ()

    def test_an_inner_one_that_fails_undoes_its_own_part(self, journal):
        with journal.transaction():
            journal.save(begun("a"))
            with pytest.raises(KeyError), journal.transaction():
                journal.save(begun("b"))
                with journal.transaction():
                    journal.save(begun("c"))
                raise KeyError
            journal.save(begun("d"))
        assert [session.id for session in journal.running()] == ["a", "d"]

    def test_after_a_failure_the_next_one_works(self, journal):
        with pytest.raises(KeyError), journal.transaction():
            raise KeyError
        journal.save(begun())
        assert journal.running() == (begun(),)

    def test_no_one_else_writes_meanwhile(self, opened):
        one, other = opened(), opened()
        with one.transaction():
            one.save(begun())
            with pytest.raises(JournalBusyError, match="Try again"):
                other.save(begun("b"))
        other.save(begun("b"))
        assert len(one.running()) == 2

    def test_the_same_action_in_two_windows_happens_once(self, opened):
        """Each reads, decides and saves in one transaction, so the second sees what the first did."""
        one, other = opened(), opened()
        one.save(begun())
        for window in (one, other):
            with window.transaction():
                (session,) = window.running()
                if not session.done:
                    window.save(moved(session, Acknowledge(), 15))
        (session,) = one.running()
        assert len(session.done) == 1


class TestOthers:
    def test_nothing_has_changed_at_first(self, journal):
        assert not journal.changed_elsewhere()

    def test_own_changes_are_not_elsewhere(self, journal):
        journal.save(begun())
        with journal.transaction():
            journal.remember("skin", at())
        assert not journal.changed_elsewhere()

    def test_each_sees_what_the_other_wrote_and_once(self, opened):
        one, other = opened(), opened()
        one.save(begun())
        assert other.changed_elsewhere()
        assert not other.changed_elsewhere()
        assert other.running() == (begun(),)
        other.remember("skin", at())
        assert one.changed_elsewhere()
        assert not other.changed_elsewhere()
        assert one.recall("skin") == at()

    def test_own_changes_hide_no_others(self, opened):
        one, other = opened(), opened()
        one.save(begun())
        other.save(begun("b"))
        assert other.changed_elsewhere()

    def test_what_was_undone_changed_nothing(self, opened):
        one, other = opened(), opened()
        with pytest.raises(KeyError), one.transaction():
            one.save(begun())
            raise KeyError
        assert not other.changed_elsewhere()


class TestRemoval:
    def test_none_ever_came_off(self, journal):
        journal.save(begun())
        assert journal.removals(at(60)) == {}

    @pytest.mark.parametrize("kind", [Kind.ICE, Kind.HEAT])
    def test_a_confirmed_removal_counts(self, journal, kind):
        journal.save(removed(kind=kind))
        assert list(journal.removals(at(34)).values()) == [at(15)]

    def test_it_stays_when_the_session_goes_on_and_ends(self, journal):
        journal.save(removed())
        journal.save(moved(removed(), Tick(), 35))
        journal.save(moved(moved(removed(), Tick(), 35), Stop(), 36))
        assert list(journal.removals(at(34)).values()) == [at(15)]

    def test_a_pause_is_still_the_same_application(self, journal):
        paused = moved(begun(), Pause(), 5)
        journal.save(paused)
        assert journal.removals(at(60)) == {}
        journal.save(moved(paused, GoOn(), 7))
        assert journal.removals(at(60)) == {}

    def test_a_pause_that_lasted_too_long_was_the_removal(self, journal):
        journal.save(moved(moved(begun(), Pause(), 5), Tick(), 11))
        assert list(journal.removals(at(24)).values()) == [at(5)]

    def test_all_for_which_the_skin_may_still_rest_count(self, journal):
        journal.save(removed("late", minutes=16, kind=Kind.HEAT))
        journal.save(removed("early"))
        assert set(journal.removals(at(34)).values()) == {at(15), at(31)}
        assert list(journal.removals(at(36)).values()) == [at(31)]

    def test_resting_skin_is_no_removal(self, journal):
        journal.save(complete())
        assert list(journal.removals(at(70)).values()) == [at(51)]


class TestMoments:
    def test_what_was_never_kept_is_none(self, journal):
        assert journal.recall("skin") is None

    def test_the_latest_under_a_key_counts(self, journal):
        journal.remember("skin", at())
        journal.remember("heat", at(5))
        journal.remember("skin", at(9))
        assert journal.recall("skin") == at(9)
        assert journal.recall("heat") == at(5)


class TestReading:
    def test_what_is_read_together_fits_together_and_keeps_nobody_from_writing(self, tmp_path):
        with (
            SqliteJournal(tmp_path / "journal.db", busy=0.05) as reader,
            SqliteJournal(tmp_path / "journal.db", busy=0.05) as writer,
        ):
            writer.save(ended("a"))
            with reader.reading():
                assert len(finished(reader)) == 1
                writer.save(ended("b"))
                assert len(finished(reader)) == 1
            assert len(finished(reader)) == 2

    def test_every_journal_has_it(self, journal):
        journal.save(ended("a"))
        with journal.reading():
            assert [session.id for session in finished(journal)] == ["a"]
