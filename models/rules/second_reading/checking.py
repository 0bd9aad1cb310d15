"""What a second reader proposes counts only as far as it stands in the reply, or follows from it by our own rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from models.rules.quantities import Quantity
from models.rules.reading.figure_words import count_fit
from models.rules.reading.figures import read_figures
from models.rules.reading.intents import says_done
from models.rules.reading.lexicon import Lexicon
from models.rules.reading.promises import read_new_deadline
from models.rules.reading.said import is_dated_ahead, said_in
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget, Intent, Span, TaskContext
from models.rules.second_reading.values import Checked, Dropped, Proposal, ProposedFigure, ProposedNeed, Value, Why
from models.rules.targets import reached
from models.rules.units_of_measure import base_of, may_mean

CLOSE = 0.5  # 百分点: 66.67 and 67 are the same share
SAME = 1e-6  # of a figure: what floating point does to 3.2亿元 and 32000万元
LEAST_QUOTE = 2  # characters
MOST_DONE = 100.0
_EDGES = " \t\n，。、；：,.;:!！?？“”\"'"


def check(
    proposal: Proposal, text: str, *, task: TaskContext, sent_at: datetime, lexicon: Lexicon | None = None
) -> Checked:
    """Numbers, dates, quotes and indicators of it that are neither in `text` nor derived from it by rule are dropped."""
    st = Statement(text, task=task, sent_at=sent_at, lexicon=lexicon)
    found: list[Value | Dropped] = [_figure(st, each) for each in proposal.indicators]
    is_done = _is_done(st, found)
    if proposal.percent is not None:
        found.append(_percent(st, proposal.percent, is_done=is_done and proposal.intent is Intent.COMPLETED))
    if proposal.next_date is not None:
        found.append(_next_date(st, proposal.next_date))
    found += [_blocker(st, quote) for quote in proposal.blockers]
    found += [_need(st, need) for need in proposal.needs]
    intent = proposal.intent if is_done or proposal.intent is not Intent.COMPLETED else None
    found += [] if intent else [Dropped("intent", Why.NO_WORD_OF_IT)]
    kept = tuple(each for each in found if isinstance(each, Value))
    return Checked(intent, _each_once(kept), tuple(each for each in found if isinstance(each, Dropped)))


def _each_once(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Of two values for one thing the first."""
    found: dict[str, Value] = {}
    for value in values:
        name = value.data["name"] if value.field == "indicators" else value.span.text
        found.setdefault(f"{value.field}:{name}", value)
    return tuple(found.values())


def _figure(st: Statement, said: ProposedFigure) -> Value | Dropped:
    target = next((each for each in st.task.indicators if each.name == said.name), None)
    if target is None:
        return Dropped("indicators", Why.NOT_OF_TASK)
    unit = said.unit or target.unit
    if not _may_count(unit, target.unit):
        return Dropped("indicators", Why.WRONG_MEASURE)
    found = [each for each in said_in(st) if _carries(each.q, said.value, unit, target)]
    q = next((each.q for each in found if not is_dated_ahead(st, each)), None)
    if q is None:
        return Dropped("indicators", Why.STILL_TO_COME if found else Why.NOT_IN_TEXT)
    written = _unit_of(q, target)
    return Value(
        "indicators", {"name": target.name, "value": _plain(q.value), "unit": written}, st.span(q.start, q.end)
    )


def _carries(q: Quantity, value: float, unit: str, target: IndicatorTarget) -> bool:
    """The figure of the text says as much: 3.2亿元 for 32000万元, a bare 57 for 57户."""
    if q.comparator == ">" or (q.of is not None and target.unit == "%"):
        return False
    written = _unit_of(q, target)
    (kind, size), (wanted, base) = base_of(written), base_of(unit)
    if kind != wanted or not _may_count(written, target.unit):
        return False
    return abs(q.value * size - value * base) <= SAME * max(1.0, abs(q.value * size))


def _may_count(unit: str, wanted: str) -> bool:
    """As our own readers take it: 座 of 户, 根 of 个, never 公里 of 条."""
    return may_mean(unit, wanted) or (base_of(unit)[0] == base_of(wanted)[0] == "count" and count_fit(unit, wanted) > 0)


