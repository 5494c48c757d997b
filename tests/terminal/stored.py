"""What the program has stored, read without its help."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import msgspec

from backcoach.domain.session import Session


def rows(home, sql):
    with closing(sqlite3.connect(home / "data" / "backcoach" / "backcoach.db")) as db:
        return db.execute(sql).fetchall()


def sessions(home):
    """The sessions, in the order in which they were first stored."""
    return [msgspec.json.decode(doc, type=Session) for (doc,) in rows(home, "SELECT doc FROM sessions ORDER BY rowid")]


def ends(home):
    """Why each session ended."""
    return [session.why for session in sessions(home)]


def steps(home):
    """The steps that are over, of all sessions."""
    return [step for session in sessions(home) for step in session.done]
