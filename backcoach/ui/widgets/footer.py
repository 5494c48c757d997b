"""The keys that work now as caps, on one row: as many as fit whole, the most important first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.keys import format_key, key_to_character
from textual.screen import Screen

from backcoach.ui.widgets.text import PlainText

ON_THE_FLOOR = {"o", "exclamation_mark", "z"}
"""What floor mode names beside the obvious key: it hurts, get help, and the way back."""

CAP = "bold $accent on $cap"
"""How a key looks."""

MOST, TINY = 8, 30
HELP, KEYS = {"exclamation_mark", "f1"}, "question_mark"
"""Get help is named on every screen, whatever else must go (L9), and then the list of all keys."""

_KEYS_IN_WORDS = re.compile(r"(?<![\w'])(\d (?=[\dt] )|[tyn] |esc )((?<=[ync] )\w+(?: \w+)*)?")
"""A row of digits that ends in `t`, each with the blank after it; and the letters that answer, with their answers."""


def sign_of(key: str) -> str:
    """How a key is written; of some Textual has a picture that says less than the word."""
    return key if key in {"enter", "backspace"} else format_key(key)


def first_key(binding: Binding) -> str:
    """The key that is shown, where several do the same."""
    return binding.key.partition(",")[0]


class Hint(NamedTuple):
    """Keys by Textual's names, how they are written on the cap, and what they do."""

    keys: tuple[str, ...]
    caps: tuple[str, ...]
    words: str

    @property
    def size(self) -> int:
        """The cells that it takes, with those before the next one."""
        return sum(cell_len(cap) + 3 for cap in self.caps) + cell_len(self.words) + 2

    def clicks(self, action: str = "app.simulate_key") -> list[str]:
        """The style of each cap that is its key when it is clicked; a range of keys is none of them."""
        keys = zip(self.keys, self.caps, strict=True)
        return ["" if "–" in cap else f"@click={action}('{key}')" for key, cap in keys]


def hints_of(screen: Screen[Any], *, own: bool = False) -> list[Hint]:
    """What can be done on this screen now, its own keys first, or these alone; one hint for keys of one group."""
    found: dict[object, Hint] = {}
    actions = set()
    focused = screen.focused
    order = _order(type(screen))

    def place(active: ActiveBinding) -> tuple[bool, bool, int]:
        return active.node is not screen, isinstance(active.node, App), order.get(active.binding.action, 0)

    for active in sorted(screen.active_bindings.values(), key=place):
        binding = active.binding
        is_text = focused is not None and focused.check_consume_key(binding.key, key_to_character(binding.key))
        is_meant = active.enabled and not is_text and not (own and isinstance(active.node, App))
        does = binding.action.removeprefix("app.")
        if not is_meant or not is_told(screen, binding) or does in actions:
            continue
        actions.add(does)
        words = binding.description if binding.group is None else binding.group.description
        so_far = found.get(binding.group or binding.action, Hint((), (), words))
        sign = binding.key_display or sign_of(binding.key)
        keys, caps = (*so_far.keys, binding.key), (*so_far.caps, sign)
        found[binding.group or binding.action] = Hint(keys, caps, words)
    return list(found.values())


def is_told(screen: Screen[Any], binding: Binding) -> bool:
    """Whether a key is named at the foot of the screen and in lists: not each one that works is."""
    return binding.show and binding.action.partition("(")[0] not in getattr(screen, "unnamed", ())


@cache
def _order(screen: type[Screen[Any]]) -> dict[str, int]:
    """The places of a screen's actions: as its class lists them, then those that it inherits."""
    listed = [
        each for kind in screen.__mro__ for each in kind.__dict__.get("BINDINGS", ()) if isinstance(each, Binding)
    ]
    return {binding.action: place for place, binding in reversed(list(enumerate(listed)))}


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The first hints that fit whole, in their order; the first two, get help and the way out have room before others.

    Get help and the way out, which is the list of all keys, else back, are never further than a click: where their
    words have no room, by their caps alone. Two answers, yes and no, go before them, in a tiny window with their words.
    """
    way_out = KEYS if any(KEYS in hint.keys for hint in hints) else "escape"
    helps, outs = ([hint for hint in hints if keys & {*hint.keys}] for keys in (HELP, {way_out}))
    kept: dict[tuple[str, ...], Hint] = {}

    def takes(hint: Hint) -> bool:
        """Whether it has room beside the others; one cell stays free at the left, and two between hints."""
        others = [each for each in kept.values() if each.keys != hint.keys]
        has_room = sum(each.size for each in (*others, hint)) <= width + 1 and len(others) < MOST
        kept.update({hint.keys: hint} if has_room else {})
        return has_room

    answers = hints[:2] if all({"y", "n"} & {*hint.keys} for hint in hints[:2]) else []
    is_tiny = width < TINY
    both, ways = ([hint._replace(words="") for hint in each] for each in (answers, helps if is_tiny else helps + outs))
    for hint in (*hints[: not answers], *both, *answers[: 2 * is_tiny], *ways, *answers, *helps, *hints[1:2], *outs):
        takes(hint)
    all(takes(hint) for hint in hints[2:] if hint not in (*helps, *outs))
    return [kept[hint.keys] for hint in hints if hint.keys in kept]


def caps(hint: Hint) -> Content:
    """The caps and words of a hint, to be clicked."""
    clicks = hint.clicks()
    pieces = [
        piece
        for sign, press in zip(hint.caps, clicks, strict=True)
        for piece in ((f" {sign} ", f"{CAP} {press}"), (" ", press))
    ]
    return Content.assemble(*pieces, (hint.words, f"$muted {clicks[0]}"))


def cap(key: str) -> tuple[str, str]:
    """A key, by its name, as it looks; a click is the key."""
    return f" {sign_of(key)} ", f"{CAP} {click(key)}"


def click(key: str) -> str:
    """The style of what is this key, by its name, when it is clicked."""
    return f"@click=app.simulate_key('{key}')"


def keyed(question: str) -> Content:
    """A question whose single keys look like keys, and are pressed by a click, on their words too."""
    shown = Content(question)
    for found in _KEYS_IN_WORDS.finditer(question):
        press = click(found[1].strip().replace("esc", "escape"))
        shown = shown.stylize(CAP, *found.span(1)).stylize(press, *found.span())
    return shown


class KeysFooter(PlainText):
    """Shows what Textual says can be pressed now, and is pressed by a click as well."""

    DEFAULT_CSS = """
    KeysFooter { dock: bottom; width: 100%; height: 1; background: $panel; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.hints: list[Hint] = []
        """The keys that work now; those at the end may have no room."""
        self._shown: object = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.look())

    def on_resize(self) -> None:
        self.look()

    def look(self) -> None:
        """Show the keys that work now, unless the screen has been left."""
        if not self.is_attached:
            return
        own = getattr(self.screen, "only_own_keys", False)
        is_floor = own and getattr(self.app, "is_floor", False)
        self.hints = hints_of(self.screen, own=own and not is_floor)
        if is_floor:
            self.hints = [hint for hint in self.hints if hint is self.hints[0] or hint.keys[0] in ON_THE_FLOOR]
        shown = fitting(self.hints, self.size.width)
        if shown != self._shown:
            self._shown = shown
            self.update(Content(" ") + Content("  ").join(map(caps, shown)))
