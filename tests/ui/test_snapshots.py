"""How every screen looks, at 80×24 and 120×40. `pytest --snapshot-update` after a wanted change; look at each one."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import unified_diff
from html import unescape

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from backcoach.cli.window import fill

SIZES = [(80, 24), (120, 40)]

BEGUN = ("i", "enter", "enter")
FLARE = ("f", "enter", "n", "escape")
WALKED = ("w", "5", "enter", "6", "5", "escape")
LED = 0.05
"""Three seconds, as minutes: what leads is looked at so often that nothing seems to have been missed."""
STRETCH = ("s", "n", "3", "enter")
HELD = (*STRETCH, *[LED] * 5)
SCREENS = {
    "first": (),
    "first minute": ("enter", "enter"),
    "first minute, breath": ("enter", "enter", "n", LED),
    "first minute, positions": ("enter", "enter", "n", *["enter"] * 4, "2"),
    "start": ("i",),
    "start confirmed": ("i", "enter"),
    "start heat": ("h",),
    "start bath": ("h", *["down"] * 4),
    "start posture": ("p",),
    "ice": (*BEGUN, 5.5),
    "ice and posture": (*BEGUN, "p", "enter", "i", 5.5),
    "paused": (*BEGUN, 5, "space"),
    "past the limit": (*BEGUN, *["plus"] * 6),
    "removal": (*BEGUN, 15),
    "removal, late": (*BEGUN, 20, "minus", "minus"),
    "off": (*BEGUN, 15, "enter", 3),
    "ready": (*BEGUN, 20, "enter", 20),
    "change": ("p", "enter", 30),
    "resting": (*BEGUN, "x", 5),
    "resting start": (*BEGUN, "x", 5, "h"),
    "quit": (*BEGUN, "q"),
    "walk": ("w", "a", "b", "enter"),
    "walk after": ("w", "enter", "6", 12.5, "x"),
    "diary": ("d",),
    "flare form": ("f",),
    "flare signs": (*FLARE[:2],),
    "first in a flare-up": (*FLARE, *WALKED),
    "flare and ice": (*FLARE, *WALKED, *BEGUN, 5.5),
    "flare and removal": (*FLARE, *WALKED, *BEGUN, 15.2),
    "flare": (*FLARE, 31 * 60, "n", "escape", "f"),
    "flare change": (*FLARE, "f", "e"),
    "flare end": (*FLARE, "f", "x"),
    "flare history": (*FLARE, 30 * 60, "n", "escape", "f", "x", "y", *FLARE, "f"),
    "breathe": ("b",),
    "breath": ("b", "enter", *[LED] * 4),
    "breath paused": ("b", "enter", *[LED] * 2, "space"),
    "breath calm": ("b", "enter", *[LED] * 4),
    "breath stopped": ("b", "enter", *[LED] * 3, "o"),
    "stretch, bones": ("s",),
    "stretch, locked": ("s", "y"),
    "stretch, pain": ("s", "n"),
    "stretch, asked again": ("s", "n", "5"),
    "stretch, refused": ("s", "n", "8"),
    "stretch ready": (*STRETCH, LED),
    "stretch hold": HELD,
    "stretch rest": (*STRETCH, *[LED] * 11),
    "stretch paused": (*HELD, "space"),
    "stretch hurts": (*HELD, "o"),
    "stretch done": (*HELD, "x"),
    "stretch, pain risen": (*HELD, "x", "5"),
    "positions": ("k",),
    "checklist": ("c", "2"),
    "handbook": ("a", "down"),
    "medicine": ("d", "m"),
    "help": ("exclamation_mark",),
    "help list": ("exclamation_mark", "l", "down"),
    "help today": ("exclamation_mark", *["n"] * 10, "y"),
    "help country": ("exclamation_mark", "w"),
    "emergency": ("exclamation_mark", "y"),
    "settings": ("comma",),
    "settings typed": ("comma", *["down"] * 8, "enter"),
    "week empty": ("r",),
}
IN_THE_DEMO = {
    "demo": (),
    "week": ("r",),
    "month": ("r", "v"),
    "span": ("r", "v", "v"),
    "day": ("r", "up", "enter"),
    "day, nothing": ("r", "enter"),
}


@pytest.fixture
def demo(make_app, journal, clock, content):
    """The window on the demo's two weeks."""
    fill(journal, clock, content)
    return make_app()


async def play(pilot, *, clock, steps):
    """Press keys and let minutes pass."""
    for step in steps:
        if isinstance(step, str):
            await pilot.press(step)
        else:
            clock.advance(minutes=step)
            pilot.app.look_again()
            await pilot.pause()


class Picture(SingleFileSnapshotExtension):
    """One drawing a face and size; what differs is told by the words on the screen before its colours."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT

    def serialize(self, data, **_):
        return re.sub(r"\bterminal-\d+-", "terminal-", data)  # rich gives each drawing a number of its own

    def diff_lines(self, serialized_data, snapshot_data):
        before, now = words(snapshot_data), words(serialized_data)
        if before == now:
            before, now = snapshot_data, serialized_data
        return unified_diff(before.splitlines(), now.splitlines(), "kept", "now", n=1, lineterm="")


def words(svg):
    """The lines of the screen in this drawing."""
    lines = defaultdict(str)
    for line, text in re.findall(r'line-(\d+)\)">([^<]*)</text>', svg):
        lines[int(line)] += unescape(text).replace("\xa0", " ").rstrip("\n")
    return "\n".join(lines[line] for line in range(max(lines, default=-1) + 1))


@pytest.fixture
def look(snapshot, clock):
    """Compares what a window shows after these steps, at each size, with what is kept."""
    kept = snapshot.use_extension(Picture)

    async def look(app, steps):
        wrong = []
        for size, picture in await pictures(app, clock=clock, steps=steps):
            if not kept(name=size) == picture:  # noqa: SIM201 -- the comparison is syrupy's, and notes what it saw
                wrong += [f"At {size}:", *kept.get_assert_diff()]
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)

    return look


async def pictures(app, *, clock, steps):
    """What the window shows after these steps at each size, the second time after pulling at its corner."""
    drawn = []
    async with app.run_test(size=SIZES[0], notifications=True) as pilot:
        await play(pilot, clock=clock, steps=steps)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.wait_for_scheduled_animations()
            drawn.append((f"{size[0]}x{size[1]}", app.export_screenshot(simplify=True)))
    return drawn


@pytest.mark.parametrize("name", SCREENS)
async def test_screen(look, make_app, name):
    app = make_app(plan="cycle" if name == "ready" else "steady", region="GB", calm=name.endswith("calm"))

    await look(app, SCREENS[name])


@pytest.mark.parametrize("name", IN_THE_DEMO)
async def test_screen_with_two_weeks(look, demo, name):
    await look(demo, IN_THE_DEMO[name])
