"""The closed table of forms in which Chinese offices write a date, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.date_steps import DIGITS, add_months, later, month_end, number
from models.rules.festivals import day_of, days_off, eve_of

__all__ = ["FORMS", "Form", "Sending", "Words", "month_end", "number"]

Words = Mapping[str, str]  # the named groups of a match; "" for one that is absent

_YEAR_WORDS = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2, "去": -1}


@dataclass(frozen=True, slots=True)
class Sending:
    """What a date without a year is counted from: the day of sending, or the year of a plan."""

    now: date
    year: int | None

    def upcoming(self, make: Callable[[int], date | None]) -> date | None:
        """The date in the fixed year, else the first one that is not past."""
        if self.year is not None:
            return make(self.year)
        candidates = (make(year) for year in range(self.now.year, self.now.year + 5))
        return next((day for day in candidates if day is not None and day >= self.now), None)

    def in_year(self, word: str, make: Callable[[int], date | None]) -> date | None:
        return make(self._year(word)) if word else self.upcoming(make)

    def _year(self, word: str) -> int:
        if word in _YEAR_WORDS:
            return (self.year or self.now.year) + _YEAR_WORDS[word]
        written = int("".join(str(DIGITS.get(c, c)) for c in word))
        return written if written > 99 else 2000 + written


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_PARTS = {"上旬": 10, "初": 10, "中": 15, "中旬": 20, "上中旬": 20}


def _in_month(w: Words, year: int, month: int) -> date | None:
    """The day that the words after 月 mean: 25日, 中旬, 底, and 6月前 is the end of May."""
    if w["d"]:
        return _day(year, month, number(w["d2"] or w["d"]))
    if w["part"] in _PARTS:
        return date(year, month, _PARTS[w["part"]])
    ends_before = w["before"].endswith("前") and not w["part"]
    return month_end(year, month - 1 if ends_before else month)


def month(w: Words, sent: Sending) -> date | None:
    found = number(w["m"])
    return sent.in_year(w["y"], lambda year: _in_month(w, year, found)) if 1 <= found <= 12 else None


def near_month(w: Words, sent: Sending) -> date | None:
    """本月, 下月 and 上月, counted from the month of sending."""
    base = add_months(sent.now.replace(day=1), {"下": 1, "上": -1}.get(w["near"][:1], 0))
    return _in_month(w, base.year, base.month)


def bare_month_part(w: Words, sent: Sending) -> date | None:
    """月底 or 月中 of this month, or of the next when that day is past."""
    bases = (add_months(sent.now.replace(day=1), step) for step in (0, 1))
    found = (_in_month(w, base.year, base.month) for base in bases)
    return next((day for day in found if day is not None and day >= sent.now), None)


def numeric(w: Words, sent: Sending) -> date | None:
    return sent.in_year(w["y"], lambda year: _day(year, int(w["m"]), int(w["d"])))


def day_of_month(w: Words, sent: Sending) -> date | None:
    bases = (add_months(sent.now.replace(day=1), step) for step in range(3))
    found = (_day(base.year, base.month, number(w["d"])) for base in bases)
    return next((day for day in found if day is not None and day >= sent.now), None)


def quarter(w: Words, sent: Sending) -> date | None:
    ends_before = w["before"].endswith("前") and not w["part"]
    last = 3 * number(w["q"]) - (3 if ends_before else 0)
    return sent.in_year(w["y"], lambda year: month_end(year, last))


def near_quarter(w: Words, sent: Sending) -> date | None:
    first = sent.now.replace(month=sent.now.month - (sent.now.month - 1) % 3, day=1)
    last = add_months(first, 5 if w["near"].startswith("下") else 2)
    return month_end(last.year, last.month)


def half_year(w: Words, sent: Sending) -> date | None:
    return sent.in_year(w["y"], lambda year: month_end(year, 12 if w["half"] == "下半年" else 6))


def year_end(w: Words, sent: Sending) -> date | None:
    return sent.in_year(w["y"], lambda year: month_end(year, 12))


def festival(w: Words, sent: Sending) -> date | None:
    name = "春节" if w["feast"] == "年" else w["feast"]
    if name == "元旦" and not w["y"]:
        return sent.upcoming(lambda year: eve_of(name, year + 1))
    if name == "开学" and w["term"].startswith("春"):
        return sent.in_year(w["y"], lambda year: month_end(year, 2))
    return sent.in_year(w["y"], lambda year: eve_of(name, year))


def after_festival(w: Words, sent: Sending) -> date | None:
    """国庆后一周内: counted from the last day off."""
    name = "春节" if w["feast"] == "年" else w["feast"]
    first = sent.in_year(w["y"], lambda year: day_of(name, year))
    return later(first + timedelta(days=days_off(name) - 1), w["n"], w["unit"]) if first else None


def weekday(w: Words, sent: Sending) -> date | None:
    """周五 and 本周五 are the coming Friday; 下周五 is that of the next Monday-to-Sunday week."""
    day = w["wd"] or w["day"] or "5"
    wanted = (int(day) if day.isdigit() else DIGITS[day]) - 1
    if w["near"][:1] in ("下", "上"):
        weeks = w["near"].count("下") or -1
        return sent.now + timedelta(days=7 * weeks + wanted - sent.now.weekday())
    return sent.now + timedelta(days=(wanted - sent.now.weekday()) % 7)


def relative(w: Words, sent: Sending) -> date | None:
    return later(sent.now, w["n"], w["unit"])


_DAY_WORDS = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3, "明后": 2}


def day_word(w: Words, sent: Sending) -> date | None:
    return sent.now + timedelta(days=_DAY_WORDS[w["word"]])


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date. It is tried only near one of the telling `chars`;
    `fallible` forms may name a day that does not exist, such as 2月30日."""

    kind: str
    chars: frozenset[str]
    telling: re.Pattern[str]  # any of them
    pattern: re.Pattern[str]
    resolve: Callable[[Words, Sending], date | None]
    fallible: bool


