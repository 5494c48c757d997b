"""What the tests of the log's screens ask of the window."""

from __future__ import annotations

from datetime import date, timedelta

from textual import events
from textual.widgets import OptionList, Static

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def all_walks(book):
    return book.walks(TODAY - 99 * DAY, TODAY + 99 * DAY)


def all_entries(book):
    return book.entries(TODAY - 99 * DAY, TODAY + 99 * DAY)


def told(walk):
    return walk.minutes, walk.pain_before, walk.pain_after


def shown(app):
    """Everything on the screen, as text."""
    titles = [str(panel.border_title) for panel in app.screen.query(".panel") if panel.border_title]
    listed = [str(option.prompt) for options in app.screen.query(OptionList) for option in options.options]
    return "\n".join([*titles, *(str(part.content) for part in app.screen.query(Static) if part.display), *listed])


def rows(app):
    """What really reaches the terminal, row by row."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def wrong(app):
    return [str(part.content) for part in app.screen.query(".field-wrong, #form-foot") if str(part.content)]


def notice(app):
    return str(app.screen.query_one("#notice", Static).content)


async def type_text(pilot, text):
    for char in text:
        await pilot.press({" ": "space"}.get(char, char))


def paste(app, text):
    app.screen.focused.post_message(events.Paste(text))


def words_of_entries(app):
    """The words of the entries of the day that is shown, as they are."""
    listed = app.screen.query_one(OptionList)
    return [option.prompt.plain.partition("\n")[2].strip() for option in listed.options]


def letters_of(big):
    """The rows of a large text, as it is drawn in its room."""
    return ["".join(cell.text for cell in row) for row in big.drawn(*big.content_size)]
