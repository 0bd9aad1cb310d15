"""A broadcast as it is read, in a message or a line of a list; and what 督查室 hears of it."""

from collections.abc import Sequence
from datetime import date, datetime

from models.wording.phrases import day, fit, local, plain, short
from models.wording.schedules import clock

OFFICE = "市政府督查室"


def trial(text: str, on: date) -> str:
    return f"试发，只发给您：\n{message([(text, on)])}"


def message(said: Sequence[tuple[str, date]]) -> str:
    """The broadcast on a phone; those that come together stand in one."""
    if len(said) == 1:
        text, on = said[0]
        return f"{plain(text)}\n{OFFICE} {day(on)}"
    return fit([f"{OFFICE}通知{len(said)}件：", *(line(text, on) for text, on in said)], tail=0)


def line(text: str, on: date) -> str:
    """The same in a list. The day makes each time's words its own."""
    return f"{plain(text)}（督查室{day(on)}）"


def skipped(number: int, name: str, at: datetime, reason: str) -> str:
    when = f"{day(local(at).date())}{clock(local(at).time())}"
    return f"日程{number}（{plain(short(name, 16))}）{when}{reason}"


def unreached(number: int, name: str, names: Sequence[str]) -> str:
    return f"日程{number}（{plain(short(name, 16))}）有{len(names)}人没有账号，没有发到：{'、'.join(names[:5])}"
