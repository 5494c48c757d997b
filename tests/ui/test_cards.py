"""Positions to look at, checklists to tick, and one list of commands behind every way to them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace
from textual.command import CommandPalette
from textual.widgets import Static

from backcoach.domain.handbook import topics
from backcoach.domain.record import Record, id_of
from backcoach.domain.routine import Kind
from backcoach.library import Library
from backcoach.ui import commands
from backcoach.ui.screens.handbook import ChecklistsScreen, HandbookScreen, PositionsScreen
from backcoach.ui.screens.home import HomeScreen
from backcoach.ui.services import Opening
from backcoach.ui.widgets.figure import Figure
from backcoach.ui.widgets.footer import first_key, sign_of
from tests.doubles import journal_on
from tests.ui.test_app import keys

CONTENT = Library()


def ticked(journal):
    return [(record.doc["list"], record.doc["ticked"]) for record in journal.archive.records("checklist")]


# -- positions ------------------------------------------------------------------------------------------------------


async def test_positions_turn_round_by_arrows(make_app):
    app = make_app()
    positions = list(CONTENT.positions.values())
    async with app.run_test() as pilot:
        await pilot.press("k")
        for card in positions:
            assert app.screen.position == card
            assert card.title in app.screen.query_one("#card").border_title
            steps = str(app.screen.query_one("#steps", Static).content)
            assert all(step in steps for step in card.steps)
            assert all(source in steps for source in card.sources)
            assert app.screen.query_one(Figure).pose.id == card.pose
            await pilot.press("right")
        assert app.screen.position == positions[0]
        await pilot.press("left")
        assert app.screen.position == positions[-1]
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


# -- checklists -----------------------------------------------------------------------------------------------------


async def test_numbers_space_and_enter_tick_and_take_ticks_away(make_app, journal):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("c", "1", "3")
        assert ticked(journal) == [("during", ["stop", "press"])]
        await pilot.press("down", "space", "up", "enter")
        assert ticked(journal) == [("during", ["stop", "place"])]
        await pilot.press("right", "2")
        assert ("after", ["leave-it"]) in ticked(journal)
        await pilot.press("9")
        assert len(ticked(journal)) == 2


async def test_ticks_are_there_again_that_day_and_gone_the_next(make_app, journal, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("c", "1", "escape", "c")
        items = app.screen.query_one("#items")
        assert "1 of 9" in items.border_title
        clock.advance(days=1)
        app.look_again()
        await pilot.pause()
        assert "0 of 9" in items.border_title
        await pilot.press("2")
    assert [record.date for record in journal.archive.records("checklist")] == [date(2026, 11, 22), date(2026, 11, 23)]


@pytest.mark.parametrize("kept", [None, 5, "stop"])
async def test_ticks_of_another_shape_are_none(make_app, journal, clock, kept):
    doc = {"list": "during", "ticked": kept}
    today = clock.wall.date()
    journal.archive.put(Record(id_of("checklist", "during", str(today)), "checklist", clock.wall, today, doc))
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("c")
        assert "0 of 9" in app.screen.query_one("#items").border_title


async def test_during_a_flare_up_ticks_stay_with_it(make_app, journal, store, clock):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("f", "enter", "n", "escape", "c", "1")
        clock.advance(hours=12)  # the next day; get help comes by itself in the morning only
        await pilot.press("2")
        assert ticked(journal) == [("during", ["stop", "breathe"])]
        [flare] = journal.archive.records("flare")
        assert journal.archive.records("checklist")[0].doc["flare"] == flare.id
        ended = {"ended": flare.doc["noted"], "outcome": "over"}
        journal_on(store).archive.put(replace(flare, doc=flare.doc | ended))
        app.look_again()
        await pilot.pause()
        assert "0 of 9" in app.screen.query_one("#items").border_title


# -- the notices ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "line", "name"), [("", "helps", "notice"), ("f", "evidence", "evidence"), ("b", "softly", "breathing")]
)
async def test_the_notices_stand_at_the_first_start_with_the_plans_and_before_a_breath(make_app, key, line, name):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press(*key)
        assert app.content.notices[name].text in str(app.screen.query_one(f"#{line}", Static).content)


# -- the handbook ---------------------------------------------------------------------------------------------------


async def test_the_handbook_has_every_topic_and_each_item_with_its_sources(make_app, content):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("a")
        for topic, heading in topics(content.advice).items():
            shown = str(app.screen.query_one("#advice", Static).content)
            items = [item for item in content.advice if item.topic == topic]
            assert shown == "\n\n".join(f"{item.text} ({', '.join(item.sources)})" for item in items)
            assert app.screen.query_one("#topic").border_title == heading
            await pilot.press("down")


@pytest.mark.parametrize(("keys", "topic"), [("", "first-minute"), ("right", "afterwards")])
async def test_a_checklist_leads_to_what_the_handouts_say_about_it(make_app, keys, topic):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("c", *filter(None, [keys]), "a")
        assert app.screen.query_one("#topics").chosen == topic
        await pilot.press("escape")
        assert isinstance(app.screen, ChecklistsScreen)


async def test_the_palette_finds_topics(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"massage")
        while not isinstance(app.screen, HandbookScreen):
            await app.workers.wait_for_complete()
            await pilot.press("enter")
        assert app.screen.query_one("#topics").chosen == "massage"


# -- one list of commands -------------------------------------------------------------------------------------------


async def test_the_first_screen_lists_all_that_can_be_done(make_app):
    app = make_app()
    async with app.run_test(size=(120, 40)):
        everything = str(app.screen.query_one("#everything", Static).content)
        listed = [command for command in commands.COMMANDS if command.action in commands.LISTED]
        assert all(f" {sign_of(first_key(each))} " in everything and each.description in everything for each in listed)
        assert len(listed) == len(commands.LISTED)
        assert re.search(r"Ice +15 min", everything)
        assert re.search(r"Posture +every 30 min", everything)
        assert "exclamation_mark" in keys(app)


async def test_every_command_opens_a_screen(make_app):
    opened = {}
    app = make_app()
    async with app.run_test() as pilot:
        for command in commands.COMMANDS:
            if command.action in commands.LISTED:
                await pilot.press(first_key(command))
                opened[command.description] = type(app.screen).__name__
                while not isinstance(app.screen, HomeScreen):
                    await app.pop_screen()
    assert opened["Positions"] == PositionsScreen.__name__
    assert opened["Checklists"] == ChecklistsScreen.__name__
    assert HomeScreen.__name__ not in opened.values()


def test_keys_are_given_once():
    taken = [key for command in commands.COMMANDS for key in command.key.split(",")]
    assert len(taken) == len(set(taken))


async def test_the_palette_offers_all_of_it_and_what_the_screen_can_do(make_app):
    app = make_app(Opening(Kind.ICE))
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        names = [command.title for command in app.get_system_commands(app.screen)]
        cannot_be_meant = {"Go back", "It hurts", "Commands"}  # the last is the palette itself
        assert {command.description for command in commands.COMMANDS} - cannot_be_meant <= set(names)
        assert {"Pause", "Stop"} <= set(names)
        assert len(names) == len(set(names))


async def test_a_command_of_the_palette_does_what_its_key_does(make_app):
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"positions")
        while not isinstance(app.screen, PositionsScreen):
            await app.workers.wait_for_complete()
            await pilot.press("enter")
            await pilot.pause()
        assert not CommandPalette.is_open(app)