_CHINESE = "一二三四五六七八九十"
_NUM = rf"(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_COUNT = rf"(?P<n>\d{{1,3}}|[{_CHINESE}]{{1,3}}|[两半])"
_UNIT = r"(?P<unit>个?(?:工作日|星期|礼拜|小时)|个月|(?<=半)月|[天日周年])"
_NOT_AFTER_NUMBER = rf"(?<![\d.{_CHINESE}百千万亿每/])"
_NOT_A_SPAN = rf"(?<![\d{_CHINESE}两几多半])"
_YEAR_NUMBER = r"(?<!\d)20\d\d|(?<![\d.])2[4-9]|二[〇零][一二三四五六七八九][〇零一二三四五六七八九]"
_YEAR = rf"(?:(?P<y>{_YEAR_NUMBER}|[今明后去本当])年度?的?\s?)?"
_BEFORE = r"(?P<before>[之以]?前|[之以]?内)?"
_PART = r"(?P<part>底|末|初|上旬|中下旬|上中旬|中旬|下旬|中(?![心小学医]))"
_STOP = r"[,，。;；、\s)）?？!！]|$"
_DAY = rf"\s?(?P<d>{_NUM})(?:(?:[-—~至到]{{1,2}}(?P<d2>{_NUM}))?\s?[日号]|(?=[之以]?前|{_STOP}))"
_TAIL = rf"(?:{_DAY}|份?的?{_PART}?){_BEFORE}"
_SHORT = r"(?P<m>1[0-2]|0?[1-9])(?P<s>[./-])(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.%％/])[日号]?"
_COUNTED = "万亿千百余多元个户家座人公里米平方亩所件条套项处名场间张台部辆吨头株栋批次成倍"
_FEASTS = "元旦|春节|过年|清明|五一|劳动节|儿童节|端午|七一|建党节|八一|教师节|中秋|国庆|十一|开学"
_TERM = "(?P<term>(?:[春秋]季?|新学期)(?=开学))?"
_WEEK = "(?:周|星期|礼拜)"
_CUE = "[到至于在取争计迟晚]"

_Resolver = Callable[[Words, Sending], date | None]


def _form(kind: str, needs: str, resolve: _Resolver, *pattern: str) -> Form:
    fallible = resolve in (month, numeric) and kind != "short"
    return Form(
        kind,
        frozenset(needs),
        re.compile(f"[{re.escape(needs)}]"),
        re.compile("".join(pattern)),
        resolve,
        fallible,
    )


