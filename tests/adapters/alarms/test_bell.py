import pytest

from backcoach.adapters.alarms.bell import TerminalBell
from backcoach.ports import ChannelError


def test_the_bell_rings_once_for_each_alarm(cue, removal):
    written = []
    bell = TerminalBell(written.append)
    bell.give(cue)
    bell.give(removal)
    bell.silence()
    bell.close()

    assert written == ["\a", "\a"]
    assert bell.missing() is None


def test_a_terminal_that_is_gone_is_a_sentence(cue):
    def write(text):
        raise OSError(5, "Input/output error")

    with pytest.raises(ChannelError, match="bell could not be rung"):
        TerminalBell(write).give(cue)
