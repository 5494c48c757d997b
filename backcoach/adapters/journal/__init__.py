"""The journal: sessions, steps and answers in one SQLite file; `health` opens it and looks after it."""
