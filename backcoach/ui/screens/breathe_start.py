"""Before breathing: which pattern, and how many breaths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.breathing import Pattern
from backcoach.domain.checks import FieldError
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.guided_faces import SOFTLY
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen, put
from backcoach.ui.stylesheets import sheets

MINUTE_S = 60


class BreatheStartScreen(CoachScreen):
    """One press of enter starts what was chosen last."""

    CSS_PATH = sheets("session", "start", "steps")

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", tooltip="Start breathing.", priority=True),
        Binding("plus,equals_sign", "breaths(1)", "A breath more", key_display="+"),
        Binding("minus", "breaths(-1)", "A breath less", key_display="-"),
        Binding("right", "minutes(1)", "A minute more", key_display="→", priority=True),
        Binding("left", "minutes(-1)", "A minute less", key_display="←", priority=True),
    ]

    @dataclass
    class Started(Asked):
        """The person starts so many breaths of the pattern."""

        of = "guided"

        pattern: Pattern
        cycles: int

    def __init__(self, patterns: Mapping[str, Pattern], chosen: str, cycles: int | None = None) -> None:
        """Take the patterns, and what is chosen at first.

        Args:
            patterns: by id.
            chosen: the id of one of them.
            cycles: how many breaths of it; its own number where it is None.
        """
        super().__init__()
        self._patterns = patterns
        self.pattern = patterns[chosen]
        self._cycles = {pattern.id: pattern.cycles for pattern in patterns.values()}
        self._remark = ""
        if cycles is not None:
            self._take(cycles)
            self._remark = ""

    @property
    def cycles(self) -> int:
        """How many breaths are chosen."""
        return self._cycles[self.pattern.id]

    def compose_middle(self) -> ComposeResult:
        """The patterns; below what the chosen one is."""
        options = [
            Option(Content.assemble((pattern.title, "bold")), id=pattern.id) for pattern in self._patterns.values()
        ]
        yield OptionList(*options, id="patterns", classes="choices", markup=False)
        with VerticalScroll(classes="about-it", can_focus=False):
            yield Static("", id="about", markup=False)
            yield Static("", id="remark", markup=False)
            yield Static(SOFTLY, id="softly", markup=False)
        yield Static("", id="question", classes="question", markup=False)

    def on_mount(self) -> None:
        """Begin at what was chosen last."""
        patterns = self.query_one(OptionList)
        patterns.highlighted = patterns.get_option_index(self.pattern.id)
        patterns.focus()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self.pattern, self._remark = self._patterns[event.option_id], ""
            self._tell()

    def show(self, picture: Picture, notice: str) -> None:
        """Show the choice."""
        super().show(picture, notice)
        self._tell()

    def _tell(self) -> None:
        pattern = self.pattern
        minutes, seconds = divmod(round(self.cycles * pattern.cycle_s), MINUTE_S)
        parts = ((pattern.in_s, "in"), (pattern.hold_s, "hold"), (pattern.out_s, "out"), (pattern.hold_out_s, "hold"))
        counts = " · ".join(f"{word} {part:g}" for part, word in parts if part)
        lines = [f"{counts} seconds", pattern.says, f"Sources: {', '.join(pattern.sources)}"]
        put(self, "#about", "\n".join(line for line in lines if line))
        put(self, "#remark", self._remark)
        count = f"{self.cycles} breath{'s' if self.cycles > 1 else ''}, {minutes}:{seconds:02}"
        self.query_one("#question", Static).update(Content.assemble((count, "bold"), ("   enter starts", "")))

    def keys_now(self, picture: Picture) -> Keys:
        """Enter, breaths, minutes, back."""
        del picture
        return (
            ("enter", "Start"),
            ("plus", ""),
            ("minus", "Breath"),
            ("left", ""),
            ("right", "Minute"),
            ("escape", "Back"),
            *ALWAYS,
        )

    def _take(self, cycles: int) -> None:
        """Take another number of breaths; where it can't be led, say why."""
        try:
            self.pattern.routine(cycles)
        except FieldError as refusal:
            self._remark = refusal.sentence
        else:
            self._cycles[self.pattern.id], self._remark = cycles, ""

    def action_breaths(self, by: int) -> None:
        """A breath more or less."""
        self._take(self.cycles + by)
        self._tell()

    def action_minutes(self, by: int) -> None:
        """A minute's breaths more or less."""
        self._take(self.cycles + by * max(1, round(MINUTE_S / self.pattern.cycle_s)))
        self._tell()

    def action_start(self) -> None:
        """Start."""
        self.post_message(self.Started(self.pattern, self.cycles))
