"""How the screens of the flare-up follow each other, and what they ask for is done."""

from __future__ import annotations

from collections.abc import Callable

from backcoach.coach.protocols import Clock
from backcoach.domain.flare import Flare, Outcome
from backcoach.domain.signs import Level
from backcoach.ui.asking import Asked
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.help_flow import HelpFlow
from backcoach.ui.screens.flare import FlareScreen
from backcoach.ui.screens.flare_form import JUST_NOW, FlareForm, FlareFormScreen
from backcoach.ui.screens.frame import CoachScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.window import Window

MOST = 12
"""How many earlier flare-ups are listed."""


class FlareFlow:
    """Opens and closes the screens of the flare-up."""

    def __init__(self, window: Window, clock: Clock, desk: DayDesk, find_help: Callable[[], HelpFlow]) -> None:
        """Take what it needs; `find_help` finds the part that asks the signs, which is loaded when it is wanted."""
        self._window = window
        self._clock = clock
        self._desk = desk
        self._find_help = find_help

    def open(self) -> None:
        """Show the flare-up that goes on, or the way to write one down."""
        if isinstance(self._window.screen, FlareScreen | FlareFormScreen):
            return
        today = self._desk.today()
        past = [self._line(flare) for flare in self._desk.flare_ups() if flare.is_over][:MOST]
        if today.flare is not None:
            self._window.push_screen(FlareScreen(past))
            return
        self._form(last=f"Before: {past[0]}" if past else "")

    def _change(self) -> None:
        """Show the form with what is known of the one that goes on."""
        today = self._desk.today()
        if (flare := today.flare) is None:
            return
        onset = f"{self._clock.local(flare.onset.wall):%Y-%m-%d %H:%M}"
        pain = "" if flare.pain is None else str(flare.pain)
        self._form(FlareForm(onset, flare.trigger, pain, flare.plan, is_change=True))

    def _form(self, form: FlareForm | None = None, last: str = "") -> None:
        plans = self._desk.days.content.plans
        usual = self._desk.days.plan_of(None).id
        ready = form or FlareForm(JUST_NOW, "", "", usual)
        self._window.push_screen(FlareFormScreen(ready, plans.values(), last))

    def answer(self, asked: Asked) -> None:
        """Do what is asked; what came of it is said."""
        match asked:
            case FlareFormScreen.Wanted(form):
                self._window.say(self._settled(form))
            case FlareScreen.ChangeWanted():
                self._change()
            case FlareScreen.Ended():
                self._window.say(self._ended())
            case HomeScreen.Moved(item, left_out):
                self._window.say(self._desk.leave_out(item) if left_out else self._desk.put_off(item))

    def _settled(self, form: FlareForm) -> str:
        """Keep what the form says, and go on: to the get-help signs where it began (L9); the reason where it can't."""
        refusal = self._desk.change(form) if form.is_change else self._desk.begin(form)
        if refusal:
            return refusal
        self._window.pop_screen()
        if not form.is_change:
            self._find_help().open(daily=True, reason="A flare-up has begun.")
        return ""

    def _ended(self) -> str:
        """End the one that goes on; what is to be said of it."""
        self._window.pop_screen()
        return self._desk.end()

    def look(self) -> None:
        """Let get help come by itself where it is time: never over a session that leads, or that needs the person."""
        screen = self._window.screen
        if not isinstance(screen, CoachScreen) or not screen.yields or self._desk.is_busy():
            return
        wanted, why = self._desk.help_wanted(self._signs_are_due)
        if not wanted:
            return
        if why:
            self._find_help().open(start_with=Level.SOON, reason=why)
        else:
            self._find_help().open(daily=True, reason="Once a day during a flare-up.")

    def _signs_are_due(self) -> bool:
        return self._find_help().desk.is_due()

    def _line(self, flare: Flare) -> str:
        began = self._clock.local(flare.onset.wall)
        days = max(1, round(flare.lasted(self._clock.now()).total_seconds() / 86_400))
        how = ", over two weeks" if flare.outcome is Outcome.SEE_SOMEONE else ", recovered"
        set_off = f", {flare.trigger}" if flare.trigger else ""
        return f"{began:%d %b %Y}, {days} day{'s' if days > 1 else ''}, plan {flare.plan}{how}{set_off}"
