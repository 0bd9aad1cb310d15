"""The figures of a reply: how much of the task is done, and where its indicators stand."""

from __future__ import annotations

from dataclasses import dataclass

from models.rules.quantities import Quantity
from models.rules.reading import lexicon
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, IndicatorTarget, IndicatorValue, Percent
from models.rules.units_of_measure import base_of


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with the words around it: `left` up to the figure before, `right` up to the next."""

    q: Quantity
    left: str
    right: str
    clause: str
    before: str  # the clause up to the figure, whole

    @property
    def is_rate(self) -> bool:
        return self.q.unit == "%" or self.q.of is not None


def read_figures(st: Statement) -> Figures:
    """Values of the task's indicators, and the percentage of the whole task."""
    said = tuple(_said(st))
    values = _indicator_values(st, said)
    return Figures(_percent(st, said, values), values)


def _said(st: Statement) -> list[Said]:
    found = []
    for n, q in enumerate(st.quantities):
        clause = st.clause_at(q.start)
        last = st.quantities[n - 1].end if n else 0
        following = st.quantities[n + 1].start if n + 1 < len(st.quantities) else len(st.text)
        begin = clause.start
        if clause.after_space and begin == q.start:
            before = st.clause_before(clause)
            begin = before.start if before else begin
        left = st.text[max(begin, last) : q.start] + lexicon.prefix_of(q.text)
        right = st.text[q.end : max(q.end, min(clause.end, following))]
        if following < clause.end and lexicon.DONE_BEFORE.search(right):
            right = ""  # the verb is the next figure's: 15个建成8个
        found.append(Said(q, left, right, clause.text, st.text[begin : q.start]))
    return found


# indicators


def _indicator_values(st: Statement, said: tuple[Said, ...]) -> tuple[IndicatorValue, ...]:
    offers = sorted(
        (
            (score, -n, indicator, each)
            for n, each in enumerate(said)
            for indicator in st.task.indicators
            if (score := _score(st, each, indicator, said)) > 0
        ),
        key=lambda offer: offer[:2],
        reverse=True,
    )
    taken: dict[str, IndicatorValue] = {}
    used: set[int] = set()
    for _, at, indicator, each in offers:
        if indicator.name not in taken and at not in used:
            taken[indicator.name] = _value(st, each.q, indicator)
            used.add(at)
    return tuple(taken[i.name] for i in st.task.indicators if i.name in taken)


def _value(st: Statement, q: Quantity, indicator: IndicatorTarget) -> IndicatorValue:
    unit = q.unit or indicator.unit
    if q.unit in ("亿", "万"):  # 4.8亿 of 亿元
        unit += indicator.unit.lstrip("万亿")
    return IndicatorValue(indicator.name, q.value, unit, st.span(q.start, q.end))


def _score(st: Statement, each: Said, indicator: IndicatorTarget, said: tuple[Said, ...]) -> float:
    """How well the figure fits the indicator; 0 when it does not."""
    fit = _unit_fit(each, indicator)
    if not fit or _is_set_aside(st, each, indicator) or _is_total(each, indicator, said):
        return 0.0
    several = len(st.task.indicators) > 1
    near = _affinity(each.left + "|" + each.right[:8], indicator, st.task.indicators)
    near = near or 0.6 * _affinity(each.before, indicator, st.task.indicators)
    alone = _only_of_its_kind(indicator, st.task.indicators) and fit >= 1.0
    if (several and not near and not alone) or (
        not each.q.unit and each.q.of is None and not lexicon.WORDS.search(st.text)
    ):
        return 0.0
    done = _is_told_as_done(each)
    if not done:
        return 0.0
    return fit + 2 * near + done


def _unit_fit(each: Said, indicator: IndicatorTarget) -> float:
    q = each.q
    if q.comparator == ">" or (q.of is not None and indicator.unit == "%"):
        return 0.0
    if not q.unit:
        return 0.5 if lexicon.ENDS_FIGURE.match(each.right) else 0.0
    kind, wanted = base_of(q.unit)[0], base_of(indicator.unit)[0]
    if q.unit in ("亿", "万") and wanted in ("money", "count", "dollars"):
        return 1.0
    if kind != wanted:
        return 0.0
    return lexicon.count_fit(q.unit, indicator.unit) if kind == "count" else 1.0


