"""Steps in the calendar: month ends, months and working weekdays on, counts such as 两个月."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "日": 7, "天": 7, "末": 7}


def number(word: str) -> int:
    """一..九十九 or digits as an int; 0 for what is not a number."""
    if word.isdigit():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return DIGITS.get(ones, 0) + (10 * (DIGITS.get(tens, 0) if tens else 1) if ten else 0)


def month_end(year: int, month: int) -> date | None:
    """The last day of the month; month 0 is December of the year before."""
    if month == 0:
        return date(year - 1, 12, 31)
    return date(year, month, calendar.monthrange(year, month)[1]) if month <= 12 else None


def add_months(day: date, months: int) -> date:
    """Whole months on; the last day of a month stays a last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def add_workdays(day: date, count: int) -> date:
    """Mondays to Fridays only; holidays are not looked up."""
    friday_at_most = min(day.weekday(), 4)
    weeks, weekday_found = divmod(friday_at_most + count, 5)
    return day + timedelta(days=7 * weeks + weekday_found - day.weekday())


def later(day: date, count: str, unit: str) -> date:
    """两个月, 10个工作日, 半年 after a day."""
    if count == "半":
        return day + timedelta(days=15) if unit.endswith("月") else add_months(day, 6)
    n = number(count)
    if unit.endswith("工作日"):
        return add_workdays(day, n)
    if unit.endswith("小时"):
        return day + timedelta(days=-(-n // 24))
    if unit.endswith(("月", "年")):
        return add_months(day, n if unit.endswith("月") else 12 * n)
    return day + timedelta(days=n * (7 if unit.endswith(("周", "星期", "礼拜")) else 1))
