"""When to get help: one sign after another, or all as a list; what follows from the answers; the number to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.domain.settings import BY_KEY
from backcoach.domain.signs import (
    ANOTHER,
    NO_REGION,
    Level,
    Region,
    Round,
    Sign,
    always,
    listed_numbers,
    numbers,
    whom_to_ask,
    whose_numbers,
)
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import CoachScreen, ReadingScreen, put
from backcoach.ui.screens.settings import SettingsScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.text import PlainText

NONE_FOUND = "None of these signs"
NONE_MEANS = "You said no to every sign on this list. Ask again whenever something changes: ! is one key away."


def listed(signs: Iterable[Sign], region: Region) -> Iterator[tuple[str, Content]]:
    """The signs as a list, each level under what it asks for."""
    for level, those in groupby(signs, key=lambda sign: sign.level):
        yield "", Content.styled(whom_to_ask(level, region), "bold")
        yield from ((sign.id, Content(sign.text)) for sign in those)


WHERE = Binding("w", "where", "Country", tooltip="Choose your country, or type numbers of your own.")


class HelpScreen(CoachScreen):
    """Asks for the signs and says how urgently to get help; an emergency sign shows the number in its place."""

    AUTO_FOCUS = ""  # a list that gets the focus by itself would choose its first sign, and enter would report it

    BINDINGS = [
        Binding("n", "none", "None of these", tooltip="You have read all the signs and have none of them."),
        Binding("n", "read_on", "None so far", tooltip="None of those on the screen: read on."),
        Binding("y,enter", "select", "This one", tooltip="Yes, you have the marked sign."),
        Binding("y", "yes", "Yes", tooltip="Yes, you have this sign."),
        Binding("n", "no", "No"),
        WHERE,
        Binding("left,backspace", "back", "Back one", tooltip="Back to the sign before."),
        Binding("l", "list", "All signs", tooltip="All signs as a list."),
        Binding("l", "one_by_one", "One by one", tooltip="One sign after another."),
    ]

    yields = False
    read_on = "#signs"

    def __init__(self, asked: Round, *, as_list: bool = False) -> None:
        """Take the round that is asked, and whether the list comes first, and not one sign after another."""
        super().__init__()
        self.asked = asked
        self._record = self.window.services.new_id()
        """By which the diary keeps the answers."""
        self._as_list = as_list
        self._region = NO_REGION

    def compose_middle(self) -> ComposeResult:
        self._region = self.window.services.region
        yield PlainText(id="always")
        yield PlainText(self.asked.reason, id="reason")
        with VerticalScroll(id="one", can_focus=False):
            yield PlainText(id="sign")
            yield PlainText(id="where")
        yield ChoiceList(listed(self.asked.signs, self._region), id="signs")
        with Vertical(id="found"):
            yield PlainText(id="advice")
            yield BigTime(id="number")
            yield PlainText(id="more")
        with Vertical(id="foot"):
            yield PlainText(id="numbers")
            yield PlainText(id="whose")
            yield PlainText(self.window.content.notices["notice"].text, id="about")

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, picture: Picture, notice: str) -> None:
        asked, services = self.asked, self.window.services
        region = services.region
        is_list = self._as_list and not asked.is_over
        signs = self.query_one("#signs", ChoiceList)
        if region != self._region:
            self._region = region
            signs.show(listed(asked.signs, region))
        put(self, "#always", always(region))
        put(self, "#numbers", numbers(region))
        put(self, "#whose", whose_numbers(region, services.find_place()))
        self.set_class(bool(asked.reason), "-reason")
        self.set_class(is_list, "-list")
        self.set_class(asked.is_over, "-over")
        if is_list and self.focused is not signs:
            signs.highlighted = None
            self.set_focus(signs)
        elif not is_list and self.focused is not None:
            self.set_focus(None)
        super().show(picture, notice)
        if (sign := asked.current) is not None:
            place = f"Sign {asked.index + 1} of {len(asked.signs)} · sources {', '.join(sign.sources)}"
            means = whom_to_ask(sign.level, region)
            put(self, "#sign", sign.ask)
            put(self, "#where", f"{place}\nYes means: {means[:1].lower()}{means[1:]}")
        else:
            self._show_found(asked, region)

    @property
    def _listed(self) -> str:
        """The signs of the list in one text."""
        return "\n".join(line.plain for _, line in listed(self.asked.signs, self._region))

    def _show_found(self, asked: Round, region: Region) -> None:
        """What follows from a round that is over: how urgently to get help, and the advice line where there is one."""
        level = asked.found
        number = self.query_one("#number", BigTime)
        number.value = (region.advice or "") if level is Level.TODAY else ""
        self.set_class(bool(number.value), "-number")
        said = " · ".join(answer.sign.text for answer in asked.there)
        whom = NONE_FOUND if level is None else whom_to_ask(level, region)
        if number.value and self.has_class("-tiny"):
            whom = f"Call a doctor now, or {number.value}"
        put(self, "#advice", whom)
        put(self, "#more", NONE_MEANS if level is None else f"You said yes to: {said}.")

    def allowed(self) -> dict[str, bool]:
        asked = self.asked
        one, many = not asked.is_over and not self._as_list, not asked.is_over and self._as_list
        all_seen = many and self.has_read(self._listed)
        return super().allowed() | {
            "yes": one,
            "no": one,
            "list": one,
            "select": many,
            "one_by_one": many,
            "none": all_seen,
            "read_on": many and not all_seen,
            "back": bool(asked.index),
        }

    # -- keys ---------------------------------------------------------------------------------------------------

    def _answer(self, sign: Sign | None, *, yes: bool) -> None:
        if sign is not None and not self.asked.is_over:
            self._change(self.asked.answered(sign, yes=yes, at=self.window.coach.clock.now().wall))

    def _change(self, changed: Round) -> None:
        if changed is not self.asked:
            self.asked = changed
            self.settle()
            self.window.say("")

    def settle(self) -> None:
        """Keep the answers; an emergency sign shows the number first and then stops everything."""
        rounds = self.window.rounds
        if self.asked.found is Level.EMERGENCY:
            answer = self.asked.there[0]
            call = EmergencyScreen(
                f"You said yes at {self.window.coach.clock.local(answer.at):%H:%M}: {answer.sign.text}."
            )
            self.window.switch_screen(call)
            call.stopped = rounds.stop_everything()
        rounds.keep(self.asked, self._record)

    def action_yes(self) -> None:
        self._answer(self.asked.current, yes=True)

    def action_no(self) -> None:
        self._answer(self.asked.current, yes=False)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._answer(next((s for s in self.asked.signs if s.id == event.option_id), None), yes=True)

    def action_none(self) -> None:
        """No to all, once all were in sight."""
        self._change(self.asked.none_of_them(self.window.coach.clock.now().wall))

    def action_back(self) -> None:
        self._change(self.asked.back())

    def action_list(self) -> None:
        self._as_list = not self._as_list
        self.ask_to_be_shown()

    action_one_by_one = action_list

    def action_where(self) -> None:
        self.app.push_screen(WhereScreen())

    def ask_again(self) -> None:
        """Begin a new round, where the last one is over."""
        if self.asked.is_over:
            self.asked, self._record = self.window.rounds.begin(), self.window.services.new_id()
            self._as_list = False
            self.ask_to_be_shown()


class EmergencyScreen(ReadingScreen):
    """Says whom to call, in plain text and as large as the window allows."""

    BINDINGS = [
        Binding("escape,q", "close", "Close", tooltip="Close; nothing is running any more."),
        WHERE,
    ]

    yields = False
    only_own_keys = True
    read_on = "#said"

    def __init__(self, said: str) -> None:
        """Take what was answered and when, to be read to whoever answers the call."""
        super().__init__()
        self._said = said
        self.stopped = ""
        """What was stopped, in a sentence."""

    def compose_middle(self) -> ComposeResult:
        yield PlainText(id="call")
        yield BigTime(id="number")
        with VerticalScroll(id="said", can_focus=False):
            yield PlainText(id="said-text")

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        services = self.window.services
        region, is_known = services.region, services.region.emergency != NO_REGION.emergency
        self.set_class(not is_known, "-no-region")
        put(self, "#call", whom_to_ask(Level.EMERGENCY, region))
        self.query_one("#number", BigTime).value = region.emergency
        others = () if is_known else listed_numbers(services.content.regions)
        whose = whose_numbers(region, services.find_place())
        lines = (self.stopped, self._said, whose, *others, "This program never dials.")
        put(self, "#said-text", "\n".join(line for line in lines if line))

    def action_where(self) -> None:
        self.app.push_screen(WhereScreen())

    def action_close(self) -> None:
        self.window.close_all()
        self.window.say("")


class WhereScreen(SettingsScreen):
    """The countries with their numbers, and numbers of one's own: what is chosen is kept, and shown at once."""

    BINDINGS = [
        *SettingsScreen.BINDINGS,
        Binding("escape", "close", "Back"),
    ]

    heading = "Country"
    yields = False

    def _lines(self) -> Iterator[tuple[str, Content]]:
        yield "", Content.styled("Your own numbers come first", "bold $accent")
        for key in ("emergency_number", "advice_number"):
            yield key, self._row(BY_KEY[key])
        yield "", Content.styled("Countries", "bold $accent")
        for region in self.window.services.content.regions:
            advice = f" · advice line {region.advice}" if region.advice else ""
            yield region.id, Content(f"{region.title} · {region.call}{advice}")
        yield ANOTHER, Content("Another country")

    @property
    def first(self) -> str:
        return self.window.services.region.id or "emergency_number"

    def _tell(self) -> None:
        """Say what the marked setting does; at a country, whose numbers are shown now."""
        services, setting = self.window.services, self.marked
        now = ", ".join(filter(None, (f"Now: {services.region.title}", services.find_place().how)))
        put(self, "#setting-says", f"{now}." if setting is None else services.content.settings[setting.key].says)

    def allowed(self) -> dict[str, bool]:
        may = super().allowed()
        return may | {"close": self._edited is None, "default": may["default"] and self.marked is not None}

    def action_change(self) -> None:
        """Type a number; a country is kept and closes the list."""
        if self.marked is not None:
            super().action_change()
        elif chosen := self.query_one(ChoiceList).chosen:
            self._keep(BY_KEY["region"], chosen)
            if not self.has_class("-wrong"):
                self.window.say("")
                self.action_close()

    def action_close(self) -> None:
        self.app.pop_screen()
