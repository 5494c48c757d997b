"""Ends the coach when it is told to or its terminal has gone: what Windows has no signals and no polling for."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
STOPPING = (signal.SIGTSTP, signal.SIGCONT)
LOOK_EVERY_S = 1.0
GRACE_S = 2.0
LAST_S = 3
GONE = 128 + signal.SIGHUP


class TerminalGuard:
    """Listens for signals and for a terminal that has gone, and sees to it that the process then ends.

    Three floors, each for the case that the one above is stuck: the event loop asks the app to leave; a thread
    ends the process after two seconds, when the loop waits for a terminal that nobody reads; the kernel's own
    alarm ends it after three.
    """

    def __init__(self, leave: Callable[[int], None], let_go: Callable[[], None]) -> None:
        """Make a guard that does nothing yet.

        Args:
            leave: asks the app to end with this exit status; called on the event loop.
            let_go: brings the terminal back without waiting for it; called from a thread, when all else is stuck.
        """
        self._leave = leave
        self._let_go = let_go
        # A SimpleQueue may be filled from inside a signal handler; an Event might lock up there.
        self._verdicts: SimpleQueue[int | None] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watched: list[signal.Signals] = []
        self._next_look: asyncio.TimerHandle | None = None

    def watch(self) -> None:
        """Start; called on the event loop, in the main thread.

        A signal that was ignored when the program started (nohup) stays ignored.
        """
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._end_by_force, name="backcoach-guard", daemon=True).start()
        for number in ENDING:
            if signal.getsignal(number) is signal.SIG_IGN:
                continue
            self._loop.add_signal_handler(number, self._leave, 128 + number)
            # Laid over the loop's own empty handler: the loop still hears of the signal through its wakeup pipe.
            # It counts the seconds from there, between two instructions of the main thread, even of a blocked one.
            signal.signal(number, lambda caught, _: self._hurry(128 + caught))
            self._watched.append(number)
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self._look(sys.__stdin__.fileno())

    def release(self) -> None:
        """Stop listening. Where a signal has come already, the process still has its few seconds to end."""
        if self._loop is not None:
            for number in self._watched:
                self._loop.remove_signal_handler(number)
        self._watched.clear()
        for number in STOPPING:
            # Textual's handlers would switch the screen on and off again, which has been given back.
            signal.signal(number, signal.SIG_DFL)
        if self._next_look is not None:
            self._next_look.cancel()
        self._verdicts.put(None)

    def _look(self, terminal: int) -> None:
        """Each second: leave when the other end of the terminal has been closed, whatever became of its SIGHUP."""
        asker = select.poll()
        asker.register(terminal, 0)
        if any(found & (select.POLLHUP | select.POLLERR) for _, found in asker.poll(0)):
            self._hurry(GONE)
            self._leave(GONE)
        elif self._loop is not None:
            self._next_look = self._loop.call_later(LOOK_EVERY_S, self._look, terminal)

    def _hurry(self, status: int) -> None:
        """From now on the process ends within three seconds."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(LAST_S)
        self._verdicts.put(status)

    def _end_by_force(self) -> None:
        """Wait for the verdict, leave the app its time, and then end the process with the status it was to have."""
        status = self._verdicts.get()
        if status is None:
            return
        threading.Event().wait(GRACE_S)
        with suppress(Exception):
            self._let_go()
        os._exit(status)
