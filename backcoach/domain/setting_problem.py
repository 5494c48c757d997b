"""What is wrong in a settings file; apart from the settings, because most people have nothing wrong."""

from __future__ import annotations

from msgspec import Struct


class SettingProblem(Struct, frozen=True):
    """Something in the settings file that can't be used, and for which a default holds.

    Attributes:
        file: the file.
        line: its line, from 1; None where the whole file can't be used.
        key: the key as it stands there; empty where it is not about one.
        sentence: what is wrong and what would be right, in whole sentences.
    """

    file: str
    line: int | None
    key: str
    sentence: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.sentence}"
