"""The window on a clock that the test moves, with quiet surroundings."""

from __future__ import annotations

import pytest

from backcoach.adapters.content import load_content
from backcoach.domain.plans import DEFAULT_PLAN, POSTURE_EVERY
from backcoach.ui.app import BackcoachApp, Opening
from backcoach.ui.offers import Offers
from backcoach.ui.surroundings import Quiet


@pytest.fixture
def make_app(coach):
    """Makes a window on the test's coach; asked again, another window on the same sessions."""

    def make(opening=None, *, plan=DEFAULT_PLAN, of=coach):
        offers = Offers(load_content().plans, plan, POSTURE_EVERY)
        return BackcoachApp(of, offers, Quiet(), opening or Opening())

    return make
