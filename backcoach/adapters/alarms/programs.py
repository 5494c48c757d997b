"""Which of several programs that do the same to use."""

from __future__ import annotations

import shutil
from collections.abc import Sequence


class Programs:
    """The first program that is installed and has not failed.

    Args:
        names: the programs, the best first.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._failed: set[str] = set()

    def first(self) -> str | None:
        """Its name; None where none is left. Looked up each time, so that one that is installed meanwhile is found."""
        return next((name for name in self.names if name not in self._failed and shutil.which(name)), None)

    def failed(self, name: str) -> bool:
        """Pass over this one; True where another is left. With none left all are tried anew the next time."""
        self._failed.add(name)
        if self.first() is not None:
            return True
        self._failed.clear()
        return False
