"""Where the stylesheets lie: beside the package's own files in a wheel, at the top of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "styles", _PACKAGE.parent / "styles")


def stylesheets() -> list[str | PurePath]:
    """The absolute paths of all stylesheets, the frame's first.

    Raises:
        FileNotFoundError: the program is not installed whole.
    """
    for place in _PLACES:
        frame = place / "app.tcss"
        if frame.is_file():
            return [frame, *sorted(path for path in place.glob("*.tcss") if path != frame)]
    raise FileNotFoundError("The stylesheets of backcoach are missing: install it again.")
