"""Where the stylesheets lie: beside the package's own files in a wheel, at the top of a checkout otherwise.

A screen names its own sheets as `CSS_PATH`, and Textual reads them when it is first opened: all of them together take
a tenth of the start. Of two rules of equal weight the one read later wins: who needs `steps` names `session` before it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePath

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "styles", _PACKAGE.parent / "styles")

FIRST = ("app", "home")
"""The frame's, and the first screen's."""


def sheets(*names: str) -> list[str | PurePath]:
    """The absolute paths of the stylesheets of these names, in this order.

    Raises:
        FileNotFoundError: the program is not installed whole.
    """
    return [_folder() / f"{name}.tcss" for name in names]


@cache
def _folder() -> Path:
    for place in _PLACES:
        if (place / "app.tcss").is_file():
            return place
    raise FileNotFoundError("The stylesheets of backcoach are missing: install it again.")
