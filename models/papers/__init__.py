"""The papers the office lives on: the sheet of the plan with what became of it, and a draft of the 督查通报."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.rulebook import Rulebook
from models.tasks import Plan


@dataclass(frozen=True, slots=True)
class Paper:
    """A file with its name; `about` says to whoever asked what it is, in one or two lines."""

    name: str
    content: bytes
    about: str


class Make(Protocol):
    def __call__(self, plan: Plan, now: datetime, book: Rulebook, *, travels: bool = False) -> Awaitable[Paper]:
        """`travels`: it leaves by the messenger, so lines marked 内部 show their number and lamp only."""
        ...


def file_name(title: str) -> str:
    """Of the title, what every system takes in a file's name."""
    return "".join(mark for mark in title if mark not in '\\/:*?"<>|\r\n')[:60]
