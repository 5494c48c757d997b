"""The content that ships, figure by figure. What is refused of a person's own: tests/cli/test_own_files.py."""

import re
import tomllib
from datetime import date
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import get_args

import pytest
import tomlkit

from backcoach.domain import limits
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.handbook import PoseName
from backcoach.domain.limits import check_routine
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.routine import Kind, Side
from backcoach.domain.signs import NO_REGION, Level, Where, region_at
from backcoach.domain.stretches import DEFAULT_STRETCH
from backcoach.domain.walks import DEFAULT_LEVEL
from backcoach.library import BUILT_IN, Library

LIBRARY = Library().whole()


def items():
    """Every item that bears sources."""
    for part in ("plans", "patterns", "stretches", "positions", "signs", "heat", "checklists", "questions", "notices"):
        for item in getattr(LIBRARY, part).values():
            yield item
            yield from getattr(item, "items", ())
    yield from (*LIBRARY.advice, *LIBRARY.levels, *LIBRARY.first_minute)


def texts():
    """Every text of the content, whole files at once: what ships is what is searched."""
    for path in sorted(BUILT_IN.glob("*.toml")):
        yield path.name, path.read_text(encoding="utf-8")


# -- the figures --------------------------------------------------------------------------------------------


def test_all_that_ships_can_be_used():
    assert LIBRARY.problems == []


PLANS = {
    "steady": (
        ["000", "003", "backcoach"],
        [(0, 48, ["ice"], 15, 20, 120, 1), (48, None, ["heat"], 15, 20, 120, 1)],
    ),
    "either": (["000", "backcoach"], [(0, None, ["ice", "heat"], 15, 20, 120, 1)]),
    "cycle": (
        ["001", "backcoach"],
        [
            (0, 24, ["ice"], 20, 20, None, 2),
            (24, 72, ["ice", "heat"], 20, 20, None, 2),
            (72, None, ["heat"], 20, 20, None, 2),
        ],
    ),
    "ice-first": (["002", "backcoach"], [(0, 72, ["ice"], 20, 20, 120, 1), (72, None, ["heat"], 15, 20, 120, 1)]),
    "short-ice": (["003"], [(0, 48, ["ice"], 15, 20, 120, 1), (48, None, ["heat"], 15, 20, 240, 1)]),
    "warm": (["004", "backcoach"], [(0, None, ["heat"], 15, 20, 240, 1)]),
}


def test_there_are_the_six_plans_with_their_figures():
    loaded = {
        plan["id"]: (plan["sources"], [tuple(phase.values()) for phase in plan["phases"]])
        for plan in (plan.as_json() for plan in LIBRARY.plans.values())
    }

    assert loaded == PLANS


@pytest.mark.parametrize(
    ("pattern", "seconds", "cycles", "total", "most"),
    [
        ("longer-out", (4, 0, 6, 0), 6, 60, None),
        ("even", (5, 0, 5, 0), 30, 300, None),
        ("box", (4, 4, 4, 4), 12, 192, None),
        ("478", (4, 7, 8, 0), 4, 76, 8),
    ],
)
def test_the_breathing_patterns_have_their_figures(pattern, seconds, cycles, total, most):
    loaded = LIBRARY.patterns[pattern]

    assert (loaded.in_s, loaded.hold_s, loaded.out_s, loaded.hold_out_s) == seconds
    assert (loaded.cycles, loaded.total_s, loaded.most_cycles) == (cycles, total, most)
    assert loaded.routine().total.total_seconds() == total


IN_TURN = [Side.LEFT, Side.RIGHT]


@pytest.mark.parametrize(
    ("stretch", "sides", "rep", "total", "held", "per_day", "knees", "source"),
    [
        ("knees", [*IN_TURN * 2, Side.BOTH, Side.BOTH], (3, 20, 3, 4), 180, 120, (2, 3), True, "001"),
        ("knees-short", IN_TURN * 5, (3, 10, 3, 4), 200, 100, (2, 3), True, "003"),
        ("overhead", [Side.BOTH] * 10, (3, 5, 3, 4), 150, 50, (3, 4), False, "003"),
        ("high-knees", [Side.NONE], (60, 0, 0, 0), 60, 0, None, False, "003"),
    ],
)
def test_the_stretches_have_their_figures(*, stretch, sides, rep, total, held, per_day, knees, source):
    loaded = LIBRARY.stretches[stretch]

    assert [block.side for block in loaded.blocks for _ in range(block.reps)] == sides
    assert {(block.move_s, block.hold_s, block.release_s, block.rest_s) for block in loaded.blocks} == {rep}
    assert (loaded.total_s, loaded.held_s, loaded.per_day) == (total, held, per_day)
    assert loaded.routine().total.total_seconds() == total
    assert loaded.needs_knees_to_chest is knees
    assert loaded.sources == (source, "backcoach")


