"""What to do during a spasm and after it, ticked by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.handbook import Checklist, Item
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen
from backcoach.ui.stylesheets import sheets

TICKED, OPEN = "[x]", "[ ]"


class ChecklistsScreen(CoachScreen):
    """One list at a time, each thing with its number and its tick."""

    CSS_PATH = sheets("cards", "help")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", tooltip="Tick it, or take the tick away."),
        Binding("right", "turn(1)", "Other list", tooltip="During a spasm, or after it."),
        Binding("left", "turn(-1)", "Other list", show=False),
        *(Binding(str(n), f"tick({n})", f"Tick {n}", show=False) for n in range(1, 10)),
    ]

    @dataclass
    class Turned(Asked):
        """A tick is to be set or taken away."""

        of = "cards"

        checklist: Checklist
        item_id: str

    def __init__(self, checklists: Iterable[Checklist], ticked: Callable[[Checklist], frozenset[str]]) -> None:
        """Take what is shown.

        Args:
            checklists: the lists.
            ticked: tells the ids of a list's ticked items.
        """
        super().__init__()
        self._checklists = tuple(checklists)
        self._ticked = ticked
        self._place = 0
        self._shown: tuple[str, frozenset[str]] | None = None

    @property
    def checklist(self) -> Checklist:
        """The list in front."""
        return self._checklists[self._place]

    def compose_middle(self) -> ComposeResult:
        """The list's name and its items."""
        yield Static("", id="title", markup=False)
        yield OptionList(id="items", markup=False)

    def on_mount(self) -> None:
        """Let arrows and enter tick at once."""
        self.query_one(OptionList).focus()

    def show(self, picture: Picture, notice: str) -> None:
        """Show the list with its ticks."""
        super().show(picture, notice)
        checklist, ticked = self.checklist, self._ticked(self.checklist)
        if self._shown == (checklist.id, ticked):
            return
        title = f"{checklist.title}   {len(ticked)} of {len(checklist.items)} done"
        self.query_one("#title", Static).update(Content(title))
        items = self.query_one(OptionList)
        here = items.highlighted if self._shown is not None and self._shown[0] == checklist.id else 0
        items.set_options(
            [Option(_prompt(n, item, done=item.id in ticked), id=item.id) for n, item in enumerate(checklist.items, 1)]
        )
        items.highlighted = here
        self._shown = (checklist.id, ticked)

    def keys_now(self, picture: Picture) -> Keys:
        """Tick, and the other list."""
        del picture
        return (("space", "Tick"), ("left", ""), ("right", "Other list"), ("escape", "Back"), *ALWAYS)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter and the mouse tick as well."""
        if event.option_id is not None:
            self.post_message(self.Turned(self.checklist, event.option_id))

    def action_tick(self, number: int | None = None) -> None:
        """Tick the item with this number, or the one that is chosen."""
        place = self.query_one(OptionList).highlighted if number is None else number - 1
        if place is not None and place < len(self.checklist.items):
            self.query_one(OptionList).highlighted = place
            self.post_message(self.Turned(self.checklist, self.checklist.items[place].id))

    def action_turn(self, by: int) -> None:
        """The other list."""
        self._place = (self._place + by) % len(self._checklists)
        self.post_message(self.Shown())


def _prompt(number: int, item: Item, *, done: bool) -> Content:
    mark = (TICKED, "bold $success") if done else (OPEN, "")
    return Content.assemble(
        (f"{number} ", "bold $accent"), mark, f" {item.text} ", (f"({', '.join(item.sources)})", "dim")
    )
