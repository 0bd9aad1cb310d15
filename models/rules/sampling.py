"""Which of many completions are looked at on site before they are closed: a tenth, at the end of the year."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from math import ceil

SHARE = 0.1
SINCE, UNTIL = (12, 15), (1, 31)  # month and day, over the new year


def is_season(on: date) -> bool:
    return (on.month, on.day) >= SINCE or (on.month, on.day) <= UNTIL


def for_a_look(reports: Sequence[int], on: date) -> frozenset[int]:
    """Of these reports (their events) those drawn: the same ones whenever they are asked for together."""
    if not is_season(on) or len(reports) < 2:
        return frozenset()
    drawn = sorted(set(reports), key=lambda report: sha256(f"{on.year}:{report}".encode()).digest())
    return frozenset(drawn[: ceil(len(drawn) * SHARE)])
