"""The one question after a second look at a reply: what it may say besides, or instead."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import number, plain, short, weekday

YES, NO = "second-yes", "second-no"
OVERTAKEN, CONFIRMED, DECLINED = "已另报", "已补上", "照原来的"


def card(card_id: str, number_: str, asked: Sequence[Mapping[str, Any]]) -> Card:
    """One question; whoever does not answer loses nothing."""
    is_new = all(one["before"] is None for one in asked)
    last = "刚才没有记这一点；不答也可以。" if is_new else "不答也可以，按刚才记下的算。"
    yes, no = _buttons(asked[0], is_new=is_new)
    body = "\n".join([*(_question(one) for one in asked), last])
    return Card(card_id, f"{number_} 再核一句", body, (), (Button(YES, yes, ButtonStyle.PRIMARY), Button(NO, no)))


def _buttons(first: Mapping[str, Any], *, is_new: bool) -> tuple[str, str]:
    if first["field"] == "intent":
        return ("是，报结" if first["data"] == "completed" else "是，申请延期"), "不是"
    return ("是，补上", "不是") if is_new else ("是，改过来", "照原来的")


def _question(one: Mapping[str, Any]) -> str:
    if one["field"] == "intent":
        return "您是说这项已经办完、可以报结吗？" if one["data"] == "completed" else "您是想申请延期吗？"
    return _of_what_is_new(one) if one["before"] is None else _of_both(one)


def _of_what_is_new(one: Mapping[str, Any]) -> str:
    quote, data = plain(short(one["text"], 24)), one["data"]
    match one["field"]:
        case "indicators":
            return f"您说的“{quote}”，是{plain(short(data['name'], 14))}到目前的累计数吗？"
        case "percent":
            return f"您说的“{quote}”，是整项完成{number(data)}%吗？"
        case "next_date":
            return f"您说的“{quote}”，是下一步定在{weekday(date.fromisoformat(data))}吗？"
        case "needs":
            to = f"请{plain(short(data['unit'], 10))}办" if data["unit"] else "请别的单位办"
            return f"您提到“{quote}”，是要{to}吗？"
        case _:
            return f"您提到“{quote}”，是眼下的困难吗？"


def _of_both(one: Mapping[str, Any]) -> str:
    data, before = one["data"], one["before"]
    match one["field"]:
        case "indicators":
            return f"{plain(short(data['name'], 14))}刚才记的是{figure(before)}，您说的是不是{figure(data)}？"
        case "percent":
            return f"进度刚才记的是{number(before)}%，您说的是不是{number(data)}%？"
        case _:
            was, on = (weekday(date.fromisoformat(day)) for day in (before, data))
            return f"下一步刚才记的是{was}，您定的是不是{on}？"


def figure(data: Mapping[str, Any]) -> str:
    return f"{number(data['value'])}{data['unit']}"


def as_said(one: Mapping[str, Any]) -> str:
    """What he confirmed, as it joins his words."""
    match one["field"]:
        case "indicators":
            return f"{one['data']['name']}{figure(one['data'])}"
        case "percent":
            return f"完成{number(one['data'])}%"
        case "next_date":
            return f"下一步{weekday(date.fromisoformat(one['data']))}"
        case "needs":
            return f"需{one['data']['unit'] or ''}{one['data']['what']}"
        case _:
            return f"困难：{one['data']}"


def declined(number_: str) -> str:
    return f"好的，{number_}按刚才记下的算。"
