"""Figures that were seen and not taken as what is done, and as what."""

from __future__ import annotations

from collections.abc import Callable

from models.rules.reading.grounds import Rule
from models.rules.reading.said import Said, is_dated_ahead, is_target, said_in
from models.rules.reading.statement import Statement
from models.rules.reading.values import Part, Reading, Span
from models.rules.units_of_measure import may_mean

_Holds = Callable[[Statement, Said], object]
_REASONS: tuple[tuple[str, _Holds], ...] = (
    ("是目标数，不算完成数", lambda st, one: any(is_target(one.q, each) for each in st.task.indicators)),
    ("说的是还差多少，不是做了多少", lambda _, one: one.words.remainder.search(one.left)),
    ("是增量，不是累计数", lambda _, one: one.words.increment.search(one.before)),
    ("是计划、目标里的数", lambda _, one: one.words.target_before.search(one.left) or one.words.target_after.match(one.right)),
    ("是以前报过、已经更正的数", lambda _, one: one.words.superseded.search(one.clause)),
    ("说的是以后要做的", lambda _, one: one.words.future.search(one.before) or one.words.future_after.match(one.right)),
    ("说的是将来某天前要做的", is_dated_ahead),
    ("是请求里的数", lambda _, one: one.words.requested.search(one.before)),
    ("还没有做成", lambda _, one: one.words.open_state.match(one.right)),
    ("是其中的一部分", lambda _, one: one.words.part_of.search(one.left) or one.words.inside.match(one.right)),
    ("是别的钱数（预算、补助等），不是完成数", lambda _, one: one.words.other_money.search(one.left)),
    ("说的是一个阶段，不是整件事", lambda _, one: one.words.stage.search(one.left[-8:]) or one.words.stage_after.match(one.right)),
    ("没有给任务，对不上指标", lambda st, _: not (st.task.title or st.task.indicators)),
    ("单位与任务的指标对不上", lambda st, one: not _is_measured_so(st, one)),
)  # fmt: skip
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
    return next((reason for reason, holds in _REASONS if holds(st, one)), _NO_REASON)


def _is_measured_so(st: Statement, one: Said) -> bool:
    return not one.q.unit or any(may_mean(one.q.unit, each.unit) for each in st.task.indicators)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
