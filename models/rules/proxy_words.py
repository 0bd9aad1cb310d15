"""授权 … 代回: whom a head lets answer for him, on which tasks and until when, as he says it."""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.dates import find_dates

_NAME = r"(?P<name>[一-鿿·]{2,8}?)"
_VERB = r"(?:来|替我|代我|帮我)?(?:代回|代答|代报|代为回复|代为答复|代办回复|回复进展|报进展)"
_GRANT = re.compile(
    rf"授权(?:给|由)?\s*{_NAME}(?=[\s，,\d]|到|至|同志|{_VERB})(?:同志)?(?P<before>.*?){_VERB}(?P<after>.*)", re.DOTALL
)
_CANCEL = re.compile(
    rf"(?:取消|撤销|收回|停止|结束)\s*(?:对|给)?\s*(?:(?P<first>[一-鿿·]{{2,8}}?)的)?授权(?:给)?\s*(?:{_NAME})?(?:代回)?[。.！!]*"
)
_SHOW = re.compile(r"(?:看看?|查看|查询)?(?:我的)?授权(?:情况|清单|名单|给谁了?|了谁)?[。？?]*")
_MEANT = re.compile(r"授权(?:给|由)?\s*[一-鿿·]{2,8}[。.！!]*")
_UNTIL = re.compile(r"(?:有效期?|期限)?(?:到|至|截至|截止到?|直到)(?P<day>[^，,。；;、\s]{1,14})")
_BEFORE = re.compile(r"(?:第?J?\d{1,4}[号项]?[、，,和及\s]*)+(?=授权)", re.IGNORECASE)
_NUMBER = re.compile(r"J?\d{1,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grant:
    """`numbers` empty: all his tasks. `until` None: until he takes it back; `unread`: an end that is no day."""

    name: str
    numbers: tuple[str, ...] = ()
    until: date | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """`name` empty: whoever may answer for him."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    pass


@dataclass(frozen=True, slots=True)
class Unclear:
    """授权 and a name, without what for."""


def read(text: str, today: date) -> Grant | Cancel | Show | Unclear | None:
    """None when it speaks of something else."""
    said = text.strip()
    before = _BEFORE.match(said)  # 46号授权 许文 代回
    said = said[before.end() :] if before else said
    if _SHOW.fullmatch(said):
        return Show()
    if match := _CANCEL.fullmatch(said):
        return Cancel(match["first"] or match["name"] or "")
    if match := _GRANT.fullmatch(said):
        about = f"{match['before']} {match['after']}"
        return _grant(match["name"], about, today, before=before[0] if before else "")
    return Unclear() if _MEANT.fullmatch(said) else None


def _grant(name: str, about: str, today: date, *, before: str) -> Grant:
    until, unread = None, ""
    if match := _UNTIL.search(about):
        dates = find_dates(match["day"], now=today)
        until, unread = (dates[0].on, "") if dates else (None, match["day"])
        about = about[: match.start()] + about[match.end() :]
    numbers = tuple(dict.fromkeys(number.upper() for number in _NUMBER.findall(f"{before} {about}")))
    return Grant(name, numbers, until, unread)