def _unit_of(q: Quantity, target: IndicatorTarget) -> str:
    """As written; 4.8亿 of 亿元 is money, a bare number counts what the task counts."""
    return q.unit + target.unit.lstrip("万亿") if q.unit in {"亿", "万"} else q.unit or target.unit


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 6)


def _percent(st: Statement, value: float, *, is_done: bool) -> Value | Dropped:
    """One of the shares in the words; what is kept is our own figure, not the proposed one."""
    shares = list(_shares(st, is_done=is_done))
    near = [(abs(share - value), share, span) for share, span in shares if abs(share - value) < CLOSE]
    if not near:
        return Dropped("percent", Why.NOT_IN_TEXT)
    _, share, span = min(near, key=lambda each: each[0])
    return Value("percent", _plain(round(share, 2)), span)


def _shares(st: Statement, *, is_done: bool) -> Iterator[tuple[float, Span]]:
    for q in st.quantities:
        span = st.span(q.start, q.end)
        if q.comparator == ">":
            continue
        if q.of:
            yield 100 * q.value / q.of, span
        elif q.unit == "%" or (not q.unit and len(st.quantities) == 1 and q.value <= MOST_DONE):
            yield q.value, span
    yield from _done_of_total(st)
    if is_done:
        yield MOST_DONE, st.span(0, len(st.text))


def _done_of_total(st: Statement) -> Iterator[tuple[float, Span]]:
    """20个完成14个: both stand in the words, and the whole is what the task's one indicator wants."""
    if len(st.task.indicators) != 1 or st.task.indicators[0].unit == "%":
        return
    target = st.task.indicators[0]
    counted = [q for q in st.quantities if q.of is None and _may_count(_unit_of(q, target), target.unit)]
    totals = [q for q in counted if _carries(q, target.target, target.unit, target)]
    for q in counted:
        if totals and q is not totals[0]:
            start, end = min(q.start, totals[0].start), max(q.end, totals[0].end)
            done, whole = q.value * _size(q, target), totals[0].value * _size(totals[0], target)
            yield 100 * done / whole, st.span(start, end)


def _size(q: Quantity, target: IndicatorTarget) -> float:
    return base_of(_unit_of(q, target))[1]


def _next_date(st: Statement, on: date) -> Value | Dropped:
    if on < st.sent_at.date():
        return Dropped("next_date", Why.PAST)
    for day in st.dates:
        if day.on == on:
            return Value("next_date", on.isoformat(), st.span(day.start, day.end))
    moved = read_new_deadline(st)
    if moved is not None and moved.on == on:
        return Value("next_date", on.isoformat(), moved.span)
    return Dropped("next_date", Why.NOT_IN_TEXT)


def _quoted(st: Statement, quote: str) -> Span | None:
    """Where exactly these words stand."""
    quote = quote.strip(_EDGES)
    at = st.text.find(quote) if len(quote) >= LEAST_QUOTE else -1
    return st.span(at, at + len(quote)) if at >= 0 else None


def _blocker(st: Statement, quote: str) -> Value | Dropped:
    span = _quoted(st, quote)
    return Value("blockers", span.text, span) if span else Dropped("blockers", Why.NOT_IN_TEXT)


def _need(st: Statement, need: ProposedNeed) -> Value | Dropped:
    what = _quoted(st, need.what)
    unit = _quoted(st, need.unit) if need.unit else None
    if what is None or (need.unit and unit is None):
        return Dropped("needs", Why.NOT_IN_TEXT)
    return Value("needs", {"unit": unit.text if unit else None, "what": what.text}, what)


def _is_done(st: Statement, figures: Sequence[Value | Dropped]) -> bool:
    """Said, with no figure of the same words that says otherwise; or counted, up to every target."""
    counted = {f.data["name"]: (f.data["value"], f.data["unit"]) for f in figures if isinstance(f, Value)}
    return reached(counted, st.task.indicators) or (says_done(st.text, st.lexicon) and not _falls_short(st))


def _falls_short(st: Statement) -> bool:
    targets = {each.name: each for each in st.task.indicators}
    told = read_figures(st).indicators
    return any(not targets[one.name].is_reached_by(one.value, one.unit) for one in told)
