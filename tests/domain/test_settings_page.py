"""The page about the settings and their table say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

from backcoach.domain.settings_page import FILE_HEAD, example, settings_page
from backcoach.domain.settings_table import SETTINGS

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"

MAKE_IT_AGAIN = """docs/settings.md is not what the table of settings says. Make it again, from the top folder, with:
python -c "from pathlib import Path; from backcoach.domain.settings_page import settings_page as page;
Path('docs/settings.md').write_text(page(), encoding='utf-8')" """


def test_the_page_in_the_docs_is_made_from_the_table():
    assert PAGE.read_text(encoding="utf-8") == settings_page(), MAKE_IT_AGAIN


def test_the_page_tells_of_every_key_with_what_it_does():
    rows = [line for line in settings_page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(SETTINGS)
    for setting, row in zip(SETTINGS, sorted(rows, key=_place), strict=True):
        assert [part.strip() for part in row.strip("|").split(" | ")] == [
            f"`{setting.key}`",
            setting.form.expects,
            setting.unset or f"`{setting.default_shown}`",
            setting.says,
        ]


def _place(row: str) -> int:
    return [setting.key for setting in SETTINGS].index(row.split("`")[1])


def test_the_example_is_toml_and_says_the_defaults():
    data = tomllib.loads(example())
    for setting in SETTINGS:
        value = data
        for name in setting.path:
            value = value.get(name, {})
        assert value == (setting.written(setting.default) if setting.default is not None else {})


def test_a_new_file_begins_with_comments_alone():
    assert tomllib.loads(FILE_HEAD) == {}
