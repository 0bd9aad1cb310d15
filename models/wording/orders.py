"""Orders (交办): the draft shown back, the one question, what the unit reads, and 我交办的."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.messages import Button, ButtonStyle, Card
from models.tasks import Assignment
from models.wording.dispatch import NOT_OURS
from models.wording.phrases import day, fit, local, near_moment, plain, short, weekday
from models.wording.tone import tone_of

CONFIRM, DROP = "order-confirm", "order-drop"
TAKE = "order-take"
DUES = (("today", "当天"), ("wd3", "3个工作日"), ("wd7", "7个工作日"), ("month", "一个月"))
ON_A_CARD = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft, or several alike, as 督查室 reads them: J7, or J7 to J9 that say the same."""

    numbers: Sequence[str]
    what: str
    units: Sequence[str]  # short names
    support: Sequence[str]
    due: str  # 周五（3月6日）前, 今天17:00前; empty while it is not known
    source: str
    lacks: str

    @property
    def label(self) -> str:
        return self.numbers[0] if len(self.numbers) == 1 else f"{self.numbers[0]}等{len(self.numbers)}件"


def source(origin: str, paper: str, leader: str, *, by: str = "") -> str:
    """沈在舟同志批示（青政办发〔2026〕3号）, 周行远同志在专题会议上交办, 市政府督查室交办"""
    who = f"{leader}同志" if leader else by or "市政府督查室"
    match origin:
        case "批示":
            return f"{who}批示{f'（{paper}）' if paper else ''}"
        case "会议":
            where = f"{paper}议定" if paper and "〔" in paper else f"{paper or '会议'}上交办"
            return f"{leader}同志在{where}" if leader and not where.endswith("议定") else where
    return f"{who}交办{f'（{paper}）' if paper else ''}"


def until(due: date | None, hour: str, *, is_today: bool, falls_due: datetime | None, now: datetime) -> str:
    if falls_due is not None and (is_today or hour):
        return f"{near_moment(falls_due, now)}前"
    return f"{weekday(due)}前" if due else ""


def draft_card(card_id: str, drafts: Sequence[Shown], *, by: str = "") -> Card:
    """To 督查室: what was read, one tap from being dispatched."""
    whole = all(not draft.lacks for draft in drafts)
    buttons = [Button(DROP, "不下达", ButtonStyle.DANGER)]
    if whole:
        buttons.insert(0, Button(CONFIRM, "确认下达", ButtonStyle.PRIMARY))
    first = drafts[0]
    how = f"改一处请回“{first.numbers[0]} 下周三前”“{first.numbers[0]} 由市××局办”。"
    entered = f"{by}交办，" if by else ""
    if len(drafts) == 1:
        fields = [("单位", _units(first.units)), ("时限", first.due or "待定"), ("来源", first.source)]
        fields += [("配合", _units(first.support))] if first.support else []
        title = f"{entered}草稿{first.label}，请核"
        return Card(card_id, title, f"{plain(short(first.what, 90))}\n{how}", tuple(fields), tuple(buttons))
    fields = [(d.label, f"{_units(d.units)}，{d.due or '时限待定'}：{plain(short(d.what, 16))}") for d in drafts]
    total = sum(len(d.numbers) for d in drafts)
    rest = f"另有{len(drafts) - ON_A_CARD}项，回“草稿”看全部。" if len(drafts) > ON_A_CARD else ""
    return Card(
        card_id, f"{entered}草稿{total}件，请核", f"{first.source}。{rest}\n{how}", tuple(fields[:ON_A_CARD]), tuple(buttons)
    )  # fmt: skip


def _units(names: Sequence[str]) -> str:
    if not names:
        return "待定"
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:2])}等{len(names)}家"


def waiting_line(numbers: Sequence[str], by: str) -> str:
    return f"{by}交办{'、'.join(numbers[:3])}{'等' if len(numbers) > 3 else ''}待确认下达，回“草稿”看"


