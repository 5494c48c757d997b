"""Before a stretch: which one, the bones once, and how much it hurts now (L7)."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.coach.guidance import BONES, STRETCHING, Before
from backcoach.coach.protocols import JournalError
from backcoach.domain import stretches
from backcoach.domain.limits import BRITTLE_BONES, L7, LimitReachedError
from backcoach.domain.moment import Moment
from backcoach.domain.routine import Kind
from backcoach.domain.stretches import ASKS_FROM, DEFAULT_STRETCH, REFUSES_FROM, Stretch, asks_again
from backcoach.ui.faces import first_known
from backcoach.ui.pain_question import DIGITS, WORDS
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import PAIN_BINDINGS, CoachScreen, put
from backcoach.ui.screens.guided import RESTING, AdviceScreen
from backcoach.ui.sessions import REFUSALS
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.footer import keyed
from backcoach.ui.widgets.plain_text import PlainText

MINUTE_S = 60


class Gate(Struct, frozen=True):
    """Whether a stretch may be led now.

    Attributes:
        today: how often it was done today, against its times a day.
        locked: why it can't be led now; empty where it can.
        asks_bones: whether the person must first say that their bones are not brittle.
        locked_by_bones: whether it is their answer to this that locks it.
    """

    today: str
    locked: str = ""
    asks_bones: bool = False
    locked_by_bones: bool = False


class StretchStartScreen(CoachScreen):
    """One digit for the pain, and enter."""

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", tooltip="Start the stretch, once you have said your pain."),
        Binding("enter", "nothing", "", show=False),
        Binding("y", "answer(True)", "Yes"),
        Binding("n", "answer(False)", "No"),
        Binding("a", "ask_bones", "Answer again", tooltip="Answer once more whether your bones are brittle."),
        *PAIN_BINDINGS,
    ]

    def __init__(self, wanted: str = "") -> None:
        """Take the id of the stretch that is wanted; empty for the one done last."""
        super().__init__()
        self._wanted = wanted
        self.pain: int | None = None
        self._said: Moment | None = None
        self._asks_bones = False
        self._gate = Gate("")

    def compose_middle(self) -> ComposeResult:
        """The stretches; below what the chosen one is; the question last, where it is always seen."""
        offered, guidance = self.window.content.stretches, self.window.services.guidance
        last = guidance.choice(STRETCHING).get("routine")
        self.stretch = offered[first_known(offered, self._wanted, last, DEFAULT_STRETCH)]
        self.pain = guidance.pain_now()
        yield ChoiceList(((each.id, Content.styled(each.title, "bold")) for each in offered.values()), id="stretches")
        with VerticalScroll(classes="about-it", can_focus=False):
            yield PlainText(id="about")
            yield Figure(id="figure")
        yield PlainText(id="question", classes="question")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).go_to(self.stretch.id)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self.stretch = self.window.content.stretches[event.option_id]
            self.ask_to_be_shown()

    @property
    def asks_bones(self) -> bool:
        """Whether the person is asked about their bones: before all else, and again where they want to be."""
        return self._gate.asks_bones or (self._asks_bones and self.stretch.needs_knees_to_chest)

    def _gate_of(self, stretch: Stretch) -> Gate:
        guidance = self.window.services.guidance
        today = stretches.said_of_times(stretch, guidance.times_today(stretch))
        try:
            guidance.may_stretch(stretch)
        except REFUSALS as refusal:
            locks = isinstance(refusal, LimitReachedError) and refusal.limit is BRITTLE_BONES
            if locks and guidance.brittle_bones() is None:
                return Gate(today, asks_bones=True)
            return Gate(today, str(refusal), locked_by_bones=locks)
        return Gate(today)

    def show(self, picture: Picture, notice: str) -> None:
        with suppress(JournalError):  # it may be too old by now, or another was noted elsewhere
            if self.pain is not None and self.pain != (pain := self.window.services.guidance.pain_now()):
                self.pain, self._said = pain, None
        stretch = self.stretch
        self._gate = self._gate_of(stretch)
        super().show(picture, notice)
        minutes, seconds = divmod(round(stretch.total_s), MINUTE_S)
        held = f", {stretch.held_s:g} s held" if stretch.held_s else ""
        figures = f"{minutes}:{seconds:02}{held}. Sources: {', '.join(stretch.sources)}"
        lines = [stretch.start, stretch.stop, self._gate.today, stretch.says, figures]
        put(self, "#about", "\n".join(line for line in lines if line))
        figure, poses = self.query_one(Figure), self.window.content.poses
        if stretch.figure is not None:
            end = poses[stretch.figure.one or stretch.figure.both or stretch.figure.start]
            figure.extent, figure.moving = extent_of(end), stretch.figure.moves
            figure.pose = end
        figure.set_class(stretch.figure is not None, "-shown")
        put(self, "#question", keyed(self._question()))

    def _question(self) -> str:
        if self.asks_bones:
            return "Do you have brittle bones (osteoporosis), or might you? y Yes   n No"
        if self._gate.locked:
            return self._gate.locked
        if self.pain is None:
            return WORDS
        if self.pain >= REFUSES_FROM:
            return f"Pain {self.pain} was noted: no stretching at 7 or more ({L7.id}). {WORDS}"
        if asks_again(self.pain):
            return f"Stretch with pain {self.pain}? y Yes   n No. At 5 and 6 you're asked once more ({L7.id})."
        another = f"{DIGITS} if it is another."
        return f"Pain {self.pain}. Get into position, then enter. {self.stretch.stop}\n{another}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        is_asked_again = self.pain is not None and asks_again(self.pain)
        match action:
            case "answer":
                return self.asks_bones or (is_asked_again and not self._gate.locked)
            case "ask_bones":
                return self._gate.locked_by_bones or self.window.services.guidance.brittle_bones() is not None
            case "pain":
                return not self._gate.locked and not self.asks_bones
            case "start":
                is_ready = self.pain is not None and self.pain < ASKS_FROM
                return is_ready and not self._gate.locked and not self.asks_bones
            case _:
                return super().check_action(action, parameters)

    def action_nothing(self) -> None:
        """Enter alone starts nothing that was not asked for."""

    def action_pain(self, value: int) -> None:
        """Say how much it hurts; where this refuses every stretch, what may be done in its place."""
        self.pain, self._said = value, self.window.services.guidance.note_pain(value, "before")
        try:
            stretches.check_pain(value, sure=True)
        except REFUSALS as refusal:
            self.window.switch_screen(AdviceScreen("Not now", (str(refusal), L7.reason, RESTING)))
        self.window.say("")

    def action_answer(self, yes: bool) -> None:
        """Answer the question about the bones, or whether to stretch with this pain."""
        if self.asks_bones:
            self._asks_bones = False
            self.window.services.guidance.choose(BONES, {"value": yes})
        elif yes:
            self._start(sure=True)
            return
        else:
            self.pain = self._said = None
        self.window.say("")

    def action_ask_bones(self) -> None:
        """Ask it again: it was answered wrongly, or bones have changed."""
        self._asks_bones = True
        self.ask_to_be_shown()

    def action_start(self) -> None:
        self._start(sure=False)

    def _start(self, *, sure: bool) -> None:
        """Begin, once all is said; the reason, where that can't be."""
        guidance = self.window.services.guidance
        if self.pain is None:
            return
        try:
            guidance.start_stretching(self.stretch, Before(self.pain, self._said, sure=sure))
        except REFUSALS as refusal:
            self.pain = guidance.pain_now()
            self.window.say(str(refusal))
            return
        self.window.show_sessions(Kind.STRETCH)
        self.window.say("")
