"""今天要打的电话, what was noted of a call, and what the person called reads of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from models.rules.acceptance import Acceptance
from models.rules.calls import Outcome
from models.rules.contact_matching import PLATFORMS
from models.rules.references import without_references
from models.rules.targets import Doubt
from models.wording.lists import Line, call_lines
from models.wording.phrases import fit, plain, weekday
from models.wording.replies import Known, understood_words

HOW = "打完回一句即登记：“46 已通，路局说省厅批复下周二到”；没打通回“46 没打通”；也可回“46 理由成立”“46 转裁定”“46 请继续”。"


def to_make(calls: Sequence[Line], now: datetime) -> str:
    if not calls:
        return "今天没有要打的电话。"
    return fit([*call_lines(calls, now), HOW])


def understood(known: Known, said: str) -> str:
    """打通5条（共12条，42%），下一节点6月30日"""
    return understood_words(replace(known, said=without_references(said), by_you=False))


def taken(number: str, said: Acceptance) -> str:
    parts = [f"牵头{said.lead}" if said.lead else "", plain(said.first_step or ""), weekday(said.on) if said.on else ""]
    return f"认领，{'，'.join(part for part in parts if part)}"


def to_officer(
    number: str, unit: str, outcome: Outcome, *, echo: str, stopped: bool, until: date | None, whose: str
) -> str:
    head = f"{number}（{unit}）"
    told = f"{whose}会看到这条登记。" if whose else "单位没有登记负责人，请当面告知。"
    match outcome:
        case Outcome.ANSWERED:
            clock = "" if stopped else "还没有具体进展，时限未停，可再补一句。"
            return f"{head}电话登记：{echo}。{clock}{told}"
        case Outcome.REASON:
            return f"{head}理由成立，{weekday(until)}前不再催办。{told}" if until else f"{head}理由成立。{told}"
        case Outcome.ARBITRATE:
            return f"{head}已转裁定，裁定前不再催办；回“异议”看待裁定的。{told}"
        case Outcome.GO_ON:
            return f"{head}记为继续，下一步按规定进分管领导的“到期未更新”。{told}"
        case Outcome.NO_ANSWER:
            return f"{head}记为没打通，仍在今天要打的电话里。"


def to_unit(number: str, outcome: Outcome, officer: str, *, echo: str, until: date | None) -> str:
    who = f"市政府督查室{officer}"
    match outcome:
        case Outcome.ANSWERED:
            return f"{who}据电话登记{number}：{echo}。\n与您说的不符，请回“更正…”。"
        case Outcome.REASON:
            return f"{number}您电话里说明的原因，{who}已记，{weekday(until)}前不再催办。" if until else ""
        case Outcome.ARBITRATE:
            return f"{number}您电话里提的异议，{who}已转裁定，裁定前不再催办。\n与您说的不符，请回“撤销 {number}”。"
        case _:
            return f"{number}{who}电话了解后，按规定继续办理。\n回一句有事实的进展就停。"


def doubted(number: str, found: Doubt) -> str:
    """To whoever noted the call: nothing of it is kept yet."""
    if found.before:
        return f"{number}上次{found.before}，电话里说{found.told}：是本次新增，还是累计？还没有登记。\n新增回“新增”（累计{found.together}）；累计回“累计”（就是{found.told}）。"
    beside = f"目标{found.target}，" if found.target else ""
    return f"{number}{beside}电话里说{found.told}，对吗？还没有登记。\n对就回“对”；记错了直接回正确的数。"


def ask_words(number: str) -> str:
    return f"{number}电话里怎么说的？回一句即登记。"


def ask_which(number: str, found: Sequence[tuple[str, str]]) -> str:
    listed = "、".join(unit for _, unit in found)
    return f"{number}号有{len(found)}项（{listed}），请带上单位，如“{number} 已通，{found[0][1]}说…”。"


_WHY = {
    "recipient": "{messenger}里找不到此人",
    "content": "{messenger}没有收下这条内容",
    "unreachable": "{messenger}没有接入",
}


def undelivered(name: str, platform: str, blame: str) -> str:
    """To 督查室; the platform's own words are in the outbox."""
    tail = {"recipient": "请电话告知，并核对账号和应用可用范围", "content": "请电话告知"}.get(
        blame, "请电话告知并核对账号"
    )
    return f"{name}的消息没有送达：{_why(platform, blame)}，{tail}"


def sent_elsewhere(name: str, platform: str, other: str, blame: str) -> str:
    """鲁广厦：企业微信里找不到此人，已改发钉钉"""
    return f"{name}：{_why(platform, blame)}，已改发{PLATFORMS.get(other, other)}，账号请核对"


def _why(platform: str, blame: str) -> str:
    return _WHY.get(blame, _WHY["content"]).format(messenger=PLATFORMS.get(platform, platform))
