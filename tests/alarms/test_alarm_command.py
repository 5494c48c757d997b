"""The person's own command runs at each alarm, knows what it is about, and holds nobody up."""

import time

import pytest

from backcoach.alarms.alarms import Alarms, ChannelError
from backcoach.alarms.notifications import AlarmCommand
from backcoach.domain.alarm import call
from backcoach.domain.session import State
from tests.domain.support import ICE, begun, minutes, tick


@pytest.fixture
def make(tools, clock):
    made = []

    def build(then="", *words):
        tools.add("push", then)
        made.append(AlarmCommand(clock, ("push", *words)))
        return made[-1]

    yield build
    for command in made:
        command.close()


def test_it_runs_at_each_alarm_and_its_environment_says_what_it_is_about(tools, make):
    note = f'echo "$BACKCOACH_KIND|$BACKCOACH_STATE|$BACKCOACH_TEXT" >> "{tools.folder}/got"'
    command = make(note, "$HOME; rm", "*")
    alarm = call(tick(begun(ICE), minutes(20)).session)
    for _ in range(2):
        command.give(alarm)
        tools.settle(command)
        command.pump()

    assert alarm.state is State.DUE
    assert (tools.folder / "got").read_text() == "ice|due|20 min are up. Take it off and look at your skin.\n" * 2
    assert tools.calls("push") == [["$HOME; rm", "*"]] * 2
    assert not command.waiting()


def test_a_cue_runs_nothing(tools, make, cue):
    alarms = Alarms([make()])
    alarms.give(cue)
    alarms.close()

    assert tools.calls("push") == []


def test_one_that_hangs_is_killed_after_10_s_and_that_is_said_once(tools, make, clock, removal):
    alarms = Alarms([make(tools.LASTS)])
    for _ in range(2):
        alarms.give(removal)
        clock.advance(seconds=10.1)
        while alarms.next_check() is not None:
            alarms.pump()

    assert alarms.problems() == ("The alarm command failed: push did not end and was stopped.",)


def test_a_key_lets_it_go_on_and_quitting_does_not_wait_for_it(tools, make, removal):
    command = make(f"trap '' TERM HUP; {tools.LASTS}")
    command.give(removal)
    (child,) = command._children._running
    command.silence()
    assert not child.stopped

    asked = time.monotonic()
    command.close()
    assert time.monotonic() - asked < 1
    assert child.process.returncode < 0


def test_one_that_is_not_there_is_a_sentence(tools, clock, removal):
    command = AlarmCommand(clock, ("pusch",))

    assert command.missing() == "The alarm command pusch was not found."
    with pytest.raises(ChannelError, match="pusch was not found"):
        command.give(removal)
