"""Who lives in the simulated town, and what they do about what their phones show: when, and in which words."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from days_of_2026 import after_working_minutes
from phone_lines import asked_of, chases

from bot.sandbox.phones import Entry

SHARES = {"prompt": 0.4, "late": 0.3, "silent": 0.2, "contests": 0.1}


MISSING = ("竣工决算", "验收意见", "影像资料目录", "资金拨付凭证")


class Character(StrEnum):
    PROMPT = "prompt"
    LATE = "late"
    SILENT = "silent"
    CONTESTS = "contests"  # contests, asks, and answers like a prompt one


class Role(StrEnum):
    HEAD = "head"
    LIAISON = "liaison"
    LEADER = "leader"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody will do: words to say, or a button to press that begins so."""

    words: str = ""
    button: str = ""


@dataclass
class Unit:
    """What its people know of its work: how far each task is, in truth."""

    name: str
    numbers: list[str]
    character: Character
    pace: float  # of their work against the year's: 1 is on time
    said: dict[str, float] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def percent(self, number: str, today: date) -> int:
        """Never less than was said before."""
        share = (today - date(today.year, 1, 1)).days / 365 * 100 * self.pace
        self.said[number] = max(self.said.get(number, 0) + 1, round(share))
        return min(99, round(self.said[number]))


@dataclass
class Person:
    name: str
    user: str
    role: Role
    character: Character
    unit: Unit | None
    dice: random.Random
    read_to: int = 0
    paper: int = 0
    contested: bool = False

    def wait(self) -> int:
        """Working minutes before he gets round to it."""
        if self.character is Character.LATE:
            return self.dice.randint(400, 3200)
        return self.dice.choice((3, 10, 25, 60, 140, 300))

    def answers(self, bubble: Entry, today: date) -> list[Deed]:
        """What he will do about this bubble, in order; nothing at all when he is silent."""
        if self.role is Role.LEADER and "延期请您定" in bubble.plain_text and bubble.buttons:
            return (
                [Deed(button=self.dice.choice(("同意延期", "同意延期", "不同意")))] if self.dice.random() < 0.7 else []
            )
        if self.character is Character.SILENT or self.unit is None:
            return []
        if self.character is Character.LATE and self.dice.random() < 0.35:
            return []
        return list(self._answers(bubble, today))

    def _answers(self, bubble: Entry, today: date) -> Iterator[Deed]:
        text, unit = bubble.plain_text, self.unit
        assert unit is not None
        if "请认领" in text and self.role is Role.HEAD:
            yield from self._takes_on(bubble, today)
        elif "报结，请您确认" in text:
            yield Deed(button="确认报结")
        elif "月对账：" in text and bubble.buttons:
            yield Deed(button="都对" if self.role is Role.HEAD else "我核过了")
        elif "待您确认" in text and bubble.buttons:
            yield Deed(button="都对" if any(b.text == "都对" for b in bubble.buttons) else "对")
        elif "还差一件" in text and self.role is Role.HEAD:
            yield Deed(f"{asked_of(text)[0]}号报结，{self._new_paper()}")
        elif "还请您亲自回一句" in text or "请补一句：先做什么" in text:
            yield Deed(f"{self._listed(asked_of(text))}由我牵头，先开调度会，{self._day(today, 6)}报方案")
        elif "还空一格" in text or "是哪一点" in text:
            yield Deed(self.fact(asked_of(text)[0], today))
        elif "到目前是多少" in text:
            yield Deed("还没统计")
        elif "补一样依据" in text:
            yield Deed(self._new_paper())
        else:
            yield from self._reports(bubble, today)

    def _takes_on(self, bubble: Entry, today: date) -> Iterator[Deed]:
        unit = self.unit
        assert unit is not None
        unit.numbers += [n for n in re.findall(r"J\d+", bubble.plain_text) if n not in unit.numbers]
        if self.character is Character.CONTESTS and len(unit.numbers) > 1 and not self.contested:
            self.contested = True
            yield Deed(f"{unit.numbers[0]}号不属我局职责，应由市发改委牵头")
        way = self.dice.randrange(4)
        if way == 0 and any(b.text.startswith("认领") for b in bubble.buttons):
            yield Deed(button="认领")
        elif way == 1:
            yield Deed("收到")
        else:
            yield Deed(f"都由{self.dice.choice('王李张陈')}副局牵头，先摸底，{self._day(today, 12)}报方案")

    def _reports(self, bubble: Entry, today: date) -> Iterator[Deed]:
        """About what a list or a last window names."""
        if "回“待确认”一起看" in bubble.plain_text:
            yield Deed("待确认")
        unit = self.unit
        assert unit is not None
        named = [(n, what) for numbers, what in chases(bubble.plain_text) for n in numbers if n in unit.numbers]
        waiting = [n for n, what in named if what == "K2"]
        if waiting and self.role is Role.HEAD:
            yield Deed(f"{self._listed(waiting)}由我牵头，先摸底，{self._day(today, 12)}报方案")
        for number in dict.fromkeys(n for n, what in named if what == "K6"):
            unit.done.add(number)
            yield Deed(f"{number}号报结，{self._new_paper()}")
        steps = list(dict.fromkeys(n for n, what in named if what == "K3"))
        if steps:
            yield Deed(f"{self._listed(steps[:6])}6月底完成一半，11月底全部完成")
        promised = re.findall(r"(\d+)号 您.{3,9}定的今天", bubble.plain_text)
        owed = list(dict.fromkeys([*(n for n, what in named if what in {"K4", "K5"}), *promised]))
        if not owed or self.dice.random() < 0.1:
            return
        if self.character is Character.LATE and self.dice.random() < 0.3:
            yield Deed(f"{owed[0]}号正在积极推进")
        elif owed[0].startswith("J") and self.dice.random() < 0.7:
            unit.done.add(owed[0])
            yield Deed(f"{owed[0]} 报结，{self._new_paper()}")
        elif len(owed) > 1 and self.dice.random() < 0.5:
            yield Deed("；".join(self.fact(n, today) for n in owed[:4]))
        else:
            yield from (Deed(self.fact(n, today)) for n in owed[:6])

    def of_his_own(self, today: date) -> list[Deed]:
        """What nobody asked for, on some mornings."""
        if self.role is Role.LEADER:
            asks = self.dice.choice(("我的任务", "我交办的", "请市住建局下周五前拿出积水点整治方案"))
            return [Deed(asks)] if self.dice.random() < 0.05 else []
        if self.unit is None or self.character in {Character.SILENT, Character.LATE}:
            return []
        number, chance = self.dice.choice(self.unit.numbers), self.dice.random()
        if chance < 0.015 and self.unit.said.get(number) and number not in self.unit.done:
            self.unit.done.add(number)
            return [Deed(f"{number}号报结，{self._new_paper()}")]
        if chance < 0.06:
            return [Deed(self.fact(number, today))]
        if chance < 0.08:
            return [Deed(self.dice.choice(("今日", "我的任务", f"进度 {number}", "帮助", "好的")))]
        if self.character is Character.CONTESTS and chance < 0.2:
            return [Deed(self._trouble(number, today))]
        return []

    def called(self, today: date) -> list[Deed]:
        """After 督查室 rang: the late one answers for what waits, the silent one does not."""
        if self.character is Character.SILENT or self.unit is None or self.role is not Role.HEAD:
            return []
        return [
            Deed(f"都由我牵头，先摸底，{self._day(today, 12)}报方案"),
            *(Deed(self.fact(n, today)) for n in self.unit.numbers[:8] if n not in self.unit.done),
        ]

    def fact(self, number: str, today: date) -> str:
        assert self.unit is not None
        percent = self.unit.percent(number, today)
        return self.dice.choice((
            f"{number}号进度{percent}%，{self._day(today, 20)}前完成下一步",
            f"{number}号完成{percent}%，第{self.dice.randint(2, 40)}批已开工",
            f"{number}号目前进度{percent}%，{self._day(today, 15)}前完成招标",
        ))  # fmt: skip

    def _trouble(self, number: str, today: date) -> str:
        return self.dice.choice((
            f"{number}号卡在用地指标，需市自规局支持",
            f"{number}号申请延期到2027年1月{self.dice.randint(4, 25)}日，资金没到位",
            f"{number}号这个数按什么口径报？",
            "别老催",
        ))  # fmt: skip

    def _new_paper(self) -> str:
        self.paper += 1
        return f"竣工验收意见临验〔2026〕{self.paper + 10}号"

    def _day(self, today: date, most: int) -> str:
        on = today + timedelta(days=self.dice.randint(2, most))
        return f"{on.month}月{on.day}日"

    @staticmethod
    def _listed(numbers: list[str]) -> str:
        return "、".join(f"{n}号" for n in numbers)


