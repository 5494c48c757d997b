"""What the handouts say: positions to rest in and how they are drawn, checklists for now and after, advice by topic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from backcoach.domain.documents import FieldError, Line, Sources


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


class Advice(Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of advice, in a sentence or two; some of it can be asked of a clinician, as a `question`."""

    id: str
    topic: str
    text: Line
    sources: Sources
    question: Line = ""

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "topic": self.topic, "text": self.text, "sources": list(self.sources)}


def topics(advice: Iterable[Advice]) -> dict[str, str]:
    """Each topic with its heading, in the order in which they are shown."""
    return {item.topic: item.topic.replace("-", " ").capitalize() for item in advice}


def said_of(advice: Iterable[Advice], item_id: str) -> str:
    """What one piece of advice says; empty where there is none of this id."""
    return next((item.text for item in advice if item.id == item_id), "")


def for_now(advice: Iterable[Advice], hours: float) -> Advice | None:
    """One piece of advice by the hours since the onset, another one each six hours (ours)."""
    topic = "bed" if hours < 24 else "sitting-and-driving" if hours < 72 else "moving"
    found = [item for item in advice if item.topic == topic]
    return found[int(hours // 6) % len(found)] if found else None


def find_advice(advice: Iterable[Advice], wanted: str = "") -> list[Advice]:
    """All on the topic that is named, else all whose topic or text has words that begin so."""
    found, words = list(advice), _words(wanted) or [wanted]
    on_topic = [item for item in found if _words(item.topic) == words]
    return on_topic or [item for item in found if _has(item, words)]


def _has(item: Advice, wanted: list[str]) -> bool:
    words = _words(f"{item.topic} {item.text}")
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# -- positions and poses --------------------------------------------------------------------------------------------

Point = tuple[float, float]
"""Units from the floor's left end, and above the floor."""

PoseName = Literal[
    "lying",
    "one-knee",
    "both-knees",
    "standing",
    "arm-overhead",
    "arms-overhead",
    "high-knee",
    "knees-over-pillows",
    "legs-on-chair",
    "on-side",
    "on-stomach",
    "reclined",
    "feet-on-stool",
]
"""The poses that there are; a test holds that the content has each."""


class Position(Struct, frozen=True, forbid_unknown_fields=True):
    """A position to rest in, the steps into it as a sentence each, and the pose that is drawn."""

    id: str
    title: Line
    steps: Annotated[tuple[Line, ...], Meta(min_length=1)]
    pose: PoseName
    sources: Sources


class Movement(Struct, frozen=True, forbid_unknown_fields=True):
    """How the figure moves in a stretch: from the pose `start` to that of one side or of both, and what moves."""

    start: PoseName
    one: PoseName | None = None
    both: PoseName | None = None
    moves: Literal["leg", "arm"] = "leg"


class Pose(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's joints."""

    id: str
    head: Point
    neck: Point
    hip: Point
    near_leg: tuple[Point, Point, Point]  # knee, heel and toe
    far_leg: tuple[Point, Point, Point]
    near_arm: tuple[Point, Point]  # elbow and hand
    far_arm: tuple[Point, Point] | None = None
    props: tuple[tuple[Point, ...], ...] = ()  # lines of a chair or a pillow
    from_above: bool = False  # there is no floor to be seen then


def mixed(start: Pose, end: Pose, share: float) -> Pose:
    """The pose on the way from one to another: `share` 0 is the start, 1 the end."""
    joints = ("head", "neck", "hip", "near_leg", "far_leg", "near_arm", "far_arm")
    mixed_joints = {each: _between(getattr(start, each), getattr(end, each), share) for each in joints}
    return replace(start, id=end.id, **mixed_joints)


def _between(a: Any, b: Any, share: float) -> Any:
    """A number, or points of numbers, on the way; what one of the two has not stays as it is."""
    if a is None or b is None:
        return a
    if isinstance(a, tuple):
        return tuple(_between(one, other, share) for one, other in zip(a, b, strict=True))
    return a + (b - a) * share
