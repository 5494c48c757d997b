"""Where the stylesheets lie: beside the package's own files in a wheel, at the top of a checkout otherwise.

A screen names its own sheets as `CSS_PATH`, and Textual reads them when it is first opened: all of them together take
a tenth of the start. Of two rules of equal weight the one read later wins: who needs `steps` names `session` before it.
What was read once is kept: Textual's own stylesheet reads all sheets again whenever a screen brings another.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePath

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "styles", _PACKAGE.parent / "styles")

FIRST = ("app", "home")
"""The frame's, and the first screen's."""


class KeptStylesheet(Stylesheet):
    """Reads each sheet once for each set of colours, also when a screen brings another, and for a second window."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = _read_with(frozenset(self._variables.items()))

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours; what was read with the former ones waits for them to come back."""
        self._parse_cache = LRUCache(1)  # Textual clears what stands here
        super().set_variables(variables)
        self._parse_cache = _read_with(frozenset(variables.items()))

    def reparse(self) -> None:
        """Put the rules together again, and read only what is new.

        Raises:
            StylesheetError: a sheet cannot be read.
            StylesheetParseError: a sheet has errors; the former rules stay.
        """
        self.parse()


@cache
def _read_with(variables: frozenset[tuple[str, str]]) -> LRUCache[tuple[object, ...], list[RuleSet]]:
    """The sheets that were read with these variables."""
    del variables  # only told apart by them
    return LRUCache(256)


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
