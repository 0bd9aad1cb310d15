"""Where the task's own indicators stand: each gets the figure that is said of it."""

from __future__ import annotations

import re

from models.rules.quantities import Quantity
from models.rules.reading import figure_words
from models.rules.reading.figure_grammar import ends_freely, names_a_rate, names_progress
from models.rules.reading.grounds import Ground, doubts
from models.rules.reading.said import Said, affinity, is_target
from models.rules.reading.setting_aside import why_aside
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget, IndicatorValue
from models.rules.units_of_measure import as_counted, base_of

MOST_INDICATORS, MOST_OFFERS = 6, 3  # bounds on the work of pairing them
_REST = re.compile(r"(?:其余|其他|其它|剩下|余下)的?\s*$")
_ALL_DONE = re.compile("[一-鿿]{0,3}?(?:都|全|均|已)(?!没|未|在|等|要|还)[一-鿿]{1,6}?(?:了|完|好|成|工|用|上)")
MOST_TIMES = 20  # of its target: nobody does so much more
CLOSE = 0.75  # of the fit: another figure might be meant as well


def read_indicators(st: Statement, said: tuple[Said, ...]) -> tuple[IndicatorValue, ...]:
    """Each indicator gets the figure that fits it, no figure two of them; all together fit best."""
    offers = [_offers(st, said, indicator) for indicator in st.task.indicators[:MOST_INDICATORS]]
    chosen = _best(tuple(offers), frozenset())[1]
    pairs = zip(st.task.indicators, chosen, strict=False)
    return tuple(
        _value(st, said[at].q, indicator, _ground(st, said[at], indicator, offers=own, said=said))
        for (indicator, at), own in zip(pairs, offers, strict=False)
        if at is not None
    )


_Offer = tuple[float, int]  # how well it fits, and which figure


def _offers(st: Statement, said: tuple[Said, ...], indicator: IndicatorTarget) -> tuple[_Offer, ...]:
    scored = ((_score(st, each, indicator, said), n) for n, each in enumerate(said))
    fitting = sorted((offer for offer in scored if offer[0] > 0), key=lambda offer: (-offer[0], offer[1]))
    return tuple(fitting[:MOST_OFFERS])


def _best(offers: tuple[tuple[_Offer, ...], ...], used: frozenset[int]) -> tuple[float, tuple[int | None, ...]]:
    if not offers:
        return 0.0, ()
    rest, chosen = _best(offers[1:], used)
    best: tuple[float, tuple[int | None, ...]] = (rest, (None, *chosen))
    for fit, at in offers[0]:
        if at not in used:
            rest, chosen = _best(offers[1:], used | {at})
            best = max(best, (fit + rest, (at, *chosen)), key=lambda option: option[0])
    return best


def _ground(
    st: Statement, each: Said, indicator: IndicatorTarget, *, offers: tuple[_Offer, ...], said: tuple[Said, ...]
) -> Ground:
    rule, q = each.told[1], each.q
    own = next(fit for fit, at in offers if said[at] is each)
    return Ground(
        rule,
        doubts(
            close_second=any(own - fit < CLOSE and said[at] is not each for fit, at in offers),
            no_unit=not q.unit,
            other_unit=bool(q.unit) and _unit_fit(each, indicator) < 1.0,
            hedged=q.comparator == "≈",
            range=q.upper is not None,
            not_named=len(st.task.indicators) > 1 and not _nearness(st, each, indicator),
        ),
    )


def _value(st: Statement, q: Quantity, indicator: IndicatorTarget, ground: Ground) -> IndicatorValue:
    unit = q.unit or indicator.unit
    if q.unit in ("亿", "万"):  # 4.8亿 of 亿元
        unit += indicator.unit.lstrip("万亿")
    unit = as_counted(unit, indicator.unit)
    return IndicatorValue(indicator.name, q.value, unit, st.span(q.start, q.end), ground)


def _score(st: Statement, each: Said, indicator: IndicatorTarget, said: tuple[Said, ...]) -> float:
    """How well the figure fits the indicator; 0 when it does not."""
    fit = _unit_fit(each, indicator)
    if not fit or _is_total(each, indicator, said, st.task.indicators):
        return 0.0
    if why_aside(st, each, indicator) and not _is_all_but_some(each, indicator, said):
        return 0.0
    if _is_outrun(each, indicator, said):
        return 0.0
    near, done = _nearness(st, each, indicator), each.told[0] or _named_after(each, indicator)
    if not done or not _is_meant(st, each, indicator, near=near, fit=fit):
        return 0.0
    vague = done < 2.0 and near < 0.1 and fit < 1.0 and each.left.strip()
    return 0.0 if vague else fit + 2 * near + done


def _nearness(st: Statement, each: Said, indicator: IndicatorTarget) -> float:
    """How far the words around the figure name the indicator, those close by before the rest of the clause."""
    close_by = affinity(each.left + "|" + each.right[:8], indicator, st.task.indicators)
    return close_by or 0.6 * affinity(each.before, indicator, st.task.indicators)


