"""The first minute: one large word and one sentence at a time, the disc of a breath, the signs, the positions."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content

from backcoach.coach.first_minute import FirstMinute
from backcoach.domain.first_minute import Asks
from backcoach.domain.routine import Act, Kind
from backcoach.domain.signs import Level, numbers, whom_to_ask
from backcoach.domain.wording import whole_seconds
from backcoach.ui.faces import blocks, fullness
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ReadingScreen, put
from backcoach.ui.screens.guided import FRAMES
from backcoach.ui.screens.help import EmergencyScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.breath import Breath
from backcoach.ui.widgets.charts import HERE
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.text import CalmBar, Hung, PlainText

_CHOOSE = Binding.Group("Choose")
SIGNS = "signs"


class NowScreen(ReadingScreen):
    """Leads through the first minute; whatever stands before it pauses it."""

    read_on = "#signs"
    yields = False

    BINDINGS = [
        Binding("y", "yes", "Yes", tooltip="You have one of these signs: whom to call."),
        Binding("n", "none", "None", tooltip="You have read all of these signs and have none of them."),
        Binding("n", "read_on", "None so far", tooltip="None of those on the screen: read on."),
        Binding("enter", "onward", "Go on", tooltip="On to what comes next."),
        Binding("enter", "take", "This one", tooltip="Take the marked position."),
        Binding("enter", "start", "Yes", tooltip="Ice or heat, as the plan says."),
        Binding("n", "pack('')", "Not now", tooltip="Neither ice nor heat now."),
        Binding("i", "pack('ice')", "Ice", show=False),
        Binding("h", "pack('heat')", "Heat", show=False),
        Binding("1", "position(0)", "Show me", key_display="1–6", tooltip="Show me that position."),
        *(Binding(f"{n}", f"position({n - 1})", "Show me", show=False) for n in range(2, 7)),
        Binding("left", "turn(-1)", "One before", group=_CHOOSE),
        Binding("right", "turn(1)", "Next one", group=_CHOOSE),
        Binding("escape,x", "out", "Back", tooltip="Back; what was done is kept."),
    ]

    def __init__(self) -> None:
        super().__init__()
        window = self.window
        self.minute = FirstMinute(window.coach, window.services.days, window.content, window.services.new_id)
        window.first_minute = self.minute
        self._shown = ("", -1)

    def compose_middle(self) -> ComposeResult:
        window, poses = self.window, self.window.content.poses
        with Horizontal(id="lead"):
            yield CalmBar(id="calm") if window.is_calm else Breath(id="disc")
            with Vertical(id="words"):
                yield BigTime(id="word")
                yield BigTime(id="digits")
        with VerticalScroll(id="signs", can_focus=False):
            yield PlainText(id="question")
            for sign in self.minute.signs:
                yield PlainText(Hung(Content(f"· {sign.text}")), classes="sign")
        with Container(id="places"):
            for position in self.minute.positions:
                with Vertical(classes="place"):
                    figure = Figure()
                    figure.extent, figure.pose = extent_of(poses[position.pose]), poses[position.pose]
                    yield figure
                    yield PlainText(classes="name")
        yield PlainText(id="sentence")

    def on_mount(self) -> None:
        """Look at the clock often: a step is said as it begins, and the disc moves."""
        self.set_interval(1 / FRAMES, self._frame)

    def on_screen_resume(self) -> None:
        self.window.first_minute = self.minute
        self.minute.go_on()

    def on_screen_suspend(self) -> None:
        self.minute.pause()

    def _close(self) -> None:
        """Fall silent; whoever left before the signs were answered is asked (L9)."""
        if self.window.first_minute is self.minute:
            self.minute.pause()
            self.window.first_minute = None
            self.window.owes_signs = self.minute.owes_signs

    def _frame(self) -> None:
        if not self.is_current or self.minute.progress.is_over:
            return
        self.minute.look()
        if self._stand() != self._shown:
            self.window.show()
        elif self.has_class("-breath") and not self.window.is_calm:
            session, now = self.minute.progress.session, self.window.coach.clock.now()
            self.query_one(Breath).fullness = fullness(session, now)

    def _stand(self) -> tuple[str, int]:
        return self.minute.line, self.minute.progress.session.index

    # -- what is shown ------------------------------------------------------------------------------------------

    def show(self, picture: Picture, notice: str) -> None:
        """Show the step as it is now; leave where it is over."""
        progress = self.minute.progress
        if progress.is_over:
            self._end()
            return
        prompt, session = progress.prompt, progress.session
        self.only_own_keys = self.window.is_floor
        left = session.remaining(picture.now)
        classes = {"-floor": self.window.is_floor, "-breath": prompt.act in {Act.IN, Act.OUT}, "-open": left is None}
        self.update_classes(classes | {f"-{asks}": prompt.asks is asks for asks in Asks})
        before, self._shown = self._shown, self._stand()
        super().show(picture, notice)
        if prompt.asks is Asks.SIGNS and before[1] != session.index:
            self.read = ""
            self.query_one("#signs").scroll_home(animate=False, immediate=True)
        self.query_one("#word", BigTime).value = prompt.show
        self.query_one("#digits", BigTime).value = "" if left is None else str(whole_seconds(left))
        sentence = prompt.say
        if prompt.asks is Asks.SIGNS:
            put(self, "#question", prompt.show)
            sentence = numbers(self.window.services.region)
        elif prompt.asks is Asks.POSITION:
            sentence = " ".join(self.minute.chosen.steps) if self.minute.chosen else prompt.show
        put(self, "#sentence", sentence)
        for n, (place, position) in enumerate(zip(self.query(".place"), self.minute.positions, strict=True), 1):
            is_chosen = position is (self.minute.chosen or self.minute.positions[0])
            place.set_class(is_chosen, "-chosen")
            put(place, ".name", f"{HERE if is_chosen else ' '}{n} {position.title}")
        if self.window.is_calm:
            self.query_one(CalmBar).blocks = blocks(session, picture.now)

    def _end(self) -> None:
        """On to the pack that was chosen, or to the first screen with what comes next."""
        self._close()
        self.window.close_all()
        if self.minute.pack is not None:
            self.app.call_later(self.app.run_action, f"session('{self.minute.pack}')")
        self.window.say("That was the first minute. Rest now." if self.minute.pack is None else "")

    # -- keys ---------------------------------------------------------------------------------------------------

    def allowed(self) -> dict[str, bool]:
        asks = self.minute.progress.prompt.asks
        signs, position, pack = asks is Asks.SIGNS, asks is Asks.POSITION, asks is Asks.PACK
        all_seen = signs and self.has_read(SIGNS)
        return super().allowed() | {
            "yes": signs,
            "none": all_seen,
            "read_on": signs and not all_seen,
            "roll": signs,
            "onward": asks is None,
            "take": position,
            "position": position,
            "turn": position,
            "start": pack,
            "pack": pack,
        }

    def action_onward(self) -> None:
        self.minute.onward()
        self.window.say("")

    action_take = action_start = action_onward

    def action_none(self) -> None:
        self.minute.answer(yes=False)
        self.window.say("")

    def action_yes(self) -> None:
        """A sign is there: show the number first, and then stop everything."""
        self.minute.answer(yes=True)
        window = self.window
        said = whom_to_ask(Level.EMERGENCY, window.services.region)
        call = EmergencyScreen("You said yes to one of the emergency signs.")
        self._close()
        window.switch_screen(call)
        call.stopped = window.rounds.stop_everything()
        self.minute.say(f"{said}.")
        window.say("")

    def action_pack(self, kind: str) -> None:
        self.minute.choose_pack(Kind(kind) if kind else None)
        self.window.say("")

    def action_position(self, place: int) -> None:
        self.minute.choose_position(self.minute.positions[place])
        self.ask_to_be_shown()

    def on_click(self, event: events.Click) -> None:
        """Show the position whose picture or name was clicked."""
        for number, place in enumerate(self.query(".place")):
            if place.region.contains_point(event.screen_offset):
                self.action_position(number)

    def action_turn(self, by: int) -> None:
        positions = self.minute.positions
        here = positions.index(self.minute.chosen or positions[0])
        self.action_position((here + by) % len(positions))

    def action_out(self) -> None:
        """Out; what was done is kept, and said."""
        kept = "The flare-up is kept, with its beginning; f changes or ends it." if self.minute.has_begun_flare else ""
        self._close()
        self.window.pop_screen()
        self.window.say(kept)
        self.window.ticker.offer_help()
