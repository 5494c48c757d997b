"""When to get help: one sign after another, or the whole list; and what follows from the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from backcoach.domain.signs import Level, Region, Round, Sign, numbers, whom_to_ask
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.help_desk import KeptRound
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen, put
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.big_time import BigTime

NONE_FOUND = "None of these signs"
NONE_MEANS = "You said no to every sign on this list. Ask again whenever something changes: ! is one key away."


class Found(Vertical):
    """What follows from a round that is over: how urgently to get help, and the advice line where there is one."""

    def compose(self) -> ComposeResult:
        """The words, the number, and what was answered."""
        yield Static("", id="advice", markup=False)
        yield BigTime(id="number")
        yield Static("", id="more", markup=False)

    def show(self, asked: Round, region: Region) -> None:
        """Show what was found."""
        level = asked.found
        number = self.query_one("#number", BigTime)
        number.value = (region.advice or "") if level is Level.TODAY else ""
        number.display = bool(number.value)
        said = " · ".join(answer.sign.text for answer in asked.there)
        texts = {
            "#advice": NONE_FOUND if level is None else whom_to_ask(level, region),
            "#more": NONE_MEANS if level is None else f"You said yes to: {said}.",
        }
        for selector, text in texts.items():
            put(self, selector, text)


def options(signs: Iterable[Sign], region: Region) -> list[Option]:
    """The signs as a list, each level under what it asks for."""
    levels: dict[Level, list[Sign]] = {}
    for sign in signs:
        levels.setdefault(sign.level, []).append(sign)
    listed: list[Option] = []
    for level, those in levels.items():
        listed.append(Option(Content.styled(whom_to_ask(level, region), "bold"), disabled=True))
        listed += [Option(Content(f"  · {sign.text}"), id=sign.id) for sign in those]
    return listed


class HelpScreen(CoachScreen):
    """Asks for the signs and says how urgently to get help.

    An emergency sign is not shown here: whoever hears of it puts the emergency screen in its place.
    """

    CSS_PATH = sheets("help")

    AUTO_FOCUS = ""  # a list that gets the focus by itself would choose its first sign, and enter would report it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes", tooltip="Yes, this sign is there."),
        Binding("n", "no", "No, none", tooltip="No; in the list: none of these."),
        Binding("left,backspace", "back", "Back one", tooltip="Ask the sign before once more."),
        Binding("l", "list", "List", tooltip="All signs as a list, or one after another."),
    ]

    yields = False

    @dataclass
    class Answered(Asked):
        """A sign was answered, or all of them."""

        of = "help"

        screen: HelpScreen

    def __init__(self, asked: KeptRound, region: Region, whose: str, *, as_list: bool = False) -> None:
        """Take what is asked.

        Args:
            asked: the round.
            region: whose numbers are shown.
            whose: which region that is and how it is known.
            as_list: whether the list comes first, and not one sign after another.
        """
        super().__init__()
        self.asked = asked
        self._region = region
        self._whose = whose
        self._as_list = as_list
        self._now: datetime | None = None

    def compose_middle(self) -> ComposeResult:
        """The question, the list or the answer; the numbers below it."""
        yield Static(self.asked.round.reason, id="reason", markup=False)
        with VerticalScroll(id="one", can_focus=False):
            yield Static("", id="sign", markup=False)
            yield Static("", id="where", markup=False)
        yield OptionList(*options(self.asked.round.signs, self._region), id="signs", markup=False)
        yield Found(id="found")
        with Vertical(id="foot"):
            yield Static(numbers(self._region), id="numbers", markup=False)
            yield Static(self._whose, id="whose", markup=False)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, picture: Picture, notice: str) -> None:
        """Show the question, the list or the answer."""
        self._now = picture.now.wall
        asked = self.asked.round
        is_list = self._as_list and not asked.is_over
        signs = self.query_one("#signs", OptionList)
        self.set_class(bool(asked.reason), "-reason")
        self.set_class(is_list, "-list")
        self.set_class(asked.is_over, "-over")
        if is_list and self.focused is not signs:
            signs.highlighted = None
            signs.focus()
            self.call_after_refresh(self._scrolled)
        elif not is_list and self.focused is not None:
            self.set_focus(None)
        super().show(picture, notice)
        if (sign := asked.current) is not None:
            place = f"Sign {asked.index + 1} of {len(asked.signs)} · sources {', '.join(sign.sources)}"
            put(self, "#sign", f"{sign.text}?")
            put(self, "#where", f"{place}\nYes means: {_lowered(whom_to_ask(sign.level, self._region))}")
        else:
            self.query_one(Found).show(asked, self._region)

    def keys_now(self, picture: Picture) -> Keys:
        """Yes and no, or the list's keys."""
        del picture
        back: Keys = (("left", "Back one"),) if self.asked.round.index else ()
        rest: Keys = (("escape", "Leave"), *ALWAYS[1:])
        if self.asked.round.is_over:
            return (("escape", "Leave"), ("exclamation_mark", "Ask again"), *back, *ALWAYS[1:])
        if self._as_list:
            none = "None of these" if self._has_seen_all() else "None so far"
            return (("n", none), ("down", ""), ("up", "Choose"), ("y", "This one"), ("l", "One by one"), *rest)
        return (("y", "Yes"), ("n", "No"), *back, ("l", "All signs"), *rest)

    def _has_seen_all(self) -> bool:
        signs = self.query_one("#signs", OptionList)
        return signs.size.height > 0 and signs.scroll_offset.y >= signs.max_scroll_y

    # -- keys ---------------------------------------------------------------------------------------------------

    def _answer(self, sign: Sign | None, *, yes: bool) -> None:
        if sign is not None and self._now is not None and not self.asked.round.is_over:
            self._change(self.asked.round.answered(sign, yes=yes, at=self._now))

    def _change(self, changed: Round) -> None:
        if changed is self.asked.round:
            return
        self.asked = replace(self.asked, round=changed)
        self.post_message(self.Answered(self))

    def action_yes(self) -> None:
        """Yes to the sign that is asked, or to the one chosen in the list."""
        if self._as_list:
            self.query_one("#signs", OptionList).action_select()
        else:
            self._answer(self.asked.round.current, yes=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The sign chosen in the list is there."""
        self._answer(next((s for s in self.asked.round.signs if s.id == event.option_id), None), yes=True)

    def action_no(self) -> None:
        """No to the sign that is asked; in the list, to those in sight, and at its end to all."""
        if self._now is None or self.asked.round.is_over:
            return
        if not self._as_list:
            self._answer(self.asked.round.current, yes=False)
        elif self._has_seen_all():
            self._change(self.asked.round.none_of_them(self._now))
        else:
            self.query_one("#signs", OptionList).scroll_page_down(animate=False, force=True, on_complete=self._scrolled)

    def _scrolled(self) -> None:
        """What is in sight has changed, and with it what `n` means."""
        self.post_message(self.Shown())

    def action_back(self) -> None:
        """Ask the sign before once more."""
        self._change(self.asked.round.back())

    def action_list(self) -> None:
        """The list instead of single signs, or the other way round."""
        if not self.asked.round.is_over:
            self._as_list = not self._as_list
            self.post_message(self.Shown())

    def ask_again(self, asked: KeptRound) -> None:
        """Begin a new round, where the last one is over."""
        if self.asked.round.is_over:
            self.asked = asked
            self._as_list = False
            self.post_message(self.Shown())


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
