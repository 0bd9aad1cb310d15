"""经过 of a task: what was said, corrected, moved and decided, by whom and when; nothing is ever left out of it."""

from collections.abc import Sequence
from datetime import datetime

from models.wording.phrases import local, plain, short

HIDDEN = "内容在内网台账"


def line(at: datetime, who: str, label: str, said: str, fate: str) -> str:
    """3月24日10:02 方建业 报进展：“打通5条”〔3月25日更正〕"""
    when = local(at)
    quoted = f"：“{plain(short(said, 30))}”" if said else ""
    by = f" {who}" if who else ""
    return f"{when.month}月{when.day}日{when:%H:%M}{by} {label}{quoted}{f'〔{fate}〕' if fate else ''}"


def corrected(at: datetime) -> str:
    return f"{_day(at)}更正"


def taken_back(at: datetime, who: str) -> str:
    return f"{_day(at)}{who}撤回"


def moved_to(at: datetime, who: str, number: str) -> str:
    return f"{_day(at)}{who}移到{number}"


def confirmed(at: datetime, who: str) -> str:
    return f"{_day(at)}{who}确认"


def moved_from(number: str) -> str:
    return f"由{number}移来"


def page(number: str, lines: Sequence[str], first: int, total: int, older: int | None) -> str:
    """`older`: the page before this one."""
    if not lines:
        return f"{number}还没有经过。"
    shown = "" if total == len(lines) else f"（共{total}条，这里是第{first}—{first + len(lines) - 1}条）"
    rest = f"更早的回“{number.removesuffix('号')}历史 {older}”。" if older else ""
    return "\n".join(part for part in (f"{number}经过{shown}：", *lines, rest) if part)


def _day(at: datetime) -> str:
    when = local(at)
    return f"{when.month}月{when.day}日"
