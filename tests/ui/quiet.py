"""No scheduler, no sound, no terminal: for a window whose clock is the test's."""

from __future__ import annotations


class Quiet:
    """Remembers what the window asks of the system around it."""

    driver_class = None

    def __init__(self):
        self.waits, self.title, self.awake, self.settings = {}, "", False, None

    def use(self, settings):
        self.settings = settings

    def settle(self, wake):
        """Nothing wakes."""

    def arm(self, waits, *, anew=False):  # noqa: ARG002 - the clocks of tests jump without it
        self.waits = waits

    def set_title(self, text):
        self.title = text

    def stay_awake(self, wanted):
        self.awake = wanted

    def pump(self):
        return None

    def problems(self):
        return ()

    def leave(self):
        """Nothing is held."""
