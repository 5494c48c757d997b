"""The colours: a calm dark one for the night and a light one for the day, both with strong contrast."""

from __future__ import annotations

from textual.theme import Theme

# `chosen` lies behind what the arrows have chosen in a list, far enough from the background to be seen without colours.

NIGHT = Theme(
    name="backcoach-night",
    primary="#7fd1b9",
    secondary="#9db4c0",
    accent="#f2c14e",
    warning="#f2c14e",
    error="#ff8a5c",
    success="#7fd1b9",
    foreground="#f4f1ea",
    background="#10151a",
    surface="#10151a",
    panel="#1b232b",
    variables={"chosen": "#4a6b70"},
    dark=True,
)
DAY = Theme(
    name="backcoach-day",
    primary="#0b6e5a",
    secondary="#4a5a66",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#a8320a",
    success="#0b6e5a",
    foreground="#14181c",
    background="#fbf9f4",
    surface="#fbf9f4",
    panel="#ece7dc",
    variables={"chosen": "#a9c2bc"},
    dark=False,
)
THEMES = (NIGHT, DAY)
