"""The beat of the window: when it looks at the clocks, and what comes of that."""

from __future__ import annotations

from functools import cached_property

from textual.app import App

from backcoach.coach.watch import Watch
from backcoach.domain import wording
from backcoach.ui.kit import Kit
from backcoach.ui.parts import Parts
from backcoach.ui.stage import Stage


class Beat:
    """Looks at the clocks whenever the digits change, and whenever something wakes the window.

    Attributes:
        has_begun: whether it does.
    """

    def __init__(self, app: App[int], kit: Kit, stage: Stage, parts: Parts) -> None:
        self._app = app
        self._kit = kit
        self._stage = stage
        self._parts = parts
        self._calls = False
        self.has_begun = False

    @cached_property
    def _watch(self) -> Watch:
        return Watch(self._kit.coach, self._kit.around)

    def begin(self) -> None:
        """Once the first picture stands: wake-ups, signals, the beat itself; once only, however often it is asked."""
        if self.has_begun:
            return
        self.has_begun = True
        kit = self._kit
        kit.around.settle(self.look_again)
        for errand in (*kit.opening.errands, kit.days.reminders):
            self._watch.add(errand)
        self.arm(anew=True)
        self._beat()

    def arm(self, *, anew: bool = False) -> None:
        """Have the window woken for all that is next."""
        self._watch.arm(anew=anew)

    def _beat(self) -> None:
        """Look, then come again when the digits next change."""
        self.look_again()
        self._app.set_timer(self._until_digits_change(), self._beat)

    def _until_digits_change(self) -> float:
        """Seconds until the first session's digits change: at most one, and a little, so as not to come early."""
        if self._kit.opening.beat is not None:
            return self._kit.opening.beat.total_seconds()
        now = self._kit.coach.clock.now()
        for session in self._kit.coach.sessions[:1]:
            return wording.until_digits_change(session, now).total_seconds() + 0.005
        return 1.0

    def look_again(self) -> None:
        """Look at the clocks; say and show what is so."""
        if not self._app.screen_stack:
            return  # the window is closing; a last beat may still come
        kit, stage = self._kit, self._stage
        before = {session.id for session in kit.coach.sessions if session.needs_person}
        look = self._watch.look()
        said = " ".join(filter(None, (look.notice, self._parts.log.follow(changed=look.changed))))
        stage.notice = " ".join(filter(None, (said or stage.notice, *kit.around.problems())))
        called = {session.id for session in kit.coach.sessions if session.needs_person} - before
        self._calls = bool(self._calls or called) and bool(kit.coach.sessions)
        if self._calls and stage.yields:
            self._calls = False
            stage.open_sessions()
        stage.notice = kit.days.look(changed=look.changed or look.jumped) or stage.notice
        self._parts.flare.look()
        stage.show()
        self._pump()

    def _pump(self) -> None:
        """Look after what still sounds, as often as it asks for it."""
        soon = self._kit.around.pump()
        if soon is not None:
            self._app.set_timer(soon.total_seconds(), self._pump)
