"""Reads a roster of duty (值班表) from an office's words: one line a day or a range of days, or a pasted table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.rules.dates import find_dates

MOST_DAYS = 62  # of one message
LONGEST_RANGE = timedelta(days=40)
_COMMAND = re.compile(r"\s*(?:值班(?:表|安排)?|值守)(?:[\s：:，,]+|(?=\d|[今明后周]))")
_ASKS = re.compile(
    r"(?:(?:今天|今晚|明天|本周|这周|节日|国庆|春节)?(?:谁|哪位|哪个领导)?(?:在)?(?:值班|带班)(?:表|安排|领导|电话)?|(?:查|看)?(?:总)?值班(?:室)?(?:表|安排|电话)?(?:是(?:谁|多少))?)[?？。]*"
)
_RANGE = re.compile(
    r"(?:(?P<y>\d{4})[年/.-])?(?P<m>\d{1,2})[月/.-](?P<d>\d{1,2})[日号]?(?:\s*[（(]?周?[一二三四五六日天]?[）)]?\s*(?:[-—–~～]+|至|到)\s*(?:(?:\d{4}[年/.-])?(?P<m2>\d{1,2})[月/.-])?(?P<d2>\d{1,2})[日号]?)?"
)
_LABELS = (
    ("leader", re.compile(r"带班(?:市)?(?:领导)?|值班领导")),
    ("deputies", re.compile(r"备班(?:人员)?|副班|替班")),
    ("phone", re.compile(r"(?:值班|联系)?(?:电话|手机)(?:号码)?")),
    ("office", re.compile(r"(?:总)?值班(?:室)?(?:人员|员)?|主班|值守(?:人员)?")),
)
_ANY_LABEL = re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in _LABELS))
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?\d{7,8}|1\d{10}|\d{7,8}|0000-\d{7})(?!\d)(?:[-转]\d{1,6})?")
_NAME = re.compile(r"[一-鿿·]{2,6}")
_TITLE = re.compile(r"(?<=[一-鿿]{2})(?:副?(?:市|县|区)长|副?秘书长|副?主任|书记|同志|常务)$")
_CELLS = re.compile(r"\t|\s*\|\s*|\s{2,}")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]")
_ROLES = ("leader", "office", "deputies")


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty on one day, by name; the first of the office is called first."""

    on: date
    leader: str = ""
    office: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()  # 备班, of either
    phone: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in (self.leader, *self.office, *self.deputies) if name))


@dataclass(frozen=True, slots=True)
class Roster:
    days: tuple[Duty, ...]
    unread: tuple[str, ...] = field(default=())  # lines without a day, or with nobody in them


def asks_for_duty(text: str) -> bool:
    return _ASKS.fullmatch(text.strip()) is not None


def read_roster(text: str, today: date) -> Roster | None:
    """None for words that are no roster. The same day given twice: the last one counts."""
    command = _COMMAND.match(text)
    if command is None:
        return None
    days: dict[date, Duty] = {}
    unread: list[str] = []
    columns: list[str] = []
    for line in text[command.end() :].splitlines():
        if not line.strip():
            continue
        if header := _header(line):
            columns = header
            continue
        found = _line(line, columns, today)
        if not found:
            unread.append(line.strip())
        days |= {duty.on: duty for duty in found}
    if not days and not unread:
        return None
    return Roster(tuple(days[on] for on in sorted(days))[:MOST_DAYS], tuple(unread))


def _header(line: str) -> list[str]:
    """The columns of a table's first row, by what they are called; empty for a row of people."""
    cells = [cell.strip() for cell in _CELLS.split(line.strip())]
    if (
        len(cells) < 2
        or any(character.isdigit() for character in line)
        or not re.match(r"日期|时间|值班日期", cells[0])
    ):
        return []
    return [next((name for name, pattern in _LABELS if pattern.search(cell)), "") for cell in cells]


def _line(line: str, columns: Sequence[str], today: date) -> list[Duty]:
    labels = list(_ANY_LABEL.finditer(line))
    parts: dict[str, str] = {}
    if labels:
        head = line[: labels[0].start()]
        for n, label in enumerate(labels):
            end = labels[n + 1].start() if n + 1 < len(labels) else len(line)
            parts[str(label.lastgroup)] = line[label.end() : end]
    else:
        head, parts = _cells(line, columns)
    days = _days(head, today)
    leader = _names(parts.get("leader", ""))
    office, deputies = _names(parts.get("office", "")), _names(parts.get("deputies", ""))
    phone = _PHONE.search(parts.get("phone", "") or line[len(head) :])
    if not leader and not office:
        return []
    return [
        Duty(on, leader[0] if leader else "", office, (*leader[1:], *deputies), phone[0] if phone else "")
        for on in days
    ]


def _cells(line: str, columns: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A row without labels: the day, then leader, office and 备班 in the header's or in this order."""
    cells = [cell.strip() for cell in _CELLS.split(line.strip())]
    if columns and len(cells) <= len(columns):
        found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        return cells[0], found
    people = [cell for cell in cells[1:] if not _PHONE.search(cell) and not _WEEKDAY.fullmatch(cell)]
    return cells[0], dict(zip(_ROLES, people, strict=False))


def _names(words: str) -> tuple[str, ...]:
    words = _PHONE.sub(" ", words)
    return tuple(
        dict.fromkeys(_TITLE.sub("", found[0]) for found in _NAME.finditer(words) if not _WEEKDAY.fullmatch(found[0]))
    )


def _days(words: str, today: date) -> list[date]:
    """11月24日, 11月24日至26日, 2026-11-24, 今天, 下周一; a day without a year is the one nearest."""
    match = _RANGE.search(words)
    if match is None:
        found = find_dates(words, now=today)
        return [found[0].on] if found else []
    first = _nearest(match["y"], int(match["m"]), int(match["d"]), today)
    if first is None or match["d2"] is None:
        return [first] if first else []
    last = _nearest(str(first.year), int(match["m2"] or match["m"]), int(match["d2"]), today)
    if last is not None and last < first:  # 12月30日至1月2日
        last = _nearest(str(first.year + 1), int(match["m2"] or match["m"]), int(match["d2"]), today)
    if last is None or last - first > LONGEST_RANGE:
        return []
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _nearest(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        on = date(int(year) if year else today.year, month, day)
        if year is None and (today - on).days > 180:
            return date(today.year + 1, month, day)
    except ValueError:
        return None
    return on
