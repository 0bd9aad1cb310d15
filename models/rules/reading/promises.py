"""The nearest date a reply promises or expects."""

from __future__ import annotations

import re
from datetime import date

from models.rules.date_steps import later
from models.rules.dates import FoundDate
from models.rules.reading.grounds import Ground, Rule, doubts
from models.rules.reading.promise_words import PromiseWords
from models.rules.reading.said import FAR_DAYS, is_last_day
from models.rules.reading.statement import Statement
from models.rules.reading.values import NextDate

_FIGURE_SOON = re.compile(r"份?[一-鿿]{0,6}?[\d一二两三四五六七八九十百千]+(?![日号月])")


def read_next_date(st: Statement) -> NextDate | None:
    """The nearest promised date after sending; none that is past or said to be out of reach."""
    today = st.sent_at.date()
    promised = [day for day in st.dates if _is_promise(st, day, today)]
    nearest = min(promised, key=lambda day: day.on, default=None)
    return _next(st, nearest, _rule_of(nearest), promised) if nearest else None


def read_new_deadline(st: Statement) -> NextDate | None:
    """The deadline asked for: 延到 a date, or so many days from the task's own due date."""
    words, today = st.lexicon.promises, st.sent_at.date()
    ahead = [day for day in st.dates if day.on >= today]
    named = [day for day in ahead if words.extension_to.search(st.text[max(0, day.start - 12) : day.start])]
    if named:
        return _next(st, named[-1], Rule.MOVED_TO, named)
    by = words.extension_by.search(st.text)
    if by and st.task.due and (on := later(st.task.due, by["n"], by["unit"])) > st.task.due:
        return NextDate(on, st.span(by.start(), by.end()), Ground(Rule.MOVED_BY))
    rest = [day for day in ahead if day.on > today and _is_promise(st, day, today)]
    after_due = [day for day in rest if st.task.due is None or day.on > st.task.due]
    return _next(st, after_due[-1], Rule.AFTER_DUE, after_due) if after_due else None


def _next(st: Statement, day: FoundDate, rule: Rule, among: list[FoundDate]) -> NextDate:
    clause = st.clause_at(day.start)
    ground = Ground(
        rule,
        doubts(
            several=len({each.on for each in among}) > 1,
            year_guessed=not day.year_given and (day.on - st.sent_at.date()).days > FAR_DAYS,
            no_promise=not (day.before or st.lexicon.promises.future.search(st.text[clause.start : clause.end])),
        ),
    )
    return NextDate(day.on, st.span(day.start, day.end), ground, day.at)


def _rule_of(day: FoundDate) -> Rule:
    if day.kind == "clock":
        return Rule.CLOCK_TODAY
    if day.before:
        return Rule.DAY_WITH_LIMIT
    return Rule.END_OF_PERIOD if day.ends_period else Rule.DAY_AHEAD


def _is_promise(st: Statement, day: FoundDate, today: date) -> bool:
    words, clause = st.lexicon.promises, st.clause_at(day.start)
    before, after = st.text[clause.start : day.start], st.text[day.end : clause.end]
    is_today = day.at or day.before or (day.kind == "week" and words.future.search(after))
    if day.on < today or (day.on == today and not is_today):
        return False
    if words.past_before.search(before) or words.past_after.match(after) or words.unreachable.search(after):
        return False
    if words.from_then.match(after) and not is_last_day(day, today):
        return False
    if words.done_then.match(after) and not day.before:
        return False
    is_planned = bool(st.lexicon.figures.future.search(before))
    if words.unreachable_before.search(before) or _is_loose(words, day, after, is_planned=is_planned):
        return False
    if words.figure_next.match(after) and not day.before:
        return False
    is_this_year = day.kind == "year" and day.on.year == today.year  # 年内 and 年底 are never the last ones
    if (
        not (day.year_given or is_this_year)
        and (day.on - today).days > FAR_DAYS
        and not words.surely_ahead.search(before + day.text)
    ):
        return False
    if _tells_of_this_month(words, day, after, today) or _is_denied(words, day, after):
        return False
    looks_ahead = day.before or bool(words.future.search(before + after))
    return looks_ahead or not (words.done_figure.match(after) or words.done_figure.search(before))


def _tells_of_this_month(words: PromiseWords, day: FoundDate, after: str, today: date) -> bool:
    """本月培训210人次 was said of what was done, unless a word looks ahead."""
    is_this_month = day.kind == "month" and (day.on.year, day.on.month) == (today.year, today.month)
    is_bare = not (day.before or day.part or day.is_day)
    return is_this_month and is_bare and bool(_FIGURE_SOON.match(after)) and not words.surely_ahead.search(after)


def _is_denied(words: PromiseWords, day: FoundDate, after: str) -> bool:
    """这个月没动 and 本周施工队撤了 tell how it is; no day of it is promised."""
    is_bare = not day.before and words.bare_period.match(day.text)
    told_of_it = is_bare and words.denied_in_period.match(after) and not words.surely_ahead.search(after)
    return bool(words.denied_after.match(after) or told_of_it)


def _is_loose(words: PromiseWords, day: FoundDate, after: str, *, is_planned: bool) -> bool:
    """全年目标任务 and 三季度加大铺排 name a time and promise no step."""
    if day.text.endswith(("全年", "年内", "今年内")) and words.annual.match(after):
        return True
    if day.kind in ("quarter", "half", "year") and not day.before and not day.ends_period:
        return bool(words.generic_effort.match(after)) or not (is_planned or words.future.search(after))
    return False
