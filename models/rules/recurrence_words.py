"""How an office says when something is to come: 每周一、周四8:50, 每月最后一个工作日, 每季度末月25日, 3月10日9:00."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time

from models.rules.date_steps import DIGITS, number
from models.rules.dates import find_dates
from models.rules.recurrence import YEAR_ROUND, DayOff, Every, Recurrence

USUAL_TIME = time(9)
USUAL_AFTERNOON = time(15)
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_WEEK = r"(?:周|星期|礼拜)"
_SEP = r"\s?[、，,和及与/]\s?"
_WEEKDAY = rf"{_WEEK}?(?:[一二三四五六日天]|[1-7](?![\d:：点时]))"
_WEEKDAYS = rf"{_WEEKDAY}(?:\s?[至到—~-]\s?{_WEEKDAY}|(?:{_SEP}{_WEEKDAY})*)"
_DATES = rf"{_N}[日号](?:{_SEP}{_N}[日号])*|{_N}(?:{_SEP}{_N})+[日号]"
_NTH = rf"(?:第?(?P<nth>{_N})个|(?P<first>首个?|头一个)|(?P<last>最后一?个)|倒数第(?P<back>{_N})个)工作日"
_CLOCK = re.compile(
    r"(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s?(?P<h>2[0-3]|[01]?\d|十[一二]?|[一二三四五六七八九两])"
    r"(?:[:：](?P<mm>[0-5]\d)|[点时]钟?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?)分?)?)"
)
_BEFORE, _BETWEEN = re.compile(r"[\s，,的]*"), re.compile(_SEP)
_HALF_DAY = re.compile(r"[\s，,的]*(?P<part>上午|下午)")
_DAY_OFF = re.compile(
    r"[（(，, ]*(?:如|若)?[遇逢](?:到|上)?(?:法定)?(?:节假日|休息日|放假|假日|假期|周末|双休日|节日)(?:的话|时|则|就)?[，, ]?"
    r"(?P<what>提前|前移|顺延|推迟|推后|延后|往后|不发|跳过|取消|免发)(?:一?天|到[^，,（(给]{0,8}工作日)?[）)，, ]*"
)
_OFF_WORDS = {"提前": DayOff.EARLIER, "前移": DayOff.EARLIER} | dict.fromkeys(
    ("不发", "跳过", "取消", "免发"), DayOff.SKIP
)


@dataclass(frozen=True, slots=True)
class Found:
    """The rule, and where its words stand: text[start:end]."""

    rule: Recurrence
    start: int
    end: int


def find_recurrence(text: str, today: date) -> Found | None:
    """The first rule in the words; the time of day stands behind it, or it is nine o'clock."""
    for form, make in _FORMS:
        if match := form.search(text):
            if (rule := make(match, today)) is None:
                return None
            times, end = read_clocks(text, match.end())
            return Found(replace(rule, at=times or (USUAL_TIME,)), match.start(), end)
    return _once(text, today)


def find_day_off(text: str) -> tuple[DayOff, int, int] | None:
    match = _DAY_OFF.search(text)
    return (_OFF_WORDS.get(match["what"], DayOff.LATER), match.start(), match.end()) if match else None


def read_clocks(text: str, start: int) -> tuple[tuple[time, ...], int]:
    """The times of day that stand at this place, one behind the other, and where they end."""
    found: list[time] = []
    end = start
    while True:
        gap = (_BETWEEN if found else _BEFORE).match(text, end)
        match = _CLOCK.match(text, gap.end()) if gap else None
        if match is None or (at := clock_of(match)) is None:
            break
        found.append(at)
        end = match.end()
    if not found and (half := _HALF_DAY.match(text, end)):
        return (USUAL_TIME if half["part"] == "上午" else USUAL_AFTERNOON,), half.end()
    return tuple(dict.fromkeys(found)), end


def clock_of(match: re.Match[str]) -> time | None:
    hour = number(match["h"].replace("两", "二"))
    if match["part"] in ("下午", "傍晚", "晚上", "晚") and hour < 12:
        hour += 12
    minute = 30 if match["half"] else 0
    if match["quarter"]:
        minute = 15 * DIGITS[match["quarter"]]
    elif match["mm"] or match["m"]:
        minute = number(match["mm"] or match["m"])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _once(text: str, today: date) -> Found | None:
    """A single day: 明天9点, 3月10日14:30."""
    for day in find_dates(text, now=today):
        if day.kind == "clock" or day.before:
            continue
        times, end = read_clocks(text, day.end)
        at = times or ((day.at,) if day.at else (USUAL_TIME,))
        return Found(Recurrence(Every.ONCE, at, on=day.on, day_off=DayOff.LATER), day.start, end)
    return None


