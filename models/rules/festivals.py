"""The festivals that Chinese deadlines lean on, and the last day before each of them."""

from __future__ import annotations

from datetime import date, timedelta

FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "清明": (4, 5),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "开学": (9, 1),
    "国庆": (10, 1),
    "十一": (10, 1),
}

# Months and days of 春节, 端午 and 中秋: the lunar calendar is looked up, not computed.
LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)),
    2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
}
LUNAR_NAMES: dict[str, int] = {"春节": 0, "过年": 0, "端午": 1, "中秋": 2}

DAYS_OFF = {
    "春节": 7,
    "过年": 7,
    "国庆": 7,
    "十一": 7,
    "五一": 5,
    "劳动节": 5,
    "清明": 3,
    "端午": 3,
    "中秋": 3,
}  # as of late


def days_off(festival: str) -> int:
    """From the festival's own day on; how many exactly is announced year by year."""
    return DAYS_OFF.get(festival, 1)


def day_of(festival: str, year: int) -> date | None:
    """The festival's own day; None for a lunar one outside the table."""
    if festival in FIXED:
        month, day = FIXED[festival]
        return date(year, month, day)
    row = LUNAR.get(year)
    if row is None:
        return None
    month, day = row[LUNAR_NAMES[festival]]
    return date(year, month, day)


def eve_of(festival: str, year: int) -> date | None:
    """The day before: where 「节前」 ends."""
    day = day_of(festival, year)
    return day - timedelta(days=1) if day else None
