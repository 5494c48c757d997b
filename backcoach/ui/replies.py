"""What comes of what the screens of breathing and stretching ask for."""

from __future__ import annotations

from msgspec import Struct

from backcoach.domain.routine import Kind
from backcoach.ui.screens.frame import CoachScreen


class Reply(Struct, frozen=True):
    """What comes of what was asked.

    Attributes:
        notice: a sentence to be shown; empty where there is none.
        screen: the screen that takes the place of the one in front.
        opens: the kind of session to be shown.
        goes_back: whether the screen in front is done with.
        sign: the sign with which the get-help screen is to open; empty where it is not.
    """

    notice: str = ""
    screen: CoachScreen | None = None
    opens: Kind | None = None
    goes_back: bool = False
    sign: str = ""
