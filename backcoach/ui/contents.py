"""What the window needs of the content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from backcoach.domain.breathing import Pattern
from backcoach.domain.handbook import Checklist, Position
from backcoach.domain.signs import Region, Sign
from backcoach.domain.stretches import Stretch


class Content(Protocol):
    """What was written before: each part is read when it is first asked for."""

    @property
    def signs(self) -> Mapping[str, Sign]:
        """The signs that call for help."""

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions with their numbers."""

    @property
    def positions(self) -> Mapping[str, Position]:
        """The positions to rest in."""

    @property
    def patterns(self) -> Mapping[str, Pattern]:
        """The breathing patterns."""

    @property
    def stretches(self) -> Mapping[str, Stretch]:
        """The stretches."""

    @property
    def checklists(self) -> Mapping[str, Checklist]:
        """The checklists."""
