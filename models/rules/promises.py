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
from models.rules.references import without_references

PATIENCE = 2  # working days after the day itself
PLAIN = 8  # characters; so short a word, without a figure, answers what was asked last
_DONE = re.compile(
    r"(?:完成|完工|竣工|办结|办完|迁完|拆完|谈完|做完|改完|装完|修完|交完|建成|贯通|封顶|到位|通过|投用|交付|补上|进场|报送?|印发|签约|开工|到货|销号|通车|通水|通气|通电|打通|开通|上线|投产|开业|挂牌|拨付|落地|招标|拆除|入驻)了?"
    r"|(?:完|好|成|交|签|报|通|批)了|搞定"
)
_NOT = re.compile(r"没|未|还差|还剩|尚|不能|不了|推迟|往后|延|才能|争取|预计|力争|计划|准备|将|前$")
_LATER = re.compile(r"推|延|改到|改为|挪|[要得]到|才能")
_CLAUSE = re.compile(r"[，,。；;！!\n]")
_PUT_RIGHT = re.compile(r"（更正：(.*?)）(?=（更正：|$)", re.DOTALL)
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


@dataclass(frozen=True, slots=True)
class Named:
    """A day that a later reply names, and the words of that reply which name it."""

    on: date
    words: str


def verdict(
    promise: Commitment, said: str, named: Named | None, today: date, *, is_only: bool = False
) -> Verdict | None:
    """What these words make of the promise; None when they do not speak of it.

    Before its day they must speak of the same thing in as many words; from its day on one is enough, or a plain 完了.
    改到6月24日 moves the `only` one of its task at any time.
    """
    is_its_time = promise.on <= today
    clauses = _CLAUSE.split(without_references(said[:1000]))
    dated = [clause for clause in clauses if named and named.words in clause]
    for clause in clauses:
        is_done = clause not in dated and _DONE.search(clause) and not _NOT.search(clause)
        if is_done and _speaks_of(clause, promise.text, is_its_time=is_its_time):
            return Verdict.KEPT
    if named is None or named.on <= promise.on:
        return None
    is_moved = any(
        _speaks_of(c, promise.text, is_its_time=is_its_time) or (_LATER.search(c) and (is_its_time or is_only))
        for c in dated
    )
    return Verdict.MOVED if is_moved else None


def clause_with(dated: str, text: str) -> str:
    """The part of what he said that names the day; all of it where that is not found."""
    said = _PUT_RIGHT.sub(r"，\1", text)
    return next((clause.strip() for clause in _CLAUSE.split(said) if dated and dated in clause), text)


def _speaks_of(said: str, promised: str, *, is_its_time: bool) -> bool:
    """Pairs of characters in common, such as 管线 and 迁完."""
    common = len(_pairs(said) & _pairs(promised))
    return common >= 2 or (is_its_time and (common >= 1 or (len(_CHINESE.sub("", said)) == 0 and len(said) <= PLAIN)))


def _pairs(text: str) -> set[str]:
    return {run[i : i + 2] for run in _CHINESE.findall(text[:1000]) for i in range(len(run) - 1)} - _COMMON
