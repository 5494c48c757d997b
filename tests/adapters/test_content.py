"""The content that ships, figure by figure, and what is refused of a person's own."""

import re
import subprocess
import sys

import pytest

from backcoach.adapters.content import BUILT_IN, PARTS, Library, load_content
from backcoach.domain import limits
from backcoach.domain.breathing import DEFAULT_PATTERN
from backcoach.domain.engine import check_routine
from backcoach.domain.levels import DEFAULT_LEVEL
from backcoach.domain.plans import DEFAULT_PLAN
from backcoach.domain.positions import WIDEST_DRAWING
from backcoach.domain.routine import Kind, Side
from backcoach.domain.signs import Level, region_for, territory_of
from backcoach.domain.stretches import DEFAULT_STRETCH

LIBRARY = load_content()


def items():
    """Every item that bears sources."""
    for part in PARTS:
        if part != "sources":
            content = getattr(LIBRARY, part)
            for item in content if isinstance(content, tuple) else content.values():
                yield item
                yield from getattr(item, "items", ())


def texts():
    """Every text of the content, whole files at once: what ships is what is searched."""
    for path in sorted(BUILT_IN.glob("*.toml")):
        yield path.name, path.read_text(encoding="utf-8")


# -- the figures --------------------------------------------------------------------------------------------


def test_all_that_ships_can_be_used():
    assert LIBRARY.problems == ()


PLANS = {
    "steady": (
        ["000", "003", "002"],
        [(0, 48, ["ice"], 15, 20, 120, 1), (48, None, ["heat"], 15, 20, 120, 1)],
    ),
    "either": (["000"], [(0, None, ["ice", "heat"], 15, 20, 120, 1)]),
    "cycle": (
        ["001"],
        [
            (0, 24, ["ice"], 20, 20, None, 2),
            (24, 72, ["ice", "heat"], 20, 20, None, 2),
            (72, None, ["heat"], 20, 20, None, 2),
        ],
    ),
    "ice-first": (["002"], [(0, 72, ["ice"], 20, 20, 120, 1), (72, None, ["heat"], 15, 20, 120, 1)]),
    "short-ice": (["003"], [(0, 48, ["ice"], 15, 20, 120, 1), (48, None, ["heat"], 15, 20, 240, 1)]),
    "warm": (["004"], [(0, None, ["heat"], 15, 20, 240, 1)]),
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
    assert loaded.routine().held.total_seconds() == held
    assert loaded.needs_knees_to_chest is knees
    assert loaded.sources == (source,)


def test_the_walking_levels_have_their_figures():
    assert [(level.id, level.minutes, level.times, level.days_a_week) for level in LIBRARY.levels] == [
        ("first", 2, 3, 7),
        ("easing", 5, 3, 7),
        ("more", 10, 3, 7),
        ("further", 15, 2, 7),
        ("further-20", 20, 2, 7),
        ("habit", 30, 1, 5),
    ]


EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("CA", ("911", "811")),
        ("US", ("911", None)),
        ("GB", ("999", "111")),
        ("NZ", ("111", None)),
        ("AU", ("000", None)),
        *((code, ("112", None)) for code in (*EU, "EU")),
        (territory_of("de_AT.UTF-8"), ("112", None)),
        ("CH", ("your local emergency number", None)),
        (None, ("your local emergency number", None)),
    ],
)
def test_the_regions_have_their_numbers(code, numbers):
    region = region_for(code, LIBRARY.regions)

    assert (region.emergency, region.advice) == numbers


