"""The figure, and how it moves."""

from __future__ import annotations

import pytest

from backcoach.domain.handbook import mixed
from backcoach.library import Library
from backcoach.ui.widgets.figure import Figure, Ink, drawn, extent_of

POSES = Library().poses


@pytest.mark.parametrize("pose", POSES.values(), ids=POSES)
@pytest.mark.parametrize("size", [(80, 30), (40, 10), (12, 4), (1, 1)])
def test_each_pose_has_room_at_every_size(pose, size):
    cells = drawn(pose, "", size, extent_of(pose))
    assert cells
    assert all(0 <= x < size[0] and 0 <= y < size[1] for x, y in cells)


def test_a_movement_begins_and_ends_in_its_poses():
    start, end = POSES["lying"], POSES["one-knee"]
    assert mixed(start, end, 0).near_leg == start.near_leg
    assert mixed(start, end, 1).near_leg == end.near_leg
    assert start.near_leg[0][1] < mixed(start, end, 0.5).near_leg[0][1] < end.near_leg[0][1]


def test_only_what_moves_has_the_hue():
    pose = POSES["one-knee"]
    inks = {
        moving: {ink for _, ink in drawn(pose, moving, (80, 30), extent_of(pose)).values()} for moving in ("", "leg")
    }
    assert inks == {"": {Ink.QUIET, Ink.BODY}, "leg": {Ink.QUIET, Ink.BODY, Ink.MOVING}}


async def test_a_step_of_the_movement_paints_the_limb_and_not_the_rest(show):
    start, end = POSES["lying"], POSES["one-knee"]
    figure = Figure()
    figure.extent = extent_of(start, end)
    figure.pose = start
    async with show(figure, (60, 20)) as shown:
        painted = await shown.repainted(lambda: setattr(figure, "pose", mixed(start, end, 1 / 32)))
        assert 0 < sum(width for _, _, width, _ in painted) < 200
