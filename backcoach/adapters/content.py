"""The content: what ships as TOML beside the program, and what the person adds in the configuration folder.

A part is read when it is first asked for, so that a command pays only for what it shows. An item that can't be used is
left out and reported; all others go on working.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from backcoach.adapters.content_files import ContentFiles
from backcoach.adapters.content_table import ContentError
from backcoach.domain.breathing import Pattern
from backcoach.domain.checklists import Checklist, Notice, Source
from backcoach.domain.levels import WalkLevel
from backcoach.domain.plans import Plan
from backcoach.domain.positions import Position
from backcoach.domain.signs import Region, Sign
from backcoach.domain.stretches import Stretch

BUILT_IN = Path(__file__).parent.parent / "content"


class Library:
    """All content, each part by id and in its file's order; what can't be used stands in `problems`."""

    def __init__(self, own: Path | None = None, built_in: Path = BUILT_IN) -> None:
        self._files = ContentFiles(built_in, own)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The plans, the person's own after the built-in ones."""
        from backcoach.adapters.content_plans import (  # noqa: PLC0415 - a command pays only for what it reads
            PHASE_SHORT,
            read_plan,
        )

        return self._files.with_own("plans", read_plan, PHASE_SHORT)

    @cached_property
    def patterns(self) -> Mapping[str, Pattern]:
        """The breathing patterns, the person's own after the built-in ones."""
        from backcoach.adapters.content_guided import PATTERN_SHORT, read_pattern  # noqa: PLC0415 - as above

        return self._files.with_own("patterns", read_pattern, PATTERN_SHORT)

    @cached_property
    def stretches(self) -> Mapping[str, Stretch]:
        """The stretches of `routines`, the person's own after the built-in ones."""
        from backcoach.adapters.content_guided import read_stretch  # noqa: PLC0415 - as above

        return self._files.with_own("routines", read_stretch, {})

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """The positions to rest in."""
        from backcoach.adapters.content_cards import read_position  # noqa: PLC0415 - as above

        return self._files.part("positions", read_position)

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """The signs that call for help, the most urgent first."""
        from backcoach.adapters.content_cards import read_sign  # noqa: PLC0415 - as above

        return self._files.part("signs", read_sign)

    @cached_property
    def checklists(self) -> Mapping[str, Checklist]:
        """The checklists `during` and `after`."""
        from backcoach.adapters.content_cards import read_checklist  # noqa: PLC0415 - as above

        return self._files.part("checklists", read_checklist)

    @cached_property
    def levels(self) -> tuple[WalkLevel, ...]:
        """The walking levels, the lightest first."""
        from backcoach.adapters.content_plans import read_level  # noqa: PLC0415 - as above

        return tuple(self._files.part("levels", read_level).values())

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions with their numbers."""
        from backcoach.adapters.content_cards import read_region  # noqa: PLC0415 - as above

        return tuple(self._files.part("regions", read_region).values())

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """What is said beside the content: `notice`, `evidence`, `breathing`."""
        from backcoach.adapters.content_cards import read_notice  # noqa: PLC0415 - as above

        return self._files.part("notices", read_notice)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source that content may name."""
        from backcoach.adapters.content_cards import read_source  # noqa: PLC0415 - as above

        return self._files.part("sources", read_source)

    @property
    def problems(self) -> tuple[ContentError, ...]:
        """What can't be used, and why; reads every part that was not asked for yet."""
        for part in PARTS:
            getattr(self, part)
        return tuple(self._files.problems)

    @property
    def problems_so_far(self) -> tuple[ContentError, ...]:
        """What can't be used among the parts that were asked for."""
        return tuple(self._files.problems)


PARTS = tuple(name for name, value in vars(Library).items() if isinstance(value, cached_property) and name[0] != "_")
"""The parts of a library."""


def load_content(own: Path | None = None) -> Library:
    """The content; nothing is read before it is asked for.

    Args:
        own: the configuration folder, with `plans`, `patterns` and `routines` of the person's own in it; None for none.
    """
    return Library(own)
