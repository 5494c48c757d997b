"""Advice: what else the handouts say, by topic, and where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from backcoach.domain.checks import Line, Sources


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