FORMS = (
    _form(
        "day",
        "-./",
        numeric,
        r"(?<!\d)(?P<y>20\d\d)(?P<s>[-./])(?P<m>\d{1,2})(?P=s)",
        r"(?P<d>\d{1,2})(?![\d.])[日号]?",
        _BEFORE,
    ),
    _form("short", "./-", numeric, r"(?<![\d.一-鿿%/-])", _SHORT, "(?P<before>[之以]?前)"),
    _form("short", "至止", numeric, r"(?<=截[至止])到?\s?", _SHORT, rf"(?!\s?[{_COUNTED}])"),
    _form("short", ".", numeric, rf"(?<={_CUE})(?=\d{{1,2}}\.)", _SHORT, rf"(?!\s?[{_COUNTED}])", _BEFORE),
    _form("month", "月", month, _YEAR, _NOT_AFTER_NUMBER, rf"(?P<m>{_NUM})\s?月(?![龄均度])", _TAIL),
    _form("month", "月", near_month, "(?P<near>本|这个?|下个?|上个?)月", _TAIL),
    _form(
        "month",
        "月",
        bare_month_part,
        rf"(?<![\d个每本这下上{_CHINESE}按逐])月(?:{_PART}{_BEFORE}|(?P<inside>内))",
    ),
    _form("day", "日号", day_of_month, _NOT_AFTER_NUMBER, rf"(?<!月)(?P<d>{_NUM})[日号](?P<before>[之以]?前)"),
    _form("day", "日号", day_of_month, rf"(?<={_CUE})(?P<d>{_NUM})[日号](?![以之]?内|[楼线栋任])"),
    _form("quarter", "季", quarter, _YEAR, "第?(?P<q>[一二三四1-4])季度?(?P<part>[末底])?", _BEFORE),
    _form("quarter", "季", near_quarter, "(?P<near>本|这个?|下个?)?季度?(?P<part>[末底])", _BEFORE),
    _form(
        "half",
        "半",
        half_year,
        _YEAR,
        "(?P<half>[上下]半年|(?<![大近多前后小])半年)(?!多|后|来|[之以]?内)[底末]?",
        _BEFORE,
    ),
    _form("half", "中", half_year, _YEAR, rf"(?P<half>年中)(?=[之以]?前|{_STOP})", _BEFORE),
    _form(
        "year",
        "年",
        year_end,
        _NOT_A_SPAN,
        rf"(?:(?P<y>{_YEAR_NUMBER}|[今明后去本当])(?:年(?=年))?)?",
        "年(?P<part>[底末终]|度?内)",
        _BEFORE,
    ),
    _form("year", "全", year_end, _YEAR, "全年"),
    _form(
        "festival",
        "前",
        festival,
        _YEAR,
        rf"{_TERM}(?<![{_CHINESE}])(?P<feast>{_FEASTS})节?(?:假期|小?长假|放假)?(?P<before>[之以]?前)",
    ),
    _form(
        "festival",
        "后",
        after_festival,
        _YEAR,
        rf"(?<![{_CHINESE}])(?P<feast>{_FEASTS}|年)节?(?:假期|小?长假|放假)?[之以]?后",
        _COUNT,
        _UNIT,
        "(?P<before>[之以]?内)",
    ),
    _form("festival", "年", festival, _NOT_A_SPAN, "(?<![今明后去本当])(?P<feast>年)(?P<before>[之以]?前)"),
    _form(
        "week",
        "周期拜",
        weekday,
        rf"(?<![每两{_CHINESE}\d])(?:(?P<near>下{{1,2}}个?|上个?|本|这个?){_WEEK}(?P<wd>[一二三四五六日天末]|[1-6](?!\d))?",
        rf"|{_WEEK}(?P<day>[一二三四五六日天末]))(?![边期转年])",
        _BEFORE,
    ),
    _form("relative", "内后", relative, r"(?<![\d.后第])", _COUNT, _UNIT, "(?P<before>[之以]?[内后])"),
    _form(
        "relative",
        "再还预",
        relative,
        "(?:再[有要过给]|还[要需得]|预计)(?:大概|大约|约|要|需)?",
        _COUNT,
        _UNIT,
    ),
    _form("day", "天日早晚", day_word, "(?P<word>大后|明后|前|昨|今|明|(?<![以之])后)[天日早晚]", _BEFORE),
    _form("day", "明", day_word, "(?P<word>明)(?=[上下]午)"),
)
