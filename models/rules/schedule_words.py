"""What 督查室 says about schedules: a new one in one sentence, and 日程, 改, 停, 恢复, 试, 删 of one by its number."""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from models.errors import PersonError
from models.rules.date_steps import number
from models.rules.marking import is_marked
from models.rules.missed import Missed
from models.rules.readership import Known, Readership, read_readership
from models.rules.recurrence import DayOff, Every, Recurrence
from models.rules.recurrence_words import find_day_off, find_recurrence, read_clocks

MOST_AHEAD = 62  # days
LONGEST_TEXT = 300  # it must fit into a list beside others
EXAMPLE = "如“每月25日9:00 给所有联络员 发：请核对本月数据”"

_SPLIT = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_SEND = re.compile(
    r"^(?P<head>.*?(?:给|向).+?)(?<!开)发(?!改|展|区|票|言)(?:送|出|一条|个?消息|通知)?[\s，,]*(?P<text>\S.*)$",
    re.DOTALL,
)
_WHO = re.compile(
    r"(?:给|向|对|通知|提醒)\s*(?P<who>.+?)\s*(?:(?<!开)(?:发送|发出|发布|发一条|发条|群发|推送|发)(?:一条|个)?(?:消息|通知|提醒)?|说|提醒|通知|一条)*",
    re.DOTALL,
)
_SENDS = re.compile(r"(?<!开)发(?:送|出|布|一条|条)?(?:一条|个)?(?:消息|通知|提醒)?\s*$|群发\s*$|推送\s*$")
_RECURS = re.compile(r"^\s*(?:每|逢|隔周|双周|工作日|天天)")
_ADDRESSED = re.compile(r"给|向|通知|提醒|(?<!开)发$")
_MISSED = re.compile(
    r"[（(，, ]*(?:错过|漏发|停机)(?:了|的|时|则)?[，, ]?(?P<what>当天补发?|当日补发?|补发?|不补发?|不发|跳过)[）)，, ]*"
)

_LIST = re.compile(r"(?:看|查看|所有|全部|列出)?\s*日程(?:表|安排|清单|列表)?[。？?]*")
_AHEAD = re.compile(
    r"(?:日程\s*(?:未来|今后|接下来|后面)?|(?:未来|今后|接下来|后面))\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3}|两)\s*(?P<unit>天|个?月|周|个?星期)(?:的?日程|内?(?:要)?发(?:什么|哪些))?[。？?]*"
)
_ONE = re.compile(
    r"(?P<verb>看看?|查看|停掉|停用|停止|停|暂停|恢复|启用|继续|重启|试发|试一下|试|测试|删除|删掉|删|取消)?\s*日程\s*(?P<id>\d{1,6})\s*[号]?\s*"
    r"(?P<after>停掉|停用|停|暂停|恢复|启用|继续|试发|试|删除|删掉|删|取消)?[。？?]*"
)
_CHANGE = re.compile(
    r"(?:(?:修改|更改|改|调整)(?:一下)?\s*日程\s*(?P<id>\d{1,6})\s*号?|日程\s*(?P<id2>\d{1,6})\s*号?\s*(?:改|改为|改成|改到|调整为|调到))[\s，,:：]*(?P<rest>.+)",
    re.DOTALL,
)
_NAMED = re.compile(
    r"(?P<verb>看看?|查看|停掉|停用|停止|停|暂停|恢复|启用|继续|重启|试发|试一下|试|测试|修改|更改|改|调整)?\s*"
    r"(?P<name>晨单|收单|领导摘要|秘书先看|点名校样|名单预核|校样)\s*(?P<rest>.*)",
    re.DOTALL,
)
_PLAIN_NAMES = dict.fromkeys(("名单预核", "校样"), "点名校样")
_FIELD = re.compile(
    r"(?P<field>时间|时刻|周期|频次|日期|对象|范围|收件人|发给|内容|文字|正文|遇假|假日|错过)?\s*(?:改为|改成|改到|调整为|为|到|是)?[\s:：]*(?P<value>.+)",
    re.DOTALL,
)


