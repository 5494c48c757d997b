"""The journal: one SQLite file for sessions, moments and what the person writes down, its backups and its check."""
