"""The small parts of every message: days and times, numbers, and folding what is too long."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
MOST_BYTES = 2000
MOST_LINES = 6


def local(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI)


def day(on: date) -> str:
    """3月13日"""
    return f"{on.month}月{on.day}日"


def far_day(on: date | None, other: date | None) -> str:
    """3月13日; with its year where that is not the other's."""
    if on is None:
        return ""
    return day(on) if other is None or on.year == other.year else f"{on.year}年{day(on)}"


def weekday(on: date) -> str:
    """周五（3月13日）"""
    return f"周{WEEKDAYS[on.weekday()]}（{day(on)}）"


def moment(at: datetime) -> str:
    """3月13日17:30"""
    at = local(at)
    return f"{day(at.date())}{at:%H:%M}"


def near_moment(at: datetime, now: datetime) -> str:
    """今天15:25, 明天10:00, 周五（3月13日）17:30"""
    at, today = local(at), local(now).date()
    if at.date() == today:
        return f"今天{at:%H:%M}"
    if at.date() == today + timedelta(days=1):
        return f"明天{at:%H:%M}"
    return f"{weekday(at.date())}{at:%H:%M}"


def number(value: float) -> str:
    """Figures as people write them: 3.2, 12, 20600"""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def fold(lines: Sequence[str], *, most: int = MOST_LINES, rest: str = "另有{n}项，回“我的任务”看全部") -> list[str]:
    """A list no longer than a thumb scrolls once."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], rest.format(n=len(lines) - most)]


def fit(lines: Sequence[str], *, head: int = 1, tail: int = 1, most_bytes: int = MOST_BYTES) -> str:
    """One message of at most so many bytes: middle lines give way to 另有N项, first and last ones stay."""
    kept = list(lines)
    dropped = 0
    while len(_text(kept, dropped, len(kept) - tail).encode()) > most_bytes and len(kept) > head + tail:
        del kept[len(kept) - tail - 1]
        dropped += 1
    return _text(kept, dropped, len(kept) - tail)


def _text(lines: list[str], dropped: int, at: int) -> str:
    shown = list(lines)
    if dropped:
        shown.insert(at, f"另有{dropped}项")
    return "\n".join(shown)


def short(text: str, most: int = 20) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(text: str) -> str:
    """What a person typed, so that inside our messages it is neither a link nor a mention."""
    for mark, wide in (("<", "＜"), (">", "＞"), ("[", "［"), ("]", "］"), ("@", "＠")):
        text = text.replace(mark, wide)
    return text


def beyond(on: date | None, due: date | None) -> str:
    """What a day that lies after the deadline is told: the deadline stands."""
    return f"（晚于期限{far_day(due, on)}，期限不变）" if on and due and on > due else ""