def test_the_walking_levels_have_their_figures():
    assert [(level.id, level.minutes, level.times, level.days_a_week) for level in LIBRARY.levels] == [
        ("first", 2, 3, 7),
        ("easing", 5, 3, 7),
        ("more", 10, 3, 7),
        ("further", 15, 2, 7),
        ("further-20", 20, 2, 7),
        ("habit", 30, 1, 5),
    ]


NUMBERS = {
    "911": "CA US MX PH",
    "999": "GB HK MY",
    "112": "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IT LT LU LV MT NL PL PT RO SE SI SK IS TR IN",
    "112 or 999": "IE",
    "111": "NZ",
    "000": "AU",
    "144": "CH",
    "113": "NO",
    "119": "JP KR TW",
    "120": "CN",
    "995": "SG",
    "1669": "TH",
    "115": "VN",
    "101": "IL",
    "192": "BR",
    "107": "AR",
    "131": "CL",
    "123": "CO",
    "103": "UA",
    "10177 or 112 from a mobile": "ZA",
}
ADVICE = {
    "CA": "811",
    "GB": "111",
    "DE": "116117",
    "AT": "1450",
    "SE": "1177",
    "IS": "1700",
    "NZ": "0800 611 116",
    "AU": "1800 022 222",
    "NO": "116117",
}


def test_the_countries_have_their_numbers_and_each_two_sources():
    assert {region.id: region.call for region in LIBRARY.regions} == {
        code: number for number, codes in NUMBERS.items() for code in codes.split()
    }
    assert {region.id: region.advice for region in LIBRARY.regions if region.advice} == ADVICE
    assert all(len(set(region.sources)) > 1 for region in LIBRARY.regions)
    assert [region.title for region in LIBRARY.regions] == sorted(
        (region.title for region in LIBRARY.regions), key=lambda title: title.replace("ü", "u")
    )


@pytest.mark.parametrize("code", ["PR", "EN", None])
def test_a_country_that_is_not_listed_has_no_number(code):
    assert region_at(Where(code), LIBRARY.regions) is NO_REGION


def test_a_country_with_one_source_is_not_loaded(tmp_path):
    (tmp_path / "sources.toml").write_text("")
    country = '[{}]\ntitle = "Land"\nemergency = "112"\nsources = [{}]\n'
    (tmp_path / "regions.toml").write_text(country.format("AA", '"one"') + country.format("BB", '"one", "two"'))
    assert [region.id for region in Library(built_in=tmp_path).regions] == ["BB"]


def test_the_signs_stand_in_order_with_their_sources():
    signs = list(LIBRARY.signs.values())

    assert [sign.level for sign in signs] == sorted((s.level for s in signs), key=list(Level).index)
    assert {sign.id: sign.sources for sign in signs if sign.level is Level.EMERGENCY} == {
        "limb-will-not-move": ("000",),
        "bladder-or-bowel": ("000", "001", "backcoach"),
        "cannot-pass-water": ("red-flags",),
        "numb-saddle": ("001", "red-flags", "backcoach"),
        "both-legs": ("001", "red-flags", "backcoach"),
        "trouble-breathing": ("001",),
        "confused-or-drowsy": ("001",),
        "fainting": ("001",),
        "heartbeat": ("001",),
        "accident": ("red-flags",),
    }


def test_positions_checklists_and_notices_are_all_there():
    assert list(LIBRARY.positions) == [
        "knees-over-pillows",
        "legs-on-chair",
        "on-side",
        "on-stomach",
        "reclined",
        "feet-on-stool",
    ]
    assert [len(LIBRARY.checklists[id_].items) for id_ in ("during", "after")] == [9, 8]
    assert [len(LIBRARY.questions[id_].items) for id_ in ("skin", "water")] == [5, 4]
    assert list(LIBRARY.notices) == ["notice", "evidence", "breathing"]


def test_the_defaults_are_among_the_content():
    assert DEFAULT_PLAN in LIBRARY.plans
    assert DEFAULT_PATTERN in LIBRARY.patterns
    assert DEFAULT_STRETCH in LIBRARY.stretches
    assert LIBRARY.levels[0].id == DEFAULT_LEVEL


def test_every_routine_of_the_content_keeps_the_limits():
    for plan in LIBRARY.plans.values():
        for hours in (None, 0, 30, 60, 100):
            for kind in (Kind.ICE, Kind.HEAT):
                check_routine(plan.routine(kind, hours=hours))
    for guided in (*LIBRARY.patterns.values(), *LIBRARY.stretches.values()):
        check_routine(guided.routine())


# -- the sources and the words ------------------------------------------------------------------------------


def test_every_item_names_sources_that_are_listed():
    found = list(items())

    assert len(found) > 60
    for item in found:
        assert item.sources, item.id
        assert set(item.sources) <= set(LIBRARY.sources), item.id


