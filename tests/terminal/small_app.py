"""A small app that meets the terminal as the coach does; the word given says what it is to suffer."""

from __future__ import annotations

import asyncio
import atexit
import sys
import threading
from pathlib import Path

from textual.app import App
from textual.binding import Binding
from textual.widgets import Input, Static

from backcoach.ui.terminal import driver_class, refuse_without_terminal, run_guarded, show_title

SUFFERS = sys.argv[1] if len(sys.argv) > 1 else ""


class SmallApp(App[None]):
    """Says that it is ready, shows what is typed, and fails when told to."""

    BINDINGS = [
        Binding("ctrl+z", "suspend_process"),
        Binding("ctrl+q", "quit", priority=True),
    ]

    def compose(self):
        yield Static("ready", id="word")
        yield Input()

    def on_mount(self):
        self.set_interval(0.05, self.tell)
        self.seconds = 0
        show_title(self, "Ice \x1b]2;14:32\x07 [/]")
        Path("mounted").touch()
        if SUFFERS == "mount":
            raise RuntimeError("mounted badly")
        if SUFFERS == "timer":
            self.set_timer(0.05, self.fail)
        if SUFFERS == "worker":
            self.run_worker(self.fail_later())
        if SUFFERS == "task":
            asyncio.create_task(self.fail_later())  # noqa: RUF006 - nobody asks for it, as happens
        if SUFFERS == "held task":
            held = [asyncio.create_task(self.fail_later(0))]
            atexit.register(held.clear)
        if SUFFERS == "thread":
            threading.Thread(target=self.fail).start()
        if SUFFERS == "farewell":
            self.exit(message="Good bye.")

    def tell(self):
        self.query_one("#word", Static).update(
            f"ready {self.size.width}x{self.size.height} {self.query_one(Input).value!r}"
        )

    def fail(self):
        raise RuntimeError("failed as told")

    async def fail_later(self, seconds=0.05):
        await asyncio.sleep(seconds)
        self.fail()

    def on_unmount(self):
        Path("unmounted").touch()


def main() -> int:
    if refusal := refuse_without_terminal():
        print(refusal, file=sys.stderr)  # noqa: T201 - the sentence
        return 1
    return run_guarded(lambda: SmallApp(driver_class=driver_class()), Path("state"))


if __name__ == "__main__":
    sys.exit(main())
