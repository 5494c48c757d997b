"""What goes out and comes in: JSON, CSV, iCalendar, the page for a clinician; each in and out in one file."""


class ExchangeError(Exception):
    """A file can't be read or written; the text says why and what would be right."""
