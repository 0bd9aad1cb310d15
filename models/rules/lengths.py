"""How long a clock runs, as an admin writes it: 240wm, 3wd, 1wd 12:00, monthly 25."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FORMS = "15min、2h、240wm、3wd、30d、15:00、1wd 12:00、monthly 25、quarterly 25、fortnightly thu、weekly thu"


class Measure(StrEnum):
    WALL = "min"  # minutes of the clock on the wall, nights included
    MINUTES = "wm"  # working minutes
    WORKDAYS = "wd"  # to the close of the Nth working day, or to a time on it
    DAYS = "d"  # calendar days
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"  # on a day of the quarter's last month
    FORTNIGHTLY = "fortnightly"
    WEEKLY = "weekly"
    TODAY = "today"  # by the rule of today's business
    GIVEN = "given"  # by the order, the milestone or the task's due date


@dataclass(frozen=True, slots=True)
class Length:
    """`n` counts, or is the day of the month, or the weekday (0 = Monday)."""

    measure: Measure
    n: int = 0
    at: time | None = None


def read_length(text: str) -> Length | None:
    """None for "-": no such clock. A ValueError tells in Chinese how to write it."""
    words = text.strip().lower()
    if words == "-":
        return None
    if words in (Measure.TODAY, Measure.GIVEN):
        return Length(Measure(words))
    found = _counted(words) or _timed(words) or _repeated(words)
    if found is None:
        raise ValueError(f"“{text}”看不懂，可以写：{FORMS}、today、given 或 -")
    return found


def _counted(words: str) -> Length | None:
    found = re.fullmatch(r"(\d{1,4})(min|h|wm|wd|d)", words)
    if not found:
        return None
    n = int(found[1])
    if found[2] == "h":
        return Length(Measure.WALL, n * 60)
    return Length(Measure(found[2]), n)


def _timed(words: str) -> Length | None:
    found = re.fullmatch(r"(?:(\d{1,3})wd )?(\d{1,2}):(\d{2})", words)
    if not found or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    return Length(Measure.WORKDAYS, int(found[1] or 0), time(int(found[2]), int(found[3])))


def _repeated(words: str) -> Length | None:
    found = re.fullmatch(r"(monthly|quarterly) (\d{1,2})", words)
    if found and 1 <= int(found[2]) <= 28:
        return Length(Measure(found[1]), int(found[2]))
    found = re.fullmatch(r"(fortnightly|weekly) (\w{3})", words)
    if found and found[2] in WEEKDAYS:
        return Length(Measure(found[1]), WEEKDAYS.index(found[2]))
    return None
