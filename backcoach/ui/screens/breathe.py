"""Breathing: which pattern and how many breaths; then a disc that fills and empties, the word for now, its seconds."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from backcoach.coach.sessions import BREATHING, REFUSALS
from backcoach.domain import wording
from backcoach.domain.breathing import DEFAULT_PATTERN, UNWELL
from backcoach.domain.documents import FieldError
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Kind
from backcoach.domain.session import Ending, Session
from backcoach.domain.text import count
from backcoach.ui.faces import SOFTLY, behind, blocks, first_known, fullness
from backcoach.ui.pain_question import BEFORE
from backcoach.ui.picture import Picture
from backcoach.ui.screens.frame import PAIN_ASKED, PAIN_SKIPPED, CoachScreen, put
from backcoach.ui.screens.guided import AdviceScreen, GuidedScreen
from backcoach.ui.widgets.big_time import BigTime
from backcoach.ui.widgets.breath import Breath
from backcoach.ui.widgets.choice_list import ChoiceList
from backcoach.ui.widgets.text import CalmBar, PlainText, ProgressLine

MINUTE_S = 60

_BREATH, _MINUTE = Binding.Group("Breath"), Binding.Group("Minute")


class BreatheStartScreen(CoachScreen):
    """One press of enter starts what was chosen last."""

    gives_way = True

    BINDINGS = [
        PAIN_SKIPPED,
        PAIN_ASKED,
        Binding("enter", "start", "Start", tooltip="Start breathing."),
        Binding("plus,equals_sign", "breaths(1)", "A breath more", group=_BREATH),
        Binding("minus", "breaths(-1)", "A breath less", group=_BREATH),
        Binding("left", "minutes(-1)", "A minute less", priority=True, group=_MINUTE),
        Binding("right", "minutes(1)", "A minute more", priority=True, group=_MINUTE),
    ]

    def __init__(self, wanted: str = "") -> None:
        """Take the id of the pattern that is wanted; empty for the one chosen last."""
        super().__init__()
        self.asks_pain = BEFORE
        self._wanted = wanted
        self._cycles: dict[str, int] = {}
        self._remark = ""

    def compose_middle(self) -> ComposeResult:
        patterns = self.window.content.patterns
        self._cycles = {pattern.id: pattern.cycles for pattern in patterns.values()}
        last = self.window.services.guidance.choice(BREATHING)
        self.pattern = patterns[first_known(patterns, self._wanted, last.get("pattern"), DEFAULT_PATTERN)]
        if self.pattern.id == last.get("pattern") and isinstance(cycles := last.get("cycles"), int):
            self._take(cycles)
            self._remark = ""
        lines = ((pattern.id, Content.styled(pattern.title, "bold")) for pattern in patterns.values())
        yield ChoiceList(lines, id="patterns", at=self.pattern.id)
        with VerticalScroll(classes="about-it", can_focus=False):
            yield PlainText(id="about")
            yield PlainText(id="remark")
            yield PlainText(self.window.content.notices["breathing"].text, id="softly")
        yield PlainText(id="question", classes="question")

    @property
    def cycles(self) -> int:
        return self._cycles[self.pattern.id]

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.pattern, self._remark = self.window.content.patterns[self.query_one(ChoiceList).chosen], ""
        self._tell()

    def show(self, picture: Picture, notice: str) -> None:
        super().show(picture, notice)
        self._tell()

    def _tell(self) -> None:
        pattern = self.pattern
        minutes, seconds = divmod(round(self.cycles * pattern.cycle_s), MINUTE_S)
        parts = ((pattern.in_s, "in"), (pattern.hold_s, "hold"), (pattern.out_s, "out"), (pattern.hold_out_s, "hold"))
        counts = " · ".join(f"{word} {part:g}" for part, word in parts if part)
        lines = [f"{counts} seconds", pattern.says, f"Sources: {', '.join(pattern.sources)}"]
        put(self, "#about", "\n".join(line for line in lines if line))
        put(self, "#remark", self._remark)
        cap = (" enter ", "bold $background on $breathe @click=screen.start")
        start = () if self.is_asking else (cap, ("  Start   ", "@click=screen.start"))
        length = f"{count(self.cycles, 'breath')}, {minutes}:{seconds:02}"
        put(self, "#question", Content.assemble(*start, (length, "bold")))

    def _take(self, cycles: int) -> None:
        """Take another number of breaths; where it can't be led, say why."""
        try:
            self.pattern.routine(cycles)
        except FieldError as refusal:
            self._remark = refusal.sentence
        else:
            self._cycles[self.pattern.id], self._remark = cycles, ""

    def allowed(self) -> dict[str, bool]:
        return super().allowed() | {"start": not self.is_asking}

    def action_breaths(self, by: int) -> None:
        self._take(self.cycles + by)
        self._tell()

    def action_minutes(self, by: int) -> None:
        """A minute's breaths more or less."""
        self.action_breaths(by * max(1, round(MINUTE_S / self.pattern.cycle_s)))

    def action_start(self) -> None:
        try:
            self.window.services.guidance.start_breathing(self.pattern, self.cycles)
        except REFUSALS as refusal:
            self.window.say(str(refusal))
            return
        self.window.show_sessions(Kind.BREATHE)
        self.window.say("")


class BreathingScreen(GuidedScreen):
    """Leads the breath. Between two pictures only the disc moves, and only while someone can see it."""

    kind = Kind.BREATHE

    BINDINGS = [Binding("o", "hurts", "Feels bad", tooltip="Stop at once.", priority=True)]

    def compose_middle(self) -> ComposeResult:
        with Horizontal(id="breath"):
            yield CalmBar(id="calm") if self.calm else Breath(id="disc")
            with Vertical(id="breath-words"):
                yield BigTime(id="word")
                yield BigTime(id="digits")
                yield PlainText(id="nth")
                yield PlainText(SOFTLY, id="sentence")
        yield ProgressLine(id="progress")

    def tell_step(self, session: Session, picture: Picture) -> None:
        step, now = session.step, picture.now
        nth = f"breath {step.rep} of {step.reps}" if step.reps else session.routine.title
        if step.reps and not self.is_small:
            nth += f" · {wording.clock((session.remaining(now) or ZERO) + session.rest_of_routine())} left"
        put(self, "#nth", nth)
        self.query_one(ProgressLine).fraction = behind(session, now)
        if self.calm:
            self.query_one(CalmBar).blocks = blocks(session, now)

    def move(self, session: Session, now: Moment) -> None:
        if not self.calm:
            self.query_one(Breath).fullness = fullness(session, now)


def after_breathing(session: Session) -> CoachScreen | None:
    """What comes after breathing that has ended; None where nothing does."""
    if session.why is Ending.PAIN:
        return AdviceScreen("Stopped", UNWELL, offers=False)
    breaths = max((session.routine.step(done.index).rep for done in session.done), default=0)
    return AdviceScreen("Breathe as you like", (f"{count(breaths, 'breath')} done.",)) if breaths else None
