"""晨单 and its lines, the last window, and 督查室's telephone list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.rules.calendar import Calendar
from models.wording.phrases import day, fit, local, near_moment, plain, short, weekday

HOW = "回编号加一句即可，如“46 打通5条”。为什么提醒，回“为什么”。"
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True, slots=True)
class Line:
    """The facts of one notice: what is owed, by when, and what was last heard."""

    number: str
    title: str
    kind: str  # K2 K4 K5 K7
    name: str  # what is owed: 打通4条, 进展
    occasion: str
    due_at: datetime | None
    unit: str = ""
    last_words: str = ""
    last_word_at: datetime | None = None
    person: str = ""
    phone: str = ""


def headline(now: datetime, count: int, *, office: bool) -> str:
    on = day(local(now).date())
    return f"{on}，督查室今天{count}件：" if office else f"{on}，今天{count}件："


def morning_list(lines: Sequence[Line], calls: Sequence[Line], others: Sequence[str], now: datetime, calendar: Calendar) -> str:
    """One message that carries everything of the day, the most pressing first."""
    office = bool(calls) or bool(others)
    body = [*_calls(calls), *others, *(say(line, now, calendar) for line in lines)]
    tail = "电话里了解到的，回“46 已通，…”即登记。" if calls else "" if office and not lines else HOW
    return fit([headline(now, len(calls) + len(lines) + len(others), office=office), *body, *([tail] if tail else [])])


def _calls(calls: Sequence[Line]) -> list[str]:
    if not calls:
        return []
    return [f"今天要打的电话 {len(calls)}个：", *(_call(MARKS[n] if n < 10 else f"{n + 1}.", c) for n, c in enumerate(calls))]


def _call(mark: str, line: Line) -> str:
    last = f"，上次：“{plain(short(line.last_words, 24))}”" if line.last_words else "，还没有回过"
    when = f"（{day(local(line.last_word_at).date())}）" if line.last_word_at and line.last_words else ""
    return f"{mark} {line.number} {line.unit} {line.person} {line.phone}{last}{when}"


def say(line: Line, now: datetime, calendar: Calendar) -> str:
    match line.kind:
        case "K2":
            return f"{line.number} {line.title} 待认领：{_clock(line, now, calendar)}"
        case "K4":
            return f"{line.number} {line.title} 月报：{_clock(line, now, calendar)}{_last(line)}"
        case "K7":
            return f"{line.number} {line.title} 报结待核验：{_clock(line, now, calendar)}"
        case "K10":
            return f"{line.number} {line.title} 异议待裁定：{_clock(line, now, calendar)}"
        case _:
            return f"{line.number} {short(line.name, 20)}：{_clock(line, now, calendar)}"


def _clock(line: Line, now: datetime, calendar: Calendar) -> str:
    """今天到期, 6月30日到期（还有3个工作日）, 6月30日到期，已过2个工作日"""
    if line.due_at is None:
        return "期限待明确"
    due, today = local(line.due_at).date(), local(now).date()
    if due == today and line.due_at > now:
        return f"今天{local(line.due_at):%H:%M}到期"
    if line.due_at > now:
        return f"{weekday(due)}到期，还有{_workdays(today, due, calendar)}个工作日"
    late = _workdays(due, today, calendar)
    return f"{day(due)}到期，待回{late}个工作日" if late else f"{near_moment(line.due_at, now)}已到期"


def _workdays(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and with `end`."""
    count = 0
    while start < end:
        start = date.fromordinal(start.toordinal() + 1)
        count += calendar.is_workday(start)
    return count


def _last(line: Line) -> str:
    return f"（上次{day(local(line.last_word_at).date())}）" if line.last_word_at else ""


def last_window(lines: Sequence[Line], until: datetime, now: datetime) -> str:
    """Before 督查室 is asked to call: those of one person in one message."""
    what = "、".join(_owed(line) for line in lines)
    return f"{what}还差贵局一句。{near_moment(until, now)}前回一句即可；不方便的话，督查室会打电话了解。"


def _owed(line: Line) -> str:
    owed = {"K2": "认领", "K4": "本期进展"}.get(line.kind, short(line.name, 16))
    due = f"（{day(local(line.due_at).date())}应回）" if line.due_at else ""
    return f"{line.number}{owed}{due}"


def liaison_line(line: Line, now: datetime, calendar: Calendar) -> str:
    return f"{say(line, now, calendar)}，您补一句也可以"