def _is_meant(st: Statement, each: Said, indicator: IndicatorTarget, *, near: float, fit: float) -> bool:
    """One of several indicators must be named, or be the only one of its measure."""
    if not each.q.unit and each.q.of is None and not figure_words.HAN.search(st.text):
        return False  # a bare number answers how many percent
    if len(st.task.indicators) == 1 or near:
        return True
    return fit >= 1.0 and _only_of_its_kind(indicator, st.task.indicators)


def _unit_fit(each: Said, indicator: IndicatorTarget) -> float:
    q = each.q
    if q.comparator == ">" or (q.of is not None and indicator.unit == "%"):
        return 0.0
    if not q.unit:
        if names_progress(each.left):
            return 0.0
        rate = indicator.unit == "%" and names_a_rate(each.left)
        is_free = figure_words.ENDS_FIGURE.match(each.right) or ends_freely(each.right)
        return 0.5 if rate or each.is_put_right or is_free else 0.0
    unit = as_counted(q.unit, indicator.unit)
    kind, wanted = base_of(unit)[0], base_of(indicator.unit)[0]
    if q.unit in ("亿", "万") and wanted in ("money", "count", "dollars"):
        return 1.0 if _is_thinkable(q, indicator) else 0.0
    if kind != wanted:
        return 0.0
    fit = figure_words.count_fit(unit, indicator.unit) if kind == "count" else 1.0
    return fit if fit >= 1.0 or _is_thinkable(q, indicator) else 0.0


def _is_thinkable(q: Quantity, indicator: IndicatorTarget) -> bool:
    """4100万 are no persons where 2600 are wanted."""
    size, target = q.value * base_of(q.unit)[1], indicator.target * base_of(indicator.unit)[1]
    return not target or size <= MOST_TIMES * target


def _only_of_its_kind(indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> bool:
    kind = base_of(indicator.unit)[0]
    if kind == "count":
        return sum(each.unit == indicator.unit for each in indicators) == 1
    return kind != "percent" and sum(base_of(each.unit)[0] == kind for each in indicators) == 1


def _is_outrun(each: Said, indicator: IndicatorTarget, said: tuple[Said, ...]) -> bool:
    """站点选了48个，装好的有22个: of several stages of one thing the last one counts."""
    early = each.words.early.search(each.left)
    if early is None or early.group()[0] in indicator.name:
        return False
    return any(
        other.q.value <= each.q.value
        and other is not each
        and _is_same_measure(other.q.unit, each.q.unit or indicator.unit)
        and other.told[0] >= 2.0
        and not other.words.early.search(other.left)
        and not other.words.remainder.search(other.left)
        for other in said
    )


def _is_all_but_some(each: Said, indicator: IndicatorTarget, said: tuple[Said, ...]) -> bool:
    """620户里31户不肯，其余589户都装上了: what is done is the target without those told apart."""
    if not (_REST.search(each.left) and _ALL_DONE.match(each.right)):
        return False
    before = [other for other in said if other.q.start < each.q.start]
    is_total_told = any(is_target(other.q, indicator) for other in before)
    apart = sum(other.q.value for other in before if not is_target(other.q, indicator))
    return is_total_told and apart + each.q.value == indicator.target


def _is_total(
    each: Said, indicator: IndicatorTarget, said: tuple[Said, ...], indicators: tuple[IndicatorTarget, ...]
) -> bool:
    """The target said again beside what is done of it: 停车位1100个任务已投用1008个."""
    if not is_target(each.q, indicator):
        return False
    if any(each.q.end <= other.q.start and other.is_rate and other.clause == each.clause for other in said):
        return True  # 318处改了一大半
    barely_told = each.told[0] < 2.0
    return any(
        other.q.start > each.q.start
        and other.q.value != each.q.value
        and _is_same_measure(other.q.unit, each.q.unit or indicator.unit)
        and (barely_told or (other.told[0] >= 2.0 and other.clause == each.clause))
        and not each.words.part_of.search(other.left)
        and not _is_of_a_sister(other, indicator, indicators)
        for other in said
    )


def _is_of_a_sister(each: Said, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> bool:
    if any(is_target(each.q, other) for other in indicators if other is not indicator):
        return True
    own = affinity(each.left, indicator, indicators)
    return any(affinity(each.left, other, indicators) > own for other in indicators if other is not indicator)


def _is_same_measure(unit: str, other: str) -> bool:
    kind = base_of(unit)[0]
    if not unit or kind != base_of(other)[0]:
        return not unit
    return kind != "count" or figure_words.count_fit(unit, other) >= 0.4


def _named_after(each: Said, indicator: IndicatorTarget) -> float:
    """58个路口 is the figure of 改造路口."""
    noun = each.right.strip()[:2]
    return 1.0 if len(noun) == 2 and noun in indicator.name and not figure_words.HAN.search(each.left) else 0.0
