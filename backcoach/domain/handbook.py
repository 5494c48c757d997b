"""What the handouts say: positions to rest in, checklists for now and after, and advice by topic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from backcoach.domain.documents import FieldError, Line, Sources
from backcoach.domain.poses import PoseName


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do or to know: an item of a checklist, or what is to be said beside the content."""

    id: str
    text: Line
    sources: Sources


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """Things to do, in order: `during` a spasm or `after` it; no item twice, or from a source that it has not."""

    id: str
    title: Line
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]
    sources: Sources

    def __post_init__(self) -> None:
        for index, item in enumerate(self.items):
            if item.id in {other.id for other in self.items[:index]}:
                raise FieldError(f"items[{index}].id", f"“{item.id}” stands in this list twice.")
            if strange := set(item.sources) - set(self.sources):
                raise FieldError(f"items[{index}].sources", f"“{min(strange)}” is not among the checklist's sources.")


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where content comes from; the content names it by its id: `000`."""

    id: str
    title: Line


class Position(Struct, frozen=True, forbid_unknown_fields=True):
    """A position to rest in, the steps into it as a sentence each, and the pose that is drawn."""

    id: str
    title: Line
    steps: Annotated[tuple[Line, ...], Meta(min_length=1)]
    pose: PoseName
    sources: Sources


class Topic(StrEnum):
    """What advice is about, in the order in which it is shown."""

    FIRST_MINUTE = "first-minute"
    ICE = "ice"
    HEAT = "heat"
    CHANGING_OVER = "changing-over"
    REST = "rest"
    BED = "bed"
    POSITIONS = "positions"
    SITTING_AND_DRIVING = "sitting-and-driving"
    WALKING = "walking"
    MOVING = "moving"
    BREATHING = "breathing"
    LETTING_GO = "letting-go"
    MASSAGE = "massage"
    TAKING_THE_MIND_OFF_IT = "taking-the-mind-off-it"
    STRETCHES = "stretches"
    EVERYDAY_LIFE = "everyday-life"
    FLUIDS = "fluids"
    MEDICINES = "medicines"
    AFTERWARDS = "afterwards"
    SHOES_AND_WEIGHT = "shoes-and-weight"
    OTHERS_WHO_CAN_HELP = "others-who-can-help"
    TESTS = "tests"
    WHY_IT_HAPPENS = "why-it-happens"
    GET_HELP = "get-help"

    @property
    def heading(self) -> str:
        return self.replace("-", " ").capitalize()


class Advice(Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of advice, in a sentence or two; some of it can be asked of a clinician, as a `question`."""

    id: str
    topic: Topic
    text: Line
    sources: Sources
    question: Line = ""

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "topic": self.topic, "text": self.text, "sources": list(self.sources)}


def said_of(advice: Iterable[Advice], item_id: str) -> str:
    """What one piece of advice says; empty where there is none of this id."""
    return next((item.text for item in advice if item.id == item_id), "")


def for_now(advice: Iterable[Advice], hours: float) -> Advice | None:
    """One piece for so many hours after the onset: bed on the first day, then sitting, from the fourth day moving.

    Another one each six hours (ours); None where the topic has nothing.
    """
    topic = Topic.BED if hours < 24 else Topic.SITTING_AND_DRIVING if hours < 72 else Topic.MOVING
    found = [item for item in advice if item.topic is topic]
    return found[int(hours // 6) % len(found)] if found else None


def find_advice(advice: Iterable[Advice], wanted: str = "") -> list[Advice]:
    """All on the topic that is named, else all whose topic or text has words that begin so; in order of topics."""
    found = sorted(advice, key=lambda item: list(Topic).index(item.topic))
    words = _words(wanted) or [wanted]
    on_topic = [item for item in found if _words(item.topic) == words]
    return on_topic or [item for item in found if _has(item, words)]


def _has(item: Advice, wanted: list[str]) -> bool:
    words = _words(f"{item.topic} {item.text}")
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
