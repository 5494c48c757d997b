"""The check of the whole journal: before the first picture where it is small, and as an errand after it where not.

Looking at every page takes longer the more is kept, and the coach opens as fast with fifty years of walks as with one
week of them.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from backcoach.adapters.journal import connection
from backcoach.adapters.journal.sqlite import SqliteJournal
from backcoach.domain.moment import Moment
from backcoach.domain.trouble import JournalDamagedError, JournalError

QUICK = 2 * 1024 * 1024
"""Up to this size, in bytes, the check takes a moment that nobody notices."""

PATIENCE = 5.0
"""How many seconds the errand waits for another's write."""


def comes_first(path: Path) -> bool:
    """Whether the whole file is to be checked before it is used: it is small, or was found damaged the last time."""
    with suppress(OSError):
        was_damaged = _mark(path).exists()
        _mark(path).unlink(missing_ok=True)
        return was_damaged or not path.exists() or path.stat().st_size <= QUICK
    return True


class WholeCheck:
    """Checks the journal once, beside the event loop; what is damaged is set aside when the coach opens next.

    Args:
        path: the journal's file.
        is_done: whether it was checked already.
    """

    name = "whole check"

    def __init__(self, path: Path, *, is_done: bool) -> None:
        self._path = path
        self._is_done = is_done
        self._work: asyncio.Future[str] | None = None

    def look(self, now: Moment) -> str:
        """Begin the check; when it is over, what there is to say, once."""
        del now
        if self._is_done:
            return ""
        if self._work is None:
            self._work = asyncio.get_running_loop().run_in_executor(None, self.check)
        if not self._work.done():
            return ""
        self._is_done = True
        return self._work.result()

    def wait(self, now: Moment) -> timedelta | None:
        """Nothing to be woken for: the next look tells."""
        del now
        return None

    def check(self) -> str:
        """Check it now; a sentence where it is damaged."""
        try:
            SqliteJournal(self._path, busy=PATIENCE, create=False, verify=True).close()
        except JournalDamagedError as damage:
            with suppress(OSError):
                _mark(self._path).touch(mode=0o600)
            return f"{damage} Quit and open backcoach again to set it aside and go back to a backup."
        except JournalError:
            return ""  # what keeps it from being read is said by whoever reads it
        return ""


def _mark(path: Path) -> Path:
    return connection.beside(path, ".check-first")