def noted(drafts: Sequence[Shown]) -> str:
    """To the leader who gave it: what was understood; 督查室 confirms."""
    lines = [f"已记{d.label}：{_units(d.units)}，{d.due or '时限待定'}：{plain(short(d.what, 40))}" for d in drafts]
    first = drafts[0].numbers[0]
    return fit([*lines, f"督查室确认后下达。不对请回“{first} …”，不要了回“取消 {first}”。"], head=1)


def ask_unit(number: str, what: str, unknown: Sequence[str]) -> str:
    lost = f"没有找到“{plain('、'.join(unknown))}”。" if unknown else ""
    return f"{lost}{number}“{plain(short(what, 24))}”由哪个单位办？回单位名称即可。"


def ask_what(number: str, units: Sequence[str]) -> str:
    return f"{number}交{_units(units)}办什么？回一句内容即可。"


def due_card(card_id: str, numbers: Sequence[str], what: str) -> Card:
    named = "、".join(numbers) if len(numbers) <= 3 else f"{numbers[0]}等{len(numbers)}件"
    body = f"“{plain(short(what, 60))}”没有写时限。点一下，或回一个日期，如“下周三前”。"
    return Card(card_id, f"{named}哪天前办结？", body, (), tuple(Button(key, text) for key, text in DUES))


def dispatched(drafts: Sequence[Shown], at: datetime | None, now: datetime) -> str:
    """`at` when it cannot go out now."""
    lines = [f"{d.label}已下达{_units(d.units)}：{plain(short(d.what, 30))}，{d.due}。" for d in drafts]
    when = f"现在不是下达时间，{near_moment(at, now)}送达单位，时限自送达起算。" if at else "认领、进展会报到这里。"
    return fit([*lines, when])


def past_due(number: str, due: date) -> str:
    return f"{number}的时限{day(due)}已过，没有下达。请回新的时限，如“{number} 下周三前”。"


def dropped(numbers: Sequence[str]) -> str:
    return f"{'、'.join(numbers)}不下达，草稿已收起。"


def dropped_by_office(number: str, what: str, officer: str) -> str:
    return f"您交办的{number}“{plain(short(what, 24))}”经{officer}核，没有下达"


TAKEN_BACK = "已撤回"
KEEP, WITHDRAW = "order-keep", "order-withdraw"


def withdraw_card(card_id: str, number: str, what: str, units: Sequence[str]) -> Card:
    body = f"“{plain(short(what, 60))}”{_units(units)}已经在办。撤回后不再计时，单位会收到一句说明。"
    buttons = (Button(WITHDRAW, "撤回并告知", ButtonStyle.DANGER), Button(KEEP, "不撤回"))
    return Card(card_id, f"撤回{number}？", body, (), buttons)


def withdrawn(number: str, units: Sequence[str], *, recalled: int, told: int) -> str:
    """To the officer. What he taps back is asked of the platform, which may refuse: then the unit is told."""
    if recalled and not told:
        return f"{number}已撤回，不再计时。{_units(units)}还没有回，那条消息一并收回；收不回的，会告诉他们不用办了。"
    if recalled or told:
        return f"{number}已撤回，不再计时，已告知{_units(units)}不用办了。"
    return f"{number}已撤回，还没有送达{_units(units)}。"


def withdrawn_to_unit(number: str, what: str, officer: str, why: str) -> str:
    because = f"：{plain(short(why, 60))}" if why else "。"
    return f"{number}“{plain(short(what, 24))}”已由{officer}撤回，不用办了{because}"


def withdrawn_to_leader(number: str, what: str, officer: str, why: str) -> str:
    because = f"：{plain(short(why, 60))}" if why else ""
    return f"您交办的{number}“{plain(short(what, 24))}”已由{officer}撤回{because}"


def withdrawal_asked(number: str, what: str, who: str) -> str:
    return f"{who}想撤回{number}“{plain(short(what, 24))}”，同意请回“撤回 {number}”"


def office_withdraws(number: str) -> str:
    return f"{number}已下达，撤回由督查室办，已转告。"


