"""What docs/own-content.md says of a person's own plans, patterns and routines holds for the commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "own-content.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = {block.split("\n", 1)[0].removeprefix("# "): block for block in BLOCKS}


@pytest.fixture
def own(shell):
    """Writes files into the configuration folder."""
    shell.settings("")

    def write(files):
        for name, text in files.items():
            path = shell.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return shell

    return write


def test_the_examples_of_the_page_are_listed_as_ones_own(own):
    shell = own(EXAMPLES)
    assert {"plans/clinic.toml", "patterns/slow.toml", "routines/maria.toml"} == set(EXAMPLES)
    shell.ok("check")
    for command, name in (("plans", "clinic"), ("patterns", "slow"), ("routines", "maria")):
        listed = shell.ok(command, "--json").json
        assert listed[-1]["id"] == name
        assert listed[-1]["sources"] == ["own"]
        assert all(item["sources"] for item in listed)
        assert name in shell.ok(command).out


STEP = "{ move = 1, hold = 9, release = 1, rest = 1 }"
PHASES = "[[phases]]\nto = 24\non = 10\n[[phases]]\nfrom = 24\n"

TAKEN = [
    ("plans", "on = 20"),
    ("plans", "on = 1\noff = 45"),
    ("plans", 'from = 0\nmodality = ["heat"]\non = 12\noff = 20\nevery = 90\napplications = 1\nsays = "Warm."'),
    ("plans", "on = 20\noff = 20\napplications = 2\nevery = 80"),
    ("plans", PHASES + 'on = 7.5\nmodality = ["heat", "ice"]'),
    ("plans", b"\xef\xbb\xbfon = 15\n"),
    ("patterns", b"\xef\xbb\xbfin = 4\r\nout = 6\r\ncycles = 6\r\n"),
    ("patterns", "in = 0.5\nout = 5.5\ncycles = 150"),
    ("patterns", "in = 20\nout = 20\ncycles = 22"),
    ("patterns", "in = 4\nout = 6\ncycles = 6\nmost_cycles = 90"),
    ("routines", f"steps = [{STEP}]"),
    ("routines", f"steps = [{STEP.replace('9', '0')}]\nper_day = [1, 12]\nneeds_knees_to_chest = false"),
    ("routines", f"steps = [{STEP.replace('9', '60')}, {STEP.replace('9', '3')}]"),
    ("routines", f'title = "{"x" * 60}"\nstart = "Lie down."\nsteps = [{STEP}]'),
    ("routines", f'steps = [{STEP}]\nfigure = {{ start = "standing", both = "arms-overhead", moves = "arm" }}'),
    ("routines", f'steps = [{STEP}]\nlimb = "arm"\ncue_hold = "{{limb}} up high, and keep on breathing"'),
]


@pytest.mark.parametrize(("folder", "text"), TAKEN, ids=range(len(TAKEN)))
def test_what_the_page_allows_is_taken(own, folder, text):
    shell = own({f"{folder}/mine.toml": text})
    shell.ok("check")
    assert "mine" in [item["id"] for item in shell.ok(folder, "--json").json]


# The file, what is named of it, what stands in the sentence.
REFUSED = [
    ("plans", "on = 25", "line 1, on", "25 min is too long. One application of ice or heat lasts at most 20 min (L1;"),
    ("plans", "# mine\non = 25", "line 2, on", "L1"),
    ("plans", PHASES + "on = 25", "line 6, phases[1].on", "25 min is too long. One application"),
    ("plans", PHASES + "on = 10\noff = 5", "line 7, phases[1].off", "(L2; source 001)"),
    ("plans", "on = 20\napplications = 3", "line 2, applications", "(L3; source 001)"),
    ("plans", "on = 15\nevery = 30", "line 2, every", "(L2; source 001)"),
    ("plans", "on = 0.5", "line 1, on", "1 to 20 min"),
    ("plans", PHASES.replace("from = 24", "from = 30") + "on = 9", "line 5, phases[1].from", "gap"),
    ("plans", PHASES.replace("from = 24", "from = 20") + "on = 9", "line 5, phases[1].from", "overlaps"),
    ("plans", "from = 3\non = 15", "line 1, from", "begins at hour 0"),
    ("plans", "on = 15\nto = 48", "line 2, to", "The last phase stays open"),
    ("plans", 'on = 15\nsources = ["own"]', "line 2, sources", "the file's name is the id, and the source is you"),
    ("plans", "onn = 15", "line 1, onn", "no such key here. The keys are title, says, from, to, modality, on,"),
    ("plans", "on_min = 15", "line 1, on_min", "no such key here. The keys are title, says, from, to, modality, on,"),
    ("plans", "on = 15\n[[phases]]\non = 15", "line 1, on", "no such key here. The keys are title, phases, says."),
    ("plans", PHASES + "on = 10\ncolour = 1", "line 7, phases[1].colour", "no such key here"),
    ("plans", 'title = "Mine"', "on", "It is missing. It must be a number"),
    ("plans", PHASES, "line 4, phases[1].on", "It is missing. It must be a number"),
    ("plans", 'on = "15"', "line 1, on", 'It must be a number of minutes from 1 to 20, not "15".'),
    ("plans", "on = true", "line 1, on", "not true"),
    ("plans", "on = nan", "line 1, on", "not nan"),
    ("plans", "on = inf", "line 1, on", "not inf"),
    ("plans", "on = -5", "line 1, on", "not -5"),
    ("plans", f"on = 1{'0' * 400}", "line 1, on", "not a very large number"),
    ("plans", "on = 15\napplications = 1.5", "line 2, applications", "It must be 1 or 2, not 1.5."),
    ("plans", "on = 15\napplications = 1000000000000000000", "line 2, applications", "at most 2 applications (L3;"),
    ("patterns", "in = 5.5\nout = 6\ncycles = 1000000000000000000", "line 3, cycles", "a very large number"),
    ("plans", 'on = 15\nmodality = "ice"', "line 2, modality", "a list"),
    ("plans", 'on = 15\nmodality = ["cold"]', "line 2, modality[0]", 'It must be "ice" or "heat", not "cold".'),
    ("plans", 'on = 15\nmodality = ["walk"]', "line 2, modality", "ice, heat or both"),
    ("plans", "on = 15\nmodality = []", "line 2, modality", "at least 1"),
    ("plans", "phases = 3", "line 1, phases", "not 3"),
    ("plans", "phases = [3]", "line 1, phases[0]", "not 3"),
    ("plans", "on = 15\ntitle = 3", "line 2, title", "It must be text of at most 60 characters, not 3."),
    ("plans", 'on = 15\ntitle = "a\\u001bb"', "line 2, title", "can't be shown"),
    ("plans", 'on = 15\ntitle = " "', "line 2, title", "empty"),
    ("plans", f'on = 15\ntitle = "{"x" * 61}"', "line 2, title", "at most 60 characters"),
    ("plans", "on = ", "line 1", "This is not TOML"),
    ("plans", "\n\non 15", "line 3", "This is not TOML"),
    ("plans", "a = " + "[" * 5000, "", "This is not TOML"),
    ("plans", f"on = 1{'0' * 5000}", "", "This is not TOML"),
    ("plans", b"title = '\xff'", "line 1", "not UTF-8"),
    ("plans", "#" * 200_000, "", "at most 64 kB"),
    ("patterns", "# slow\nin = 25\nout = 6\ncycles = 3", "line 2, in", "It must be a number from 0 to 20, not 25."),
    ("patterns", "in = 4\nout = 0\ncycles = 3", "line 2, out", "neither can be 0 s"),
    ("patterns", "in = 1\nout = 4\ncycles = 3", "line 1, in", "6 to 40 s"),
    ("patterns", "in = 4\nout = 6\ncycles = 500", "line 3, cycles", "15 min"),
    ("patterns", "in = 4\nout = 6\ncycles = 0", "line 3, cycles", "from 1"),
    ("patterns", "in = 4\nout = 6\ncycles = 6\nmost_cycles = 500", "line 4, most_cycles", "15 min"),
    ("patterns", "in = 4\nout = 6\ncycles = 6\nmost_cycles = 5", "line 3, cycles", "at most 5"),
    ("patterns", "in = 4\nout = 6", "cycles", "It is missing"),
    ("routines", "steps = [{move = 1, hold = 90, release = 1, rest = 1}]", "line 1, steps[0].hold", "from 3 to 60"),
    ("routines", "steps = [{move = 1, hold = 2, release = 1, rest = 1}]", "line 1, steps[0].hold", "from 3 to 60"),
    ("routines", "steps = [{move = 61, hold = 9, release = 1, rest = 1}]", "line 1, steps[0].move", "from 0 to 60"),
    ("routines", f"steps = [{STEP[:-1]}, reps = 21 }}]", "line 1, steps[0].reps", "from 1 to 20"),
    ("routines", "steps = [{hold = 9}]", "line 1, steps[0].move", "It is missing"),
    ("routines", "steps = []", "line 1, steps", "at least 1"),
    ("routines", 'title = "Mine"', "steps", "It is missing"),
    ("routines", f"steps = [{', '.join([STEP[:-1] + ', reps = 20 }'] * 8)}]", "line 1, steps", "30 min"),
    (
        "routines",
        f"[[steps]]\n{STEP[1:-1].replace(', ', chr(10))}\n[[steps]]\n{STEP[1:-1].replace(', ', chr(10))}\ncolour = 1",
        "line 11, steps[1].colour",
        "no such key here. The keys are side, move, hold, release, rest, reps.",
    ),
    (
        "routines",
        f'steps = [{STEP[:-1]}, side = "up" }}]',
        "line 1, steps[0].side",
        'It must be "left", "right", "both" or "none", not "up".',
    ),
    ("routines", f"per_day = [2]\nsteps = [{STEP}]", "line 1, per_day", "two whole numbers"),
    ("routines", f"per_day = [3, 2]\nsteps = [{STEP}]", "line 1, per_day", "the lower one first"),
    ("routines", f"per_day = [1, 13]\nsteps = [{STEP}]", "line 1, per_day", "from 1 to 12"),
    ("routines", f"needs_knees_to_chest = 1\nsteps = [{STEP}]", "line 1, needs_knees_to_chest", "true or false, not 1"),
    ("routines", f"figure = {{ start = 'sitting' }}\nsteps = [{STEP}]", "line 1, figure.start", "sitting"),
    ("routines", f'cue_hold = "{"so " * 9}"\nsteps = [{STEP}]', "line 1, cue_hold", "8 words"),
    ("routines", f'start = "{"x" * 301}"\nsteps = [{STEP}]', "line 1, start", "at most 300 characters"),
]


@pytest.mark.parametrize(("folder", "text", "where", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_the_page_forbids_is_refused_by_file_line_and_key(own, folder, text, where, says):
    shell = own({f"{folder}/mine.toml": text, "plans/good.toml": "on = 15\n"})
    said = shell("check")
    assert said.code == 1
    assert re.match(rf"backcoach: {folder}/mine\.toml{re.escape(', ' + where if where else '')}: ", said.err)
    assert says in said.err
    assert said.err.count("\n") == 1
    listed = shell(folder, "--json")
    assert listed.err == said.err
    assert "mine" not in [item["id"] for item in listed.json]
    assert shell("plans", "--json").json[-1]["id"] == "good", "the rest goes on"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("plans/steady.toml", "“steady” is the name of a plan that ships: give the file another name."),
        ("patterns/box.toml", "“box” is the name of a pattern that ships"),
        ("routines/knees.toml", "“knees” is the name of a routine that ships"),
        ("plans/a b.toml", "letters, digits and hyphens"),
        (f"plans/{'x' * 41}.toml", "letters, digits and hyphens"),
    ],
)
def test_a_file_whose_name_can_be_no_id_is_refused(own, name, says):
    said = own({name: "on = 15"})("check")
    assert said.code == 1
    assert said.err.startswith(f"backcoach: {name}: ")
    assert says in said.err


def test_only_toml_files_that_are_not_hidden_are_read(own, shell):
    own({"plans/.#d.toml": "no", "plans/e.txt": "no"}).ok("check")
    (shell.folder / "plans" / "folder.toml").mkdir()
    (shell.folder / "patterns").write_text("a file where a folder should be")
    said = shell("check")
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == ["plans/folder.toml", "patterns"]
