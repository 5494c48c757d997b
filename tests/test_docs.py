"""What the documentation shows can be used as it stands there."""

import re
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest

from backcoach.domain.breathing import Pattern
from backcoach.domain.plans import Phase
from backcoach.domain.stretches import Block, Stretch

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "own-content.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "shapes"), [("A plan", [Phase]), ("A breathing pattern", [Pattern]), ("A stretch", [Stretch, Block])]
)
def test_every_key_that_is_read_stands_in_its_table_and_no_other(part, shapes):
    section = PAGE.split(f"## {part}\n")[1].split("\n## ")[0]
    told = re.findall(r"`([a-z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)))
    read = {field.encode_name for shape in shapes for field in msgspec.structs.fields(shape)}

    assert sorted(told) == sorted(read - {"id", "title", "sources", "says"})


@pytest.mark.parametrize("page", ["README.md", "docs/own-content.md", "docs/architecture.md"])
def test_the_files_that_a_page_names_are_there(page):
    text = (TOP / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    modules = [
        f"backcoach/{name}" for name in re.findall(r"`((?:(?:domain|coach|store|ui|cli)/[\w/]+|\w+)\.py)`", text)
    ]

    assert [name for name in links if not (TOP / page).parent.joinpath(unquote(name)).exists()] == []
    assert [name for name in modules if not (TOP / name).exists()] == []
