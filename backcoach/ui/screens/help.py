"""When to get help: one sign after another, or all as a list; what follows from the answers; the number to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.domain.settings import BY_KEY
from backcoach.domain.signs import (
    NO_REGION,
    Level,
    Region,
    Round,
    Sign,
    at_any_time,
    choices,
    numbers,
    whom_to_ask,
    whose_numbers,
)
from backcoach.ui.help_rounds import KeptRound
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, put
from backcoach.ui.screens.home import titled
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.plain_text import PlainText

NONE_FOUND = "None of these signs"
NONE_MEANS = "You said no to every sign on this list. Ask again whenever something changes: ! is one key away."


def listed(signs: Iterable[Sign], region: Region) -> Iterator[tuple[str, Content]]:
    """The signs as a list, each level under what it asks for."""
    for level, those in groupby(signs, key=lambda sign: sign.level):
        yield "", Content.styled(whom_to_ask(level, region), "bold")
        yield from ((sign.id, Content(sign.text)) for sign in those)


class HelpScreen(CoachScreen):
    """Asks for the signs and says how urgently to get help; an emergency sign shows the number in its place."""

    AUTO_FOCUS = ""  # a list that gets the focus by itself would choose its first sign, and enter would report it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "none", "None of these", tooltip="You have seen all signs, and none is there."),
        Binding("n", "none_so_far", "None so far", tooltip="None of those in sight: read on."),
        Binding("y,enter", "this_one", "This one", tooltip="Yes, the marked sign is there."),
        Binding("y", "yes", "Yes", tooltip="Yes, this sign is there."),
        Binding("n", "no", "No"),
        Binding("left,backspace", "back", "Back one", tooltip="Ask the sign before once more."),
        Binding("l", "list", "All signs", tooltip="All signs as a list."),
        Binding("l", "one_by_one", "One by one", tooltip="One sign after another."),
        Binding("c", "country", "Country", tooltip="Choose the country whose numbers are shown."),
    ]

    yields = False

    def __init__(self, asked: KeptRound, *, as_list: bool = False) -> None:
        """Take the round that is asked, and whether the list comes first, and not one sign after another."""
        super().__init__()
        self.asked = asked
        self._as_list = as_list
        self._now: datetime | None = None
        self._region: Region | None = None

    def compose_middle(self) -> ComposeResult:
        """The question, the list or the answer; the numbers below it."""
        yield PlainText(id="any-time")
        yield PlainText(self.asked.round.reason, id="reason")
        with VerticalScroll(id="one", can_focus=False):
            yield PlainText(id="sign")
            yield PlainText(id="where")
        yield ChoiceList(id="signs")
        with Vertical(id="found"):
            yield PlainText(id="advice")
            yield BigTime(id="number")
            yield PlainText(id="more")
        with Vertical(id="foot"):
            yield PlainText(id="numbers")
            yield PlainText(id="whose")

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, picture: Picture, notice: str) -> None:
        """Show the question, the list or the answer."""
        self._now = picture.now.wall
        asked, region = self.asked.round, self.window.services.region
        is_list = self._as_list and not asked.is_over
        signs = self.query_one("#signs", ChoiceList)
        if region != self._region:
            self._region = region
            signs.show(listed(asked.signs, region))
        self.set_class(bool(asked.reason), "-reason")
        self.set_class(is_list, "-list")
        self.set_class(asked.is_over, "-over")
        if is_list and self.focused is not signs:
            signs.highlighted = None
            self.set_focus(signs)
            self.call_after_refresh(self._scrolled)
        elif not is_list and self.focused is not None:
            self.set_focus(None)
        super().show(picture, notice)
        put(self, "#any-time", at_any_time(region))
        put(self, "#numbers", numbers(region))
        put(self, "#whose", whose_numbers(region, self.window.services.find_place()))
        if (sign := asked.current) is not None:
            place = f"Sign {asked.index + 1} of {len(asked.signs)} · sources {', '.join(sign.sources)}"
            means = whom_to_ask(sign.level, region)
            put(self, "#sign", sign.ask)
            put(self, "#where", f"{place}\nYes means: {means[:1].lower()}{means[1:]}")
        else:
            self._show_found(asked, region)

    def _show_found(self, asked: Round, region: Region) -> None:
        """What follows from a round that is over: how urgently to get help, and the advice line where there is one."""
        level = asked.found
        number = self.query_one("#number", BigTime)
        number.value = (region.advice or "") if level is Level.TODAY else ""
        number.display = bool(number.value)
        said = " · ".join(answer.sign.text for answer in asked.there)
        put(self, "#advice", NONE_FOUND if level is None else whom_to_ask(level, region))
        put(self, "#more", NONE_MEANS if level is None else f"You said yes to: {said}.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Yes and no, or the list's keys."""
        asked = self.asked.round
        is_asked = not asked.is_over
        match action:
            case "yes" | "no" | "list":
                return is_asked and not self._as_list
            case "this_one" | "one_by_one":
                return is_asked and self._as_list
            case "none" | "none_so_far":
                return is_asked and self._as_list and self._has_seen_all() is (action == "none")
            case "back":
                return bool(asked.index)
            case _:
                return super().check_action(action, parameters)

    def _has_seen_all(self) -> bool:
        signs = self.query_one("#signs", ChoiceList)
        return signs.size.height > 0 and signs.scroll_offset.y >= signs.max_scroll_y

    # -- keys ---------------------------------------------------------------------------------------------------

    def _answer(self, sign: Sign | None, *, yes: bool) -> None:
        if sign is not None and self._now is not None and not self.asked.round.is_over:
            self._change(self.asked.round.answered(sign, yes=yes, at=self._now))

    def _change(self, changed: Round) -> None:
        if changed is not self.asked.round:
            self.asked = replace(self.asked, round=changed)
            self.settle()
            self.window.say("")

    def settle(self) -> None:
        """Keep the answers; an emergency sign shows the number first and then stops everything."""
        rounds = self.window.rounds
        if self.asked.round.found is Level.EMERGENCY:
            answer = self.asked.round.there[0]
            call = EmergencyScreen(f"You said yes at {rounds.local(answer.at):%H:%M}: {answer.sign.text}.")
            self.window.switch_screen(call)
            call.stopped = rounds.stop_everything()
        rounds.keep(self.asked)

    def action_yes(self) -> None:
        self._answer(self.asked.round.current, yes=True)

    def action_no(self) -> None:
        self._answer(self.asked.round.current, yes=False)

    def action_this_one(self) -> None:
        """Yes to the sign that is marked in the list."""
        self.query_one("#signs", ChoiceList).action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._answer(next((s for s in self.asked.round.signs if s.id == event.option_id), None), yes=True)

    def action_none(self) -> None:
        """No to all, once all were in sight."""
        if self._now is not None:
            self._change(self.asked.round.none_of_them(self._now))

    def action_none_so_far(self) -> None:
        """No to those in sight: on to the next."""
        signs = self.query_one("#signs", ChoiceList)
        signs.scroll_page_down(animate=False, force=True, on_complete=self._scrolled)

    def _scrolled(self) -> None:
        """What is in sight has changed, and with it what `n` means."""
        self.post_message(self.Shown())

    def action_back(self) -> None:
        """Ask the sign before once more."""
        self._change(self.asked.round.back())

    def action_list(self) -> None:
        """The list instead of single signs, or the other way round."""
        self._as_list = not self._as_list
        self.post_message(self.Shown())

    action_one_by_one = action_list

    def action_country(self) -> None:
        self.window.push_screen(CountryScreen())

    def ask_again(self) -> None:
        """Begin a new round, where the last one is over."""
        if self.asked.round.is_over:
            self.asked = self.window.rounds.begin()
            self._as_list = False
            self.post_message(self.Shown())


