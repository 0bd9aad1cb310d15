"""Dated steps: written in a goal, in a plan of work, or in columns that stand for a quarter or a month."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.dates import FoundDate
from models.rules.plan.clauses import Clause, read_clauses
from models.rules.plan.deadlines import calendar_dates, is_whole_year, plain_dates
from models.rules.plan.quantified import find_targets
from models.rules.plan.values import Milestone

_NO_STEP = re.compile(
    r"[/／\\\-—–－_.。*·\s]*|无|暂无|不涉及|(?:全年|长期|常年|按.{0,6}(?:序时|进度|"
    r"计划|节点|要求)|常态化?|持续|有序|稳步|正常|扎实|深入|继续|日常)*"
    r"(?:持续|有序|稳步|常态化)?(?:运行|运营|管护|巩固|保持|监测|推进|开展|实施|坚持|"
    r"进行|落实|抓好|跟进|跟踪)?(?:实施|工作|落实|中|相关工作)?[。.]?"
)
_LEADING = re.compile(r"^[\s:：，,、—\-至到在于前）)(（]+|^(?:要|须|应|力争)?(?:之前|以前|时)[，,]?")
_CUE = re.compile(r"(?:[（(，,]|截至|截止|力争|争取|确保|预计|计划|于|在|到|至|并)*$")


def goal_milestones(text: str, *, year: int) -> list[Milestone]:
    """Steps in the order of the text; 全年 and 年内 speak of the target, not of a step."""
    found: list[Milestone] = []
    waiting: FoundDate | None = None  # “6月底前，” governs the clause after it
    open_step: tuple[int, int] | None = None  # (index in found, sentence) that plain clauses may lengthen
    for clause in read_clauses(text, year=year):
        steps, rest = _steps(text, clause)
        if waiting and not steps and not rest:
            steps = [Milestone(_tidy(text[clause.start : clause.end]), waiting.on)]
        elif open_step and not steps and not rest and open_step[1] == clause.sentence:
            _lengthen(found, open_step[0], text[clause.start : clause.end])
        waiting = rest
        found += steps
        open_step = (len(found) - 1, clause.sentence) if steps else open_step
    if waiting is not None:
        found.append(Milestone("按期完成", waiting.on))
    return found


def _steps(text: str, clause: Clause) -> tuple[list[Milestone], FoundDate | None]:
    """The steps of one clause, or the date that stands alone in it."""
    dates = clause.dates
    if not dates:
        return [], None
    if len(dates) == 1:
        name = _name_around(text, clause, dates[0])
        return ([Milestone(name, dates[0].on)], None) if name else ([], dates[0])
    leads = not _tidy(text[clause.start : dates[0].start])
    steps = []
    for at, each in enumerate(dates):
        following = dates[at + 1].start if at + 1 < len(dates) else clause.end
        before = dates[at - 1].end if at else clause.start
        name = _tidy(text[each.end : following]) if leads else _tidy(text[before : each.start])
        steps.append(Milestone(name or _tidy(text[each.end : clause.end]) or "按期完成", each.on))
    return steps, None


def _name_around(text: str, clause: Clause, found: FoundDate) -> str:
    before = _CUE.sub("", text[clause.start : found.start])
    after = text[found.end : clause.end]
    return _tidy(before) + _tidy(after)


def _tidy(text: str) -> str:
    text = _CUE.sub("", "".join(text.split()))
    previous = None
    while previous != text:
        previous, text = text, _LEADING.sub("", text)
    return text.rstrip("，,、；;。：:（( ")


def _lengthen(found: list[Milestone], at: int, text: str) -> None:
    """主体封顶 after 6月底前完成砌体 belongs to the same step, a further target does not."""
    addition = _tidy(text)
    if addition and not find_targets(addition) and len(found[at].name) + len(addition) <= 40:
        found[at] = Milestone(f"{found[at].name}，{addition}", found[at].due)


@dataclass(frozen=True, slots=True)
class Period:
    """A column's stretch of the year; `begins` is the day after the one before it ends."""

    begins: date
    ends: date


def period_milestones(cell: str, period: Period, *, due: date | None, year: int) -> list[Milestone]:
    """A step in a quarter's column falls on its last day, the task's due day in it, or a day it names."""
    text = plain_dates(cell)
    if _NO_STEP.fullmatch(text):
        return []
    dated = [each for each in calendar_dates(cell, year=year) if not is_whole_year(each)]
    if len({each.on for each in dated}) > 1 and (steps := goal_milestones(cell, year=year)):
        return steps
    on = dated[0].on if dated else period.ends
    if not dated and due is not None and period.begins <= due <= period.ends:
        on = due
    return [Milestone("".join(cell.split()), on)]


def periods(last_days: list[date]) -> dict[date, Period]:
    """Each last day with the stretch before it that no earlier column covers."""
    found = {}
    for on in last_days:
        earlier = [other for other in last_days if other < on and other.year == on.year]
        begins = max(earlier) + timedelta(days=1) if earlier else date(on.year, 1, 1)
        found[on] = Period(begins, on)
    return found
