"""报结, 核验, 销号, and a return with what is missing."""

from collections.abc import Sequence

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment
from models.wording.phrases import plain, short

CLOSE, MISSING, ON_SITE = "close", "missing", "on-site"
PICTURES = "pictures"
CONFIRM, NOT_YET = "confirm", "not-yet"


def reported(number: str, due: str) -> str:
    return f"{number}报结已转督查室核验，{due}前答复。核验期间不再催办。"


def verification_card(
    card_id: str, assignment: Assignment, *, due: str, words: str, papers: Sequence[str], pictures: int, figures: str
) -> Card:
    """To 督查室: what was reported and what it rests on, with the three ways on."""
    evidence = [f"依据{'、'.join(papers)}"] if papers else []
    evidence += [f"图片{pictures}张"] if pictures else []
    said = ["内容在内网台账"] if assignment.task.off_chat else [f"“{plain(short(words, 60))}”", figures, *evidence]
    body = "；".join(part for part in said if part)
    fields = (("单位", assignment.unit.short), ("任务", plain(assignment.task.chat_title(26))))
    can_be_seen = pictures and not assignment.task.off_chat
    look = (Button(PICTURES, "看图片"),) if can_be_seen else ()
    return Card(
        card_id, f"{assignment.task.number} 报结待核验，{due}前", body, fields,
        (Button(CLOSE, "销号", ButtonStyle.PRIMARY), Button(MISSING, "还差…"), Button(ON_SITE, "现场核"), *look),
    )  # fmt: skip


def confirmation_card(card_id: str, assignment: Assignment, *, by: str, text: str) -> Card:
    """To the head: what his liaison prepared, one tap away from being the unit's report."""
    said = "内容在内网台账" if assignment.task.off_chat else f"“{plain(short(text, 80))}”"
    buttons = (Button(CONFIRM, "确认报结", ButtonStyle.PRIMARY), Button(NOT_YET, "还没完成"))
    return Card(card_id, f"{assignment.task.number} 报结，请您确认", f"{by}已备好：{said}", (), buttons)


def prepared_line(number: str, by: str) -> str:
    return f"{number}报结{by}已备好，您回“{number}报结”即确认"


def nobody_to_confirm(number: str) -> str:
    return f"{number}报结待负责人确认，但没有可联系的负责人"


def not_reported(number: str) -> str:
    return f"{number}没有报结，备好的内容已收回，已告知联络员。"


def not_confirmed(number: str, head: str) -> str:
    return f"{number}报结，{head}说还没完成，已收回"


def ask_missing(number: str) -> str:
    return f"{number}还差什么？回一句即退回给单位，例如“竣工验收意见，6月20日前补”。"


def returned(number: str, missing: str, until: str, signature: str) -> str:
    by = f"{until}前补上。" if until else "补上后再报结即可。"
    return f"{number}报结，还差一件：{plain(short(missing, 60))}（报文号即可，不用拍照）。{by}{signature}"


def still_missing(number: str, missing: str) -> str:
    """Until it is supplied; of a task marked 内部 without the words."""
    what = f"：{plain(short(missing.strip('。 '), 40))}" if missing else "一件"
    return f"{number}报结还差{what}，补上后回“{number.removesuffix('号')} 报结”"


def returned_to_office(number: str, unit: str, missing: str, until: str) -> str:
    by = f"，{until}前" if until else ""
    return f"{number}已退回{unit}：还差{plain(short(missing, 40))}{by}。补上后会再转来核验。"


def closed(number: str, signature: str) -> str:
    return f"{number}已核验销号。{signature}"


def closed_to_office(number: str, unit: str) -> str:
    return f"{number}（{unit}）已销号，单位下一份清单里会看到。"


def on_site(number: str) -> str:
    return f"{number}转现场核，核验时限内看完请再点“销号”或“还差…”。"


def too_late(number: str, state: str) -> str:
    return f"{number}已是“{state}”，没有改动。"


def settled_word(kind: str, officer: str, on: str) -> str:
    """On the card, in place of its buttons."""
    return {CLOSE: f"已销号 {officer}", MISSING: f"已退回 {officer}", ON_SITE: "转现场核"}[kind]
