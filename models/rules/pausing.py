"""What asks for a pause: 开会到11点, 出差到周五, 46 暂停 公示期 到3月20日."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from models.rules.calendar import Calendar
from models.rules.dates import find_dates
from models.rules.numerals import parse_numeral

_HOUR = r"(?P<h>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?:[点时:：])\s*(?P<m>半|[0-5]\d)?分?"
_MEETING = re.compile(
    r"(?:我|现在|正|上午|下午|还)*(?:在|正在)?(?:开会|会上|忙|路上|培训|学习|接待)(?:中|呢|着)?[，,。\s]*"
    rf"(?:(?:到|开到|至|大概|约|要到)*\s*(?:上午|下午|中午)?\s*{_HOUR}\s*(?:左右)?(?:结束|散|完|前|后|再?[说回报])?[^\d]{{0,8}})?[。！!]*"
)
_BUSY = re.compile(
    r"(?:我|现在|正|还)*(?:在|正在)(?:开会|会上|忙|路上|培训|学习|接待|下乡|调研)(?:中|呢|着)?(?:[，,。\s]*[^\d，,。]{0,12}(?:说|回|报|复))?[。]*"
)
_AWAY = re.compile(
    r"(?:我|本人|从?今天起?|现在|这几天)*(?:在|去|要)?(?:外地|[一-鿿]{0,4})?(?:出差|外出|出国|休假|请假|住院|外地学习)[^\d号]{0,12}(?:.*)",
    re.DOTALL,
)
_BACK = re.compile(r"(?:我)?(?:已经?)?(?:回来了|到岗了?|销假了?|出差回来了?|上班了)[。！!]*")
_SUSPEND = re.compile(
    r"(?:(?:第)?(?P<a>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*(?:暂停|中止计时|停表)|(?:暂停|停表)\s*(?:第)?(?P<b>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?)[\s，,：:]*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_RESUME = re.compile(
    r"(?:(?:第)?(?P<a>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*(?:恢复|恢复计时)|恢复\s*(?:第)?(?P<b>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?)[。]*",
    re.IGNORECASE,
)
_STATUTORY = re.compile(r"公示|公告|招标|招投标|挂网|环评|听证|鉴定|评审|复议|诉讼|法定")
_SEASON = re.compile(r"停水|冬休|冬季|封冻|冻土|冰冻|汛期|雨季|高温|农忙|灌溉|禁渔|停工期")
_PAPER = re.compile(r"[一-鿿]{1,10}〔\d{4}〕\d{1,4}号")
_UNTIL = re.compile(r"[\s，,]*(?:暂停|延)?(?:到|至)?\s*$")


class Reason(StrEnum):
    STATUTORY = "statutory"
    SEASON = "season"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True)
class Suspension:
    number: str
    reason: Reason
    words: str
    until: date | None
    paper: str


def is_busy(text: str) -> bool:
    return bool(_MEETING.fullmatch(text) or _BUSY.fullmatch(text))


def busy_until(text: str, now: datetime, calendar: Calendar) -> datetime | None:
    """The end that is named, never beyond this half of the working day; None when the office is closed."""
    local = calendar.local(now)
    window = next((w for w in calendar.windows_on(local.date()) if w.opens <= local.time() < w.closes), None)
    if window is None or not calendar.is_workday(local.date()):
        return None
    end = calendar.moment(local.date(), window.closes)
    match = _MEETING.fullmatch(text)
    named = _clock(match, local) if match and match["h"] else None
    return min(end, named) if named and named > local else end


def _clock(match: re.Match[str], local: datetime) -> datetime | None:
    said = float(match["h"]) if match["h"].isdigit() else parse_numeral(match["h"])
    hour, minute = int(24 if said is None else said), 30 if match["m"] == "半" else int(match["m"] or 0)
    if hour < local.hour and hour < 12:
        hour += 12  # 三点 said after noon
    return datetime.combine(local.date(), time(hour, minute), local.tzinfo) if hour < 24 else None


def away_until(text: str, today: date) -> tuple[bool, date | None]:
    """Whether somebody says that he is away, and until when."""
    if not _AWAY.fullmatch(text) or len(text) > 30:
        return False, None
    days = [found.on for found in find_dates(text, now=today) if found.on >= today]
    return True, days[-1] if days else None


def is_back(text: str) -> bool:
    return bool(_BACK.fullmatch(text))


def read_suspension(text: str, today: date) -> Suspension | None:
    match = _SUSPEND.fullmatch(text)
    if match is None:
        return None
    words = match["words"].strip("。 ")
    paper = _PAPER.search(words)
    said = words.replace(paper[0], "") if paper else words
    days = [found for found in find_dates(said, now=today) if found.on > today]
    until = days[-1] if days else None
    why = _UNTIL.sub("", said[: until.start]) if until else said
    reason = (
        Reason.STATUTORY if _STATUTORY.search(words) else Reason.SEASON if _SEASON.search(words) else Reason.ORDERED
    )
    return Suspension(
        (match["a"] or match["b"]).upper(), reason, why.strip("，,。；; （）()"), until.on if until else None,
        paper[0] if paper else "",
    )  # fmt: skip


def read_resumption(text: str) -> str | None:
    match = _RESUME.fullmatch(text)
    return (match["a"] or match["b"]).upper() if match else None
