"""Two modules that a command imports by way of others and never uses: put off until something of them is asked for.

`ipaddress` is loaded by pathlib's urllib, for addresses of hosts; `gettext` by argparse, which then looks on the disk
for a translation of each of its words. Together they cost a tenth of all that `status`, `week` and `walk add` may take
(PRODUCT.md, Speed), and there is no other way around them than to stand in their place before they are loaded.
"""

from __future__ import annotations

import sys
from types import ModuleType


class Later(ModuleType):
    """Stands in for a module until something is asked for that it was not given; then the real one takes its place."""

    def __getattr__(self, name: str) -> object:
        """What the real module has under this name; what the import system asks of every module is no use of it."""
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(__import__(self.__name__), name)


def load_later(name: str, **given: object) -> None:
    """Put off the loading of a module until it is used, unless it is there already.

    Args:
        name: the module.
        given: what it has meanwhile.
    """
    if name not in sys.modules:
        module = sys.modules[name] = Later(name)
        vars(module).update(given)


load_later("ipaddress")
load_later("gettext", gettext=str, ngettext=lambda one, more, number: one if number == 1 else more)
