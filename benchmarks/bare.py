"""The bare Textual apps that backcoach is measured against."""

from __future__ import annotations

import sys

from textual.app import App
from textual.widgets import Digits, Footer, Header, Label


class Hello(App):
    """Header, footer and one label."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self):
        yield Header()
        yield Label("Hello from a bare app")
        yield Footer()


class Clock(Hello):
    """The same with a clock that counts down once a second."""

    def compose(self):
        yield from super().compose()
        yield Digits("15:00")

    def on_mount(self):
        self.left = 900
        self.set_interval(1, self.tick)

    def tick(self):
        self.left -= 1
        self.query_one(Digits).update(f"{self.left // 60:02}:{self.left % 60:02}")


if __name__ == "__main__":
    (Clock if sys.argv[1:] == ["clock"] else Hello)().run()
