"""The window on a clock that the test moves, with quiet surroundings."""

from __future__ import annotations

import pytest

from backcoach.adapters.content import load_content
from backcoach.coach.days import Days
from backcoach.coach.notebook import Notebook
from backcoach.domain.plans import DEFAULT_PLAN, POSTURE_EVERY
from backcoach.domain.settings import DEFAULTS
from backcoach.domain.signs import Where
from backcoach.ui.app import BackcoachApp, Opening
from backcoach.ui.day_desk import DayDesk
from backcoach.ui.handbook import Handbook
from backcoach.ui.offers import Offers
from backcoach.ui.preferences import Preferences
from backcoach.ui.surroundings import Quiet
from tests.doubles import ids


@pytest.fixture
def make_app(coach, journal):
    """Makes a window on the test's coach; asked again, another window on the same sessions."""

    def make(opening=None, *, plan=DEFAULT_PLAN, of=coach, region=None, settings=DEFAULTS):
        content = load_content()
        offers = Offers(content.plans, plan, POSTURE_EVERY)
        book = Handbook(content, Notebook(journal.archive), Where(region, is_set=region is not None), ids())
        days = DayDesk(of, Days(of.clock, journal, content, settings, new_id=ids()), journal)
        return BackcoachApp(of, offers, book, Quiet(), opening or Opening(preferences=Preferences(settings)), days=days)

    return make
