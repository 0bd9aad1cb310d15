"""What the cell of a deadline means."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from models.rules.date_forms import month_end
from models.rules.dates import FoundDate, find_dates, find_impossible_dates
from models.rules.plan.lexicon import squeeze
from models.rules.plan.values import Due, DueKind

_NOTHING = re.compile(r"[/／\\\-—–－_.。*·]*|无|暂无")
_ONGOING = re.compile(r"长期|常态|持续|常年|经常|日常|不间断|滚动|[每逐按](?:年|半年|季|月|周|旬|日)|定期|贯穿始终")
_WHOLE_YEAR = re.compile(r"全年|年内|年度内|贯穿全年|本年度?|当年|今年|一年")
_YEAR_ALONE = re.compile(r"(?P<y>20\d\d)年?度?(?:内|全年|年内)?")
_YEARS = re.compile(r"20\d\d年?[-—–~～至到]+(?P<y>20\d\d)年?(?:底|末|年底)?(?:前)?")
_YEAR_MONTH = re.compile(r"(?P<y>20\d\d)[./\-](?P<m>\d{1,2})(?:月|月底|底)?前?")
_MONTHS = re.compile(r"20\d\d[./]\d{1,2}[-—–~～至到]+(?P<y>20\d\d)[./](?P<m>\d{1,2})")
_MONTH_DAY = re.compile(r"(?P<m>\d{1,2})[./\-](?P<d>\d{1,2})日?(?:之?前)?")
_DIGITS = re.compile(r"(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)?")
_SERIAL = re.compile(r"[45]\d{4}")
_QUARTER_LETTER = re.compile(r"[Qq]([1-4])")
_FIFTH_QUARTER = re.compile(r"第?[五六七八九5-9]季度?")
_CLOCK = re.compile(r"\s\d{1,2}:\d\d(?::\d\d)?\s*$")
_BRACKETS = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_DAY_OF_SENDING = re.compile(r"[昨今明]|前[天日]|后[天日]")  # 昨天 in a plan is nobody's day
_CALENDAR_KINDS = {"day", "short", "month", "quarter", "half", "year", "festival"}


def read_due(cell: str, *, year: int) -> Due:
    """The deadline; of several dates in a cell the last one."""
    raw = " ".join(cell.split()) or None
    text = plain_dates(_CLOCK.sub("", cell))
    if not text or _NOTHING.fullmatch(text):
        return Due(None, DueKind.MISSING, raw)
    outside = _BRACKETS.sub("", text)
    for words in dict.fromkeys((outside, text)):
        on, kind = _read(words, year)
        if kind is not DueKind.VAGUE:
            return Due(on, kind, raw)
    return Due(None, DueKind.VAGUE, raw)


def plain_dates(text: str) -> str:
    """The text with the ways to write a date that only sheets use put into words."""
    plain = squeeze(text).replace("○", "〇").replace("O", "〇") if re.search("二[○O〇零]二", text) else squeeze(text)
    for roman, number in (("IV", "四"), ("III", "三"), ("II", "二"), ("I", "一")):
        plain = plain.replace(f"{roman}季度", f"{number}季度")
    return _QUARTER_LETTER.sub(lambda match: f"{'一二三四'[int(match[1]) - 1]}季度", plain)


def calendar_dates(text: str, *, year: int) -> tuple[FoundDate, ...]:
    """Dates of the plan's calendar; what is counted from a day of sending has no place in a plan."""
    found = find_dates(text, now=date(year, 1, 1), year=year)
    return tuple(each for each in found if _is_of_calendar(each) and text[each.start - 1 : each.start] != "每")


def _is_of_calendar(found: FoundDate) -> bool:
    return found.kind in _CALENDAR_KINDS and not (found.kind == "day" and _DAY_OF_SENDING.match(found.text))


def is_whole_year(found: FoundDate) -> bool:
    return found.kind == "year" and not re.search("[底末终]", found.text)


def _read(text: str, year: int) -> tuple[date | None, DueKind]:
    if (written := _written_in_figures(text, year)) is not None:
        return written
    found = calendar_dates(text, year=year)
    exact = [each for each in found if not is_whole_year(each)]
    if exact:
        return max(each.on for each in exact), DueKind.DATE
    if _is_impossible(text, year):
        return None, DueKind.BAD
    if _WHOLE_YEAR.search(text):
        return max([each.on for each in found], default=date(year, 12, 31)), DueKind.YEAR
    if _ONGOING.search(text):
        return None, DueKind.ONGOING
    return None, DueKind.VAGUE


def _is_impossible(text: str, year: int) -> bool:
    return bool(find_impossible_dates(text, now=date(year, 1, 1), year=year) or _FIFTH_QUARTER.search(text))


def _written_in_figures(text: str, year: int) -> tuple[date | None, DueKind] | None:
    if match := _YEAR_ALONE.fullmatch(text):
        return date(int(match["y"]), 12, 31), DueKind.YEAR
    if match := _YEARS.fullmatch(text):
        return date(int(match["y"]), 12, 31), DueKind.DATE
    if match := _DIGITS.fullmatch(text):
        return _day(int(match["y"]), int(match["m"]), match["d"])
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(text)), DueKind.DATE
    if match := _YEAR_MONTH.fullmatch(text) or _MONTHS.fullmatch(text):
        return _day(int(match["y"]), int(match["m"]), None)
    if match := _MONTH_DAY.fullmatch(text):
        return _day(year, int(match["m"]), _whole_day(match["m"], match["d"]))
    return None


def _whole_day(month: str, day: str) -> str:
    """A sheet that took 6.30 for a number keeps 6.3; the third of a month is never a plan's deadline."""
    return "30" if day == "3" and int(month) in (4, 6, 9, 11) else day


def _day(year: int, month: int, day: str | None) -> tuple[date | None, DueKind]:
    try:
        on = date(year, month, int(day)) if day else month_end(year, month)
    except ValueError:
        on = None
    return (on, DueKind.DATE) if on else (None, DueKind.BAD)


def years_written(texts: Iterable[str]) -> list[int]:
    """Every full year named, for guessing the plan's year."""
    return [int(found) for text in texts for found in re.findall(r"(?<!\d)(20[2-4]\d)(?=\s*年|-\d|[./]\d)", text)]
