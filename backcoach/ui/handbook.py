"""What the window can look up and write into: the content, the archive, and where the person is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backcoach.domain.signs import region_for
from backcoach.domain.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from backcoach.coach.notebook import Notebook
    from backcoach.domain.breathing import Pattern
    from backcoach.domain.checklists import Checklist
    from backcoach.domain.positions import Position
    from backcoach.domain.signs import Region, Sign, Where
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


@dataclass(frozen=True, slots=True)
class Handbook:
    """Content, notebook, place and day.

    Attributes:
        content: what can be looked up.
        notebook: where the person's answers and ticks go.
        find_place: says whose numbers are shown, by the settings as they are now.
        new_id: makes the id of a record.
        day_of: the person's day that a point in time belongs to, by the settings as they are now.
    """

    content: Content
    notebook: Notebook
    find_place: Callable[[], Where]
    new_id: Callable[[], str]
    day_of: Callable[[datetime], date]

    @property
    def where(self) -> Where:
        """Whose numbers are shown."""
        return self.find_place()

    @property
    def region(self) -> Region:
        """The region whose numbers are shown."""
        return region_for(self.where.code, self.content.regions)
