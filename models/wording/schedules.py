"""日程 in words: when something goes out, to whom, what comes next; and the broadcast itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from models.messages import Button, ButtonStyle, Card
from models.rules.cadence import Cadence
from models.rules.calendar import Calendar
from models.rules.missed import Missed
from models.rules.recurrence import YEAR_ROUND, DayOff, Every, Recurrence, Slot
from models.wording.phrases import WEEKDAYS, day, fit, local, plain, short

SAVE, DROP = "save", "drop"
DAYS_OFF = {DayOff.EARLIER: "遇节假日提前", DayOff.LATER: "遇节假日顺延", DayOff.SKIP: "遇节假日不发"}
MISSED = {Missed.SKIP: "错过不补", Missed.SAME_DAY: "错过当天补", Missed.CATCH_UP: "错过补发"}
STATES = {"active": "", "paused": "（已停）", "ended": "（已结束）"}
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A schedule with what comes next, as it is shown before it is saved and afterwards."""

    id: int  # 0: not saved yet
    name: str
    rule: Recurrence
    readers: str  # in words; empty for a list
    text: str
    missed: Missed
    state: str = "active"
    people: int = 0
    unreached: Sequence[str] = ()
    slots: Sequence[Slot] = ()
    provisional: Sequence[bool] = ()
    held_until: time | None = None  # it falls outside office hours, and is on the phone by then
    last: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """What one schedule sends in the days to come; without readers it is a list."""

    id: int
    what: str
    readers: str
    people: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    days: int
    schedules: tuple[Coming, ...]
    counts: Mapping[str, int]  # broadcasts by the name of who gets them


def say_rule(rule: Recurrence) -> str:
    """每周一、周四8:50"""
    return f"{_days(rule)}{'、'.join(clock(at) for at in rule.at)}"


