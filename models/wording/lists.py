"""晨单 and its lines, the last window, and 督查室's telephone list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.rules.calendar import Calendar
from models.rules.obligations import UnitKind
from models.wording.phrases import MOST_LINES, day, fit, fold, local, near_moment, plain, short, weekday
from models.wording.tone import tone_of

HOW = "回编号加一句即可，如“46 打通5条”。为什么提醒，回“为什么”。"
HOW_TO_TAKE_ON = "回一句即可：谁牵头、先做什么、方案哪天报。为什么提醒，回“为什么”。"
HOWS = {
    "K2": HOW_TO_TAKE_ON,
    "K3": "回一句即可，如“46 6月底打通5条，9月底打通9条”。为什么提醒，回“为什么”。",
    "K8": "回“答复 46 …”即可：能不能办、哪天。为什么提醒，回“为什么”。",
    "K6": "办完了回“46 报结”加依据；还有没办的，回一句还差什么。为什么提醒，回“为什么”。",
}
CALLED = "打完回一句即登记：“46 已通，路局说…”；没打通回“46 没打通”；回“电话”看还没打的。"
NAMED_BEFORE = "17:00"
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
CALLS = 10
OWED = {  # K4 is called by its period: 月报, 双周报
    "K1": "下达未送达", "K2": "待认领", "K3": "待报分步节点", "K6": "已达目标待报结", "K7": "报结待核验", "K8": "求助待答复", "K10": "异议待裁定",
    "K11": "延期待批",
}  # fmt: skip
OF_THE_OFFICE = {"K7", "K10", "K11"}


@dataclass(frozen=True, slots=True)
class Line:
    """The facts of one notice: what is owed, by when, and what was last heard."""

    number: str
    title: str
    kind: str  # K2 K4 K5 K7
    name: str  # what is owed: 打通4条, 月报
    occasion: str
    due_at: datetime | None
    unit: str = ""
    last_words: str = ""
    last_word_at: datetime | None = None
    person: str = ""
    phone: str = ""
    parts: tuple[str, ...] = ()  # of a red task the numbers of its parts (子项), whose lines it stands for
    unit_kind: str = "department"
    reach: str = ""  # 已读未回
    via: str = ""  # who reads it of another: 督查室, 市委督查室, a secretary


def headline(now: datetime, count: int, *, office: bool) -> str:
    on = day(local(now).date())
    return f"{on}，督查室今天{count}件：" if office else f"{on}，今天{count}件："


def morning_list(
    lines: Sequence[Line], calls: Sequence[Line], told: Sequence[str], now: datetime, calendar: Calendar
) -> str:
    """One message that carries everything of the day, the most pressing first."""
    count = len({line.unit for line in calls}) + len(lines) + len(told)
    own = [line for line in lines if not line.via]
    asides = [aside(line, now, calendar) for line in lines if line.via]
    body = [
        *call_lines(calls, now),
        *told,
        *fold(asides, rest="另有{n}项，回“今日”看全部"),
        *folded(own, now, calendar),
    ]
    tail = [CALLED] if calls else [_how(own)] if own else []
    return fit([headline(now, count, office=bool(calls)), *body, *tail], tail=len(tail))


def evening_list(lines: Sequence[Line], waiting: Sequence[str], now: datetime, calendar: Calendar) -> str:
    """What of today is still open; one message answers all of it."""
    on = day(local(now).date())
    if all(line.kind in OF_THE_OFFICE for line in lines):
        return fit([f"{on}，今天还有{len(lines)}件未办结：", *folded(lines, now, calendar), _how(lines)])
    told = [line.number.removesuffix("号") for line in lines[:2]]
    example = "；".join(f"{number} …" for number in dict.fromkeys(told))
    how = f"一条回完即可，如“{example}”。今天办不完的，回哪天办完。"
    return fit([f"{on}，今天还有{len(lines)}件未办结：", *folded(lines, now, calendar), *waiting, how])


def _how(lines: Sequence[Line]) -> str:
    if all(line.kind == "K10" for line in lines):
        number = lines[0].number.removesuffix("号")
        return f"回“异议”看各方理由；定了回“维持 {number}”或“改派 {number} 市××局”。"
    if all(line.kind in OF_THE_OFFICE for line in lines):
        return "回“待核验”“异议”或“待批延期”看卡片。"
    return HOWS.get(lines[0].kind, HOW) if len({line.kind for line in lines}) == 1 else HOW


def call_lines(calls: Sequence[Line], now: datetime) -> list[str]:
    """One line a unit: who to ring, what about, and what was last heard."""
    if not calls:
        return []
    by_unit: dict[str, list[Line]] = {}
    for line in calls:
        by_unit.setdefault(line.unit, []).append(line)
    lines = [_call(MARKS[n] if n < len(MARKS) else f"{n + 1}.", of) for n, of in enumerate(by_unit.values())]
    return [f"今天要打的电话 {len(by_unit)}个：", *fold(lines, most=CALLS, rest="另有{n}个单位，回“电话”看名单")]


def _call(mark: str, lines: Sequence[Line]) -> str:
    first = lines[0]
    owed: dict[str, list[Line]] = {}
    for line in lines:
        owed.setdefault(what_is_owed(line) or "节点到期", []).append(line)
    about = "；".join(f"{numbers(of)}{what}" for what, of in owed.items())
    last = f"，上次：“{plain(short(first.last_words, 20))}”" if first.last_words else "，没回过"
    when = f"（{day(local(first.last_word_at).date())}）" if first.last_word_at and first.last_words else ""
    read = next((f"（{line.reach}）" for line in lines if line.reach), "")
    return f"{mark} {first.unit} {first.person} {first.phone}：{about}{read}{last}{when}"


def reach(*, is_read: bool) -> str:
    """Of what was sent to the person who is to be called, where the messenger tells."""
    return "已读未回" if is_read else "已送达未读"


def what_is_owed(line: Line) -> str:
    """The same word for what is owed alike; empty for a point of the plan, which has a name of its own."""
    if line.kind == "K3" and line.name != "分步节点":
        return f"待报{line.name}"
    return line.name if line.kind == "K4" else OWED.get(line.kind, "")


def numbers(lines: Sequence[Line]) -> str:
    """46号, 43、44号, 43、44、45号等13项"""
    found = list(dict.fromkeys(line.number.removesuffix("号") for line in lines))
    if len(found) <= 3:
        return f"{'、'.join(found)}号"
    return f"{'、'.join(found[:3])}号等{len(found)}项"


def folded(lines: Sequence[Line], now: datetime, calendar: Calendar) -> list[str]:
    """A line each while a thumb scrolls them once; else what is owed alike stands in one line.

    Dated steps are asked for once a head, not once a task.
    """
    is_short = len(lines) <= MOST_LINES
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        is_alone = (is_short and line.kind != "K3") or line.parts
        owed = line.number + line.name if is_alone else what_is_owed(line) or line.number
        groups.setdefault((owed, _clock(line, now, calendar)), []).append(line)
    said = [
        say(of[0], now, calendar) if len(of) == 1 else f"{numbers(of)} {what_is_owed(of[0]) or '到点'}：{clock}"
        for (_, clock), of in groups.items()
    ]
    return fold(said, rest="另有{n}项，回“今日”看全部")


def aside(line: Line, now: datetime, calendar: Calendar) -> str:
    """What is owed by another than the reader, and what to do about it: from person to person."""
    words = f"，上次“{plain(short(line.last_words, 24))}”" if line.last_words else ""
    owed = what_is_owed(line) or short(line.name, 20)
    what = f"{line.number} {line.unit} {owed}：{_clock(line, now, calendar)}{words}{_last(line)}"
    match line.via:
        case "party_office":
            return f"商请代为了解：{what}"
        case "aide":
            return f"烦请转报{line.person}同志：{what}"
        case _ if line.kind == "K1":
            return f"请告知{line.unit}{line.person}{line.phone}：{line.number}的下达没有送到手机"
        case _ if line.unit_kind == UnitKind.PARTY:
            return f"请商市委督查室：{what}"
        case _:
            return f"请与{line.person}同志的秘书联系：{what}"


def say(line: Line, now: datetime, calendar: Calendar) -> str:
    return _say(line, now, calendar) + (f"（含子项{'、'.join(line.parts)}）" if line.parts else "")


def _say(line: Line, now: datetime, calendar: Calendar) -> str:
    match line.kind:
        case "K4":
            return f"{line.number} {line.title} {line.name}：{_clock(line, now, calendar)}{_last(line)}"
        case "K1":
            return f"{line.number} {line.title} 下达没有送到负责人手机，请转告；督查室会打电话"
        case kind if kind in OWED:
            return f"{line.number} {line.title} {what_is_owed(line)}：{_clock(line, now, calendar)}"
        case _:
            return f"{line.number} {short(line.name, 20)}：{_clock(line, now, calendar)}"


def _clock(line: Line, now: datetime, calendar: Calendar) -> str:
    """今天到期, 6月30日到期（还有3个工作日）, 6月30日到期，已过2个工作日"""
    if line.due_at is None:
        return "暂停计时"
    if line.occasion == "named":
        return f"{day(local(line.due_at).date())}到期，今天{NAMED_BEFORE}前回一句，否则明天列入分管领导摘要"
    due, today = local(line.due_at).date(), local(now).date()
    if due == today and line.due_at > now:
        return f"今天{local(line.due_at):%H:%M}到期"
    if line.due_at > now:
        return f"{weekday(due)}到期，还有{_workdays(today, due, calendar)}个工作日"
    late = _workdays(due, today, calendar)
    return (
        f"{day(due)}到期，{tone_of(line.unit_kind).late.format(n=late)}"
        if late
        else f"{near_moment(line.due_at, now)}已到期"
    )


def _workdays(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and with `end`."""
    count = 0
    while start < end:
        start = date.fromordinal(start.toordinal() + 1)
        count += calendar.is_workday(start)
    return count


