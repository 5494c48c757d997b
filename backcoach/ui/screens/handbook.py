"""The handbook: what the handouts say, one topic at a time, each piece of advice with its sources."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.domain.handbook import Topic, find_advice
from backcoach.ui.screens.frame import CoachScreen, put
from backcoach.ui.screens.home import titled
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.plain_text import PlainText

_READ_ON = Binding.Group("Read on")


class HandbookScreen(CoachScreen):
    """The topics, and beside them what is said on the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "roll(-1)", "Back up", group=_READ_ON),
        Binding("right,space,enter", "roll(1)", "Read on", group=_READ_ON),
    ]

    def __init__(self, topic: str = "") -> None:
        """Take the topic to begin with; empty for the first."""
        super().__init__()
        self._topic = Topic(topic or Topic.FIRST_MINUTE)

    def compose_middle(self) -> ComposeResult:
        with Horizontal(id="handbook"):
            yield titled(ChoiceList(((topic, Content(topic.heading)) for topic in Topic), id="topics"), "Handbook")
            with VerticalScroll(id="topic", classes="panel", can_focus=False):
                yield PlainText(id="advice")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).go_to(self._topic)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        topic, panel = Topic(event.option_id or Topic.FIRST_MINUTE), self.query_one("#topic")
        panel.border_title = topic.heading
        panel.scroll_home(animate=False)
        found = find_advice(self.window.content.advice, topic)
        items = (Content.assemble(item.text, (f" ({', '.join(item.sources)})", "$muted")) for item in found)
        put(self, "#advice", Content("\n\n").join(items))

    def action_roll(self, by: int) -> None:
        panel = self.query_one("#topic")
        panel.scroll_relative(y=by * max(1, panel.size.height - 2), animate=False)
