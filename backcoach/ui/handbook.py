"""What the window can look up and write into: the content, the archive, and where the person is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from backcoach.coach.history import PatientArchive
from backcoach.domain.signs import Region, Where, region_for
from backcoach.ui.contents import Content


class Handbook(NamedTuple):
    """Content, archive, place and day.

    Attributes:
        content: what can be looked up.
        archive: where the person's answers and ticks go.
        find_place: says whose numbers are shown, by the settings as they are now.
        new_id: makes the id of a record.
        day_of: the person's day that a point in time belongs to, by the settings as they are now.
    """

    content: Content
    archive: PatientArchive
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
