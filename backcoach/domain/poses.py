"""How a person lies, sits or stands: joints in units, seen from the side; a movement is two poses, mixed."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

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

    def point(a: Point, b: Point) -> Point:
        return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share

    def limb(a: tuple[Point, ...], b: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(point(one, other) for one, other in zip(a, b, strict=True))

    far_arm = limb(start.far_arm, end.far_arm) if start.far_arm and end.far_arm else start.far_arm
    return Pose(
        id=end.id,
        head=point(start.head, end.head),
        neck=point(start.neck, end.neck),
        hip=point(start.hip, end.hip),
        near_leg=limb(start.near_leg, end.near_leg),  # type: ignore[arg-type]
        far_leg=limb(start.far_leg, end.far_leg),  # type: ignore[arg-type]
        near_arm=limb(start.near_arm, end.near_arm),  # type: ignore[arg-type]
        far_arm=far_arm,  # type: ignore[arg-type]
        props=start.props,
        from_above=start.from_above,
    )
