import gc
import os
import select
import subprocess
import sys
import time
import warnings
from contextlib import suppress
from datetime import timedelta

import pytest

from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.programs import Children


def is_gone(child):
    """Neither running nor left behind as a zombie."""
    try:
        os.kill(child.process.pid, 0)
    except ProcessLookupError:
        return True
    return False


def ended(child):
    """Wait for its end; a look that killed it may have reaped it already."""
    with suppress(ChildProcessError):
        os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)


def test_a_program_that_ended_is_reaped_at_the_next_look(tools, clock):
    tools.add("good")
    children = Children(clock)
    child = children.start(["good"])
    ended(child)

    assert children.look() == (child,)
    assert (child.process.returncode, child.failed, len(children)) == (0, False, 0)
    assert is_gone(child)


def test_a_program_that_failed_is_quoted(tools, clock):
    tools.add("bad", 'echo "Connection refused."', status=3)
    children = Children(clock)
    child = children.start(["bad"])
    ended(child)
    children.look()

    assert child.failed
    assert child.complaint == "bad ended with status 3: Connection refused"


def test_what_a_program_prints_reaches_no_terminal_unfiltered(tools, clock):
    tools.add("rude", r"printf 'a\033[2Jb\ncd'", status=1)
    children = Children(clock)
    child = children.start(["rude"])
    ended(child)
    children.look()

    assert child.lines == ("a[2Jb", "cd")
    assert child.complaint == "rude ended with status 1: a[2Jb cd"


def test_a_program_that_is_not_there_is_a_sentence(tools, clock):
    with pytest.raises(ChannelError, match=r"^nothing could not be started: No such file or directory\.$"):
        Children(clock).start(["nothing"])


def test_typed_text_arrives(tools, clock):
    tools.add("reader", 'read line; echo "got $line"')
    children = Children(clock)
    child = children.start(["reader"], typed="a word\n")
    ended(child)
    children.look()

    assert child.lines == ("got a word",)


def test_one_that_never_ends_is_killed_when_it_is_too_old(tools, clock):
    tools.add("stuck", tools.LASTS)
    children = Children(clock, timedelta(seconds=10))
    child = children.start(["stuck"])
    clock.advance(seconds=10)
    assert children.look() == ()
    assert not child.late

    clock.advance(seconds=1)
    children.look()
    ended(child)
    children.look()

    assert is_gone(child)
    assert (child.failed, child.complaint) == (True, "stuck did not end and was stopped")


def test_one_that_ended_in_time_is_not_late_because_nobody_looked(tools, clock):
    tools.add("good")
    children = Children(clock, timedelta(seconds=10))
    child = children.start(["good"])
    ended(child)
    clock.advance(hours=1)

    assert children.look() == (child,)
    assert not child.failed


def test_stopping_takes_what_the_program_started_too(tools, clock):
    """The shell's own child holds the pipe; that it is at its end shows that both are gone."""
    tools.add("parent", "/bin/sleep 60 & echo started; wait")
    children = Children(clock)
    child = children.start(["parent"])
    assert child.process.stdout.readline() == b"started\n"
    children.stop()

    assert select.select([child.process.stdout], [], [], 10)[0], "the pipe is still held"
    assert child.process.stdout.read() == b""
    children.close()


def test_what_a_program_leaves_behind_holds_nobody_up(tools, clock):
    tools.add("parent", "/bin/sleep 5 &")
    children = Children(clock)
    child = children.start(["parent"])
    ended(child)
    asked = time.monotonic()
    assert children.look() == (child,)
    assert time.monotonic() - asked < 2

    child.stop()


def test_one_that_was_stopped_has_not_failed(tools, clock):
    tools.add("long", tools.LASTS)
    children = Children(clock)
    child = children.start(["long"])
    children.stop()
    ended(child)
    children.look()

    assert not child.failed


def test_close_leaves_no_process_no_zombie_and_no_warning(tools, clock):
    tools.add("long", tools.LASTS)
    children = Children(clock)
    running = [children.start(["long"]), children.start(["long"], held=True)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        children.close()
        gone = [is_gone(child) for child in running]
        del running, children
        gc.collect()

    assert gone == [True, True]
    assert [str(warning.message) for warning in caught] == []


def test_no_thread_is_left_to_wait_for_at_exit():
    """A fresh Python starts a program, leaves it running and goes at once, with nothing on standard error."""
    code = """
import sys, threading
from datetime import timedelta
from backcoach.alarms.alarms import ChannelError
from backcoach.alarms.programs import Children
class Clock:
    def now(self):
        from datetime import UTC, datetime
        from backcoach.domain.moment import Moment
        return Moment(datetime(2026, 1, 1, tzinfo=UTC), "boot", timedelta(0))
children = Children(Clock())
children.start(["/bin/sleep", "60"])
assert threading.active_count() == 1
children.close()
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
