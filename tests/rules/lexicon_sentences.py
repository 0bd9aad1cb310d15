"""What each meaning of the lexicon makes of a sentence: one with a place for a word, and what is read once it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from models.rules.reading import IndicatorTarget, Intent, Quality, Reading, TaskContext, read_reply, says_done
from models.rules.reading.grounds import Rule
from models.rules.reading.lexicon import Lexicon, shipped
from models.rules.reading.obstacle_words import TOPICS

SENT = datetime(2026, 9, 10, 2, tzinfo=UTC)
DUE = date(2026, 12, 31)
ESTATES = TaskContext("1", "改造老旧小区", DUE, (IndicatorTarget("改造小区", 100, "个"),))
MONEY = TaskContext("2", "完成投资", DUE, (IndicatorTarget("完成投资", 100, "亿元"),))
PLAIN = TaskContext("3", "小区改造", DUE)

Check = Callable[[Reading], bool]


@dataclass(frozen=True)
class Says:
    sentence: str  # 〇 is the word
    check: Check
    task: TaskContext = ESTATES

    def of(self, text: str, lexicon: Lexicon) -> bool:
        return self.check(read_reply(text, sent_at=SENT, tasks=[self.task], lexicon=lexicon))


@dataclass(frozen=True)
class SaysDone(Says):
    """Not part of a reading: asked when a unit is to show what its word rests on."""

    def of(self, text: str, lexicon: Lexicon) -> bool:
        return says_done(text, lexicon)


@dataclass(frozen=True)
class Topic(Says):
    key: str = ""

    def of(self, text: str, lexicon: Lexicon) -> bool:
        found = {match.lastgroup for match in lexicon.obstacles.topic.finditer(text)}
        return self.key in found and super().of(text, lexicon)


def told_by(*rules: Rule) -> Check:
    return lambda reading: any(value.ground is not None and value.ground.rule in rules for value in reading.indicators)


def no_value(reading: Reading) -> bool:
    return not reading.indicators


def no_percent(reading: Reading) -> bool:
    return reading.percent is None


def percent(reading: Reading) -> bool:
    return reading.percent is not None


def dated(reading: Reading) -> bool:
    return reading.next_date is not None


def undated(reading: Reading) -> bool:
    return reading.next_date is None


def means(intent: Intent, *rules: Rule) -> Check:
    return lambda reading: (
        reading.intent is intent and (not rules or any(item.rule in rules for item in reading.evidence))
    )


def is_not(intent: Intent) -> Check:
    return lambda reading: reading.intent is not intent


def has(flag: Quality) -> Check:
    return lambda reading: flag in reading.quality


def lacks(flag: Quality) -> Check:
    return lambda reading: flag not in reading.quality


def blockers(count: int) -> Check:
    return lambda reading: len(reading.blockers) == count


def asks(unit: str | None) -> Check:
    return lambda reading: bool(reading.needs) and reading.needs[0].unit == unit


def asks_nothing(reading: Reading) -> bool:
    return not reading.needs


SAYS: dict[str, Says] = {
    "办结": Says("〇15个", told_by(Rule.FINISHED_BEFORE)),
    "办成": Says("〇15个", told_by(Rule.DONE_BEFORE, Rule.FINISHED_BEFORE)),
    "办成·数字前": Says("〇15个", told_by(Rule.DONE_BEFORE)),
    "办成·数字后": Says("15个〇", told_by(Rule.DONE_AFTER)),
    "办成·日期后": Says("9月底〇30个", undated),
    "办结·整件": Says("已〇", means(Intent.COMPLETED)),
    "办结·报结": SaysDone("〇", bool),
    "累计": Says("〇15个", told_by(Rule.TOTAL)),
    "新增": Says("近期〇15个", no_value),
    "步骤": Says("25户〇，业主不同意", means(Intent.PROGRESS), PLAIN),
    "开工": Says("〇60%", no_percent),
    "依据": Says("已办结，〇", lacks(Quality.NO_EVIDENCE)),
    "依据·办结": Says("路灯改造完成，〇", means(Intent.COMPLETED)),
    "剩余": Says("〇15个", no_value),
    "未办·数字后": Says("小区15个〇", no_value),
    "未办结": Says("已办结，〇", is_not(Intent.COMPLETED)),
    "其中": Says("〇15个", no_value),
    "目标·数字前": Says("〇15个", no_value),
    "目标·数字后": Says("小区15个〇", no_value),
    "更正·原报": Says("〇15个", no_value),
    "更正·实际": Says("〇15个", told_by(Rule.CORRECTED)),
    "不算进度的钱": Says("〇15亿元", no_value, MONEY),
    "工序": Says("〇15个", no_value),
    "工序·数字前": Says("〇15个", no_value),
    "工序·前期": Says("全部〇完毕", is_not(Intent.COMPLETED)),
    "率·泛指": Says("〇60%", percent, PLAIN),
    "率·不算进度": Says("〇15%", no_percent),
    "将来": Says("〇15个", no_value),
    "将来·数字前": Says("〇15个", no_value),
    "将来·数字后": Says("小区15个〇", no_value),
    "将来·约期": Says("9月底累计30个〇", dated),
    "将来·远期": Says("〇6月30日办", dated),
    "办不到": Says("9月30日〇", undated),
    "延期": Says("申请〇到10月底", means(Intent.EXTENSION_REQUEST)),
    "延期·到": Says("申请〇10月底", means(Intent.EXTENSION_REQUEST)),
    "延期·商量": Says("工期延后到10月底〇", means(Intent.EXTENSION_REQUEST)),
    "转办·我方": Says("〇只是配合", means(Intent.HANDOFF)),
    "转办·接手": Says("已安排小王〇", means(Intent.HANDOFF)),
    "转办·归谁": Says(
        "归城管局〇", lambda reading: reading.handoff_to is not None and reading.handoff_to.text == "城管局"
    ),
    "转办·回话": Says("已安排小王〇", means(Intent.HANDOFF)),
    "转办·划给": Says("〇城管局负责", means(Intent.HANDOFF)),
    "转办·安排": Says("〇小王跟进", means(Intent.HANDOFF)),
    "提问": Says("〇这个标准", means(Intent.QUESTION)),
    "提问·统计": Says("是不是〇", means(Intent.QUESTION)),
    "提问·诉苦": Says("这事〇", means(Intent.BLOCKED, Rule.ASKS_RHETORICALLY)),
    "收到": Says("〇", lambda reading: reading.intent is Intent.ACK and reading.grade == "D"),
    "收到·客套": Says("〇", means(Intent.ACK, Rule.RECEIPT)),
    "收到·回话": Says("周五前〇", means(Intent.ACK)),
    "在忙别的": Says("〇", means(Intent.OTHER, Rule.ELSEWHERE)),
    "表态": Says("我局各科室〇", has(Quality.PLEDGE)),
    "表态·不算事实": Says("我局各科室〇", has(Quality.PLEDGE)),
    "表态·算收到": Says("我局各科室〇", means(Intent.ACK, Rule.PLEDGE)),
    "套话": Says("目前各项工作〇", has(Quality.BOILERPLATE)),
    "套话·怎样": Says("目前〇推进", has(Quality.BOILERPLATE)),
    "套话·做": Says("目前有序〇", has(Quality.BOILERPLATE)),
    "套话·使劲": Says("四季度〇施工要完工", undated),
    "状态": Says("路面〇", means(Intent.PROGRESS, Rule.STATE_WORD)),
    "状态·规范": Says("目前〇，继续跟进", lambda reading: reading.intent is Intent.PROGRESS and reading.grade == "B"),
    "停摆": Says("目前〇", means(Intent.BLOCKED)),
    "停摆·受阻": Says("目前〇", means(Intent.BLOCKED)),
    "停摆·已恢复": Says("停工，〇", is_not(Intent.BLOCKED)),
    "堵点": Says("现场〇", blockers(1)),
    "堵点·不利": Says("材料〇", blockers(1)),
    "堵点·等什么": Says("厂家等〇", blockers(1)),
    "堵点·灾损": Says("受台风影响，涵洞〇", lambda reading: "涵洞" in reading.blockers[0].text),
    "堵点·后果": Says("资金紧张，〇人员不足", blockers(1)),
    "堵点·后话": Says("资金紧张，人员不足〇", blockers(1)),
    "堵点·误工": Says("最近雨多，〇十天", blockers(1)),
    "堵点·已解决": Says("资金紧张，已〇", blockers(0)),
    "堵点·没有": Says("材料紧张〇", blockers(0)),
    "慢": Says("材料〇", blockers(0)),
    "慢·没到": Says("数据没〇", blockers(0)),
    **{f"事由·{name}": Topic("〇没到位", blockers(1), key=key) for key, name in TOPICS.items()},
    "请求": Says("〇财政局拨付资金", asks("财政局")),
    "请求·办事": Says("〇财政局拨付资金", asks("财政局")),
    "请求·做什么": Says("请〇", asks(None)),
    "请求·泛泛": Says("资金紧张，请财政局〇", lambda reading: "（" in reading.needs[0].what),
    "请求·只报送": Says("请财政局〇", asks_nothing),
    "请求·不算": Says("恳请财政局拨款〇", asks_nothing),
    "单位·简称": Says("请〇拨付资金", lambda reading: reading.needs[0].unit is not None),
    "单位·称呼": Says("请〇拨付资金", lambda reading: reading.needs[0].unit is not None),
    "单位·后缀": Says("请江北〇拨付资金", lambda reading: reading.needs[0].unit is not None),
}


def holds(meaning: str, text: str, lexicon: Lexicon | None = None) -> bool:
    return SAYS[meaning].of(text, lexicon or shipped())
