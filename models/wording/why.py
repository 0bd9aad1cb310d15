"""为什么提醒我: the rule, the start, what was counted, what stops it and what comes next, in plain Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.wording.phrases import day, local, moment, near_moment, plain, short
from models.wording.tone import tone_of

AGREED = {
    "K1": "下达后{length}内送到本人手机",
    "K2": "下达后{length}内认领：谁牵头、先做什么、哪天",
    "K3": "认领后{length}内报出第一步或分步节点，自己定了日子的按那一天",
    "K4": "约定{length}报一次进展",
    "K5": "方案里定的节点",
    "K6": "各项数已达到目标，{length}内报结",
    "K7": "报结后{length}内核验",
    "K8": "转出后{length}内答复",
    "K10": "提出异议后{length}内裁定",
    "K11": "申请延期后{length}内答复",
}
ORDERED = "交办的期限"
HELD_BY_THE_OFFICE = {"K7", "K10", "K11"}
STOPS = {
    "K1": "送到，或电话告知到本人就停",
    "K2": "回一句谁牵头、先做什么、哪天就停",
    "K3": "回一句哪天做到哪一步就停",
    "K4": "回一句有事实的进展就停",
    "K5": "报结，或报到这个数就停",
    "K6": "报结，或回一句还差什么就停",
    "K7": "销号或退回就停",
    "K8": "回“答复 编号 …”就停",
    "K10": "维持或改派就停",
    "K11": "同意或不同意就停",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """`off_days` are holidays that fell in the counted span, by name with their number of days: 端午3天."""

    number: str
    paper: str | None  # 文号
    kind: str
    name: str
    rule: str
    length: str
    started_at: datetime
    due_at: datetime | None
    last_word_at: datetime | None
    workdays: int
    off_days: Sequence[str]
    next_at: datetime | None
    next_form: str = ""  # last_window, call, or a line of a list
    is_over: bool = False
    unit_kind: str = "department"
    last_by: str = ""  # whose that word was, where not the holder's own alone
    cadence: str = ""  # whose order or which schedule the period is by
    is_provisional: bool = False  # the calendar of that year is not announced yet


MOST = 3


def all_of(found: Sequence[Grounds], now: datetime, *, told: Sequence[str] = (), decided: Sequence[str] = ()) -> str:
    """Those that run alike are explained once; what was merely told, or decided by a person, is called so."""
    groups: dict[tuple[object, ...], list[Grounds]] = {}
    for g in found:
        name = g.name if g.kind == "K5" else ""
        groups.setdefault((g.kind, name, g.paper, g.started_at, g.due_at, g.last_word_at, g.is_over), []).append(g)
    said = [why(replace(of[0], number=_numbers(of)), now) for of in groups.values()]
    more = [f"另有{len(said) - MOST}条，回“进度 编号”逐项看。"] if len(said) > MOST else []
    told_of = [*_quoted(told, "是告知，不是催办。"), *_quoted(decided, "是督查室的答复，照这一条补一句即可。")]
    return "\n".join([*told_of, *said[:MOST], *more])


def _quoted(texts: Sequence[str], what: str) -> list[str]:
    """“5号已核验销号”是告知，不是催办。"""
    if not texts:
        return []
    more = f"等{len(texts)}条" if len(texts) > MOST else ""
    return [f"{''.join(f'“{plain(short(text, 18))}”' for text in texts[:MOST])}{more}{what}"]


def _numbers(of: Sequence[Grounds]) -> str:
    bare = [g.number.removesuffix("号") for g in of]
    return f"{'、'.join(bare[:4])}号" + (f"等{len(bare)}项" if len(bare) > 4 else "")


def why(g: Grounds, now: datetime) -> str:
    source = (
        f"{g.number}见{g.paper}第{g.number.partition('号')[0]}项"
        if g.paper and not g.number.startswith("J")
        else g.number
    )
    ordered = g.kind == "K5" and g.number.startswith("J")
    agreed = ORDERED if ordered else AGREED.get(g.kind, g.name).format(length=g.length)
    named = f"“{g.name}”" if g.kind == "K5" and not ordered else ""
    by = f"（{g.cadence}）" if g.cadence else ""
    ceiling = "" if g.is_over or g.kind in HELD_BY_THE_OFFICE else tone_of(g.unit_kind).ceiling
    lines = [f"{source}，{agreed}{by}{named}。{_history(g)}", _ending(g, now), ceiling, f"（规则 {g.rule}）"]
    return "\n".join(line for line in lines if line)


def _history(g: Grounds) -> str:
    by = f"（{g.last_by}）" if g.last_by else ""
    heard_on = local(g.last_word_at).date() if g.last_word_at else None
    since = f"上次{day(heard_on)}{by}" if heard_on else ""
    if heard_on is None or heard_on < local(g.started_at).date():
        since += f"{'，' if since else ''}{moment(g.started_at)}起算"
    off = f"（{'、'.join(g.off_days)}不计）" if g.off_days else ""
    due = f"，{moment(g.due_at)}到期{'（暂定）' if g.is_provisional else ''}" if g.due_at else ""
    return f"{since}，其间{g.workdays}个工作日{off}{due}。"


def _ending(g: Grounds, now: datetime) -> str:
    if g.is_over:
        return "这一条已经停了，不再提醒。"
    stops = STOPS.get(g.kind, "回一句进展就停")
    if g.next_at is None:
        return f"{stops}。"
    at = near_moment(g.next_at, now)
    comes = {
        "last_window": f"{at}再提醒一次，之后督查室电话了解",
        "call": f"{at}后督查室电话了解",
        "named": f"{at}后先告知您，再列入分管领导摘要",
    }.get(g.next_form, f"{at}起在晨单里再列")
    return f"{stops}；不回，{comes}。"


def nothing() -> str:
    return "最近没有主动提醒过您。回“我的任务”看手上的事项。"
