"""Make the README's pictures from the program: `python docs/pictures.py`, in a checkout with the test dependencies.

`moving.svg` shows half a minute of a day, one screen after another; the still pictures are three of these screens.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


from backcoach.cli.window import fill  # noqa: E402 - the checkout must be found first
from backcoach.coach.coach import Coach  # noqa: E402
from backcoach.coach.day import Days  # noqa: E402
from backcoach.coach.log import Logbook  # noqa: E402
from backcoach.coach.sessions import BONES, Guidance  # noqa: E402
from backcoach.domain.plans import DEFAULT_PLAN  # noqa: E402
from backcoach.domain.settings import DEFAULTS  # noqa: E402
from backcoach.domain.signs import AS_SET, Where  # noqa: E402
from backcoach.library import Library  # noqa: E402
from backcoach.store.file import IN_MEMORY  # noqa: E402
from backcoach.store.journal import SqliteJournal  # noqa: E402
from backcoach.ui.app import BackcoachApp  # noqa: E402
from backcoach.ui.services import Preferences, Services  # noqa: E402
from tests.doubles import HandClock, Heard, ids  # noqa: E402
from tests.ui.quiet import Quiet  # noqa: E402

SIZE = (80, 24)
FRAME_S = 1.8
STORY: tuple[str | float, ...] = (
    *("", "i", "enter", "enter", 30, 300, 580, "enter", "x"),
    *("b", "enter", 6, 1.5, 1.5, 2, "x", "escape"),
    *("s", "3", "enter", 6.5, 1, 2, 16, 3, "x", "3"),
    *("r", "v", "escape"),
)
"""Keys, and seconds that pass; after each there is a frame, but for keys that only lead on."""
STILLS = {"ice": 3, "stretch": 13, "week": 16}
"""The numbers of the frames that are also pictures of their own."""
LEADS_ON = {"enter", "x", "escape", "3"}
BLOCKS = {"█": (0, 8), "▀": (0, 4), **{block: (8 - n, n) for n, block in enumerate("▁▂▃▄▅▆▇", start=1)}}
"""How many eighths of its line lie above a block, and how many it fills."""
DRAWN = re.compile(rf'<text class="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]*>((?:[{"".join(BLOCKS)}]|&#160;)+)</text>')
CELL, LINE, ASCENT = 12.2, 24.4, 18.5
"""Of Textual's drawings: a character's width, a line's height, and how far above its letters' foot a line begins."""


def app_of(clock: HandClock, journal: SqliteJournal) -> BackcoachApp:
    """The window on the demo's two weeks."""
    content, new_id = Library(), ids()
    fill(journal, clock, content)
    coach = Coach(clock, journal, Heard(), new_id)
    history = coach.history
    guidance = Guidance(coach, DEFAULTS)
    guidance.choose(BONES, {"value": False})
    services = Services(
        coach=coach,
        days=Days(clock, history, content, DEFAULTS, new_id=new_id),
        make_log=lambda: Logbook(clock, history, lambda: DEFAULTS, levels=content.levels, new_id=new_id),
        guidance=guidance,
        content=content,
        preferences=Preferences(DEFAULTS, keeper=None),
        surroundings=Quiet(),
        find_place=lambda: Where("GB", AS_SET),
        new_id=new_id,
        plan_id=DEFAULT_PLAN,
    )
    return BackcoachApp(services)


async def frames() -> list[str]:
    """The screens of the story, each as SVG."""
    clock = HandClock()
    clock.set_wall(hours=-3, minutes=-45)
    drawn = []
    with SqliteJournal(IN_MEMORY, busy=1) as journal:
        app = app_of(clock, journal)
        async with app.run_test(size=SIZE) as pilot:
            for step in STORY:
                if isinstance(step, str):
                    await pilot.press(*filter(None, [step]))
                else:
                    for _ in range(max(1, round(step / 30))):
                        clock.advance(seconds=step / max(1, round(step / 30)))
                        app.look_again()
                await pilot.pause()
                if step not in LEADS_ON:
                    svg = app.export_screenshot(title="backcoach", simplify=True)
                    drawn.append(without_seams(re.sub(r"\bterminal-\d+-", "terminal-", svg)))
    return drawn


def without_seams(svg: str) -> str:
    """The drawing with its blocks as areas: no font leaves a line between them."""

    def areas(found: re.Match[str]) -> str:
        hue, x, y, text = found.groups()
        drawn = []
        for run in re.finditer(r"([^ ])\1*", text.replace("&#160;", " ")):
            above, filled = BLOCKS[run[1]]
            left, top = float(x) + run.start() * CELL, float(y) - ASCENT + above * LINE / 8
            size = f'width="{len(run[0]) * CELL:.1f}" height="{filled * LINE / 8:.2f}"'
            drawn.append(f'<rect class="{hue}" x="{left:.1f}" y="{top:.2f}" {size} shape-rendering="crispEdges"/>')
        return "".join(drawn)

    return DRAWN.sub(areas, svg)


def moving(drawn: list[str]) -> str:
    """One picture that shows the frames one after another."""
    whole, share = len(drawn) * FRAME_S, 100 / len(drawn)
    head = re.search(r'viewBox="([^"]+)"', drawn[0])
    body = []
    for n, svg in enumerate(drawn):
        inner = re.sub(
            r"^.*?<svg[^>]*>|</svg>\s*$", "", re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL), flags=re.DOTALL
        )
        inner = inner.replace("terminal-", f"f{n}-")
        body.append(f'<g class="frame" style="animation-delay:{n * FRAME_S:g}s">{inner}</g>')
    style = (
        f".frame{{visibility:hidden;animation:show {whole:g}s step-end infinite}}"
        f"@keyframes show{{0%{{visibility:visible}}{share:.4f}%{{visibility:hidden}}}}"
    )
    box = head[1] if head else "0 0 994 635"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{style}</style>{"".join(body)}</svg>\n'


async def made() -> dict[str, str]:
    """What the files hold, by their names."""
    drawn = await frames()
    return {f"{name}.svg": drawn[number] for name, number in STILLS.items()} | {"moving.svg": moving(drawn)}


if __name__ == "__main__":
    for name, svg in asyncio.run(made()).items():
        (HERE / name).write_text(svg, encoding="utf-8")
        print(f"{name}: {len(svg):,} characters")
