"""What a command imports by way of others and never uses: put off until something of it is asked for.

The standard library's argparse, dataclasses and pathlib load modules for cases that do not occur here. Together these
take longer than everything that `status`, `week` and `walk add` do themselves.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType


class Later(ModuleType):
    """Stands in for a module until something is asked for that it was not given; then the real one takes its place."""

    def __getattr__(self, name: str) -> object:
        """What the real module has under this name."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load_later(name: str, **given: object) -> None:
    """Put off the loading of a module until it is used, unless it is there already.

    Args:
        name: the module.
        given: what it has meanwhile.
    """
    if name not in sys.modules:
        module = sys.modules[name] = Later(name)
        vars(module).update(given)


def untranslated(text: str) -> str:
    """The text as it is, as argparse would get it from gettext: backcoach speaks English."""
    return text


def one_or_more(one: str, more: str, number: int) -> str:
    """The text for so many, as gettext would give it."""
    return one if number == 1 else more


load_later("inspect")  # dataclasses: for classes without a docstring
load_later("ipaddress")  # pathlib, by way of urllib: for addresses of hosts
load_later("gettext", gettext=untranslated, ngettext=one_or_more)  # argparse: looks for translations on the disk
