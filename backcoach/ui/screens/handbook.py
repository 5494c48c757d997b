"""What the handouts say: the handbook by topics, cards of positions, checklists with ticks."""

from __future__ import annotations

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.domain.handbook import Checklist, Item, Position, find_advice, topics
from backcoach.domain.record import CHECKLIST, Record, id_of
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, ReadingScreen, put, titled
from backcoach.ui.services import Services
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.text import Hung, PlainText

_READ_ON = Binding.Group("Read on")


class HandbookScreen(CoachScreen):
    """The topics, and beside them what is said on the one that is chosen."""

    BINDINGS = [
        Binding("left", "roll(-1)", "Back up", group=_READ_ON),
        Binding("right,space,enter", "roll(1)", "Read on", group=_READ_ON),
    ]

    def __init__(self, topic: str = "") -> None:
        """Take the topic to begin with; empty for the first."""
        super().__init__()
        self._topic = topic

    def compose_middle(self) -> ComposeResult:
        with Horizontal(id="handbook"):
            lines = ((topic, Content(heading)) for topic, heading in topics(self.window.content.advice).items())
            yield titled(ChoiceList(lines, id="topics", at=self._topic), "Handbook")
            with VerticalScroll(id="topic", classes="panel", can_focus=False):
                yield PlainText(id="advice")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        advice, topic, panel = self.window.content.advice, self.query_one(ChoiceList).chosen, self.query_one("#topic")
        panel.border_title = topics(advice)[topic]
        panel.scroll_home(animate=False)
        found = find_advice(advice, topic)
        items = (Content.assemble(item.text, (f" ({', '.join(item.sources)})", "$muted")) for item in found)
        put(self, "#advice", Content("\n\n").join(items))

    def action_roll(self, by: int) -> None:
        panel = self.query_one("#topic")
        panel.scroll_relative(y=by * max(1, panel.size.height - 2), animate=False)


_CARD = Binding.Group("Card")


class PositionsScreen(ReadingScreen):
    """One card at a time; where there is room, the figure stands beside the words."""

    HORIZONTAL_BREAKPOINTS = [(90, "-beside")]
    read_on = "#card"

    BINDINGS = [
        Binding("left", "turn(-1)", "Card before", group=_CARD),
        Binding("right,n,enter", "turn(1)", "Next card", group=_CARD),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._place = 0

    @property
    def position(self) -> Position:
        return tuple(self.window.content.positions.values())[self._place]

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(id="card", classes="panel", can_focus=False):
            yield Figure(id="figure")
            yield PlainText(id="steps")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        card, panel = self.position, self.query_one("#card")
        panel.border_title = card.title
        panel.border_subtitle = f"{self._place + 1} of {len(self.window.content.positions)}"
        steps = "\n".join(f"{n}. {step}" for n, step in enumerate(card.steps, start=1))
        put(self, "#steps", Hung(Content(f"{steps}\n\nSources: {', '.join(card.sources)}")))
        figure, pose = self.query_one(Figure), self.window.content.poses[card.pose]
        figure.extent = extent_of(pose)
        figure.pose = pose

    def action_turn(self, by: int) -> None:
        self._place = (self._place + by) % len(self.window.content.positions)
        self.query_one("#card").scroll_home(animate=False)
        self.ask_to_be_shown()


TICKED, OPEN = "✓", "·"
_LIST = Binding.Group("Other list")


def _record_of(services: Services, checklist: Checklist) -> Record:
    """What keeps the ticks of the list, for the flare-up or else for the day."""
    today, now = services.today(), services.coach.clock.now().wall
    flare = today.flare.id if today.flare is not None else None
    kept_id = id_of(CHECKLIST, checklist.id, flare or str(today.day.date))
    doc: dict[str, object] = {"list": checklist.id, "ticked": [], "flare": flare}
    return services.archive.record(kept_id) or Record(kept_id, CHECKLIST, now, today.day.date, doc)


def _ticked_in(record: Record, checklist: Checklist) -> frozenset[str]:
    """The ids of the ticked items; what the list no longer holds is left out."""
    ticked = record.doc.get("ticked")
    return frozenset(item.id for item in checklist.items if isinstance(ticked, list) and item.id in ticked)


def _tick(services: Services, checklist: Checklist, item_id: str) -> None:
    """Tick the item, or take its tick off."""
    record = _record_of(services, checklist)
    ticked = _ticked_in(record, checklist) ^ {item_id}
    doc = {**record.doc, "ticked": [item.id for item in checklist.items if item.id in ticked]}
    services.archive.put(replace(record, at=services.coach.clock.now().wall, doc=doc))


class ChecklistsScreen(CoachScreen):
    """One list at a time, each thing with its number and its tick."""

    BINDINGS = [
        Binding("space,enter", "tick", "Tick", tooltip="Tick it, or take the tick off."),
        Binding("left", "turn(-1)", "Other list", group=_LIST),
        Binding("right", "turn(1)", "Other list", group=_LIST),
        Binding("a", "advice", "Handbook", tooltip="What the handouts say about it."),
        Binding("1", "tick(1)", "Tick by its number", key_display="1–9", group=Binding.Group("Tick")),
        *(Binding(str(n), f"tick({n})", f"Tick {n}", show=False) for n in range(2, 10)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._place = 0
        self._shown: tuple[str, frozenset[str]] | None = None

    @property
    def checklist(self) -> Checklist:
        return tuple(self.window.content.checklists.values())[self._place]

    def compose_middle(self) -> ComposeResult:
        yield ChoiceList(id="items", at="")
        yield PlainText(id="sources")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        checklist = self.checklist
        ticked = _ticked_in(_record_of(self.window.services, checklist), checklist)
        if self._shown == (checklist.id, ticked):
            return
        items = self.query_one(ChoiceList)
        items.border_title = f"{checklist.title} · {len(ticked)} of {len(checklist.items)} done"
        items.show((item.id, _prompt(n, item, done=item.id in ticked)) for n, item in enumerate(checklist.items, 1))
        if self._shown is None or self._shown[0] != checklist.id:
            items.highlighted = 0
        put(self, "#sources", f"Sources: {', '.join(checklist.sources)}")
        self._shown = (checklist.id, ticked)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_tick()

    def action_tick(self, number: int | None = None) -> None:
        """Tick the item with this number, or the one that is chosen."""
        items = self.query_one(ChoiceList)
        place = items.highlighted if number is None else number - 1
        if place is not None and place < len(self.checklist.items):
            items.highlighted = place
            _tick(self.window.services, self.checklist, self.checklist.items[place].id)
            self.window.show()

    async def action_advice(self) -> None:
        """What the handouts say: of the first minute, or of the time afterwards."""
        topic = "afterwards" if self.checklist.id == "after" else "first-minute"
        await self.run_action(f"app.handbook('{topic}')")

    def action_turn(self, by: int) -> None:
        self._place = (self._place + by) % len(self.window.content.checklists)
        self.ask_to_be_shown()


def _prompt(number: int, item: Item, *, done: bool) -> Content:
    mark = (TICKED, "bold $success") if done else (OPEN, "")
    return Content.assemble((f"{number} ", "bold $accent"), mark, f" {item.text}")
