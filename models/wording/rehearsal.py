"""A rehearsal in words: who would receive what and when, day by day, and the sums by role."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from models.wording.phrases import WEEKDAYS, day, moment, short

NATURES = {
    "answer": "答复", "reply": "答复", "list": "晨单", "dispatch": "下达", "digest": "领导摘要", "picture": "摘要配图", "single": "单独提醒",
    "broadcast": "通知", "proof": "点名校样", "line": "清单", "emergency": "突发", "card": "卡片",
}  # fmt: skip
WIDEST = 48
ASSUMED = "假定没有人回话、点按钮，也没有新的交办和导入；实际数据没有改动，没有发出消息。"


@dataclass(frozen=True, slots=True)
class Sending:
    at: datetime  # local time
    person: str
    user: str
    unit: str
    role: str
    reason: str
    what: str
    occasions: tuple[str, ...]
    text: str


def said_as(reason: str, occasions: Sequence[str]) -> str:
    """晨单, 收单, 最后窗口: the kind of message in the office's own words."""
    if occasions and all(occasion == "evening" for occasion in occasions):
        return "收单"
    if occasions and all(occasion == "last_window" for occasion in occasions):
        return "最后窗口"
    return NATURES.get(reason, reason)


def whole(found: Sequence[Sending], since: datetime, until: datetime, rules: int) -> str:
    """Every message a line, under its day; the sums at the end."""
    head = f"预演 {moment(since)} 至 {moment(until)}，规则第{rules}版。{ASSUMED}"
    if not found:
        return f"{head}\n这段时间没有要发的消息。"
    lines = [head]
    for on, of_day in groupby(found, key=lambda one: one.at.date()):
        lines += ["", f"{day(on)}（周{WEEKDAYS[on.weekday()]}）", *(_line(one) for one in of_day)]
    return "\n".join([*lines, "", *sums(found)])


def _line(one: Sending) -> str:
    place = "、".join(part for part in (one.unit, one.role) if part)
    first = short(one.text.split("\n", 1)[0], WIDEST)
    return f"  {one.at:%H:%M} {one.person}{f'（{place}）' if place else ''} {one.what}：{first}"


def sums(found: Sequence[Sending]) -> list[str]:
    """合计12条；单位负责人9条（3人，一人一天最多2条）"""
    roles = Counter(one.role or "其他" for one in found)
    return [f"合计{len(found)}条：", *(_of_role(role, found) for role, _ in roles.most_common())]


def _of_role(role: str, found: Sequence[Sending]) -> str:
    mine = [one for one in found if (one.role or "其他") == role]
    busiest = max(Counter((one.user, one.at.date()) for one in mine).values())
    kinds = "、".join(f"{what}{count}" for what, count in Counter(one.what for one in mine).most_common())
    return f"  {role}{len(mine)}条（{len({one.user for one in mine})}人，一人一天最多{busiest}条）：{kinds}"
