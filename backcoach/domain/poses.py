"""How a person lies, sits or stands: joints in units, seen from the side; a movement is two poses, mixed."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

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


class Movement(Struct, frozen=True, forbid_unknown_fields=True):
    """How the figure moves in a stretch: from the pose `start` to that of one side or of both, and what moves."""

    start: PoseName
    one: PoseName | None = None
    both: PoseName | None = None
    moves: Literal["leg", "arm"] = "leg"


class Pose(Struct, frozen=True, forbid_unknown_fields=True):
    """A person's joints.

    Attributes:
        near_leg: knee, heel and toe of the leg that is nearer.
        near_arm: elbow and hand of that side.
        props: lines of a chair or a pillow.
        from_above: whether one looks from above, and there is no floor to be seen.
    """

    id: str
    head: Point
    neck: Point
    hip: Point
    near_leg: tuple[Point, Point, Point]
    far_leg: tuple[Point, Point, Point]
    near_arm: tuple[Point, Point]
    far_arm: tuple[Point, Point] | None = None
    props: tuple[tuple[Point, ...], ...] = ()
    from_above: bool = False


def mixed(start: Pose, end: Pose, share: float) -> Pose:
    """The pose on the way from one to another: `share` 0 is the start, 1 the end."""
    joints = ("head", "neck", "hip", "near_leg", "far_leg", "near_arm", "far_arm")
    return replace(
        start, id=end.id, **{each: _between(getattr(start, each), getattr(end, each), share) for each in joints}
    )


def _between(a: Any, b: Any, share: float) -> Any:
    """A number, or points of numbers, on the way; what one of the two has not stays as it is."""
    if a is None or b is None:
        return a
    if isinstance(a, tuple):
        return tuple(_between(one, other, share) for one, other in zip(a, b, strict=True))
    return a + (b - a) * share
