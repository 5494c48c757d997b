"""The colours as Textual has them, and the stylesheets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from textual.color import Color
from textual.theme import Theme


def theme_of(name: str, colours: Mapping[str, str]) -> Theme:
    """A theme of the content; each colour is a variable too: `$ice`, `$line`."""
    ground, text, muted, accent = (colours[each] for each in ("ground", "text", "muted", "accent"))
    return Theme(
        name=f"backcoach-{name}",
        primary=colours["breathe"],
        secondary=muted,
        accent=accent,
        warning=accent,
        error=colours["alarm"],
        success=colours["stretch"],
        foreground=text,
        background=ground,
        surface=ground,
        panel=colours["raised"],
        variables={
            **{each: colour for each, colour in colours.items() if each not in {"id", "text", "accent"}},
            "text-muted": muted,
            "foreground-muted": muted,
            "border": colours["line"],
            "border-blurred": colours["line"],
            "scrollbar": colours["dim"],
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": colours["raised"],
        },
        dark=Color.parse(ground).brightness < Color.parse(text).brightness,
    )


_PACKAGE = Path(__file__).resolve().parent.parent


def stylesheets(*names: str) -> list[str | PurePath]:
    """The paths of the stylesheets, all or those named; they lie in the package, or at the top of a checkout.

    Raises:
        FileNotFoundError: the program is not installed whole.
    """
    for place in (_PACKAGE / "styles", _PACKAGE.parent / "styles"):
        if found := sorted(place.glob("*.tcss")):
            return [path for path in found if not names or path.stem in names]
    raise FileNotFoundError("The stylesheets of backcoach are missing: install it again.")