def clock(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def _days(rule: Recurrence) -> str:
    match rule.every:
        case Every.WORKDAY:
            return "每个工作日"
        case Every.DAY:
            return "每天"
        case Every.WEEK:
            return ("隔" if rule.weeks == 2 else "每") + "、".join(f"周{WEEKDAYS[n - 1]}" for n in rule.days)
        case Every.MONTH:
            return _months(rule) + "、".join("最后一天" if n == -1 else f"{n}日" for n in rule.days)
        case Every.MONTH_WORKDAY:
            return _months(rule) + "、".join(_nth(n) for n in rule.days)
        case Every.ONCE:
            return day(rule.on) if rule.on else ""


def _months(rule: Recurrence) -> str:
    known = {
        YEAR_ROUND: "每月",
        (3, 6, 9, 12): "每季度末月",
        (1, 4, 7, 10): "每季度首月",
        (2, 5, 8, 11): "每季度第二个月",
        (6, 12): "每半年末月",
    }
    return known.get(rule.months) or f"每年{'、'.join(str(m) for m in rule.months)}月"


def _nth(n: int) -> str:
    if n == -1:
        return "最后一个工作日"
    return f"倒数第{-n}个工作日" if n < 0 else f"第{n}个工作日"


def say_slot(slot: Slot, *, provisional: bool = False) -> str:
    """3月25日（周三）9:00, 1月4日（周一）9:00（顺延、暂定）"""
    at = local(slot.at)
    marks = [("提前" if slot.at < slot.nominal else "顺延")] if slot.is_moved else []
    marks += ["暂定"] if provisional else []
    suffix = f"（{'、'.join(marks)}）" if marks else ""
    return f"{day(at.date())}（周{WEEKDAYS[at.weekday()]}）{clock(at.time())}{suffix}"


def provisional(slots: Sequence[Slot], calendar: Calendar) -> list[bool]:
    return [calendar.is_provisional(local(slot.at).year) for slot in slots]


def _options(rule: Recurrence, missed: Missed) -> str:
    has_choice = rule.every not in (Every.WORKDAY, Every.MONTH_WORKDAY)
    return "；".join([*([DAYS_OFF[rule.day_off]] if has_choice else []), MISSED[missed]])


def _hold(shown: Shown) -> str:
    return f"办公时间外不打扰，{clock(shown.held_until)}送达。" if shown.held_until else ""


def proposal(card_id: str, shown: Shown) -> Card:
    """What is saved by a tap: the words, to how many, and the next five times."""
    number = f"日程{shown.id} 改为" if shown.id else ""
    fields = [
        (f"第{n}次", say_slot(slot, provisional=guess))
        for n, (slot, guess) in enumerate(zip(shown.slots, shown.provisional, strict=True), 1)
    ]
    if shown.unreached:
        fields.append(("收不到", f"{short('、'.join(shown.unreached), 20)}没有账号"))
    body = f"“{plain(short(shown.text, 70))}”\n" if shown.text else ""
    to = f" 发给{short(shown.readers, 12)}（{shown.people}人）" if shown.readers else f" {short(shown.name, 32)}"
    return Card(
        card_id, f"{number}{say_rule(shown.rule)}{to}", f"{body}{_options(shown.rule, shown.missed)}。{_hold(shown)}点“确认”或回“确认”保存。",
        tuple(fields), (Button(SAVE, "确认", ButtonStyle.PRIMARY), Button(DROP, "不存")),
    )  # fmt: skip


def whole(shown: Shown) -> str:
    """One schedule, in lines."""
    to = f"，发给{shown.readers}（{shown.people}人）" if shown.readers else ""
    name = f"日程{shown.id}" if shown.id else "新日程"
    lines = [
        f"{name}{STATES[shown.state]} {say_rule(shown.rule)}{to}",
        *([f"“{plain(short(shown.text, 120))}”"] if shown.text else [shown.name]),
        f"{_options(shown.rule, shown.missed)}。{_hold(shown)}",
        *([f"收不到：{'、'.join(shown.unreached[:5])}（没有账号）"] if shown.unreached else []),
        *([f"接下来：{'；'.join(say_slot(s, provisional=g) for s, g in zip(shown.slots, shown.provisional, strict=True))}"] if shown.slots else []),
        *([shown.last] if shown.last else []),
    ]  # fmt: skip
    return fit(lines)


def listed(found: Sequence[Shown], *, most: int = _MOST_SHOWN) -> str:
    if not found:
        return "还没有日程。回一句即可，如“每月25日9:00 给所有联络员 发：请核对本月数据”。"
    lines = [_line(shown) for shown in found[:most]]
    rest = [f"另有{len(found) - most}条，回“日程 编号”看一条"] if len(found) > most else []
    whole_list = [f"日程{len(found)}条：", *lines, *rest, "改、停、恢复、试、删都带编号，如“停 日程2”。"]
    return fit(whole_list) if most == _MOST_SHOWN else "\n".join(whole_list)


def ahead(found: Ahead, *, most: int = _MOST_SHOWN) -> str:
    """In order of time; the lists, which go to whomever something waits for, in one line."""
    coming = sorted(
        ((slot, one) for one in found.schedules if one.readers for slot in one.slots), key=lambda c: c[0].at
    )
    lists = [f"{one.what}{len(one.slots)}次" for one in found.schedules if not one.readers and one.slots]
    beside = f"，另有{'、'.join(lists)}" if lists else ""
    head = f"未来{found.days}天，通知{len(coming)}次{beside}："
    lines = [f"{say_slot(slot)} {one.readers}（{one.people}人）：{plain(short(one.what, 16))}" for slot, one in coming]
    rest = [f"另有{len(lines) - most}次"] if len(lines) > most else []
    busiest = max(found.counts.items(), key=lambda one: one[1], default=("", 0))
    tail = [f"一人最多{busiest[1]}条（{busiest[0]}）；办公时间外不发，每人每天有上限。"] if busiest[1] else []
    return fit([head, *lines[:most], *rest, *tail]) if coming else f"{head.removesuffix('：')}。"


def _line(shown: Shown) -> str:
    to = (
        f" 给{short(shown.readers, 12)}（{shown.people}人）：{plain(short(shown.text, 16))}"
        if shown.readers
        else f" {shown.name}"
    )
    following = f"，下次{say_slot(shown.slots[0])}" if shown.slots else ""
    return f"日程{shown.id}{STATES[shown.state]} {say_rule(shown.rule)}{to}{following}"


def last_time(at: datetime, state: str, reason: str, people: int, *, is_list: bool) -> str:
    when = f"{day(local(at).date())}{clock(local(at).time())}"
    if state == "skipped":
        return f"上次{when}：{reason}。"
    return f"上次{when}已发{'' if is_list else f'{people}人'}。"


def saved(shown: Shown) -> str:
    following = f"首次{say_slot(shown.slots[0])}。" if shown.slots else ""
    return f"日程{shown.id}已保存：{say_rule(shown.rule)}，{following}先看样子，回“试 日程{shown.id}”。"


def no_such_person(user: str) -> str:
    return f"没找到“{plain(user)}”。请给账号，或通讯录里的姓名。"


def changed_meanwhile(number: int) -> str:
    return f"日程{number}刚被别人改过，没有保存。回“日程{number}”看现在的，再改一次。"


def only_shown() -> str:
    return "仅预览，没有保存。"


def no_account(name: str) -> str:
    return f"{name}没有账号，没有发出。"


def tried_for(name: str) -> str:
    return f"已排队试发给{name}："


def never_fires() -> str:
    return "照这样排，往后没有一次会发，没有保存。请改时间，或写明遇假提前、遇假顺延。"


def nobody(readers: str) -> str:
    return f"{readers}里现在没有一个人，没有保存。请核对通讯录，或换一个对象。"


def no_such(number: int) -> str:
    return f"没有日程{number}，没有改动。回“日程”看编号。"


def already(number: int, state: str) -> str:
    return f"日程{number}{ {'active': '正在用', 'paused': '已经停着', 'ended': '已经结束'}[state] }，没有改动。"


def paused(number: int, withdrawn: int) -> str:
    rest = f"还没送达的{withdrawn}条也不发了。" if withdrawn else ""
    return f"日程{number}已停，不再发。{rest}要用时回“恢复 日程{number}”。"


WITHOUT = {
    "morning": "各人的待办清单不再发，事项照常计时",
    "evening": "当天未了的事下午不再提，次日晨单照列",
    "proof": "没有看过校样，事项就不列入领导摘要",
    "digest": "各位领导不再收到",
    "aide_digest": "秘书不再先看到",
    "cadence": "这些任务改按别的日程或规则里的周期报进展",
}


def paused_list(number: int, name: str, kind: str) -> str:
    return f"日程{number}（{name}）已停：{WITHOUT[kind]}。要用时回“恢复 日程{number}”。"


def cadence_name(found: Cadence) -> str:
    """报进展：46、47号（李市长要求，至12月1日）"""
    until = f"，至{day(found.until)}" if found.until else ""
    return f"报进展：{short(found.words, 24)}{f'（{found.leader}要求{until}）' if found.leader else ''}"


def only_period(number: int) -> str:
    return f"日程{number}是报进展的周期，只能改周期，如“改 日程{number} 隔周四”；换任务请另定一条，再回“停 日程{number}”。没有改动。"


def no_such_tasks(numbers: Sequence[str]) -> str:
    return f"没有{'、'.join(numbers)}号年度任务，没有保存。请核对编号。"


def resumed(shown: Shown) -> str:
    return f"日程{shown.id}已恢复，下次{say_slot(shown.slots[0])}。" if shown.slots else f"日程{shown.id}已恢复。"


def removed(number: int) -> str:
    return f"日程{number}已删，不再发；发过的记录还在。"


def not_removable(number: int, name: str) -> str:
    return f"{name}是必备的清单，不能删。暂时不要，回“停 日程{number}”。"


def only_time(number: int, name: str) -> str:
    return f"日程{number}是{name}，每个工作日一次，内容随各人的事项生成：只能改时间，如“改 日程{number} 时间 8:30”。"


def not_in_hours(name: str, hours: str) -> str:
    return f"{name}要在{hours}发，没有改动。请换一个时间。"


def not_saved() -> str:
    return "好的，没有保存。"


def list_trial(number: int, name: str) -> str:
    return f"日程{number}是{name}，内容随各人待办生成。回“今日”看您自己的。"
