"""The settings as the window has them: kept through the port, and what a typed value was refused for."""

from __future__ import annotations

from msgspec.structs import replace

from backcoach.coach.protocols import SettingsError, SettingsKeeper
from backcoach.domain.checks import FieldError
from backcoach.domain.settings import DEFAULTS, Setting, Settings, Value


class Preferences:
    """What is set, and the way to set it.

    Args:
        settings: what is set now.
        keeper: where it is kept; None where nothing can be.
    """

    def __init__(self, settings: Settings = DEFAULTS, keeper: SettingsKeeper | None = None) -> None:
        self.settings = settings
        self._keeper = keeper

    def keep(self, setting: Setting, value: Value) -> str:
        """Keep this value, or the default where it is None; the reason where that can't be."""
        if self._keeper is None:
            return "This window has no settings file; nothing was saved."
        try:
            self._keeper.save(setting.key, value)
        except SettingsError as error:
            return str(error)
        kept = setting.default if value is None else value
        self.settings = replace(self.settings, **{setting.field: kept})
        return ""

    def read_again(self) -> tuple[tuple[str, ...], str]:
        """Take what the file says now; the fields that have changed, and a sentence for what in it can't be used."""
        if self._keeper is None:
            return (), ""
        before, (self.settings, problems) = self.settings, self._keeper.load()
        changed = (name for name in before.__struct_fields__ if getattr(before, name) != getattr(self.settings, name))
        return tuple(changed), " ".join(problems)

    def keep_typed(self, setting: Setting, text: str) -> str:
        """Keep what was typed; the reason where it can't be the value."""
        try:
            value = setting.typed(text)
        except FieldError as wrong:
            return wrong.sentence
        return self.keep(setting, value)
