"""What the documentation shows can be used as it stands there."""

import re
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

import msgspec
import pytest

from backcoach.domain.breathing import Pattern
from backcoach.domain.limits import L1, L2, L3, L4, L5, L6, L7
from backcoach.domain.plans import Phase
from backcoach.domain.stretches import Block, Stretch
from backcoach.library import BUILT_IN, Library
from docs import pictures, reference

TOP = Path(__file__).parents[1]
PAGES = [Path(name) for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted(page.relative_to(TOP) for page in TOP.glob("docs/*.md"))
CONTRIBUTING = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGE = (TOP / "docs" / "own-content.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "shapes"), [("A plan", [Phase]), ("A breathing pattern", [Pattern]), ("A stretch", [Stretch, Block])]
)
def test_every_key_that_is_read_stands_in_its_table_and_no_other(part, shapes):
    section = PAGE.split(f"## {part}\n")[1].split("\n## ")[0]
    told = re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)))
    read = {field.encode_name for shape in shapes for field in msgspec.structs.fields(shape)}

    assert sorted(told) == sorted(read - {"id", "title", "sources", "says"})


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_files_that_a_page_names_are_there(page):
    text = (TOP / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if "://" not in link]
    modules = [
        f"backcoach/{name}"
        for name in re.findall(r"`((?:(?:domain|coach|store|exchange|ui|cli)/[\w/]+|\w+)\.py)`", text)
    ]

    assert [name for name in links if not (TOP / page).parent.joinpath(unquote(name)).exists()] == []
    assert [name for name in modules if not (TOP / name).exists()] == []


@pytest.mark.parametrize("page", reference.PAGES)
def test_commands_and_keys_are_as_the_program_has_them(page):
    """Where this fails: `python docs/reference.py`."""
    assert (TOP / "docs" / page).read_text(encoding="utf-8") == reference.made(page)


async def test_the_pictures_show_the_screens_of_now():
    """Where this fails: `python docs/pictures.py`."""
    made = await pictures.made()
    assert [name for name, svg in made.items() if (TOP / "docs" / name).read_text(encoding="utf-8") != svg] == []


def test_every_page_is_reached_from_the_readme():
    text = (TOP / "README.md").read_text(encoding="utf-8")

    assert [str(page) for page in PAGES[1:] if f"({page})" not in text] == []


def test_limits_and_handouts_are_told_as_the_program_has_them():
    text = (TOP / "docs" / "limits.md").read_text(encoding="utf-8")
    sources = [source for source in Library().sources.values() if source.id.isdigit()]

    assert len(sources) == 5
    assert [limit.id for limit in (L1, L2, L3, L4, L5, L6, L7) if f"| {limit.id} | {limit.says}" not in text] == []
    assert [source.id for source in sources if f"| {source.id} | {source.title} |" not in text] == []


EXAMPLES = re.findall(r"^```toml\n# (\w+)\.toml\n\[([\w-]+)\]\n(.*?)^```", CONTRIBUTING, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("file", "item", "keys"), EXAMPLES, ids=[file for file, _, _ in EXAMPLES])
def test_content_that_is_added_as_contributing_says_is_there(tmp_path, file, item, keys):
    copytree(BUILT_IN, tmp_path / "content")
    with (tmp_path / "content" / f"{file}.toml").open("a", encoding="utf-8") as opened:
        opened.write(f"\n[{item}]\n{keys}")
    library = Library(built_in=tmp_path / "content").whole()

    assert library.problems == []
    part = getattr(library, {"routines": "stretches"}.get(file, file))
    assert item in (part if isinstance(part, dict) else {each.id for each in part})


def test_contributing_shows_each_kind_of_content():
    assert {file for file, _, _ in EXAMPLES} == {"routines", "plans", "positions", "regions"}
