"""A program without a screen: looks each second and at each wake-up, until it is told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

SECOND = 1.0
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Foreground:
    """Stays until a signal ends it: SIGTERM, SIGINT, and SIGHUP unless that is ignored, as under nohup.

    Args:
        look: looks at the clocks and does what is due.
        pump: looks after what still sounds; how soon to come again, None where nothing does.
    """

    def __init__(self, look: Callable[[], None], pump: Callable[[], timedelta | None]) -> None:
        self._look = look
        self._pump = pump
        self._stirred = asyncio.Event()
        self._is_over = False

    def wake(self) -> None:
        """Look at once; for the scheduler, within the event loop."""
        self._look()
        self._stirred.set()

    def end(self) -> None:
        """End at the next turn."""
        self._is_over = True
        self._stirred.set()

    async def stay(self, greet: Callable[[], None]) -> None:
        """Look each second, and more often while something sounds, until it is over.

        Args:
            greet: called once every signal is heeded, before the first look; what it says may be answered at once.
        """
        loop = asyncio.get_running_loop()
        watched = [number for number in ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]
        for number in watched:
            loop.add_signal_handler(number, self.end)
        try:
            greet()
            while not self._is_over:
                self._look()
                await self._rest(loop)
        finally:
            for number in watched:
                loop.remove_signal_handler(number)

    async def _rest(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait for a second, looking after what sounds meanwhile."""
        until = loop.time() + SECOND
        while not self._is_over and (left := until - loop.time()) > 0:
            soon = self._pump()
            self._stirred.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), left if soon is None else min(left, soon.total_seconds()))
