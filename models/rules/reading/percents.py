"""How much of the whole task is done, in percent."""

from __future__ import annotations

import re
from dataclasses import replace

from models.rules.quantities import Quantity
from models.rules.reading import figure_words
from models.rules.reading.figure_grammar import names_progress
from models.rules.reading.grounds import Ground, Rule, doubts
from models.rules.reading.said import Said, affinity, is_dated_ahead, is_target
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget, IndicatorValue, Percent
from models.rules.units_of_measure import base_of

_OF_OTHER_SIZE = frozenset({"亩", "公顷", "米", "公里", "千米", "km"})  # 240公顷 and 7亩 are no done of a total
_OF_ALL = re.compile("总|整体|综合")  # of the whole, where 形象进度 may be one building's
LEAST_SUBJECT = 3  # characters that name a part


def read_percent(st: Statement, said: tuple[Said, ...], values: tuple[IndicatorValue, ...]) -> Percent | None:
    rates = [each for each in said if _may_be_percent(st, each, values)]
    whole = [each for each in rates if each.words.whole_task.search(each.before)]
    whole.sort(key=lambda each: not _OF_ALL.search(each.left))
    corrected = [each for each in rates if each.is_put_right]
    best = next(iter([*corrected, *whole, *_most_exact(rates)]), None)
    if best is not None:
        rule = Rule.CORRECTED if corrected else Rule.WHOLE_TASK if whole else Rule.RATE
        return Percent(_rate(best.q), st.span(best.q.start, best.q.end), _ground(st, best, rule, rates))
    return _bare_percent(st, said) or _done_of_total(st, said, values)


def _ground(st: Statement, best: Said, rule: Rule, rates: list[Said]) -> Ground:
    rate, last = _rate(best.q), st.task.last_percent
    return Ground(
        rule,
        doubts(
            several=rule is Rule.RATE and any(_rate(each.q) != rate for each in rates),
            hedged=best.q.comparator not in ("=", ">="),
            range=best.q.upper is not None,
            falls=last is not None and rate < last,
        ),
    )


def _most_exact(rates: list[Said]) -> list[Said]:
    """才两成出头 22%: a figure in digits is the exact one."""
    return sorted(rates, key=lambda each: not each.q.text[:1].isdigit() and each.q.text[-1:] != "%")


def _rate(q: Quantity) -> float:
    return round(100 * q.value / q.of, 2) if q.of else q.value


def _may_be_percent(st: Statement, each: Said, values: tuple[IndicatorValue, ...]) -> bool:
    if (
        each.is_asked
        or not (each.is_rate or _is_bare_rate(each))
        or each.q.comparator == ">"
        or (each.q.of is not None and each.q.value > each.q.of)
    ):
        return False
    if any(value.span.start == st.offset + each.q.start and each.q.of is None for value in values):
        return False
    if (
        each.is_taken_back
        or _is_superseded(each)
        or each.words.not_of_task.search(each.left)
        or each.words.future.search(each.before)
    ):
        return False
    if is_dated_ahead(st, each):
        return False
    if each.q.text.endswith(("一半", "半数")) and not each.words.before_half.search(each.left):
        return False
    if each.words.rises_from.search(each.left) or each.words.rises_to.match(each.right):
        return False
    if _is_a_target(each):
        return False
    if each.words.whole_task.search(each.before):
        return True
    if len(st.task.indicators) > 1:
        return not values and len(st.clauses) == 1 and not _names_an_indicator(each, st.task.indicators)
    return _counts_the_task(st, each)


def _is_bare_rate(each: Said) -> bool:
    return not each.q.unit and each.q.value <= 100 and names_progress(each.left)


def _is_a_target(each: Said) -> bool:
    """目标60%; 占目标的60% and 任务8成 are how much of it is done."""
    if each.words.target_after.match(each.right):
        return True
    of_it = "占" in each.left or each.left.rstrip().endswith("任务")
    return bool(each.words.target_before.search(each.left)) and not of_it


def _is_superseded(each: Said) -> bool:
    corrected = each.is_put_right
    return bool(each.words.superseded.search(each.clause)) and not corrected


def _names_an_indicator(each: Said, indicators: tuple[IndicatorTarget, ...]) -> bool:
    return any(affinity(each.before, indicator, indicators) >= 0.3 for indicator in indicators)


def _counts_the_task(st: Statement, each: Said) -> bool:
    """Not the rate of a part (路基80%), nor of starting where the task counts finishing."""
    if each.q.of is not None and any(is_target(replace(each.q, value=each.q.of), i) for i in st.task.indicators):
        return True
    known = st.task.title + "".join(indicator.name for indicator in st.task.indicators)
    if any(indicator.unit == "%" for indicator in st.task.indicators):
        return False
    if each.words.starting.search(each.left):
        return bool(each.words.starting.search(known))
    stages = [m.group() for m in each.words.stage.finditer(each.left)]
    return all(stage in known for stage in stages) and (
        not _is_foreign(each, known) if st.task.indicators else _is_said_of(st, each)
    )


def _is_foreign(each: Said, known: str) -> bool:
    """What is named before the rate shares nothing with the task: 管线迁改 of 打通断头路."""
    subject = "".join(filter(figure_words.HAN.match, each.words.no_part.sub("", each.left)))
    return len(subject) >= LEAST_SUBJECT and not set(subject) & set(known)


def _is_said_of(st: Statement, each: Said) -> bool:
    """Without indicators, what stands before the rate must be the task or nothing: not 变电站."""
    bare = each.words.no_part.sub("", each.left)
    subject = [char for char in bare if figure_words.HAN.match(char)]
    return 2 * sum(char in st.task.title for char in subject) >= len(subject)


def _bare_percent(st: Statement, said: tuple[Said, ...]) -> Percent | None:
    """A reply that is nothing but a number up to 100 answers how many percent."""
    if len(said) != 1 or said[0].q.unit or said[0].q.of or said[0].q.value > 100:
        return None
    rest = st.text[: said[0].q.start] + st.text[said[0].q.end :]
    if figure_words.HAN.search(rest):
        return None
    ground = _ground(st, said[0], Rule.ONLY_A_NUMBER, [])
    return Percent(said[0].q.value, st.span(said[0].q.start, said[0].q.end), ground)


def _done_of_total(st: Statement, said: tuple[Said, ...], values: tuple[IndicatorValue, ...]) -> Percent | None:
    """20个完成14个: the total and what is done of it are both in the reply."""
    if len(st.task.indicators) != 1 or len(values) != 1:
        return None
    indicator, value = st.task.indicators[0], values[0]
    if indicator.unit == "%" or not indicator.target:
        return None
    own = value.unit.lstrip("万亿")
    totals = [each for each in said if is_target(each.q, indicator) and not _covers(value, st, each)]
    totals = [each for each in totals if each.q.unit.lstrip("万亿") in ("", own) or own not in _OF_OTHER_SIZE]
    if not totals or any(
        each.words.future.search(each.before) or each.words.early.search(each.left) for each in totals
    ):
        return None
    share = 100 * value.value * base_of(value.unit)[1] / (indicator.target * base_of(indicator.unit)[1])
    first, last = (
        min(totals[0].q.start + st.offset, value.span.start),
        max(totals[0].q.end + st.offset, value.span.end),
    )
    ground = Ground(Rule.DONE_OF_TOTAL, value.ground.doubts)
    return Percent(round(share, 2), st.span(first - st.offset, last - st.offset), ground)


def _covers(value: IndicatorValue, st: Statement, each: Said) -> bool:
    return value.span.start == st.offset + each.q.start
