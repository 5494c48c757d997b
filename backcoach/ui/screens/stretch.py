"""A stretch: which side and what to do as large as the window allows, the seconds, the figure; and what comes after."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.domain import stretches, wording
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind, Side
from backcoach.domain.session import Ending, Session
from backcoach.domain.signs import Level
from backcoach.ui.faces import act_word, cue, moving_of, pose_of, repetitions, seconds_left, side_word, what_follows
from backcoach.ui.pain_question import AFTER
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import PAIN_ASKED, CoachScreen, put
from backcoach.ui.screens.guided import RESTING, AdviceScreen, GuidedScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.figure import Figure, extent_of
from backcoach.ui.widgets.plain_text import PlainText
from backcoach.ui.window import Window


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
        self.tell(act_word(session), seconds_left(session, picture.now))
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

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.leave_screen", "Skip"), PAIN_ASKED]

    def __init__(self, session: Session, before: int | None) -> None:
        """Take the stretch that has ended, and the pain before it; None where it is not known."""
        super().__init__()
        self._session = session
        self._before = before

    def compose_middle(self) -> ComposeResult:
        with VerticalScroll(classes="about-it"):
            yield PlainText(done_words(self._session), id="done")
            if self._before is not None:
                yield PlainText(f"Before it, your pain was {self._before}.", id="before")


class FeltScreen(CoachScreen):
    """Asks what is felt after a stretch was stopped because it hurt (L8)."""

    yields = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "only_hurts", "None of these"),
        Binding("enter", "felt", "This one"),
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

    def action_felt(self) -> None:
        self.query_one(ChoiceList).action_select()

    def action_only_hurts(self) -> None:
        self.window.switch_screen(_ask_after(self.window, self._session))
        self.window.say("")


def after_stretch(window: Window, session: Session) -> CoachScreen | None:
    """What comes after a stretch that has ended; None where nothing does."""
    if session.why is Ending.PAIN:
        return FeltScreen(session)
    return _ask_after(window, session) if stretches.counts(session) else None


def _ask_after(window: Window, session: Session) -> AfterScreen:
    window.pain.after = session
    return AfterScreen(session, window.services.guidance.pain_before(session))


def note_after(window: Window, session: Session, value: int) -> None:
    """Keep the pain after a session; where it has risen after a stretch, offer no other round."""
    before = window.services.guidance.pain_before(session)
    window.services.guidance.note_pain(value, "after", session.id)
    if isinstance(window.screen, AfterScreen):
        window.pop_screen()
    if session.kind is Kind.STRETCH and stretches.has_risen(before, value):
        rise = f"Your pain went from {before} to {value}. A change of 2 counts as real: no more stretching for now."
        more = "If it gets worse, or goes into a leg: press !"
        window.push_screen(AdviceScreen("It hurts more than before", (rise, RESTING, more)))
        window.say("")
    else:
        window.say(f"Pain {value} noted." if before is None else f"Pain {before} before, {value} after: noted.")


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
