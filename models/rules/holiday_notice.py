"""Reads what an office publishes of its calendar: the State Council's yearly notice, local days off, seasonal hours.

A notice is sentences (春节：2月15日至23日放假调休，共9天。2月14日（周六）上班。) or rows of a sheet (2027-02-05, 放假, 春节).
Whatever contradicts itself is a problem, and a notice with problems is not imported.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from models.rules.office_hours import Season, Window, check_seasons

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")  # every national notice has them all
WEEKDAYS = "一二三四五六日"
LONGEST_BREAK = 15

_DATE = r"(?:(?P<y{n}>\d{{4}})年)?(?:(?P<m{n}>\d{{1,2}})月)?(?P<d{n}>\d{{1,2}})日(?:\s*[（(](?P<note{n}>[^）)]{{0,24}})[）)])?"
_ONE = re.compile(_DATE.format(n=""))
_TO = r"\s*(?:至|到|—+|–|－|-|~|～)\s*"
_PLAIN = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\s*[（(][^）)]{0,24}[）)])?"
_CLAUSE = re.compile(
    rf"(?P<dates>{_PLAIN}(?:(?:{_TO}|\s*[、，,和及]\s*){_PLAIN})*)\s*[，,]?\s*(?P<what>[^，,。；;\d]{{0,14}}?(?:放假|补休|公休|休息|上班))(?P<after>[^。；;\d]{{0,6}}?\s*(?P<count>\d{{1,2}})\s*天(?![内后前]))?"
)
_ADVICE = re.compile(r"鼓励|建议|结合带薪|带薪年休假")
_YEAR = re.compile(r"(?P<year>20\d{2})\s*年\s*(?:部分|全年)?\s*(?:法定)?节假日")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,10}〔\d{4}〕\d{1,3}号")
_HEAD = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])?\s*(?P<name>[\u4e00-\u9fff、和]{2,16})[:：]"
)
_ISO = re.compile(r"(?P<y>20\d{2})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_CELLS = re.compile(r"[,，;；\t]")
_OFF = re.compile(r"放假|休息|公休|节假日|^休$|^假$|holiday|off", re.IGNORECASE)
_WORK = re.compile(r"上班|补班|调班|工作日|^班$|work", re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<part>上午|下午|早|晚)?\s*(?P<h1>\d{1,2})[:：点时](?P<m1>\d{2})?分?\s*(?:至|到|—+|–|－|-|~|～)\s*(?P<part2>下午)?\s*(?P<h2>\d{1,2})[:：点时](?P<m2>\d{2})?"
)
_HOURS = re.compile(r"上午.{0,40}下午|下午.{0,40}上午|作息|办公时间|工作时间")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    day: date
    is_workday: bool
    note: str


@dataclass(slots=True)
class HolidayNotice:
    """`lines` say again what was understood, one a festival."""

    year: int | None = None
    paper: str = ""
    days: dict[date, NoticeDay] = field(default_factory=dict)
    hours: tuple[Season, ...] = ()
    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_notice(
    texts: Iterable[str], rows: Sequence[Sequence[str]] = (), *, year: int | None = None, national: bool = True,
    usual: Sequence[Season] = (),
) -> HolidayNotice:  # fmt: skip
    """`usual` are the office hours in force, which go on where a season of the notice ends."""
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    notice = HolidayNotice(year=year or _year(lines), paper=_paper(lines))
    if notice.year is None and not any(_ISO.search(cell) for cell in [*lines, *(cell for row in rows for cell in row)]):
        notice.problems.append("没找到是哪一年的安排，请加 --year 2027")
        return notice
    for line in lines:
        if _ISO.match(line):
            _read_row(_CELLS.split(line), notice)
        else:
            _read_line(line, notice)
    for row in rows:
        _read_row(row, notice)
    notice.hours = _seasons(lines, usual, notice)
    if national:
        _check_whole(notice)
    elif not notice.days and not notice.hours:
        notice.problems.append("没读出放假、上班的日子，也没读出办公时间")
    return notice


def _year(lines: Sequence[str]) -> int | None:
    found = next((match for line in lines if (match := _YEAR.search(line))), None)
    return int(found["year"]) if found else None


def _paper(lines: Sequence[str]) -> str:
    found = next((match for line in lines if (match := _PAPER.search(line))), None)
    return found[0] if found else ""


def _read_line(line: str, notice: HolidayNotice) -> None:
    head = _HEAD.match(line)
    name = head["name"] if head else ""
    sentences = [s for s in re.split(r"[。；;]", line[head.end() :] if head else line) if not _ADVICE.search(s)]
    off: list[date] = []
    work: list[date] = []
    for sentence in sentences:
        for clause in _CLAUSE.finditer(sentence):
            days = _days(clause["dates"], notice, is_new_year="元旦" in name)
            is_work = clause["what"].endswith("上班")
            (work if is_work else off).extend(days)
            if clause["count"] and not is_work and int(clause["count"]) != len(days):
                notice.problems.append(f"“{clause[0].strip()}”数出来是{len(days)}天，写的是{clause['count']}天")
    _add(notice, name, off, work)


def _add(notice: HolidayNotice, name: str, off: Sequence[date], work: Sequence[date]) -> None:
    for day in set(off) & set(work):
        notice.problems.append(f"{_say(day)}又放假又上班")
    for day in [*off, *work]:
        entry = NoticeDay(day, day in work, name or ("调休上班" if day in work else "放假"))
        before = notice.days.get(day)
        if before is not None and before.is_workday != entry.is_workday:
            notice.problems.append(f"{_say(day)}又放假又上班")
        notice.days[day] = entry
    for day in work:
        if day.weekday() < 5:
            notice.problems.append(f"{_say(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班")
    if off or work:
        parts = ([f"{_spans(off)}放假{len(off)}天"] if off else []) + (
            [f"{'、'.join(map(_say, work))}上班"] if work else []
        )
        notice.lines.append(f"{name + '：' if name else ''}{'；'.join(parts)}")


def _days(words: str, notice: HolidayNotice, *, is_new_year: bool) -> list[date]:
    """2月15日（周日）至23日（周一）, 2月14日、2月28日"""
    found: list[date] = []
    end, month = 0, 0
    for match in _ONE.finditer(words):
        month = int(match["m"] or month)
        year = int(match["y"] or notice.year or 0)
        if is_new_year and month == 12 and not match["y"]:
            year -= 1
        day = _date(year, month, int(match["d"]))
        if day is None:
            notice.problems.append(f"没有“{match[0]}”这一天")
            return []
        _check_weekday(day, match["note"] or "", notice)
        if found and re.fullmatch(_TO, words[end : match.start()]):
            length = (day - found[-1]).days
            if not 0 < length < LONGEST_BREAK:
                notice.problems.append(f"“{words}”前后倒了或太长")
                return []
            found += [found[-1] + timedelta(days=n) for n in range(1, length + 1)]
        else:
            found.append(day)
        end = match.end()
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _check_weekday(day: date, note: str, notice: HolidayNotice) -> None:
    said = re.search(r"(?:周|星期)([一二三四五六日天])", note)
    if said and said[1].replace("天", "日") != WEEKDAYS[day.weekday()]:
        notice.problems.append(f"{_say(day)}写的是周{said[1]}，实为周{WEEKDAYS[day.weekday()]}")


def _read_row(row: Sequence[str], notice: HolidayNotice) -> None:
    """A row of a sheet: one day or the first and the last, and whether it is worked."""
    cells = [cell.strip() for cell in row if cell.strip()]
    days = [found for cell in cells if (found := _cell_day(cell, notice)) is not None]
    words = [cell for cell in cells if _cell_day(cell, notice) is None]
    if not days or len(days) > 2:
        return
    is_work = any(_WORK.search(word) for word in words)
    if not is_work and not any(_OFF.search(word) for word in words):
        notice.problems.append(f"{_say(days[0])}没写放假还是上班")
        return
    name = next(
        (
            w
            for w in words
            if not _WORK.search(w) and not _OFF.search(w) and not re.fullmatch(r"[\d.]+天?|周.|星期.", w)
        ),
        "",
    )
    length = (days[-1] - days[0]).days
    if not 0 <= length < LONGEST_BREAK:
        notice.problems.append(f"{_say(days[0])}到{_say(days[-1])}前后倒了或太长")
        return
    notice.year = notice.year or days[0].year
    whole = [days[0] + timedelta(days=n) for n in range(length + 1)]
    _add(notice, name, [] if is_work else whole, whole if is_work else [])


def _cell_day(cell: str, notice: HolidayNotice) -> date | None:
    if match := _ISO.fullmatch(cell):
        return _date(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _ONE.fullmatch(cell)
    return (
        _date(int(match["y"] or notice.year or 0), int(match["m"]), int(match["d"])) if match and match["m"] else None
    )


def _check_whole(notice: HolidayNotice) -> None:
    """The notice of a year takes the place of every guess about that year, so it must be whole."""
    named = "".join(day.note for day in notice.days.values() if not day.is_workday)
    missing = [
        name
        for name in FESTIVALS
        if name.removesuffix("节") not in named and not (name == "劳动节" and "五一" in named)
    ]
    if missing:
        notice.problems.append(f"没读出{'、'.join(missing)}的安排；只改几天请用 --local")
    for day in notice.days:
        if notice.year is not None and abs(day.year - notice.year) > 1:
            notice.problems.append(f"{_say(day)}不在{notice.year}年")


def _seasons(lines: Sequence[str], usual: Sequence[Season], notice: HolidayNotice) -> tuple[Season, ...]:
    """夏季作息（5月1日至9月30日）：上午8:00—12:00，下午15:00—18:00"""
    seasons: dict[tuple[int, int], Season] = {}
    ends: list[tuple[int, int]] = []
    for line in lines:
        dates = [match for match in _ONE.finditer(line) if match["m"]]
        windows = _windows(line) if _HOURS.search(line) else ()
        if not windows or not dates:
            continue
        since = (int(dates[0]["m"]), int(dates[0]["d"]))
        seasons[since] = Season(since, windows)
        if len(dates) > 1 and (last := _date(2001, int(dates[1]["m"]), int(dates[1]["d"]))):
            following = last + timedelta(days=1)
            ends.append((following.month, following.day))
    for end in ends:
        if end not in seasons and usual:
            seasons[end] = Season(end, usual[0].windows)
    found = tuple(sorted(seasons.values(), key=lambda season: season.since))
    try:
        if found:
            check_seasons(found)
    except ValueError:
        notice.problems.append("办公时间的时段要由早到晚，互不相接")
        return ()
    return found


def _windows(line: str) -> tuple[Window, ...]:
    found = []
    afternoon = False
    for match in _SPAN.finditer(line):
        afternoon = match["part"] in ("下午", "晚") or (afternoon and match["part"] != "上午")
        opens = _clock(match["h1"], match["m1"], afternoon=afternoon)
        closes = _clock(match["h2"], match["m2"], afternoon=afternoon or bool(match["part2"]))
        if opens and closes:
            found.append(Window(opens, closes))
    return tuple(found)


def _clock(hour: str, minute: str | None, *, afternoon: bool) -> time | None:
    h = int(hour) + (12 if afternoon and int(hour) < 12 else 0)
    return time(h, int(minute or 0)) if h < 24 and int(minute or 0) < 60 else None


def _spans(days: Sequence[date]) -> str:
    first, last = min(days), max(days)
    if (last - first).days + 1 != len(days):
        return "、".join(_say(day) for day in days)
    return _say(first) if first == last else f"{_say(first)}至{_say(last)}"


def _say(day: date) -> str:
    return f"{day.month}月{day.day}日"