def test_the_limits_name_sources_that_are_listed():
    named = {
        source
        for limit in vars(limits).values()
        if isinstance(limit, limits.Limit)
        for source in limit.sources.split(", ")
    }

    assert named <= set(LIBRARY.sources)


def test_there_is_a_pose_for_each_name_and_each_is_used():
    content = Library()
    figures = [stretch.figure for stretch in content.stretches.values() if stretch.figure]
    named = {name for each in figures for name in (each.start, each.one, each.both) if name}
    named |= {position.pose for position in content.positions.values()}

    assert set(content.poses) == set(get_args(PoseName)) == named
    assert len(figures) == len(content.stretches)


FORBIDDEN = r"""cure[sd]?|heal(s|ed|ing)?|saf(e|ely|er|est|ety)|normal(ly)?|promise[sd]?|guarantee[sd]?|
recover(s|y|ed)?|will[ ](help|ease|improve|get)|no[ ]pain,?[ ]no[ ]gain|push[ ]through|ibuprofen|naproxen|
acetaminophen|paracetamol|aspirin|diazepam|valium|mg"""


@pytest.mark.parametrize(("name", "text"), list(texts()))
def test_no_text_cures_promises_or_calls_anything_safe(name, text):
    found = re.search(rf"\b({FORBIDDEN})\b", text, re.IGNORECASE | re.VERBOSE)

    assert found is None, f"{name}: {found}"


# -- a person's own -----------------------------------------------------------------------------------------

PAGE = (Path(__file__).parents[1] / "docs" / "own-content.md").read_text(encoding="utf-8")
EXAMPLES = [(block.split("\n", 1)[0][2:], block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
DAMAGES = [None, -5, 10**30, 2.5, float("nan"), True, "", "x" * 500, "\x1b[2J", [], [{}], {"a": 1}, date(2026, 1, 1)]


def places(value, path=()):
    """The path of everything in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_whatever_is_damaged_in_a_file_it_is_taken_or_refused_in_one_sentence(tmp_path, monkeypatch, name, text):
    monkeypatch.setattr(Library, "part", lambda *_: {})  # what ships is not read a thousand times
    file = tmp_path / name
    file.parent.mkdir()
    for path in places(tomllib.loads(text)):
        for damage in DAMAGES:
            document = tomllib.loads(text)
            place = reduce(getitem, path[:-1], document)
            if damage is None:
                del place[path[-1]]
            else:
                place[path[-1]] = damage
            file.write_text(tomlkit.dumps(document), encoding="utf-8")
            library = Library(tmp_path)
            own = {*library.plans, *library.patterns, *library.stretches} & {file.stem}
            assert len(own) + len(library.problems) == 1, path
            assert all(str(problem).isprintable() and str(problem).endswith(".") for problem in library.problems)


# -- the built-in files, broken -----------------------------------------------------------------------------


GOOD = '[good]\ntitle = "Good"\nsources = ["000"]\n[[good.phases]]\non = 15\n'


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (
            GOOD.replace("good", "bad").replace('["000"]', "[]"),
            "bad.sources",
            "a list of at least 1, not an empty list",
        ),
        (GOOD.replace("good", "bad").replace('sources = ["000"]\n', ""), "bad.sources", "It is missing"),
        (GOOD.replace("good", "bad").replace("000", "999"), "bad.sources", "“999” is not among the sources"),
        (GOOD.replace("good", "bad").replace("15", "25"), "bad.phases[0].on", "(L1; source 000"),
    ],
)
def test_an_item_of_ours_without_a_good_source_or_figure_is_not_used(tmp_path, text, key, says):
    (tmp_path / "plans.toml").write_text(text + GOOD)
    (tmp_path / "sources.toml").write_text('[000]\ntitle = "A handout"\n')
    library = Library(built_in=tmp_path)

    assert list(library.plans) == ["good"]
    (problem,) = (problem for problem in library.problems if problem.key)
    assert (problem.file, problem.key) == ("content/plans.toml", key)
    assert says in problem.sentence


def test_a_checklist_names_all_that_its_items_name(tmp_path):
    (tmp_path / "sources.toml").write_text('[000]\ntitle = "A handout"\n[001]\ntitle = "Another"\n')
    (tmp_path / "checklists.toml").write_text(
        '[a]\ntitle = "A"\nsources = ["000"]\n[[a.items]]\nid = "x"\ntext = "X."\nsources = ["001"]\n'
        '[b]\ntitle = "B"\nsources = ["000"]\n' + '[[b.items]]\nid = "x"\ntext = "X."\nsources = ["000"]\n' * 2
    )
    library = Library(built_in=tmp_path)

    assert not library.checklists
    assert [problem.key for problem in library.problems if problem.key] == ["a.items[0].sources", "b.items[1].id"]
