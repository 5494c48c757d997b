"""The window on a clock that the test moves, with quiet surroundings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backcoach.adapters.content import load_content
from backcoach.domain.plans import DEFAULT_PLAN, POSTURE_EVERY
from backcoach.ui.app import BackcoachApp, Opening
from backcoach.ui.guide import Guided
from backcoach.ui.offers import Offers
from backcoach.ui.surroundings import Quiet

LEAD_IN = timedelta(seconds=5)


@pytest.fixture
def make_app(coach):
    """Makes a window on the test's coach; asked again, another window on the same sessions."""

    def make(opening=None, *, plan=DEFAULT_PLAN, of=coach, lead_in=LEAD_IN, calm=False):
        offers = Offers(load_content().plans, plan, POSTURE_EVERY)
        return BackcoachApp(of, offers, Quiet(), opening or Opening(), Guided(load_content(), lead_in, calm=calm))

    return make
