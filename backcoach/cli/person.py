"""What the person has set, and where they are."""

from __future__ import annotations

import os

from backcoach.config import Places, load_settings
from backcoach.domain.settings import Settings
from backcoach.domain.signs import Where, where_of
from backcoach.library import Library


def where_of_person(settings: Settings) -> Where:
    """Whose numbers are shown: as the settings say, else as the territory of the locale does."""
    return where_of(settings.region, os.environ)


def settings_of(places: Places, library: Library) -> tuple[Settings, tuple[str, ...]]:
    """What the person has set, and a sentence for each thing in the file that can't be used.

    A settings file that was asked for and is not there is said, and every setting has its default: the coach opens.
    """
    settings, problems = load_settings(places.config_file, {"plan": library.plans})
    said = tuple(str(problem) for problem in problems)
    if places.config_asked and not places.config_file.exists():
        missing = f"There is no settings file {places.config_file}; every setting has its default. The first one saved"
        said = (f"{missing} in the coach makes it.", *said)
    return settings, said