def already(number: str, state: str) -> str:
    return f"{number}{state}，没有改动。"


def no_drafts() -> str:
    return "没有待下达的草稿。直接发“交办 市××局 周五前报…”即可。"


def not_corrected(number: str) -> str:
    return f"{number}要改哪里没看明白，没有改动。可改时限“{number} 下周三前”、单位“{number} 由市××局办”、内容“{number} 内容：…”。"


def not_allowed() -> str:
    return "交办由市领导和督查室下达，这句没有登记。报进展请直接回编号加内容。"


def not_an_order() -> str:
    return "没看出要办什么。可这样说：“交办 市××局 周五前报防汛预案”。"


def settled(word: str, officer: str) -> str:
    return f"{word} {officer}"


def mine(lines: Sequence[str], *, done: int, total: int) -> str:
    if not total:
        return "您还没有交办过事项。发“交办 市××局 周五前报…”即可。"
    return fit([f"您交办的{total}件：办结{done}、在办{total - done}。", *lines], tail=0)


def mine_line(number: str, lamp: str, units: str, what: str, state: str, due: date | None) -> str:
    by = f"，{day(due)}前" if due else ""
    return f"{lamp}{number} {units} {plain(short(what, 16))}：{state}{by}"


# what the unit reads


def who_orders(line: dict[str, Any]) -> str:
    return source(line.get("origin", ""), line.get("paper", ""), line.get("leader", ""), by="市政府")


def order_card(
    card_id: str, unit: str, given: Sequence[Assignment], *, dues: Sequence[datetime | None], now: datetime
) -> Card:
    """One or several orders of the same kind to one unit: what, who says so, by when; the button carries the date."""
    first, line = given[0].task, given[0].task.line
    on = day(date.fromisoformat(line["on"])) if line.get("on") else ""
    tone = tone_of(given[0].unit.kind)
    buttons = [Button(NOT_OURS, f"不属{tone.we}职责", ButtonStyle.DANGER)]
    if any(not a.task.needs_own_words for a in given):
        buttons.insert(0, Button(TAKE, _take(dues, now), ButtonStyle.PRIMARY))
    how = (
        "点第一个按钮即认领；也可回一句：谁牵头、先做什么。"
        if len(buttons) > 1
        else "请您亲自回一句：谁牵头、先做什么。"
    )
    if len(given) == 1:
        title = f"{first.number} {who_orders(line)}，{tone.asks.rstrip('。')}"
        fields = [("单位", unit), ("时限", _until(dues[0], now) or "待明确"), ("交办", on)]
        body = "内部事项，详见纸质件" if first.off_chat else plain(short(first.goal, 100))
        return Card(card_id, title, f"{body}\n{how}", tuple(f for f in fields if f[1]), tuple(buttons))
    fields = [
        (a.task.number, f"{plain(a.task.chat_title(16))}，{_until(due, now)}")
        for a, due in zip(given, dues, strict=True)
    ]
    return Card(
        card_id, f"{unit}：{who_orders(line)}{len(given)}件，{tone.asks.rstrip('。')}", how, tuple(fields[:ON_A_CARD]), tuple(buttons)
    )  # fmt: skip


def _until(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    at = local(due)
    return (
        f"{near_moment(due, now)}前"
        if at.date() == local(now).date() or f"{at:%H:%M}" != "17:30"
        else f"{weekday(at.date())}前"
    )


def _take(dues: Sequence[datetime | None], now: datetime) -> str:
    """认领·3月6日前, 认领·今天17:00前; ten characters at most are shown."""
    known = {due for due in dues if due is not None}
    if len(known) != 1:
        return "认领·按期办"
    [due] = known
    if local(due).date() == local(now).date():
        return f"认领·今天{local(due):%H:%M}"
    return f"认领·{day(local(due).date())}前"


def given_to_liaison(numbers: Sequence[str], you: str) -> str:
    return f"{'、'.join(numbers)}已交办给{you}负责人，请协助办理"