def _last(line: Line) -> str:
    return f"（上次{day(local(line.last_word_at).date())}）" if line.last_word_at else ""


ASKED = {"K2": "认领", "K3": "分步节点", "K4": "本期进展", "K6": "报结"}


def last_window(lines: Sequence[Line], until: datetime, now: datetime) -> str:
    """Before 督查室 is asked to call: those of one person in one message."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        owed = ASKED.get(line.kind, short(line.name, 16))
        due = f"（{day(local(line.due_at).date())}应回）" if line.due_at else ""
        groups.setdefault((owed, due), []).append(line)
    what = "、".join(f"{numbers(of)}{owed}{due}" for (owed, due), of in groups.items())
    return f"{what}还差{tone_of(lines[0].unit_kind).you}一句。{near_moment(until, now)}前回一句即可；不方便的话，督查室会打电话了解。"


def of_emergencies(lines: Sequence[Line], now: datetime) -> str:
    """Of an emergency task (T0), by the clock on the wall: it waits for no list, and 督查室 phones anyway."""
    said = [
        f"{numbers([line])}应急，{ASKED.get(line.kind, short(line.name, 16))}{_by_the_clock(line, now)}"
        for line in lines
    ]
    return f"{'；'.join(said)}。{local(now):%H:%M}还没有{tone_of(lines[0].unit_kind).you}的话，回一句即可：谁在办、到哪一步。"


def _by_the_clock(line: Line, now: datetime) -> str:
    if line.due_at is None:
        return ""
    at = near_moment(line.due_at, now)
    return f"{at}前" if line.due_at > now else f"{at}应回"
