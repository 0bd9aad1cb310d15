"""Emergencies (突发) as people read them: the question to the reporter, the alarm, who answered, the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.messages import Button, ButtonStyle, Card
from models.wording.phrases import fit, local, near_moment, plain, short

CONFIRM, ADD, NO = "emergency-yes", "emergency-add", "emergency-no"
RECEIVED, ON_IT, TASK = "received", "on_it", "task"
ANSWERS = {RECEIVED: "收到", ON_IT: "我来处置"}
STATES = {"asked": "待确认", "denied": "不是突发", "open": "处置中", "ended": "已结束", "withdrawn": "已撤回"}
STEPS = {
    "said": "报告", "confirmed": "点了确认上报", "denied": "说不是突发", "told": "已发给", "unreached": "没有送达",
    "answered": "回应", "silent": "到时未回应", "added": "补充", "tasked": "列为应急任务", "ended": "结束", "withdrawn": "撤回",
}  # fmt: skip
BESIDE = "本消息不代替信息报送"
ON_A_CARD = 90


@dataclass(frozen=True, slots=True)
class Facts:
    id: int
    text: str
    what: str
    place: str
    happened: str
    said_at: datetime
    reporter: str
    unit: str
    reporter_phone: str
    office_phone: str


def by_phone(number: str) -> str:
    """What the bot never replaces."""
    return f"请同时按规定电话报告总值班室{f' {number}' if number else ''}"


def ask(card_id: str, facts: Facts, *, open_id: int | None, noted: Sequence[str]) -> Card:
    """Nothing was sent yet: what was read, and two ways."""
    buttons = [Button(CONFIRM, "确认上报", ButtonStyle.PRIMARY), Button(NO, "不是突发")]
    if open_id is not None:
        buttons = [Button(ADD, f"补充到{open_id}号", ButtonStyle.PRIMARY), Button(CONFIRM, "另报一件"), buttons[1]]
    also = f"\n{'、'.join(noted)}的进展已照常登记。" if noted else ""
    body = f"“{plain(short(facts.text, 50))}”\n还没有发给任何人，点“{buttons[0].text}”即发{'在处置的人' if open_id else '总值班室和带班领导'}。{by_phone(facts.office_phone)}，{BESIDE}。{also}"
    return Card(card_id, "是突发情况吗", body, _fields(facts), tuple(buttons))


def _fields(facts: Facts) -> tuple[tuple[str, str], ...]:
    said = f"{local(facts.said_at):%H:%M}报"
    return (
        ("情况", facts.what or "见原话"), ("地点", plain(facts.place) or "没写，可补充"),
        ("时间", f"{plain(facts.happened)}（{said}）" if facts.happened else said),
    )  # fmt: skip


def ask_for_words(number: str) -> str:
    return f"请写明何时、何地、何事，如“突发 解放路中段燃气泄漏，正在疏散”。{by_phone(number)}。"


def _who(facts: Facts) -> str:
    return " ".join(part for part in (facts.reporter, facts.unit, facts.reporter_phone) if part)


def alarm(card_id: str, facts: Facts, *, instead_of: str = "", heard_at: datetime | None = None) -> Card:
    """`heard_at`: he said 收到, and the card stays for what he may do next."""
    head = f"{instead_of}还没有回应，请您先看。\n" if instead_of else ""
    head = f"您{local(heard_at):%H:%M}已收到。\n" if heard_at else head
    body = f"{head}“{plain(short(facts.text, ON_A_CARD))}”\n报告人已确认。全文和经过回“突发 {facts.id}”。"
    title = f"突发{facts.id}号：{short(plain(facts.place + facts.what) or plain(facts.text), 24)}"
    received, task = Button(RECEIVED, "收到", ButtonStyle.PRIMARY), Button(TASK, "列为应急任务")
    buttons = (*(() if heard_at else (received,)), Button(ON_IT, "我来处置"), *((task,) if facts.unit else ()))
    return Card(card_id, title, body, (*_fields(facts), ("报告人", _who(facts))), buttons)


def line(emergency_id: int, text: str, instead_of: str) -> str:
    """What 为什么提醒我 answers."""
    why = f"{instead_of}没有回应，按值班表转您" if instead_of else "您在当天的值班表上"
    return f"突发{emergency_id}号：“{plain(short(text, 40))}”，报告人已确认；{why}。突发昼夜都发，点“收到”即停。"


def raised(facts: Facts, leader: str, office: Sequence[str], unreached: Sequence[str]) -> str:
    to = "、".join(
        [*(f"总值班室{name}" for name in office[:1]), *office[1:4], *([f"带班领导{leader}"] if leader else [])]
    )
    lines = [
        f"突发{facts.id}号已发{to}。" if to else f"突发{facts.id}号已登记，没有发到别人手机上。",
        f"{by_phone(facts.office_phone)}，{BESIDE}。",
        *([f"没有送到：{'、'.join(unreached)}，请电话告知。"] if unreached else []),
        "谁收到会告诉您。有新情况回“突发 补充：…”，发错了回“突发 撤回”。",
    ]
    return "\n".join(lines)


def not_confirmed(said_at: datetime, number: str, now: datetime) -> str:
    return f"{near_moment(said_at, now)}说的突发还没有点“确认上报”，没有发给任何人。请点上面卡片的一个按钮；{by_phone(number)}。"


def denied() -> str:
    return "好的，不是突发，没有发给任何人。"


def stale(said_at: datetime, now: datetime) -> str:
    return f"这是{near_moment(said_at, now)}报的，已过半天，没有发出。如果还在发生，请再回一句“突发 …”。"


def already(state: str) -> str:
    return f"这一件{STATES[state]}，没有再发。"


def acknowledged(emergency_id: int, name: str, answer: str, now: datetime) -> str:
    return f"突发{emergency_id}号：{name} {local(now):%H:%M} {ANSWERS[answer]}。"


def noted_answer(emergency_id: int, answer: str) -> str:
    if answer == ON_IT:
        return f"好的，已告诉报告人和总值班室：由您处置。办妥了回“突发 结束”，有新情况回“突发 补充：…”。（{emergency_id}号）"
    return f"好的，已告诉报告人和总值班室。（{emergency_id}号）"


def silent(minutes: int) -> str:
    return f"{minutes}分钟没有回应"


def unreached() -> str:
    return "的消息没有送达"


def phone_him(emergency_id: int, name: str, phone: str, why: str, following: str) -> str:
    number = f"电话{phone}" if phone else "号码见通讯录"
    then = f"已同时发给{following}。" if following else "没有可再发的人，等您的电话。"
    gap = "" if why.startswith("的") else " "
    return f"突发{emergency_id}号：{name}{gap}{why}，请现在打电话（{number}）。{then}"


def added(emergency_id: int, name: str, text: str) -> str:
    return f"突发{emergency_id}号补充（{name}）：“{plain(short(text, 300))}”"


def added_to_sender(emergency_id: int, count: int) -> str:
    return f"已补充到突发{emergency_id}号，发给{count}人。"


def taken_as_more(emergency_id: int, count: int) -> str:
    return f"这条按突发{emergency_id}号的补充，已发给{count}人。说的是别的事项，请带编号再回一次。"


def over(emergency_id: int, state: str, name: str, text: str) -> str:
    why = f"：“{plain(short(text, 120))}”" if text else ""
    return f"突发{emergency_id}号{STATES[state]}（{name}）{why}。"


def over_to_sender(emergency_id: int, state: str, count: int) -> str:
    told = f"，已告诉{count}人" if count else ""
    return f"突发{emergency_id}号{STATES[state]}{told}；还没发出的不再发。"


def none_open() -> str:
    return "现在没有处置中的突发。要报告，回“突发”加何时、何地、何事。"


def not_yours(emergency_id: int) -> str:
    return f"突发{emergency_id}号由报告人和值班的人补充，由带班领导或总值班室结束；您这里没有改动。"


def none_such(emergency_id: int) -> str:
    return f"没有找到突发{emergency_id}号。回“突发记录”看。"


def only_duty() -> str:
    return "突发记录由总值班室、带班领导和督查室查看。"


def records(lines: Sequence[str]) -> str:
    return fit(["突发记录：", *lines, "回“突发 编号”看经过。"]) if lines else "还没有突发记录。"


def record_line(emergency_id: int, at: datetime, text: str, state: str, name: str, now: datetime) -> str:
    return f"{emergency_id}号 {near_moment(at, now)} {STATES[state]} {name}：“{plain(short(text, 24))}”"


def whole(
    facts: Facts, state: str, calls: Sequence[str], entries: Sequence[str]
) -> str:  # fmt: skip
    head = f"突发{facts.id}号（{STATES[state]}）{_who(facts)}：“{plain(short(facts.text, 300))}”"
    return fit([head, *calls, *entries])


def call_line(
    name: str, told: datetime, heard: datetime | None, answer: str, answered: datetime | None, instead_of: str
) -> str:
    parts = [f"{local(told):%H:%M}发", f"{local(heard):%H:%M}送达" if heard else "未送达"]
    parts.append(f"{local(answered):%H:%M}{ANSWERS[answer]}" if answered else "未回应")
    return f"{name}{f'（代{instead_of}）' if instead_of else ''} {'，'.join(parts)}"


def entry_line(at: datetime, name: str, kind: str, text: str) -> str:
    said = f"：“{plain(short(text, 80))}”" if text else ""
    return f"{local(at):%m-%d %H:%M} {STEPS[kind]} {name}{said}"


def tasked(number: str, unit: str) -> str:
    return f"{f'{number}：' if number else ''}已列为{unit}应急任务，现在下达，时限按应急件走。"


def too_many_tasks(most: int) -> str:
    return f"本月应急任务已有{most}件，到了上限；请用“交办”下达，或由督查室改规则。"


def task(text: str) -> str:
    return f"处置突发：{short(plain(text), 80)}"
