"""承诺账: what an official's later words make of a date he gave, and the mornings on which he is reminded of it.

A promise is asked about in his own words on its day and once more on the next; it is kept when he says that it is
done, moved when he names a later day, and broken when neither came within two working days.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from models.rules.assignment_state import Commitment
from models.rules.calendar import Calendar

PATIENCE = 2  # working days after the day itself
_DONE = re.compile(
    r"(?:完成|完工|竣工|办结|办完|迁完|拆完|谈完|做完|改完|装完|修完|交完|建成|贯通|封顶|到位|通过|投用|交付|补上|进场|报送?|印发|签约|开工|到货|销号)了?"
    r"|(?:完|好|成|交|签|报|通|批)了|搞定"
)
_NOT = re.compile(r"没|未|还差|还剩|尚|不能|不了|推迟|往后|延|才能|争取|预计|力争|计划|准备|将|前$")
_CLAUSE = re.compile(r"[，,。；;！!\n]")
_CHINESE = re.compile(r"[一-鿿]+")
_COMMON = {"完成", "工作", "进行", "推进", "目前", "已经", "全部", "今天", "之前", "开始"}


class Verdict(StrEnum):
    KEPT = "kept"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Days:
    """The mornings of a promise: the day itself or, when that is none, the next working day; then once more."""

    first: date
    second: date
    last: date  # at whose close it is broken


def days_of(on: date, calendar: Calendar) -> Days:
    first = calendar.workday_after(on, 0)
    return Days(first, calendar.workday_after(first, 1), calendar.workday_after(first, PATIENCE))


def next_look(promise: Commitment, now: datetime, calendar: Calendar) -> datetime | None:
    """When to look at it next: at the opening of its two mornings, before the lists go out, then at the last close."""
    days = days_of(promise.on, calendar)
    looks = [_opening(days.first, calendar), _opening(days.second, calendar), calendar.close_of(days.last)]
    return next((at for at in looks if at > now), None)


def _opening(day: date, calendar: Calendar) -> datetime:
    return calendar.next_opening(calendar.moment(day, time(0)))


def verdict(promise: Commitment, said: str, next_date: date | None, today: date) -> Verdict | None:
    """What these words make of the promise; None when they do not speak of it.

    Before its day only words on the same thing decide; from its day on a plain 完了 is enough.
    """
    is_its_time = promise.on <= today
    if next_date is not None and next_date > promise.on and (is_its_time or _is_of_the_same(said, promise.text)):
        return Verdict.MOVED
    for clause in _CLAUSE.split(said[:1000]):
        if _DONE.search(clause) and not _NOT.search(clause) and (is_its_time or _is_of_the_same(clause, promise.text)):
            return Verdict.KEPT
    return None


def clause_with(dated: str, text: str) -> str:
    """The part of what he said that names the day; all of it where that is not found."""
    return next((clause.strip() for clause in _CLAUSE.split(text) if dated and dated in clause), text)


def _is_of_the_same(said: str, promised: str) -> bool:
    """Two pairs of characters in common, such as 管线 and 迁完."""
    return len(_pairs(said) & _pairs(promised)) >= 2


def _pairs(text: str) -> set[str]:
    return {run[i : i + 2] for run in _CHINESE.findall(text[:1000]) for i in range(len(run) - 1)} - _COMMON
