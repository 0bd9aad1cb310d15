"""Figures that were seen and not taken as what is done, and as what."""

from __future__ import annotations

from models.rules.reading.grounds import Rule
from models.rules.reading.said import Said, is_target, said_in
from models.rules.reading.setting_aside import Aside, why_aside
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget, Part, Reading, Span
from models.rules.units_of_measure import may_mean

_REASONS = {
    Aside.TAKEN_BACK: "是以前报过、已经更正的数",
    Aside.DENIED: "还没有做成",
    Aside.TARGET: "是计划、目标里的数",
    Aside.ON_PAPER: "只是申报、洽谈的数，还不算完成",
    Aside.COMPARED: "是和以前比的差数，不是累计数",
    Aside.AHEAD: "说的是以后要做的",
    Aside.REMAINDER: "说的是还差多少，不是做了多少",
    Aside.OTHER_MONEY: "是别的钱数（预算、补助等），不是完成数",
    Aside.UNDONE: "还没有做成",
    Aside.PART: "是其中的一部分",
    Aside.INCREMENT: "是增量，不是累计数",
    Aside.REQUESTED: "是请求里的数",
    Aside.STAGE: "说的是一个阶段，不是整件事",
    Aside.ASKED: "是提问里的数",
}
_ANY = IndicatorTarget("", 0, "")
_NO_REASON = "没有说是哪一项的完成数，或另有更合适的数"


def set_aside(st: Statement, said: Part | Reading) -> list[tuple[Span, str]]:
    """Each figure that no value rests on, and what it was taken for."""
    used = [value.span for value in said.indicators]
    if said.percent and said.percent.ground.rule is not Rule.DONE_OF_TOTAL:
        used.append(said.percent.span)
    used += [said.next_date.span] if said.next_date else []
    found = [(st.span(one.q.start, one.q.end), one) for one in said_in(st)]
    return [(span, _reason(st, one)) for span, one in found if not any(_overlap(span, other) for other in used)]


def _reason(st: Statement, one: Said) -> str:
    targets = st.task.indicators
    if not (st.task.title or targets):
        return "没有给任务，对不上指标"
    if any(is_target(one.q, each) for each in targets):
        return "是目标数，不算完成数"
    found = (why_aside(st, one, each) for each in targets or (_ANY,))
    if reason := next((each for each in found if each), None):
        return _REASONS[reason]
    return _NO_REASON if _is_measured_so(st, one) else "单位与任务的指标对不上"


def _is_measured_so(st: Statement, one: Said) -> bool:
    return not one.q.unit or any(may_mean(one.q.unit, each.unit) for each in st.task.indicators)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
