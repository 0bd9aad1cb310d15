"""The roster of duty as people read it: who is on, what was read of a roster before it is saved, days without anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import WEEKDAYS, fit, plain, short, weekday

SAVE, NO = "duty-save", "duty-no"
EXAMPLE = "“值班 11月24日 带班 沈知行 值班室 苏见微、贺时雨 备班 柏舟 电话 0000-1234567”"
ON_A_CARD = 3


@dataclass(frozen=True, slots=True)
class Shown:
    day: date
    leader: str
    office: Sequence[str]
    deputies: Sequence[str]
    phone: str


def line(one: Shown) -> str:
    """11月24日周二 带班沈知行，值班室苏见微、贺时雨，备班柏舟"""
    parts = [
        f"带班{one.leader}" if one.leader else "",
        f"值班室{'、'.join(one.office)}" if one.office else "",
        f"备班{'、'.join(one.deputies)}" if one.deputies else "",
    ]
    return (
        f"{one.day.month}月{one.day.day}日周{WEEKDAYS[one.day.weekday()]} {'，'.join(part for part in parts if part)}"
    )


def lines(days: Sequence[Shown]) -> list[str]:
    """Days in a row with the same people stand in one line."""
    found: list[list[Shown]] = []
    for one in sorted(days, key=lambda each: each.day):
        last = found[-1][-1] if found else None
        if last and one.day - last.day == timedelta(days=1) and replace(one, day=last.day) == last:
            found[-1].append(one)
        else:
            found.append([one])
    return [_span(alike) for alike in found]


def _span(alike: Sequence[Shown]) -> str:
    first, last = alike[0], alike[-1].day
    if len(alike) == 1:
        return line(first)
    until = f"{last.day}日" if last.month == first.day.month else f"{last.month}月{last.day}日"
    return f"{first.day.month}月{first.day.day}日至{until} {line(first).partition(' ')[2]}"


def on_duty(now: Shown, week: Sequence[Shown], *, is_rostered: bool, handover: str) -> str:
    number = f"总值班室电话 {now.phone}。" if now.phone else "总值班室电话还没有登记。"
    if is_rostered:
        first = f"现在值班：{line(now)}。"
    else:
        office = "、".join(now.office)
        first = f"今天没有排班，突发按规则发督查室{office}{f'和{now.leader}' if now.leader else ''}。"
    rest = lines([one for one in week if one.day != now.day or not is_rostered])
    return fit([first + number, *(["接下来："] if rest else []), *rest, f"值班从当日{handover}到次日{handover}。"])


def proposal(card_id: str, days: Sequence[Shown], replaces: int) -> Card:
    said = lines(days)
    if len(said) > ON_A_CARD:
        said = [said[0], f"… 到{said[-1]}，逐日见上一条。"]
    if replaces:
        said.append(f"其中{replaces}天换掉原来的安排。")
    fields = (("电话", days[0].phone or "没写"),)
    buttons = (Button(SAVE, "保存", ButtonStyle.PRIMARY), Button(NO, "不存"))
    return Card(card_id, f"值班表{len(days)}天，保存吗", "\n".join(said), fields, buttons)


def is_long(days: Sequence[Shown]) -> bool:
    return len(lines(days)) > ON_A_CARD


def all_days(days: Sequence[Shown]) -> str:
    return fit([f"读到{len(days)}天：", *lines(days)])


def saved(count: int) -> str:
    return f"值班表已保存{count}天。回“值班”看今天和这一周。"


def not_saved() -> str:
    return "没有保存，原来的值班表不变。"


def unread(lines: Sequence[str]) -> str:
    shown = "；".join(f"“{plain(short(one, 30))}”" for one in lines[:3])
    return f"没看明白：{shown}。没有保存。请写日期和人，如{EXAMPLE}；也可一次粘贴多行或表格。"


def unknown(names: Sequence[str]) -> str:
    return f"通讯录里没有{'、'.join(plain(name) for name in names[:6])}，没有保存。请核对姓名，或先补通讯录。"


def office_only() -> str:
    return "值班表由督查室录入。回“值班”可看今天谁值班。"


def nobody(days: Sequence[date]) -> str:
    shown = "、".join(weekday(day) for day in days[:4]) + (f"等{len(days)}天" if len(days) > 4 else "")
    return f"{shown}还没有排值班，突发将按规则发督查室和第一位市领导；回“值班 日期 带班 … 值班室 …”即可排上"