def _weekly(match: re.Match[str], today: date) -> Recurrence | None:
    words = match["days"]
    ends = re.split(r"[至到—~-]", words)
    if len(ends) == 2:
        first, last = (_weekday(word) for word in ends)
        days = tuple(range(first, last + 1))
    else:
        days = tuple(sorted({DIGITS.get(c) or int(c) for c in words if c in DIGITS or c.isdigit()}))
    weeks = 2 if match["two"] else 1
    return Recurrence(Every.WEEK, (), days, weeks=weeks, on=today if weeks == 2 else None) if days else None


def _weekday(words: str) -> int:
    last = words.strip()[-1]
    return DIGITS.get(last) or int(last)


def _numbers(words: str) -> tuple[int, ...]:
    found = {number(word) for word in re.findall(_N, words)}
    return tuple(sorted(found)) if found and all(1 <= n <= 31 for n in found) else ()


def _monthly(match: re.Match[str], today: date) -> Recurrence | None:
    days = _numbers(match["days"])
    return Recurrence(Every.MONTH, (), days, day_off=DayOff.LATER) if days else None


def _nth(match: re.Match[str]) -> int:
    if match["nth"]:
        return number(match["nth"])
    return 1 if match["first"] else -number(match["back"]) if match["back"] else -1


def _workday_of(months: Callable[[re.Match[str], int], tuple[int, ...]]) -> Callable[..., Recurrence | None]:
    def make(match: re.Match[str], today: date) -> Recurrence | None:
        n = _nth(match)
        return Recurrence(Every.MONTH_WORKDAY, (), (n,), months(match, n)) if 1 <= abs(n) <= 20 else None

    return make


def _quarter_months(match: re.Match[str], n: int) -> tuple[int, ...]:
    """Counted from the front a quarter begins with its first month, from the back it ends with its last."""
    which = match["which"] or ""
    if "首" in which or "第一" in which or "初" in which:
        return (1, 4, 7, 10)
    if "第二" in which or "中" in which:
        return (2, 5, 8, 11)
    return (1, 4, 7, 10) if not which and 0 < n < 10 else (3, 6, 9, 12)


def _quarterly(match: re.Match[str], today: date) -> Recurrence | None:
    days = _numbers(match["days"])
    months = _quarter_months(match, 31 if match["which"] or (days and days[0] >= 10) else 1)
    return Recurrence(Every.MONTH, (), days, months, DayOff.LATER) if days else None


def _yearly(match: re.Match[str], today: date) -> Recurrence | None:
    months = _numbers(match["months"])
    days = _numbers(match["days"])
    if not months or months[-1] > 12 or not days:
        return None
    return Recurrence(Every.MONTH, (), days, months, DayOff.LATER)


def _plain(rule: Recurrence) -> Callable[..., Recurrence | None]:
    return lambda match, today: rule


_EACH = r"(?:每逢|每|逢)(?:个|一)?"
_QUARTER = (
    r"每(?:个|一)?季度?(?:的)?(?P<which>末月?|底月?|最后一个月|最后一月|首月|第[一二三]个?月|初月?|中月?)?(?:的)?"
)
_MONTHS = rf"(?P<months>{_N}月?(?:{_SEP}{_N}月?)*)(?<=月)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Recurrence | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"{_QUARTER}{_NTH}", _workday_of(_quarter_months)),
        (rf"{_QUARTER}(?P<days>{_DATES})", _quarterly),
        (
            r"每(?:个|一)?季度?的?(?:末|底|最后一天)(?!月)",
            _plain(Recurrence(Every.MONTH, (), (-1,), (3, 6, 9, 12), DayOff.EARLIER)),
        ),
        (r"每半年(?:末|底)?", _plain(Recurrence(Every.MONTH, (), (-1,), (6, 12), DayOff.EARLIER))),
        (rf"每(?:个|一)?月的?{_NTH}", _workday_of(lambda match, n: YEAR_ROUND)),
        (rf"每(?:个|一)?月(?:份)?的?(?P<days>{_DATES})", _monthly),
        (
            r"每(?:个|一)?月的?(?:月?[底末]|最后一天)",
            _plain(Recurrence(Every.MONTH, (), (-1,), day_off=DayOff.EARLIER)),
        ),
        (r"每(?:个|一)?月的?(?:月?初|第一天)", _plain(Recurrence(Every.MONTH, (), (1,), day_off=DayOff.LATER))),
        (rf"每年的?{_MONTHS}的?(?P<days>{_DATES})", _yearly),
        (rf"(?:(?P<two>每?隔一?周|每两周|每二周|双周)(?:的)?|{_EACH}(?:的)?(?={_WEEK}))(?P<days>{_WEEKDAYS})", _weekly),
        (rf"{_EACH}(?:上班|工作)日|工作日(?:每天|每日)?|每天上班", _plain(Recurrence(Every.WORKDAY, ()))),
        (r"每(?:一)?[天日]|天天", _plain(Recurrence(Every.DAY, ()))),
    )
)
