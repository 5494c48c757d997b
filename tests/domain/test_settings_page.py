"""docs/settings.md and the table of settings say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from backcoach.domain.settings import SETTINGS, Group
from backcoach.library import Library

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
SAYS = Library().settings


def row(setting):
    default = setting.unset or f"`{setting.default_shown}`"
    return f"| `{setting.key}` | {setting.expects} | {default} | {SAYS[setting.key].says} |"


def test_the_page_has_a_row_for_every_setting_below_its_group():
    assert list(SAYS) == [setting.key for setting in SETTINGS]
    for group in Group:
        section = PAGE.split(f"## {group}\n")[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert rows == [row(setting) for setting in SETTINGS if setting.group is group]


def test_the_example_of_the_page_has_every_key_with_its_default():
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    data = tomllib.loads(example)
    for setting in SETTINGS:
        value = data
        for name in setting.key.split("."):
            value = value.get(name, {})
        assert value == ({} if setting.default is None else setting.written(setting.default))
        assert re.search(rf"^(# )?{setting.key.rpartition('.')[2]} =", example, re.MULTILINE)
