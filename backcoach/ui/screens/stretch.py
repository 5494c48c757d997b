"""A stretch: which one, the bones once and the pain (L7); the figure that leads it; and what comes after."""

from __future__ import annotations

from datetime import timedelta

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.coach.sessions import BONES, REFUSALS, STRETCHING, Before
from backcoach.domain import stretches, wording
from backcoach.domain.limits import BRITTLE_BONES, L7, LimitReachedError
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind, Side
from backcoach.domain.session import Ending, Session
from backcoach.domain.signs import Level
from backcoach.domain.stretches import ASKS_FROM, DEFAULT_STRETCH, REFUSES_FROM, asks_again
from backcoach.ui.faces import cue, first_known, moving_of, pose_of, repetitions, side_word, what_follows
from backcoach.ui.pain_question import AFTER, DIGITS, PAIN_WORDS
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import PAIN_ASKED, PAIN_BINDINGS, CoachScreen, put
from backcoach.ui.screens.guided import RESTING, AdviceScreen, GuidedScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.footer import keyed
from backcoach.ui.widgets.text import PlainText

MINUTE_S = 60

MILDER = "The handout stretches only when the pain is milder, not at the onset."


class StretchStartScreen(CoachScreen):
    """One digit for the pain, and enter."""

    gives_way = True

    BINDINGS = [
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
        self._locked = ""
        """Why it can't be led now; empty where it can."""
        self._asks_bones = self._asks_again = False
        self._is_answered = False

    def compose_middle(self) -> ComposeResult:
        """The stretches; below what the chosen one is; the question last, where it is always seen."""
        offered, guidance = self.window.content.stretches, self.window.services.guidance
        last = guidance.choice(STRETCHING).get("routine")
        self.stretch = offered[first_known(offered, self._wanted, last, DEFAULT_STRETCH)]
        self.pain = guidance.pain_now()
        lines = ((each.id, Content.styled(each.title, "bold")) for each in offered.values())
        yield ChoiceList(lines, id="stretches", at=self.stretch.id)
        with VerticalScroll(classes="about-it", can_focus=False):
            yield PlainText(id="about")
            yield Figure(id="figure")
        yield PlainText(id="question", classes="question")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.stretch = self.window.content.stretches[self.query_one(ChoiceList).chosen]
        self.ask_to_be_shown()

    @property
    def asks_bones(self) -> bool:
        """Whether the person is asked about their bones: before all else, and again where they want to be."""
        return self._asks_bones or (self._asks_again and self.stretch.needs_knees_to_chest)

    def _look_at_limits(self) -> None:
        guidance = self.window.services.guidance
        self._locked, self._asks_bones, self._is_answered = "", False, guidance.brittle_bones() is not None
        try:
            guidance.may_stretch(self.stretch)
        except REFUSALS as refusal:
            is_of_bones = isinstance(refusal, LimitReachedError) and refusal.limit is BRITTLE_BONES
            self._asks_bones = is_of_bones and not self._is_answered
            self._locked = "" if self._asks_bones else str(refusal)

    def show(self, picture: Picture, notice: str) -> None:
        # It may be too old by now, or another was noted elsewhere.
        if self.pain is not None and self.pain != (pain := self.window.services.guidance.pain_now()):
            self.pain, self._said = pain, None
        stretch = self.stretch
        self._look_at_limits()
        super().show(picture, notice)
        minutes, seconds = divmod(round(stretch.total_s), MINUTE_S)
        held = f", {stretch.held_s:g} s held" if stretch.held_s else ""
        figures = f"{minutes}:{seconds:02}{held}. Sources: {', '.join(stretch.sources)}"
        today = stretches.said_of_times(stretch, self.window.services.guidance.times_today(stretch))
        lines = [stretch.start, stretch.stop, today, stretch.says, figures]
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
        if self._locked:
            return self._locked
        if self.pain is None:
            return PAIN_WORDS
        if self.pain >= REFUSES_FROM:
            return f"Pain {self.pain} was noted: no stretching at 7 or more ({L7.id}). {PAIN_WORDS}"
        if asks_again(self.pain):
            return f"Stretch with pain {self.pain}? y Yes   n No. At 5 and 6 you're asked once more ({L7.id})."
        another = f"{DIGITS} if it is another."
        return f"Pain {self.pain}. Get into position, then enter. {self.stretch.stop}\n{another}"

    def allowed(self) -> dict[str, bool]:
        is_open = not self._locked and not self.asks_bones
        is_asked_again = self.pain is not None and asks_again(self.pain)
        return super().allowed() | {
            "answer": self.asks_bones or (is_asked_again and not self._locked),
            "ask_bones": self._is_answered,
            "pain": is_open,
            "start": is_open and self.pain is not None and self.pain < ASKS_FROM,
        }

    def action_nothing(self) -> None:
        """Enter alone starts nothing that was not asked for."""

    def action_pain(self, value: int) -> None:
        """Say how much it hurts; where this refuses every stretch, what may be done in its place."""
        self.pain, self._said = value, self.window.services.guidance.note_pain(value, "before")
        try:
            stretches.check_pain(value, sure=True)
        except REFUSALS as refusal:
            self.window.switch_screen(AdviceScreen("Not now", (str(refusal), MILDER, RESTING)))
        self.window.say("")

    def action_answer(self, yes: bool) -> None:
        """Answer the question about the bones, or whether to stretch with this pain."""
        if self.asks_bones:
            self._asks_again = False
            self.window.services.guidance.choose(BONES, {"value": yes})
        elif yes:
            self._start(sure=True)
            return
        else:
            self.pain = self._said = None
        self.window.say("")

    def action_ask_bones(self) -> None:
        """Ask it again: it was answered wrongly, or bones have changed."""
        self._asks_again = True
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


class StretchScreen(GuidedScreen):
    """Leads a stretch, to be read by someone who turns their head for a moment."""

    kind = Kind.STRETCH

    def compose_middle(self) -> ComposeResult:
        """The figure, beside it side, act and seconds; below the next step and a bar for each repetition."""
        with Horizontal(id="stretch"):
            yield Figure(id="figure")
            with Vertical(id="stretch-words"):
                yield BigTime(id="side")
                yield BigTime(id="word")
                yield BigTime(id="digits")
        yield PlainText(id="sentence")
        yield PlainText(id="next")
        yield PlainText(id="rep")

    def tell_step(self, session: Session, picture: Picture) -> None:
        routine, index = session.routine, session.index
        side = self.query_one("#side", BigTime)
        side.value = side_word(session)
        side.set_class(bool(side.value), "-shown")
        put(self, "#sentence", cue(routine, index))
        put(self, "#next", what_follows(routine, index))
        put(self, "#rep", repetitions(session, picture.now, self.size.width - 4))

    def move(self, session: Session, now: Moment) -> None:
        stretch, poses = self.window.content.stretches.get(session.routine.id), self.window.content.poses
        if stretch is None or stretch.figure is None:
            self.add_class("-undrawn")
            return
        figure = self.query_one(Figure)
        named = (stretch.figure.start, stretch.figure.one, stretch.figure.both)
        figure.extent = extent_of(*(poses[name] for name in named if name))
        figure.moving = moving_of(session.step, stretch.figure)
        figure.pose = pose_of(session, now, stretch.figure, poses, calm=self.calm)


class AfterScreen(CoachScreen):
    """What a stretch was; the pain after it is asked for."""

    asks_pain = AFTER
    gives_way = True

    BINDINGS = [Binding("enter", "app.leave_screen", "Skip"), PAIN_ASKED]

    def __init__(self, session: Session) -> None:
        """Take the stretch that has ended."""
        super().__init__()
        self._session = self.window.pain.after = session

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(classes="about-it"):
            yield PlainText(done_words(self._session), id="done")
            if (before := self.window.services.guidance.pain_before(self._session)) is not None:
                yield PlainText(f"Before it, your pain was {before}.", id="before")


class FeltScreen(CoachScreen):
    """Asks what is felt after a stretch was stopped because it hurt (L8)."""

    yields = False

    BINDINGS = [
        Binding("n", "only_hurts", "None of these"),
        Binding("enter", "select", "This one"),
    ]

    def __init__(self, session: Session) -> None:
        """Take the stretch that was stopped."""
        super().__init__()
        self._session = session

    def compose_middle(self) -> ComposeResult:
        yield PlainText(
            "Stopped. Lie or sit the way it hurts least. Do you have any of these? If you have none, press n.",
            id="felt-title",
            classes="question",
        )
        signs = (sign for sign in self.window.content.signs.values() if sign.level is not Level.SOON)
        yield ChoiceList(((sign.id, Content(sign.text)) for sign in signs), id="felt")

    def on_mount(self) -> None:
        """Let arrows and enter answer; nothing is chosen yet, so that enter alone says nothing."""
        signs = self.query_one(ChoiceList)
        self.set_focus(signs)
        signs.highlighted = None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.window.pop_screen()
        self.window.get_help(sign=event.option_id or "")
        self.window.say("")

    def action_only_hurts(self) -> None:
        self.window.switch_screen(AfterScreen(self._session))
        self.window.say("")


def after_stretch(session: Session) -> CoachScreen | None:
    """What comes after a stretch that has ended; None where nothing does."""
    if session.why is Ending.PAIN:
        return FeltScreen(session)
    return AfterScreen(session) if stretches.counts(session) else None


def risen(before: int | None, value: int) -> AdviceScreen:
    """What is said where the pain has risen after a stretch: no other round is offered."""
    rise = f"Your pain went from {before} to {value}. A change of 2 counts as real: no more stretching for now."
    return AdviceScreen("It hurts more than before", (rise, RESTING, "If it gets worse, or goes into a leg: press !"))


def done_words(session: Session) -> str:
    """What was held, by side, in a sentence: `Knees to the chest: held left 40 s, right 40 s`."""
    title, held = session.routine.title, stretches.held_by_side(session)
    if not held:
        moved = sum((step.length for step in session.done), ZERO)
        return f"{title}: {wording.clock_up(moved)} done."
    if set(held) == {Side.NONE}:
        return f"{title}: held {_seconds(held[Side.NONE])}."
    return f"{title}: held {', '.join(f'{side} {_seconds(span)}' for side, span in held.items())}."


def _seconds(span: timedelta) -> str:
    return f"{round(span.total_seconds())} s"
