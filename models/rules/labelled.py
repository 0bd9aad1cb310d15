"""A code with the word that people read: Kind.PROGRESS is "K4" in the tables and 进展 in a sentence."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
