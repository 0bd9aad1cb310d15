"""How often progress (K4) is asked for, as 督查室 sets it: 隔周四 催进展 底线任务; 每周五 报进展 46、47 李市长要求.

A cadence is a schedule's rule over some tasks of the year. What is said of single tasks goes before what is said of
bottom lines and red lamps, that before 重点, and that before what is said of all; the rule file holds for the rest.
A week is asked for by a named leader only, and his order lapses.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from models.errors import PersonError
from models.rules.calendar import Calendar
from models.rules.clocks import MONDAY
from models.rules.lengths import Length, Measure
from models.rules.obligations import Kind, TaskClass, Trait, of_task
from models.rules.recurrence import YEAR_ROUND, DayOff, Every, Recurrence
from models.rules.recurrence_words import find_recurrence
from models.rules.rule_set import ClockException, Policy

EXAMPLE = "如“隔周四 催进展 底线任务”，“每周五 报进展 46、47 李市长要求”"
LAST_OF_QUARTER = (3, 6, 9, 12)
BASE = date(1, 1, 1)  # a Monday of a fortnight's first week, as the clocks count
_WORDS = re.compile(
    r"(?P<when>.+?)[\s，,]*(?:催|报|要|更新)(?:一?次)?进展[\s，,:：]*(?P<what>.*?)[\s，,。]*"
    r"(?:(?P<leader>[\u4e00-\u9fff]{1,3}(?:副市长|市长|常务|书记|秘书长|主席|主任))(?:要求|批示|点名)[\s，,。]*)?"
)
_SCOPES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"(?:所有的?|全部的?)?(?:{words})(?:的?任务|事项)?"), marks)
    for words, marks in (
        ("底线[和、与]红灯|红灯[和、与]底线", (Trait.REDLINE, Trait.RED)),
        ("底线", (Trait.REDLINE,)),
        ("红灯", (Trait.RED,)),
        ("重点", (Trait.KEY,)),
        ("所有|全部|年度任务|年度|", ()),
    )
)
_NUMBERS = re.compile(r"第?[J\d.]+[号项]?(?:[\s、，,和]+第?[J\d.]+[号项]?)*")


@dataclass(frozen=True, slots=True)
class Cadence:
    """`marks`: of which tasks, none for all of them; `until`: the last day of a leader's order."""

    rule: Recurrence
    words: str  # 底线任务, 46、47号
    marks: tuple[str, ...] = ()
    leader: str = ""
    until: date | None = None
    schedule: int = 0

    @property
    def rank(self) -> int:
        """The nearer to one task, the earlier it is asked."""
        near = {Trait.REDLINE: 1, Trait.RED: 1, Trait.KEY: 2}
        return min((near.get(Trait(m), 0) if m in [*Trait] else 0 for m in self.marks), default=3)

    @property
    def length(self) -> Length:
        length = length_of(self.rule)
        assert length is not None  # checked when it was read
        return length

    def to_json(self) -> dict[str, Any]:
        until = self.until.isoformat() if self.until else None
        return {"words": self.words, "groups": [], "marks": list(self.marks), "leader": self.leader, "until": until}


def from_json(schedule: int, rule: Recurrence, stored: Mapping[str, Any]) -> Cadence:
    until = date.fromisoformat(stored["until"]) if stored["until"] else None
    return Cadence(rule, stored["words"], tuple(stored["marks"]), stored["leader"], until, schedule)


@dataclass(frozen=True, slots=True)
class Asked:
    """As it was said; the numbers are not looked up yet."""

    rule: Recurrence
    words: str
    marks: tuple[str, ...]
    numbers: tuple[str, ...]
    leader: str


def read_cadence(text: str, today: date) -> Asked | None:
    """None for words that speak of something else; PersonError for a part that is not understood."""
    match = _WORDS.fullmatch(text.strip())
    found = find_recurrence(match["when"], today) if match else None
    if match is None or found is None or match["when"][: found.start].strip() or match["when"][found.end :].strip():
        return None
    rule, leader = checked(found.rule), match["leader"] or ""
    check_week(rule, leader)
    what = match["what"].strip()
    for form, marks in _SCOPES:
        if form.fullmatch(what):
            return Asked(rule, what or "所有年度任务", marks, (), leader)
    if not _NUMBERS.fullmatch(what):
        raise PersonError(
            f"没看懂催哪些任务，没有保存。可以写：所有、底线任务、红灯任务、重点任务，或编号。{EXAMPLE}。"
        )
    numbers = tuple(dict.fromkeys(re.findall(r"J?\d+(?:\.\d+)?", what)))
    return Asked(rule, f"{'、'.join(numbers)}号", (), numbers, leader)


