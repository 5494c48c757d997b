"""Walking levels: offered by their rule, taken by the person."""

from __future__ import annotations

from backcoach.domain.record import Record
from backcoach.domain.walks import Agreed
from tests.doubles import new_walk
from tests.ui.log_support import DAY, TODAY, notice, rows, shown


async def test_the_next_level_is_offered_by_its_rule_and_only_the_person_takes_it(make_app, book, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("w", "6", "enter", "3", "3")
        assert "Want to step" not in shown(app)
        clock.advance(days=1)
        await pilot.press("w", "6", "enter", "3", "3")
        assert "Want to step up to Easing (5 min 3 times a day)? y yes · n stay" in shown(app)
        assert book.levels() == ()
        await pilot.press("y")
        assert [agreed.level for agreed in book.levels()] == ["easing"]
        assert "Your level: Easing" in notice(app)
        assert "Want to step" not in shown(app)
        await pilot.press("w")
        assert "6 of 6 min" in shown(app)
        clock.advance(days=1)
        await pilot.press("escape", "w")
        assert "0 of 15 min" in shown(app)


async def test_staying_on_a_level_is_an_answer_too(make_app, book, clock):
    for back in (0, 1):
        book.save(new_walk(f"w{back}", clock.local(clock.wall) - back * DAY, 6))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r", "n")
        assert [agreed.level for agreed in book.levels()] == ["first"]
        assert not app.screen.offered
        await pilot.press("k")
        assert type(app.screen).__name__ == "PositionsScreen"


async def test_more_pain_after_a_walk_offers_nothing(make_app, book, clock):
    for back in (0, 1):
        at = clock.local(clock.wall) - back * DAY
        book.save(new_walk(f"w{back}", at, 6, pain_before=2, pain_after=4 if back else 2))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r")
        assert not app.screen.offered


async def test_a_flare_up_offers_the_level_below(make_app, book, journal, clock):
    book.save_level(Agreed("a", "more", clock.wall - 9 * DAY, TODAY - 9 * DAY))
    noted = {"wall": clock.wall.isoformat(), "boot": "b", "since_boot_us": 0}
    journal.archive.put(Record("f1", "flare", clock.wall, TODAY, {"onset": noted, "noted": noted, "ended": None}))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("r")
        assert "Want to step down to Easing" in "\n".join(rows(app))
        clock.advance(minutes=1)
        await pilot.press("y")
        assert [agreed.level for agreed in book.levels()] == ["more", "easing"]
        assert not app.screen.offered