@dataclass
class Officer:
    """督查室: verifies, decides disputes, rings up."""

    dice: random.Random
    has_scheduled: bool = False
    missed: int = 0

    def of_his_own(self, today: date, units: list[str]) -> list[Deed]:
        """Orders of the day and of the week; and once a line that goes out every Monday."""
        if not self.has_scheduled:
            self.has_scheduled = True
            return [Deed("每周一10:30 给所有联络员 发：请核对本周数据")]
        if self.dice.random() > 0.3:
            return []
        on = today + timedelta(days=self.dice.randint(3, 12))
        by = self.dice.choice(("今天下班前", f"{on.month}月{on.day}日前", f"{on.month}月{on.day}日前"))
        what = self.dice.choice(("报防汛预案", "报项目清单", "完成隐患排查", "报会议落实情况"))
        return [Deed(f"交办 {self.dice.choice(units)} {by}{what}")]

    def answers(self, bubble: Entry) -> list[tuple[int, Deed]]:
        """Working minutes from now, and what."""
        text = bubble.plain_text
        if "报结待核验" in text and bubble.buttons:
            button = "还差" if self.dice.random() < 0.25 else "销号"
            return [(self.dice.choice((20, 200, 700, 1300)), Deed(button=button))]
        if "还差什么" in text:
            self.missed += 1
            return [(2, Deed(MISSING[self.missed % len(MISSING)]))]
        if "草稿J" in text and bubble.buttons:
            return [(self.dice.choice((1, 40)), Deed(button="确认下达"))]
        if "回“确认”" in text:
            return [(1, Deed("确认"))]
        if "申请延期，" in text and bubble.buttons:
            button = self.dice.choice(("建议同意", "建议同意", "建议不同意"))
            return [(self.dice.choice((30, 300, 800)), Deed(button=button))]
        contested = re.findall(r"对([\d、]+)号(?:等\d+项)?提出异议", text)
        numbers = [n for found in contested for n in found.split("、")]
        return [(self.dice.choice((100, 500, 900)), Deed(f"维持 {n}")) for n in numbers]


def rings_up(bubble: Entry) -> list[str]:
    """The units that today's list of calls names."""
    _, _, calls = bubble.plain_text.partition("今天要打的电话")
    return re.findall(r"^(?:[①-⑩]|\d+\.) (\S+)", calls, re.MULTILINE)


def moment_after(at: datetime, minutes: int) -> datetime:
    """So many working minutes later, in whole five minutes."""
    later = after_working_minutes(at, minutes)
    return later.replace(minute=later.minute // 5 * 5, second=0, microsecond=0) + timedelta(minutes=5)