def _only_of_its_kind(indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> bool:
    kind = base_of(indicator.unit)[0]
    if kind == "count":
        return sum(each.unit == indicator.unit for each in indicators) == 1
    return kind != "percent" and sum(base_of(each.unit)[0] == kind for each in indicators) == 1


def _is_set_aside(st: Statement, each: Said, indicator: IndicatorTarget) -> bool:
    """A remainder, an increment, a target, a plan for later, a part of it, or another thing's figure."""
    left, right = each.left, each.right
    if lexicon.TOTAL_SO_FAR.search(left):
        return bool(lexicon.FUTURE.search(each.before))
    if lexicon.REMAINDER.search(left) or lexicon.OPEN_STATE.match(right) or lexicon.TARGET_AFTER.match(right):
        return True
    if lexicon.TARGET_BEFORE.search(left) or lexicon.SUPERSEDED.search(each.clause):
        return not lexicon.CORRECTED.search(left)
    if lexicon.INCREMENT.search(each.before) or lexicon.PART_OF.search(left):
        return True
    if lexicon.FUTURE.search(each.before) or lexicon.FUTURE_AFTER.match(right):
        return True
    foreign = lexicon.OTHER_MONEY.search(left)
    if foreign and foreign.group() not in indicator.name:
        return True
    return _is_of_a_stage(st, each, indicator)


def _is_of_a_stage(st: Statement, each: Said, indicator: IndicatorTarget) -> bool:
    """主体封顶3个 says nothing of 建成, unless the stage is what the task counts."""
    known = indicator.name + (st.task.title if len(st.task.indicators) == 1 else "")
    stages = [m.group() for m in lexicon.STAGE.finditer(each.left[-8:])]
    if after := lexicon.STAGE_AFTER.match(each.right):
        stages.append(after.group("stage"))
    return any(stage not in known for stage in stages)


def _is_total(each: Said, indicator: IndicatorTarget, said: tuple[Said, ...]) -> bool:
    """The target said again beside what is done of it: 停车位1100个任务已投用1008个."""
    if not _is_target(each.q, indicator):
        return False
    barely_told = _is_told_as_done(each) < 2.0
    return any(
        other.q.start > each.q.start
        and other.q.value != each.q.value
        and _unit_fit(other, indicator) > 0
        and (barely_told or _is_told_as_done(other) >= 2.0)
        and not lexicon.PART_OF.search(other.left)
        for other in said
    )


def _is_target(q: Quantity, indicator: IndicatorTarget) -> bool:
    size = base_of(q.unit)[1] if q.unit else base_of(indicator.unit)[1]
    target = indicator.target * base_of(indicator.unit)[1]
    return abs(q.value * size - target) <= 1e-6 * max(1.0, abs(target))


def _is_told_as_done(each: Said) -> float:
    if lexicon.TOTAL_SO_FAR.search(each.left):
        return 3.0
    if lexicon.DONE_BEFORE.search(each.left):
        return 2.0
    if lexicon.DONE_AFTER.match(each.right):
        return 2.0
    if lexicon.WORDS.search(each.left):
        return 1.0
    return 1.0 if lexicon.ENDS_FIGURE.match(each.right) else 0.0


def _affinity(context: str, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> float:
    """0..1: the share of the indicator's characters in the context; those of its sisters count little."""
    weights = lexicon.own_characters(indicator.name, tuple(each.name for each in indicators))
    total = sum(weights.values())
    hit = sum(weight for char, weight in weights.items() if char in context)
    return hit / total if total else 0.0


# the whole task


def _percent(st: Statement, said: tuple[Said, ...], values: tuple[IndicatorValue, ...]) -> Percent | None:
    rates = [each for each in said if _may_be_percent(st, each, values)]
    whole = [each for each in rates if lexicon.WHOLE_TASK.search(each.before)]
    corrected = [each for each in rates if lexicon.CORRECTED.search(each.left)]
    best = next(iter([*corrected, *whole, *_most_exact(rates)]), None)
    if best is not None:
        return Percent(_rate(best.q), st.span(best.q.start, best.q.end))
    return _bare_percent(st, said) or _done_of_total(st, said, values)


def _most_exact(rates: list[Said]) -> list[Said]:
    """才两成出头 22%: a figure in digits is the exact one."""
    return sorted(rates, key=lambda each: not each.q.text[:1].isdigit() and each.q.text[-1:] != "%")


def _rate(q: Quantity) -> float:
    return round(100 * q.value / q.of, 2) if q.of else q.value


def _may_be_percent(st: Statement, each: Said, values: tuple[IndicatorValue, ...]) -> bool:
    if not each.is_rate or each.q.comparator == ">" or (each.q.of is not None and each.q.value > each.q.of):
        return False
    if any(value.span.start == st.offset + each.q.start and each.q.of is None for value in values):
        return False
    if _is_superseded(each) or lexicon.NOT_OF_TASK.search(each.left) or lexicon.FUTURE.search(each.before):
        return False
    if lexicon.TARGET_BEFORE.search(each.left) or lexicon.TARGET_AFTER.match(each.right):
        return False
    if lexicon.WHOLE_TASK.search(each.before):
        return True
    if len(st.task.indicators) > 1:
        return not values and len(st.clauses) == 1 and not _names_an_indicator(each, st.task.indicators)
    return _counts_the_task(st, each)


def _is_superseded(each: Said) -> bool:
    return bool(lexicon.SUPERSEDED.search(each.clause)) and not lexicon.CORRECTED.search(each.left)


def _names_an_indicator(each: Said, indicators: tuple[IndicatorTarget, ...]) -> bool:
    return any(_affinity(each.before, indicator, indicators) >= 0.3 for indicator in indicators)


def _counts_the_task(st: Statement, each: Said) -> bool:
    """Not the rate of a part (路基80%), nor of starting where the task counts finishing."""
    known = st.task.title + "".join(indicator.name for indicator in st.task.indicators)
    if any(indicator.unit == "%" for indicator in st.task.indicators):
        return False
    if lexicon.STARTING.search(each.left):
        return bool(lexicon.STARTING.search(known))
    stages = [m.group() for m in lexicon.STAGE.finditer(each.left)]
    return all(stage in known for stage in stages)


def _bare_percent(st: Statement, said: tuple[Said, ...]) -> Percent | None:
    """A reply that is nothing but a number up to 100 answers how many percent."""
    if len(said) != 1 or said[0].q.unit or said[0].q.of or said[0].q.value > 100:
        return None
    rest = st.text[: said[0].q.start] + st.text[said[0].q.end :]
    return (
        Percent(said[0].q.value, st.span(said[0].q.start, said[0].q.end))
        if not lexicon.WORDS.search(rest)
        else None
    )


def _done_of_total(
    st: Statement, said: tuple[Said, ...], values: tuple[IndicatorValue, ...]
) -> Percent | None:
    """20个完成14个: the total and what is done of it are both in the reply."""
    if len(st.task.indicators) != 1 or len(values) != 1:
        return None
    indicator, value = st.task.indicators[0], values[0]
    if indicator.unit == "%" or not indicator.target:
        return None
    totals = [each for each in said if _is_target(each.q, indicator) and not _covers(value, st, each)]
    if not totals or any(lexicon.FUTURE_TOTAL.search(each.before) for each in totals):
        return None
    share = 100 * value.value * base_of(value.unit)[1] / (indicator.target * base_of(indicator.unit)[1])
    first, last = (
        min(totals[0].q.start + st.offset, value.span.start),
        max(totals[0].q.end + st.offset, value.span.end),
    )
    return Percent(round(share, 2), st.span(first - st.offset, last - st.offset))


def _covers(value: IndicatorValue, st: Statement, each: Said) -> bool:
    return value.span.start == st.offset + each.q.start
