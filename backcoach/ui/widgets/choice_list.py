"""A list of which the chosen line is marked by a sign, not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from backcoach.ui.widgets.text import Hung

HERE, ELSEWHERE = "▸ ", "  "
_CHOOSE = Binding.Group("Choose")
_OTHERWISE = {"enter", "up", "down"}


class ChoiceList(OptionList, inherit_bindings=False):
    """Textual's list, with a mark before the line that enter means; enter is the screen's."""

    BINDINGS = [
        *(each for each in OptionList.BINDINGS if isinstance(each, Binding) and each.key not in _OTHERWISE),
        Binding("up", "cursor_up", "Line above", group=_CHOOSE),
        Binding("down", "cursor_down", "Line below", group=_CHOOSE),
    ]

    def __init__(self, lines: Iterable[tuple[str, Content]] = (), *, id: str, at: str | None = None) -> None:
        """Take the lines, each with its id, and the one to be `at` with the keys; one without an id is a heading."""
        self._texts: dict[str, Content] = {}
        self._at = at
        self._marked = ""
        super().__init__(*self._made(lines), id=id, markup=False)

    def _made(self, lines: Iterable[tuple[str, Content]]) -> list[Option]:
        listed = list(lines)
        self._texts = dict(listed)
        return [Option(self._prompt(key, text), id=key or None, disabled=not key) for key, text in listed]

    def _prompt(self, key: str, text: Content) -> Content:
        return text if not key else Hung((HERE if key == self._marked else ELSEWHERE) + text)

    def show(self, lines: Iterable[tuple[str, Content]]) -> None:
        """Show other lines; the mark stays at its place."""
        here = self.highlighted
        self.set_options(self._made(lines))
        if here is not None and self.option_count:
            self.highlighted = min(here, self.option_count - 1)

    def go_to(self, key: str) -> None:
        """Put the mark at this line, or leave it where that is not there, and give the list the keys."""
        self.highlighted = self.get_option_index(key) if key in self._texts else self.highlighted or 0
        self.screen.set_focus(self, scroll_visible=False)

    def on_mount(self) -> None:
        if self._at is not None:
            self.go_to(self._at)

    @property
    def chosen(self) -> str:
        """The id of the marked line; empty where there is none."""
        option = self.highlighted_option
        return "" if option is None or option.id is None else option.id

    def on_resize(self) -> None:
        """Keep the marked line in sight."""
        self.call_after_refresh(self.scroll_to_highlight)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page up or down is refused where nothing of the list can be seen."""
        return super().check_action(action, parameters) if self.content_size.height else "page" not in action

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        before, self._marked = self._marked, self.chosen
        for key in {before, self._marked} & {option.id for option in self.options if option.id}:
            self.replace_option_prompt(key, self._prompt(key, self._texts[key]))