class CountryScreen(CoachScreen):
    """Chooses the country whose numbers are shown, which is the setting `region`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "These numbers")]

    yields = False
    BY_ITSELF, OTHER = "-", "other"

    def compose_middle(self) -> ComposeResult:
        yield titled(ChoiceList(self._lines(), id="countries"), "Whose numbers?")

    def _lines(self) -> Iterator[tuple[str, Content]]:
        yield self.BY_ITSELF, Content("From my time zone or locale")
        for code, text in choices(self.window.content.regions):
            yield code, Content(text)
        yield self.OTHER, Content("Another country, or numbers of my own: in the settings")

    def on_mount(self) -> None:
        countries = self.query_one(ChoiceList)
        self.set_focus(countries)
        countries.go_to(self.window.services.region.id or self.BY_ITSELF)

    def action_choose(self) -> None:
        self.query_one(ChoiceList).action_select()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        code = event.option_id
        if code == self.OTHER:
            self.window.switch_screen(SettingsScreen())
            return
        preferences = self.window.services.preferences
        refusal = preferences.keep(BY_KEY["region"], None if code == self.BY_ITSELF else code)
        self.window.use(preferences.settings, "region")
        self.window.pop_screen()
        self.window.say(refusal)


class EmergencyScreen(CoachScreen):
    """Says whom to call, in plain text and as large as the window allows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", tooltip="Close; nothing runs any more."),
    ]

    yields = False
    only_own_keys = True

    def __init__(self, said: str) -> None:
        """Take what was answered and when, to be read to whoever answers the call."""
        super().__init__()
        self._said = said
        self.stopped = ""
        """What was stopped, in a sentence."""

    def compose_middle(self) -> ComposeResult:
        region = self.window.services.region
        self.set_class(region.emergency == NO_REGION.emergency, "-no-region")
        yield PlainText(whom_to_ask(Level.EMERGENCY, region), id="call")
        yield BigTime(first if (first := region.emergency.split()[0]).isdigit() else region.emergency, id="number")
        with VerticalScroll(id="said", can_focus=False):
            yield PlainText(id="said-text")

    def show(self, picture: Picture, notice: str) -> None:
        """Show what was stopped."""
        super().show(picture, notice)
        services = self.window.services
        whose = whose_numbers(services.region, services.find_place())
        lines = (self.stopped, self._said, whose, "This program never dials.")
        put(self, "#said-text", "\n".join(line for line in lines if line))

    def action_close(self) -> None:
        """Leave for the first screen."""
        self.window.close_all()
        self.window.say("")
