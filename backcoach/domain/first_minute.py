"""The first minute, led aloud: a routine of the engine whose steps are said as they begin, and where the person is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from backcoach.domain import cues, engine
from backcoach.domain.alarm import Alarm, Urgency
from backcoach.domain.documents import Line, Sources, Title
from backcoach.domain.engine import Event, Next, Stop, Tick
from backcoach.domain.moment import ZERO, Moment
from backcoach.domain.routine import Act, Kind, Routine, Step
from backcoach.domain.session import Ending, Session, State
from backcoach.domain.wording import clock


class Asks(StrEnum):
    SIGNS = "signs"
    POSITION = "position"
    PACK = "pack"


class Prompt(Struct, frozen=True, forbid_unknown_fields=True):
    """One step: its word on the first line, the large words, what is said; without seconds it waits for the person."""

    id: str
    word: Title
    show: Title
    say: Line
    sources: Sources
    seconds: Annotated[int, Meta(ge=1, le=120)] | None = None
    act: Act = Act.REST
    asks: Asks | None = None


class Progress(Struct, frozen=True):
    """Where the person is: a session that is stored nowhere, the prompt of each of its steps, the answer to the signs.

    Time first, as in the engine: what a key means is what was shown, and falls away where that was over.
    """

    session: Session
    prompts: tuple[Prompt, ...]
    signs: bool | None = None

    @property
    def prompt(self) -> Prompt:
        return self.prompts[self.session.index]

    @property
    def is_over(self) -> bool:
        return self.session.is_over

    def after(self, event: Event, now: Moment) -> Progress:
        """Where the person is after this; a `NotNowError` where the event means nothing."""
        return replace(self, session=engine.decide(self.session, event, now).session)

    def at(self, now: Moment) -> Progress:
        """Where the person is now; signs that are answered are not asked again."""
        progress = self.after(Tick(None), now)
        while self.signs is not None and not progress.is_over and progress.prompt.asks is Asks.SIGNS:
            progress = progress.after(Next(), now)
        return progress

    def onward(self, now: Moment) -> Progress:
        """After `enter`: at the next part. It answers nothing about the signs."""
        progress, word = self.at(now), self.prompt.word
        while not progress.is_over and progress.prompt.word == word and progress.prompt.asks is not Asks.SIGNS:
            progress = progress.after(Next(), now)
        return progress.at(now)

    def answered(self, now: Moment, *, yes: bool) -> Progress:
        """After an answer to the signs: over with a yes, else at the next part."""
        progress = self.at(now)
        if progress.is_over or progress.prompt is not self.prompt or self.prompt.asks is not Asks.SIGNS:
            return progress
        if yes:
            return replace(progress.after(Stop(Ending.EMERGENCY), now), signs=True)
        return replace(progress, signs=False).at(now)

    def left(self, now: Moment) -> timedelta | None:
        """How long the present part still lasts; None where the person ends it."""
        later = takewhile(lambda prompt: prompt.word == self.prompt.word, self.prompts[self.session.index + 1 :])
        remaining = self.session.remaining(now)
        return None if remaining is None else remaining + sum((length_of(prompt) or ZERO for prompt in later), ZERO)

    def line(self, now: Moment) -> str:
        """Its part of the first line: `Now breathe 00:20`."""
        left, paused = self.left(now), "paused" if self.session.state is State.PAUSED else ""
        return " ".join(filter(None, ("Now", self.prompt.word, paused, "" if left is None else clock(left))))

    @property
    def spoken(self) -> Alarm:
        words, tone = self.session.step.cue, cues.opening(self.session.routine, self.session.index).sound
        return Alarm(tone, Kind.BREATHE, f"Now {self.prompt.word}", words, words, Urgency.CUE)


def length_of(prompt: Prompt) -> timedelta | None:
    return None if prompt.seconds is None else timedelta(seconds=prompt.seconds)


def begun(prompts: Iterable[Prompt], words: Mapping[str, str], now: Moment) -> Progress:
    """The first minute as it begins, with these words in place of what stands in braces."""
    filled = tuple(replace(one, show=one.show.format_map(words), say=one.say.format_map(words)) for one in prompts)
    steps = tuple(Step(one.act, length_of(one), cue=one.say) for one in filled)
    sources = tuple(sorted({source for one in filled for source in one.sources}))
    routine = Routine("first-minute", Kind.BREATHE, "The first minute", sources, steps)
    return Progress(engine.begin("first-minute", routine, now).session, filled)