def checked(rule: Recurrence) -> Recurrence:
    """As the clocks run: to the close of the day, a day off means the next working day."""
    if length_of(rule) is None:
        raise PersonError("报进展的周期可以写：每月25日、每季度末月25日（1至28日）、隔周四、每周五。没有保存。")
    return replace(rule, at=(time(17, 30),), day_off=DayOff.LATER, on=BASE if rule.weeks == 2 else None)


def check_week(rule: Recurrence, leader: str) -> None:
    if rule.every is Every.WEEK and rule.weeks == 1 and not leader:
        raise PersonError(f"每周报进展要有市领导点名，没有保存。请写明谁要求，或改为隔周。{EXAMPLE}。")


def length_of(rule: Recurrence) -> Length | None:
    """What the clocks know as a period; None for what they do not."""
    if len(rule.days) != 1 or rule.days[0] < 1:
        return None
    [day] = rule.days
    match rule.every:
        case Every.WEEK:
            return Length(Measure.WEEKLY if rule.weeks == 1 else Measure.FORTNIGHTLY, day - 1)
        case Every.MONTH if day <= 28 and rule.months == YEAR_ROUND:
            return Length(Measure.MONTHLY, day)
        case Every.MONTH if day <= 28 and rule.months == LAST_OF_QUARTER:
            return Length(Measure.QUARTERLY, day)
        case _:
            return None


def is_beat(due: date, length: Length, calendar: Calendar) -> bool:
    """Whether a report that is due on that day is one of this period: on its day, or moved off days that are not worked."""
    day = due
    while True:
        if _is_on(day, length):
            return True
        day -= timedelta(days=1)
        if calendar.is_workday(day):
            return False


def _is_on(day: date, length: Length) -> bool:
    match length.measure:
        case Measure.MONTHLY:
            return day.day == length.n
        case Measure.QUARTERLY:
            return day.day == length.n and day.month in LAST_OF_QUARTER
        case Measure.WEEKLY:
            return day.weekday() == length.n
        case Measure.FORTNIGHTLY:
            return (day.toordinal() - MONDAY - length.n) % 14 == 0
        case _:
            return False


def lapses(leader: str, today: date, policy: Policy) -> date | None:
    return today + timedelta(days=policy.progress.weekly_order_days) if leader else None


def with_cadences(policy: Policy, cadences: Iterable[Cadence]) -> Policy:
    """The rules as these rows have them: they stand before what the file says of progress."""
    ordered = sorted(cadences, key=lambda one: (one.rank, -one.schedule))
    marked = [
        ClockException(Kind.PROGRESS, TaskClass.ANNUAL, one.length, traits=frozenset(one.marks))
        for one in ordered
        if one.marks
    ]
    general = next((one for one in ordered if not one.marks), None)
    clocks = policy.clocks
    if general is not None:
        clocks = {**clocks, Kind.PROGRESS: {**clocks[Kind.PROGRESS], TaskClass.ANNUAL: general.length}}
    return replace(policy, clocks=clocks, exceptions=(*marked, *policy.exceptions))


def in_force(cadences: Iterable[Cadence], marks: frozenset[str], policy: Policy) -> Cadence | None:
    """The row that sets the period of a task with these marks, if one does and not the rule file."""
    if not policy.length(Kind.PROGRESS, TaskClass.ANNUAL, traits=marks):
        return None
    ordered = sorted(cadences, key=lambda one: (one.rank, -one.schedule))
    named = next((one for one in ordered if one.marks and set(one.marks) & marks), None)
    if named is not None:
        return named
    of_file = any(e.kind is Kind.PROGRESS and e.traits & marks for e in policy.exceptions)
    return None if of_file else next((one for one in ordered if not one.marks), None)


def marks_of(task_ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(of_task(task_id) for task_id in task_ids)
