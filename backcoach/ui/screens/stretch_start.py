"""Before a stretch: which one, the bones once, and how much it hurts now (L7)."""

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

from backcoach.coach.guidance import Before
from backcoach.domain.limits import L7
from backcoach.domain.moment import Moment, elapsed
from backcoach.domain.stretches import ASKS_FROM, PAIN_LASTS, REFUSES_FROM, Stretch, asks_again
from backcoach.ui.asking import Asked
from backcoach.ui.faces import Keys
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import ALWAYS, CoachScreen, put
from backcoach.ui.screens.pain_keys import PAIN_BINDINGS, PAIN_WORDS
from backcoach.ui.stylesheets import sheets
from backcoach.ui.widgets.figure import Drawing

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class StretchOffer:
    """A stretch, and whether it may be led now.

    Attributes:
        stretch: the stretch.
        today: how often it was done today, against its times a day.
        locked: why it can't be led now; empty where it can.
        asks_bones: whether the person must first say that their bones are not brittle.
        locked_by_bones: whether it is their answer to this that locks it.
    """

    stretch: Stretch
    today: str
    locked: str = ""
    asks_bones: bool = False
    locked_by_bones: bool = False


class StretchStartScreen(CoachScreen):
    """One digit for the pain, and enter."""

    CSS_PATH = sheets("session", "start", "steps")

    gives_way = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", tooltip="Start the stretch, once the pain is said.", priority=True),
        *PAIN_BINDINGS,
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n", "answer(False)", "No", show=False),
        Binding("a", "ask_bones", "Brittle bones?", tooltip="Answer once more whether your bones are brittle."),
    ]

    @dataclass
    class BonesSaid(Asked):
        """The person has answered whether their bones are brittle."""

        of = "guided"

        screen: StretchStartScreen
        brittle: bool

    @dataclass
    class PainSaid(Asked):
        """The person has said how much it hurts now."""

        of = "guided"

        screen: StretchStartScreen
        value: int

    @dataclass
    class Started(Asked):
        """The person starts, after saying how much it hurts."""

        of = "guided"

        screen: StretchStartScreen
        before: Before

    def __init__(self, offers: Mapping[str, StretchOffer], chosen: str, pain: int | None) -> None:
        """Take the stretches by id, the one chosen at first, and the pain that was noted last, if it still counts."""
        super().__init__()
        self.offers = offers
        self.chosen = chosen
        self.pain = pain
        self._said: Moment | None = None
        self._now: Moment | None = None
        self._asks_bones = False

    @property
    def asks_bones(self) -> bool:
        """Whether the person is asked about their bones: before all else, and again where they want to be."""
        return self.offer.asks_bones or (self._asks_bones and self.offer.stretch.needs_knees_to_chest)

    @property
    def offer(self) -> StretchOffer:
        """The stretch that is chosen."""
        return self.offers[self.chosen]

    def compose_middle(self) -> ComposeResult:
        """The stretches; below what the chosen one is; the question last, where it is always seen."""
        options = [
            Option(Content.assemble((offer.stretch.title, "bold")), id=offer.stretch.id)
            for offer in self.offers.values()
        ]
        yield OptionList(*options, id="stretches", classes="choices", markup=False)
        with VerticalScroll(classes="about-it", can_focus=False):
            yield Static("", id="about", markup=False)
            yield Drawing(id="drawing")
        yield Static("", id="question", classes="question", markup=False)

    def on_mount(self) -> None:
        """Begin at what was chosen last."""
        stretches = self.query_one(OptionList)
        stretches.highlighted = stretches.get_option_index(self.chosen)
        stretches.focus()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self.chosen = event.option_id
            self.post_message(self.Shown())

    def show(self, picture: Picture, notice: str) -> None:
        """Show the choice, and ask what is still to be asked."""
        self._now = picture.now
        if self._said is not None and elapsed(self._said, picture.now) > PAIN_LASTS:
            self.pain = self._said = None
        super().show(picture, notice)
        offer = self.offer
        stretch = offer.stretch
        minutes, seconds = divmod(round(stretch.total_s), MINUTE_S)
        held = f", {stretch.held_s:g} s held" if stretch.held_s else ""
        figures = f"{minutes}:{seconds:02}{held}. Sources: {', '.join(stretch.sources)}"
        lines = [stretch.start, stretch.stop, offer.today, stretch.says, figures]
        put(self, "#about", "\n".join(line for line in lines if line))
        self.query_one(Drawing).figure = stretch.drawing
        put(self, "#question", self._question())

    def _question(self) -> str:
        offer = self.offer
        if self.asks_bones:
            return "Brittle bones (osteoporosis), or might they be? y Yes   n No"
        if offer.locked:
            return offer.locked
        if self.pain is None:
            return PAIN_WORDS
        if self.pain >= REFUSES_FROM:
            return f"Pain {self.pain} was noted: no stretch is led at 7 and more ({L7.id}). {PAIN_WORDS}"
        if asks_again(self.pain):
            return f"Stretch with pain {self.pain}? y Yes   n No. At 5 and 6 you are asked once more ({L7.id})."
        return f"Pain {self.pain}. Get into position, then enter. {offer.stretch.stop}"

    def keys_now(self, picture: Picture) -> Keys:
        """What can be answered now."""
        del picture
        offer = self.offer
        answer: Keys = ()
        if self.asks_bones:
            answer = (("y", "Yes"), ("n", "No"))
        elif offer.locked:
            answer = (("a", "Answer again"),) if offer.locked_by_bones else ()
        elif self.pain is None or self.pain >= REFUSES_FROM:
            answer = (("0", ""), ("9", ""), ("t", "Pain"))
        elif asks_again(self.pain):
            answer = (("y", "Yes"), ("n", "No"))
        else:
            answer = (("enter", "Start"),)
        return (*answer, ("escape", "Back"), *ALWAYS)

    def action_pain(self, value: int) -> None:
        """Say how much it hurts."""
        if not self.offer.locked and not self.asks_bones:
            self.pain, self._said = value, self._now
            self.post_message(self.PainSaid(self, value))

    def action_answer(self, yes: bool) -> None:
        """Answer the question about the bones, or whether to stretch with this pain."""
        if self.asks_bones:
            self._asks_bones = False
            self.post_message(self.BonesSaid(self, yes))
        elif self.pain is not None and asks_again(self.pain) and not self.offer.locked:
            if yes:
                self.post_message(self.Started(self, Before(self.pain, self._said, sure=True)))
            else:
                self.pain = self._said = None
                self.post_message(self.Shown())

    def action_ask_bones(self) -> None:
        """Ask it again: it was answered wrongly, or bones have changed."""
        self._asks_bones = True
        self.post_message(self.Shown())

    def action_start(self) -> None:
        """Start, once all is said."""
        if self.pain is None or self.offer.locked or self.asks_bones:
            return
        if self.pain < ASKS_FROM:
            self.post_message(self.Started(self, Before(self.pain, self._said)))
