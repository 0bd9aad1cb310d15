"""The indicators of a task: its targets, without the stage figures on the way, each with a sensible name."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.plan.clauses import Clause, read_clauses
from models.rules.plan.indicator_names import indicator_name
from models.rules.plan.quantified import Target, find_targets
from models.rules.plan.values import Indicator

_STAGE_SHARE = re.compile(
    r"(?:(?:完成|完工|拆除|征收)[^，,；;。\d率比]{0,8}|(?:过|推进|形象进度|总进度|工程进度)(?:达到?|至|到|超过?)?)\s*$"
)


@dataclass(frozen=True, slots=True)
class _Placed:
    target: Target
    clause: Clause
    on: date | None  # the step the figure belongs to; None when it is said of the whole task


def goal_indicators(text: str, *, title: str, year: int, due: date | None) -> list[Indicator]:
    clauses = read_clauses(text, year=year)
    placed = _placed(text, clauses)
    kept = [each for each in placed if _stands(each, placed, text, due)]
    found: list[Indicator] = []
    last: tuple[Clause, str] | None = None
    for each in kept:
        before = last[1] if last and last[0] is each.clause else None
        name = indicator_name(text, each.clause, each.target, title=title, before=before)
        target = each.target
        indicator = Indicator(name, _tidy(target.value), target.unit, target.comparator)
        if indicator not in found:
            found.append(indicator)
        last = (each.clause, name)
    return found


def _placed(text: str, clauses: list[Clause]) -> list[_Placed]:
    """Each target with the date that governs it: in its own clause, or standing alone just before."""
    targets = [target for target in find_targets(text) if not _is_in_date(target, clauses)]
    found = []
    for at, clause in enumerate(clauses):
        waiting = _lonely(text, clauses[at - 1]) if at else None
        for target in targets:
            if clause.start <= target.start < clause.end:
                found.append(_Placed(target, clause, _governing(text, clause, target) or waiting))
    return found


def _is_in_date(target: Target, clauses: list[Clause]) -> bool:
    return any(
        each.start < target.end and target.start < each.end
        for clause in clauses
        for each in (*clause.dates, *clause.whole_year)
    )


def _governing(text: str, clause: Clause, target: Target) -> date | None:
    earlier = [each for each in clause.dates if each.end <= target.start]
    later = [each for each in clause.dates if each.start >= target.end]
    if earlier:
        return earlier[-1].on
    return later[0].on if later else None


def _lonely(text: str, clause: Clause) -> date | None:
    """The date of a clause that holds nothing else."""
    if len(clause.dates) != 1:
        return None
    each = clause.dates[0]
    rest = text[clause.start : each.start] + text[each.end : clause.end]
    return each.on if not re.sub(r"[\s:：之前到至在于力争确保]", "", rest) else None


def _stands(each: _Placed, placed: list[_Placed], text: str, due: date | None) -> bool:
    """A figure with a date is a stage on the way, unless it is where the way ends."""
    if each.on is None:
        return True
    plain = [other for other in placed if other.on is None]
    if any(other.target.unit == each.target.unit for other in plain):
        return False
    if each.target.unit == "%" and _is_stage(each, text):
        return False
    later = [o for o in placed if o.on and o.on > each.on and o.target.unit == each.target.unit]
    if later:
        return False
    if due is None or each.on >= due:
        return True
    return not plain and not _goes_on(each, text)


def _goes_on(each: _Placed, text: str) -> bool:
    """Whether the rest is told to follow: 12月底前全部建成."""
    rest = text[each.clause.end :]
    return bool(re.search(r"全部|全面|其余|剩余|余下", rest)) or (each.target.unit == "%" and "完成" in rest)


def _is_stage(each: _Placed, text: str) -> bool:
    return bool(_STAGE_SHARE.search(text[each.clause.start : each.target.start]))


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)
