"""The one question after a second look at a reply: what it may say besides, or instead."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import number, plain, short, weekday

YES, NO = "second-yes", "second-no"
NOT_REGISTERED = "刚才没有登记"
OVERTAKEN, CONFIRMED, DECLINED = "已另报", "已补上", "按原登记"


def card(card_id: str, number_: str, asked: Sequence[Mapping[str, Any]]) -> Card:
    """One question; whoever does not answer loses nothing."""
    lines = [_question(one) for one in asked]
    yes, no = _buttons(asked)
    body = "\n".join([*lines, "不答也可以，按刚才登记的算。"])
    return Card(card_id, f"{number_} 再核一句", body, (), (Button(YES, yes, ButtonStyle.PRIMARY), Button(NO, no)))


def _buttons(asked: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    first = asked[0]
    if first["field"] == "intent":
        return ("是，报结" if first["data"] == "completed" else "是，申请延期"), "不是"
    if all(one["before"] is None for one in asked):
        return "是，补上", "不是"
    return "是，改过来", "按原登记"


def _question(one: Mapping[str, Any]) -> str:
    quote = plain(short(one["text"], 24))
    match one["field"]:
        case "indicators":
            name, said = plain(short(one["data"]["name"], 14)), figure(one["data"])
            if one["before"] is None:
                return f"您说的“{quote}”，是{name}{said}吗？{NOT_REGISTERED}这个数。"
            return f"{name}刚才登记{figure(one['before'])}，您说的是不是{said}？"
        case "percent":
            if one["before"] is None:
                return f"您说的“{quote}”，是整项完成{number(one['data'])}%吗？{NOT_REGISTERED}。"
            return f"进度刚才登记{number(one['before'])}%，您说的是不是{number(one['data'])}%？"
        case "next_date":
            on = weekday(date.fromisoformat(one["data"]))
            if one["before"] is None:
                return f"您说的“{quote}”，是下一步定在{on}吗？{NOT_REGISTERED}。"
            return f"下一步刚才登记{weekday(date.fromisoformat(one['before']))}，您定的是不是{on}？"
        case "needs":
            to = f"请{plain(short(one['data']['unit'], 10))}办" if one["data"]["unit"] else "请别的单位办"
            return f"您提到“{quote}”，是要{to}吗？{NOT_REGISTERED}。"
        case "blockers":
            return f"您提到“{quote}”，是眼下的困难吗？{NOT_REGISTERED}。"
        case _:
            return "您是说这项已经办完、可以报结吗？" if one["data"] == "completed" else "您是想申请延期吗？"


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
    return f"好的，{number_}按刚才登记的算。"