def test_the_signs_stand_in_order_with_their_sources():
    signs = list(LIBRARY.signs.values())

    assert [sign.level for sign in signs] == sorted((s.level for s in signs), key=list(Level).index)
    assert {sign.id: sign.sources for sign in signs if sign.level is Level.EMERGENCY} == {
        "limb-will-not-move": ("000",),
        "bladder-or-bowel": ("000", "001"),
        "cannot-pass-water": ("red-flags",),
        "numb-saddle": ("001",),
        "both-legs": ("001", "red-flags"),
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
    named = {source for limit in vars(limits).values() if isinstance(limit, limits.Limit) for source in limit.sources}

    assert named <= set(LIBRARY.sources)


def test_drawings_fit_forty_columns_and_plain_terminals():
    drawn = [item for item in items() if getattr(item, "drawing", "")]

    assert len(drawn) == 10
    for item in drawn:
        assert all(len(line) <= WIDEST_DRAWING for line in item.drawing.splitlines()), item.id
        assert item.drawing.isascii(), item.id


FORBIDDEN = r"""cure[sd]?|heal(s|ed|ing)?|saf(e|ely|er|est|ety)|normal(ly)?|promise[sd]?|guarantee[sd]?|
recover(s|y|ed)?|will[ ](help|ease|improve|get)|no[ ]pain,?[ ]no[ ]gain|push[ ]through|ibuprofen|naproxen|
acetaminophen|paracetamol|aspirin|diazepam|valium|mg"""


@pytest.mark.parametrize(("name", "text"), list(texts()))
def test_no_text_cures_promises_or_calls_anything_safe(name, text):
    found = re.search(rf"\b({FORBIDDEN})\b", text, re.IGNORECASE | re.VERBOSE)

    assert found is None, f"{name}: {found}"


# -- a person's own -----------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path):
    """Writes files into a configuration folder, and loads them."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_content(tmp_path)

    return write


def test_a_flat_plan_with_short_names_is_one_open_phase(own):
    library = own({"plans/mine.toml": 'modality = ["heat"]\non = 12\nevery = 90\n'})

    assert library.problems == ()
    assert list(library.plans)[-1] == "mine"
    assert library.plans["mine"].as_json() == {
        "id": "mine",
        "title": "mine",
        "sources": ["own"],
        "phases": [
            {
                "from_h": 0,
                "to_h": None,
                "modality": ["heat"],
                "on_min": 12,
                "off_min": 20,
                "every_min": 90,
                "applications": 1,
            }
        ],
    }


def test_a_plan_with_phases_may_use_either_names(own):
    library = own(
        {
            "plans/physio.toml": """
                id = "from-physio"
                title = "From my physio"
                sources = ["000"]
                [[phases]]
                from = 0
                to = 12
                modality = ["ice"]
                on = 10
                off = 30
                [[phases]]
                from_h = 12
                on_min = 15
                off_min = 25
                applications = 2
            """
        }
    )

    assert library.problems == ()
    plan = library.plans["from-physio"]
    assert plan.sources == ("own",)
    assert [(phase.from_h, phase.to_h, phase.on_min, phase.off_min) for phase in plan.phases] == [
        (0, 12, 10, 30),
        (12, None, 15, 25),
    ]
    assert plan.phases[1].modality == (Kind.ICE, Kind.HEAT)


def test_patterns_and_stretches_of_ones_own_join_the_list(own):
    library = own(
        {
            "patterns/slow.toml": "in = 5.5\nout = 5.5\ncycles = 10\n",
            "routines/hip.toml": 'steps = [{side = "left", move = 2, hold = 30, release = 2, rest = 5, reps = 3}]\n',
        }
    )

    assert library.problems == ()
    assert library.patterns["slow"].as_json()["total_s"] == 110
    assert library.stretches["hip"].total_s == 117
    assert library.stretches["hip"].needs_knees_to_chest, "what does not say is locked like what does"
    assert library.stretches["hip"].sources == ("own",)


PHASES = "[[phases]]\nto = 24\non = 10\n[[phases]]\nfrom = 24\n"

REFUSED = [
    (
        "plans",
        "on = 25",
        "on",
        "25 min is too long. One application of ice or heat lasts at most 20 min (L1; source 000",
    ),
    ("plans", "on_min = 25", "on_min", "(L1; source 000"),
    ("plans", PHASES + "on_min = 25", "phases[1].on_min", "25 min is too long. One application"),
    ("plans", PHASES + "on = 25", "phases[1].on", "25 min is too long. One application"),
    ("plans", PHASES + "on = 10\noff = 5", "phases[1].off", "(L2; source 001)"),
    ("plans", "on = 20\napplications = 3", "applications", "(L3; source 001)"),
    ("plans", "on = 20\nevery = 30", "every", "(L2; source 001)"),
    ("plans", PHASES.replace("from = 24", "from = 30") + "on = 9", "phases[1].from", "gap"),
    ("plans", PHASES.replace("from = 24", "from = 20") + "on = 9", "phases[1].from", "overlaps"),
    ("plans", "on = 15\non_min = 15", "on_min", "twice"),
    ("plans", "onn = 15", "onn", "This is not a key here. The keys are title"),
    ("plans", PHASES + "on = 10\ncolour = 1", "phases[1].colour", "not a key here"),
    ("plans", "on = 15\n[[phases]]\non = 15", "on", "not a key here"),
    ("plans", 'title = "Mine"', "on_min", "missing"),
    ("plans", PHASES, "phases[1].on_min", "missing"),
    ("plans", 'on = "15"', "on", "must be a number, not “15”"),
    ("plans", "on = true", "on", "must be a number, not true"),
    ("plans", "on = nan", "on", "from 0 on"),
    ("plans", "on = inf", "on", "from 0 to"),
    ("plans", "on = -5", "on", "from 0 on, not the number -5"),
    ("plans", f"on = 1{'0' * 400}", "on", "from 0 to"),
    ("plans", "on = 15\napplications = 1.5", "applications", "whole number"),
    ("plans", 'on = 15\nmodality = "ice"', "modality", "list in square brackets"),
    ("plans", 'on = 15\nmodality = ["cold"]', "modality", "one of ice, heat, not “cold”"),
    ("plans", "on = 15\nmodality = []", "modality", "empty"),
    ("plans", "phases = 3", "phases", "list"),
    ("plans", "phases = [3]", "phases", "[[phases]]"),
    ("plans", "on = 15\ntitle = 3", "title", "text in quotes, not the number 3"),
    ("plans", 'on = 15\ntitle = "a\\u001bb"', "title", "can't be shown"),
    ("plans", 'on = 15\ntitle = " "', "title", "empty"),
    ("plans", f'on = 15\ntitle = "{"x" * 61}"', "title", "61 characters"),
    ("plans", 'on = 15\nid = "a b"', "id", "“a b” can't be an id"),
    ("plans", 'on = 15\nid = "steady"', "id", "“steady” is an id already, among the built-in ones"),
    ("plans", "on = ", "", "This is not TOML"),
    ("plans", "a = " + "[" * 5000, "", "This is not TOML"),
    ("plans", f"on = 1{'0' * 5000}", "", "This is not TOML"),
    ("plans", b"title = '\xff'", "", "not UTF-8"),
    ("plans", "#" * 200_000, "", "larger than 100 kB"),
    ("patterns", "in = 25\nout = 6\ncycles = 3", "in", "from 0 to 20 s"),
    ("patterns", "in_s = 4\nout_s = 6\ncycles = 500", "cycles", "15 min"),
    ("patterns", "in_s = 4\nout_s = 6", "cycles", "missing"),
    ("routines", "steps = [{move = 1, hold = 90, release = 1, rest = 1}]", "steps[0].hold", "from 3 to 60 s"),
    ("routines", "steps = [{hold = 9}]", "steps[0].move_s", "missing"),
    ("routines", "steps = []", "steps", "empty"),
    (
        "routines",
        'steps = [{side = "up", move = 1, hold = 9, release = 1, rest = 1}]',
        "steps[0].side",
        "one of left, right, both, none, not “up”",
    ),
    (
        "routines",
        "per_day = [2]\nsteps = [{move = 1, hold = 9, release = 1, rest = 1}]",
        "per_day",
        "two whole numbers",
    ),
    (
        "routines",
        "needs_knees_to_chest = 1\nsteps = [{move = 1, hold = 9, release = 1, rest = 1}]",
        "needs_knees_to_chest",
        "true or false",
    ),
    (
        "routines",
        f"drawing = '{'x' * 41}'\nsteps = [{{move = 1, hold = 9, release = 1, rest = 1}}]",
        "drawing",
        "40 columns",
    ),
]


@pytest.mark.parametrize(("folder", "text", "key", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_wrong_is_said_with_file_and_key(own, folder, text, key, says):
    library = own({f"{folder}/mine.toml": text})

    (problem,) = library.problems
    assert (problem.file, problem.key) == (f"{folder}/mine.toml", key)
    assert says in problem.sentence
    assert re.match(rf"{folder}/mine.toml(, line \d+)?(, {re.escape(key)})?: ", str(problem))
    assert str(problem).endswith(".")


def test_what_is_wrong_is_said_with_its_line(own):
    step = '[[steps]]\nside = "left"\nmove = 1\nhold = {}\nrelease = 1\nrest = 1\n'
    library = own(
        {
            "patterns/a.toml": "# slow\nin = 4\nout = 26\ncycles = 3\n",
            "patterns/b.toml": "in = 4\nout = 6\n",
            "routines/c.toml": step.format(5) + step.format(90),
            "routines/d.toml": step.format(5) + "colour = 1\n",
        }
    )

    assert {problem.file: problem.line for problem in library.problems} == {
        "patterns/a.toml": 3,
        "patterns/b.toml": None,
        "routines/c.toml": 10,
        "routines/d.toml": 7,
    }
    assert "patterns/a.toml, line 3, out: " in str(library.problems)
    assert any("The keys are side, move, hold" in problem.sentence for problem in library.problems)


def test_a_bad_file_leaves_the_others_working(own):
    library = own(
        {
            "plans/a.toml": "on = 25",
            "plans/b.toml": "on = 15",
            "plans/c.toml": 'id = "b"\non = 15',
            "plans/.#d.toml": "no",
            "plans/e.txt": "no",
        }
    )

    assert set(library.plans) == {*PLANS, "b"}
    assert [(problem.file, problem.key) for problem in library.problems_so_far] == [
        ("plans/a.toml", "on"),
        ("plans/c.toml", "id"),
    ]
    assert "your own: plans/b.toml" in library.problems_so_far[1].sentence


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    (tmp_path / "plans" / "folder.toml").mkdir(parents=True)
    (tmp_path / "patterns").write_text("a file where a folder should be")

    problems = load_content(tmp_path).problems

    assert [problem.file for problem in problems] == ["plans/folder.toml", "patterns"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert load_content(tmp_path / "nowhere").problems == ()


# -- the built-in files, broken -----------------------------------------------------------------------------


GOOD = '[good]\ntitle = "Good"\nsources = ["000"]\n[[good.phases]]\non_min = 15\n'


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        (GOOD.replace("good", "bad").replace('["000"]', "[]"), "bad.sources", "names no source"),
        (GOOD.replace("good", "bad").replace('sources = ["000"]\n', ""), "bad.sources", "names no source"),
        (GOOD.replace("good", "bad").replace("000", "999"), "bad.sources", "“999” is not among the sources"),
        (GOOD.replace("good", "bad").replace("15", "25"), "bad.phases[0].on_min", "(L1; source 000"),
    ],
)
def test_an_item_of_ours_without_a_good_source_or_figure_is_not_used(tmp_path, text, key, says):
    (tmp_path / "plans.toml").write_text(text + GOOD)
    (tmp_path / "sources.toml").write_text('[000]\ntitle = "A handout"\n')
    library = Library(built_in=tmp_path)

    assert list(library.plans) == ["good"]
    (problem,) = library.problems_so_far
    assert (problem.file, problem.key) == ("content/plans.toml", key)
    assert says in problem.sentence


def test_an_item_that_is_no_table_is_refused(tmp_path):
    (tmp_path / "plans.toml").write_text("steady = 3\n")

    assert str(Library(built_in=tmp_path).problems[0]).startswith("content/plans.toml, steady")


def test_a_checklist_names_all_that_its_items_name(tmp_path):
    (tmp_path / "sources.toml").write_text('[000]\ntitle = "A handout"\n[001]\ntitle = "Another"\n')
    (tmp_path / "checklists.toml").write_text(
        '[a]\ntitle = "A"\nsources = ["000"]\n[[a.items]]\nid = "x"\ntext = "X."\nsources = ["001"]\n'
        '[b]\ntitle = "B"\nsources = ["000"]\n' + '[[b.items]]\nid = "x"\ntext = "X."\nsources = ["000"]\n' * 2
    )
    library = Library(built_in=tmp_path)

    assert not library.checklists
    assert [problem.key for problem in library.problems_so_far] == ["a.items[0].sources", "b.items[1].id"]


# -- the cost -----------------------------------------------------------------------------------------------


def test_a_command_pays_only_for_what_it_reads():
    """A fresh process that needs no content parses no TOML, and one that shows plans knows no positions."""
    code = (
        "import sys\n"
        "from backcoach.adapters.content import load_content\n"
        "library = load_content()\n"
        "assert 'tomllib' not in sys.modules\n"
        "library.plans, library.levels\n"
        "print(sorted(m for m in sys.modules if m.startswith('backcoach.')))\n"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "backcoach.domain.plans" in result.stdout
    assert "backcoach.adapters.content_cards" not in result.stdout
    assert "backcoach.adapters.content_guided" not in result.stdout
