"""延期: asked, proposed, decided."""

from datetime import date

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment
from models.wording.phrases import day, far_day, number, plain, short, weekday

YES, NO = "agree", "disagree"


def ask_date(number_: str, was: date) -> str:
    return f"{number_}现在的期限是{day(was)}。想延到哪一天、什么原因？回一句即可，如“延到6月30日，管材未到货”。"


def ask_cause(number_: str, to: date) -> str:
    return f"{number_}申请延到{weekday(to)}，还请补一句原因，报督查室时一并附上。"


def asked(number_: str, was: date, to: date, until: str) -> str:
    return (
        f"{number_}延期申请（{day(was)}延到{far_day(to, was)}）已转督查室，{until}前答复。"
        f"等批期间这一项不催办、不计时。不申请了请回“撤销”。"
    )


def not_of_today(number_: str) -> str:
    return f"{number_}是当日件，不办延期，没有改动。办不完请回一句：卡在哪、什么时候能办完。"


def no_date(number_: str) -> str:
    return f"{number_}没有要到期的节点，不需要延期，没有改动。有进展直接回一句即可。"


def too_late(number_: str, was: date) -> str:
    return f"{number_}已于{day(was)}到期，延期要在到期前提出，期限没有改动，您的话已转督查室。请补一句：现在做到哪一步、哪天办完。"


def too_late_to_office(number_: str, unit: str, text: str) -> str:
    return f"{number_} {unit}到期后申请延期：“{plain(short(text, 50))}”"


def not_later(number_: str, was: date) -> str:
    return f"{number_}现在的期限是{day(was)}，新的日期要在它之后，没有改动。请回“{number_}申请延期到…月…日，原因…”。"


def already_asked(number_: str, to: date) -> str:
    return f"{number_}延到{day(to)}的申请正在办，没有再报一次。要改日期，请先回“撤销 {number_}”再重新申请。"


def prepared(number_: str, head: str) -> str:
    return f"{number_}延期申请已备好，待{head}确认后转督查室。"


def confirm_card(card_id: str, assignment: Assignment, *, by: str, to: date, cause: str) -> Card:
    """To the head: asking for time is his word."""
    buttons = (Button(YES, "确认申请", ButtonStyle.PRIMARY), Button(NO, "不申请"))
    said = f"{by}备好：延到{weekday(to)}，原因：{plain(short(cause, 60))}"
    return Card(card_id, f"{assignment.task.number} 申请延期，请您确认", said, (), buttons)


def not_asked(number_: str) -> str:
    return f"{number_}没有申请延期，期限不变。"


def _facts(assignment: Assignment, was: date, to: date) -> tuple[tuple[str, str], ...]:
    return (
        ("单位", assignment.unit.short), ("任务", plain(assignment.task.chat_title(26))),
        ("期限", f"{day(was)} → {far_day(to, was)}"), ("现状", _standing(assignment)),
    )  # fmt: skip


def _standing(assignment: Assignment) -> str:
    if assignment.task.off_chat:
        return "见内网台账"
    figures = "、".join(f"{short(f['name'], 10)}{number(f['value'])}{f['unit']}" for f in assignment.figures[:2])
    share = f"{number(assignment.percent)}%" if assignment.percent is not None else ""
    return "，".join(part for part in (figures, share) if part) + "（自报）" if figures or share else "还没有报过进展"


def office_card(card_id: str, assignment: Assignment, *, was: date, to: date, cause: str, until: str) -> Card:
    buttons = (Button(YES, "建议同意", ButtonStyle.PRIMARY), Button(NO, "建议不同意"))
    body = "原因在内网台账" if assignment.task.off_chat else f"原因：{plain(short(cause, 80))}"
    return Card(
        card_id, f"{assignment.task.number} 申请延期，{until}前答复", body, _facts(assignment, was, to), buttons
    )


def leader_card(
    card_id: str, assignment: Assignment, *, was: date, to: date, cause: str, agree: bool, officer: str
) -> Card:
    """One tap: the facts, and what 督查室 proposes."""
    buttons = (Button(YES, "同意延期", ButtonStyle.PRIMARY), Button(NO, "不同意"))
    why = "" if assignment.task.off_chat else f"原因：{plain(short(cause, 60))}。"
    body = f"{why}督查室建议{'同意' if agree else '不同意'}（{officer}）。"
    return Card(card_id, f"{assignment.task.number} 延期请您定", body, _facts(assignment, was, to), buttons)


def proposed(number_: str, leader: str, *, agree: bool) -> str:
    return f"{number_}已按“建议{'同意' if agree else '不同意'}”报{leader}定。"


def no_leader(number_: str, *, agree: bool) -> str:
    return (
        f"{number_}已记“建议{'同意' if agree else '不同意'}”，但没有能点批的分管领导。"
        f"批后请回“同意延期 {number_}”或“不同意延期 {number_}”登记。"
    )


def settled(*, agree: bool, who: str) -> str:
    return f"{'建议同意' if agree else '建议不同意'} {who}"


def decided_word(*, agree: bool, who: str) -> str:
    return f"{'已同意' if agree else '未同意'} {who}"


def granted(number_: str, name: str, to: date, who: str) -> str:
    return f"{number_}“{plain(short(name, 16))}”经{who}同意延到{weekday(to)}，到期提醒重新计。到前请报一句进展。"


def refused(number_: str, name: str, due: str, who: str) -> str:
    return f"{number_}“{plain(short(name, 16))}”延期未获同意（{who}），期限为{due}，等批的时间已扣除。请抓住剩下的时间，报一句下一步。"


def decided(number_: str, to: date, *, agree: bool) -> str:
    return f"{number_}已{'同意延到' + day(to) if agree else '不同意延期'}，单位和督查室会收到通知。"


def to_office(number_: str, unit: str, to: date, who: str, *, agree: bool) -> str:
    return f"{number_}（{unit}）{who}{'同意延到' + day(to) if agree else '不同意延期'}"


def none_wait() -> str:
    return "没有待批的延期申请。"


def nothing_waits(number_: str) -> str:
    return f"{number_}号没有待批的延期申请，没有改动。"


def not_proposed_yet(number_: str) -> str:
    return f"{number_}号的延期申请还要督查室先提建议：请点卡片上的［建议同意］或［建议不同意］，没有改动。"
