"""When the window looks at the clocks, and what comes of that."""

from __future__ import annotations

from backcoach.coach.watch import Watch
from backcoach.domain import wording
from backcoach.ui.window import Window


class Ticker:
    """Looks at the clocks whenever the digits change, and whenever something wakes the window: one for all screens."""

    def __init__(self, app: Window) -> None:
        self._app = app
        self._calls = False
        self._watch = Watch(app.coach, app.services.surroundings)
        self.has_begun = False

    def begin(self) -> None:
        """Once the first picture stands: wake-ups, errands, the ticks; once only, however often it is asked."""
        if self.has_begun:
            return
        self.has_begun = True
        self._app.services.surroundings.settle(self.look)
        for errand in (*self._app.services.opening.errands, self._app.day.reminders):
            self._watch.add(errand)
        self.arm(anew=True)
        self._tick()

    def arm(self, *, anew: bool = False) -> None:
        """Have the window woken for all that is next."""
        self._watch.arm(anew=anew)

    def _tick(self) -> None:
        self.look()
        self._app.set_timer(self._until_digits_change(), self._tick)

    def _until_digits_change(self) -> float:
        """Seconds until the first session's digits change: at most one, and a little, so as not to come early."""
        faster = self._app.services.opening.beat
        if faster is not None:
            return faster.total_seconds()
        now = self._app.coach.clock.now()
        for session in self._app.coach.sessions[:1]:
            return wording.until_digits_change(session, now).total_seconds() + 0.005
        return 1.0

    def look(self) -> None:
        """Look at the clocks; say and show what is so."""
        app = self._app
        if not app.screen_stack:
            return  # the window is closing; a last tick may still come
        before = {session.id for session in app.coach.sessions if session.needs_person}
        app.sound.look(app.coach.sessions, app.coach.clock.now(), leads=app.first_minute is not None)
        if app.first_minute is not None:
            app.first_minute.look()
        look = self._watch.look()
        said = " ".join(filter(None, (look.notice, app.follow_walks(changed=look.changed))))
        app.notice = said or app.notice
        called = {session.id for session in app.coach.sessions if session.needs_person} - before
        self._calls = bool(self._calls or called) and bool(app.coach.sessions)
        if self._calls and app.yields:
            self._calls = False
            app.show_sessions()
        app.notice = app.day.look(changed=look.changed or look.jumped) or app.notice
        app.offer_help()
        app.tell_problems()
        app.show()
        self._pump()

    def _pump(self) -> None:
        """Look after what still sounds, as often as it asks for it."""
        soon = self._app.services.surroundings.pump()
        if soon is not None:
            self._app.set_timer(soon.total_seconds(), self._pump)
