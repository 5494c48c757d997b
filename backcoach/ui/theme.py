"""The colours: one theme for the night, one for the day, one with the strongest contrast.

Each kind of session has a hue of its own, as a variable of the kind's name: `$ice`, `$breathe`. A test measures that
text stands out from its ground by 4.5:1 and large shapes by 3:1.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from textual.theme import Theme

HUES = ("ice", "heat", "posture", "breathe", "stretch", "walk", "alarm")


def _theme(name: str, grounds: str, texts: str, hues: str, accent: str, *, dark: bool = True) -> Theme:
    """A theme of these colours.

    Args:
        name: what the settings call it.
        grounds: the ground, raised ground, lines, what lies behind a chosen line of a list, and behind a key.
        texts: text, muted text, dim text.
        hues: those of `HUES`, in that order.
        accent: keys.
        dark: whether the text is lighter than its ground.
    """
    ground, raised, line, chosen, cap = grounds.split()
    text, muted, dim = texts.split()
    hue = dict(zip(HUES, hues.split(), strict=True))
    return Theme(
        name=f"backcoach-{name}",
        primary=hue["breathe"],
        secondary=muted,
        accent=accent,
        warning=accent,
        error=hue["alarm"],
        success=hue["stretch"],
        foreground=text,
        background=ground,
        surface=ground,
        panel=raised,
        variables={
            **hue,
            "line": line,
            "chosen": chosen,
            "cap": cap,
            "muted": muted,
            "dim": dim,
            "text-muted": muted,
            "foreground-muted": muted,
            "border": line,
            "border-blurred": line,
            "scrollbar": dim,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": raised,
        },
        dark=dark,
    )


THEMES = (
    _theme(
        "night",
        "#11151B #161B23 #2B3442 #33465C #212832",
        "#E6EAF0 #8B97A8 #6B7788",
        "#7CC7F2 #F2A65A #B9A2F0 #6FD6C0 #9BD67B #E8C95B #FF6B5E",
        "#F2C14E",
    ),
    _theme(
        "day",
        "#FAF8F3 #F0ECE3 #CFC8B8 #D8E4EC #E6E1D6",
        "#1E232B #545D6B #7A8392",
        "#0B6AA2 #A0540A #6644B8 #0E7364 #3A711B #7A5F00 #C0281B",
        "#8A5A00",
        dark=False,
    ),
    _theme(
        "contrast",
        "#000000 #000000 #FFFFFF #404040 #303030",
        "#FFFFFF #FFFFFF #D0D0D0",
        "#7FDBFF #FFB347 #D6BCFF #7FFFE5 #B8FF8A #FFE74C #FF4D4D",
        "#FFFF00",
    ),
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
