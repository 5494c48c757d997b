"""Plans and walking levels, read from their tables: all that `status` needs of the content."""

from __future__ import annotations

from backcoach.adapters.content_table import HEAD, Table
from backcoach.domain.levels import WalkLevel
from backcoach.domain.limits import MINUTE, SHORTEST_REST
from backcoach.domain.plans import Phase, Plan
from backcoach.domain.routine import Kind

PHASE = ("from_h", "to_h", "modality", "on_min", "off_min", "every_min", "applications")
PHASE_SHORT = {"from": "from_h", "to": "to_h", "on": "on_min", "off": "off_min", "every": "every_min"}
FLAT_PHASE = ("modality", "on_min", "off_min", "every_min", "applications")


def read_plan(table: Table, item_id: str, sources: tuple[str, ...]) -> Plan:
    """A plan. Without `phases` its figures stand at the top and hold from the onset on.

    Raises:
        ContentError: it can't be used.
    """
    if table.has("phases"):
        table.allow((*HEAD, "phases"))
        phases = tuple(_phase(phase) for phase in table.tables("phases", PHASE_SHORT))
    else:
        table.allow((*HEAD, "phases", *FLAT_PHASE))
        phases = (_phase(table.lifted("phases[0]", FLAT_PHASE)),)
    with table.figures():
        return Plan(item_id, table.title(item_id), sources, phases, table.text_or("says", ""))


def _phase(table: Table) -> Phase:
    table.allow(PHASE)
    both = (Kind.ICE.value, Kind.HEAT.value)
    modality = table.some_of("modality", both) if table.has("modality") else both
    return Phase(
        from_h=table.number_or("from_h", 0),
        to_h=table.number("to_h") if table.has("to_h") else None,
        modality=tuple(Kind(word) for word in modality),
        on_min=table.number("on_min"),
        off_min=table.number_or("off_min", SHORTEST_REST // MINUTE),
        every_min=table.number("every_min") if table.has("every_min") else None,
        applications=table.whole_or("applications", 1),
    )


def read_level(table: Table, item_id: str, sources: tuple[str, ...]) -> WalkLevel:
    """A walking level.

    Raises:
        ContentError: it can't be used.
    """
    from backcoach.domain.levels import WalkLevel  # noqa: PLC0415 - plans are read far more often

    figures = ("minutes", "times", "days_a_week")
    table.allow(("title", *figures, "sources"))
    minutes, times, days = (table.whole(key) for key in figures)
    return WalkLevel(item_id, table.text("title"), minutes, times, days, sources)