class Verb(StrEnum):
    LIST = "list"
    AHEAD = "ahead"  # what goes out in the days to come
    SHOW = "show"
    PAUSE = "pause"
    RESUME = "resume"
    TEST = "test"
    REMOVE = "remove"


_VERBS = {"停": Verb.PAUSE, "暂": Verb.PAUSE, "恢": Verb.RESUME, "启": Verb.RESUME, "继": Verb.RESUME, "重": Verb.RESUME, "试": Verb.TEST, "测": Verb.TEST, "删": Verb.REMOVE, "取": Verb.REMOVE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    verb: Verb
    id: int = 0
    days: int = 0  # ahead


@dataclass(frozen=True, slots=True)
class Draft:
    rule: Recurrence
    readers: Readership
    text: str
    missed: Missed = Missed.CATCH_UP


@dataclass(frozen=True, slots=True)
class Change:
    """What is None stays as it was; `at` alone keeps the days."""

    id: int
    rule: Recurrence | None = None
    at: tuple[time, ...] = ()
    day_off: DayOff | None = None
    readers: Readership | None = None
    text: str | None = None
    missed: Missed | None = None

    def applied(self, rule: Recurrence) -> Recurrence:
        found = self.rule or rule
        found = replace(found, at=self.at) if self.at else found
        return replace(found, day_off=self.day_off) if self.day_off else found


def read_command(text: str) -> Command | None:
    if _LIST.fullmatch(text.strip()):
        return Command(Verb.LIST)
    if ahead := _AHEAD.fullmatch(text.strip()):
        count = number(ahead["n"].replace("两", "二")) * (
            30 if "月" in ahead["unit"] else 1 if ahead["unit"] == "天" else 7
        )
        return Command(Verb.AHEAD, days=min(max(count, 1), MOST_AHEAD))
    match = _ONE.fullmatch(text.strip())
    if match is None or (match["verb"] and match["after"]):
        return None
    word = match["verb"] or match["after"] or ""
    return Command(_VERBS.get(word[:1], Verb.SHOW), int(match["id"]))


def named_list(text: str) -> tuple[str, str] | None:
    """收单 改到16:20 → 收单, and the words with a place for its number: 日程{} 改到16:20. None for other words."""
    match = _NAMED.fullmatch(text.strip())
    if match is None or not (match["verb"] or match["rest"]):
        return None
    verb, rest = match["verb"] or "", match["rest"].strip()
    times, end = read_clocks(rest, 0)
    if not verb and times and end == len(rest.rstrip("。")):
        rest = f"改到{rest}"
    return _PLAIN_NAMES.get(match["name"], match["name"]), f"{verb} 日程{{}} {rest}".strip()


def may_be_one(text: str) -> bool:
    """Cheap: whether a closer look is worth it."""
    return "日程" in text or bool(_ADDRESSED.search(text))


def read_draft(text: str, today: date, known: Known) -> Draft | None:
    """None for words that speak of something else; PersonError for a schedule with a part that is not understood."""
    head, body = _halves(text)
    if not _ADDRESSED.search(head):
        return None
    rest, missed = _without_missed(head)
    rest, day_off = _without_day_off(rest)
    found = find_recurrence(rest, today)
    if found is None:
        if not _RECURS.match(head):
            return None
        raise PersonError(f"{_when_not_read()}{EXAMPLE}。")
    around = f"{rest[: found.start]} {rest[found.end :]}".strip(" ，,、")
    who = _WHO.fullmatch(around)
    if found.rule.every is Every.ONCE and not _SENDS.search(around):
        return None  # a date alone, with somebody to remind of it, may be anything
    if who is None:
        if not _RECURS.match(head):
            return None
        raise PersonError(f"没看懂发给谁，没有保存。{EXAMPLE}。")
    rule = replace(found.rule, day_off=day_off) if day_off else found.rule
    return Draft(
        rule, read_readership(who["who"].strip(" ，,的"), known), checked_text(body), missed or Missed.CATCH_UP
    )


def read_when(words: str, today: date, *, day_off: DayOff | None = None) -> Recurrence:
    """A rule alone, with nothing else beside it."""
    rest, said = _without_day_off(words)
    found = find_recurrence(rest, today)
    if found is None or rest[: found.start].strip() or rest[found.end :].strip(" ，,。"):
        raise PersonError(_when_not_read())
    off = day_off or said
    return replace(found.rule, day_off=off) if off else found.rule


def _when_not_read() -> str:
    return "没看懂什么时候发，没有保存。可以写：每周一、周四8:50，每个工作日，每月25日，每月最后一个工作日，每季度末月25日，3月10日9:00。"


def read_change(text: str, today: date, known: Known) -> Change | None:
    match = _CHANGE.fullmatch(text.strip())
    if match is None or (field := _FIELD.fullmatch(match["rest"].strip())) is None:
        return None
    which, value = int(match["id"] or match["id2"]), field["value"].strip()
    match field["field"]:
        case "对象" | "范围" | "收件人" | "发给":
            return Change(which, readers=read_readership(value, known))
        case "内容" | "文字" | "正文":
            return Change(which, text=checked_text(value))
        case "遇假" | "假日":
            return Change(which, day_off=_day_off_of(f"遇假日{value}"))
        case "错过":
            return Change(which, missed=_missed_of(f"错过{value}"))
        case _:
            return _new_time(which, value, today)


def _new_time(which: int, value: str, today: date) -> Change:
    rest, missed = _without_missed(value)
    rest, day_off = _without_day_off(rest)
    rest = rest.strip(" ，,。")
    if not rest and (day_off or missed):
        return Change(which, day_off=day_off, missed=missed)
    times, end = read_clocks(rest, 0)
    if times and end == len(rest):
        return Change(which, at=times, day_off=day_off, missed=missed)
    found = find_recurrence(rest, today)
    if found is None or rest[: found.start].strip() or rest[found.end :].strip():
        raise PersonError(
            f"没看懂要改什么，日程{which}没有改动。可以写：改 日程{which} 时间 8:30；改 日程{which} 每周一、周四8:50；改 日程{which} 对象 …；改 日程{which} 内容 …；改 日程{which} 遇假提前。"
        )
    return Change(which, rule=found.rule, day_off=day_off, missed=missed)


def checked_text(text: str) -> str:
    """What may be broadcast: some words, not too many, nothing that carries a marking."""
    body = text.strip().strip('“”"')
    if not body:
        raise PersonError(f"没看到要发的内容，没有保存。{EXAMPLE}。")
    if len(body) > LONGEST_TEXT:
        raise PersonError(f"要发的内容有{len(body)}字，最多{LONGEST_TEXT}字，没有保存。请精简，文件请引文号。")
    if is_marked(body):
        raise PersonError("要发的内容带有密级标志或像是公文，没有保存。涉密内容请走机要渠道。")
    return body


def _halves(text: str) -> tuple[str, str]:
    """What stands before and after the colon, or the word 发."""
    parts = _SPLIT.split(text.strip(), maxsplit=1)
    if len(parts) == 2:
        return parts[0], parts[1]
    match = _SEND.match(text.strip())
    return (match["head"], match["text"]) if match else (text.strip(), "")


def _without_day_off(text: str) -> tuple[str, DayOff | None]:
    found = find_day_off(text)
    return (f"{text[: found[1]]} {text[found[2] :]}", found[0]) if found else (text, None)


def _without_missed(text: str) -> tuple[str, Missed | None]:
    match = _MISSED.search(text)
    return (f"{text[: match.start()]} {text[match.end() :]}", _meant(match["what"])) if match else (text, None)


def _day_off_of(words: str) -> DayOff:
    found = find_day_off(words)
    if found is None:
        raise PersonError("没看懂遇节假日怎么办，没有改动。可以写：遇假提前、遇假顺延、遇假不发。")
    return found[0]


def _missed_of(words: str) -> Missed:
    match = _MISSED.fullmatch(words)
    if match is None:
        raise PersonError("没看懂错过了怎么办，没有改动。可以写：错过补发、错过当天补、错过不补。")
    return _meant(match["what"])


def _meant(word: str) -> Missed:
    if word.startswith(("不", "跳")):
        return Missed.SKIP
    return Missed.SAME_DAY if word.startswith("当") else Missed.CATCH_UP
