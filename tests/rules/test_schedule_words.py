"""How 督查室 says a schedule: when, to whom, which words; and what is done with one that exists."""

from datetime import date, time
from typing import Any

import pytest

from models.errors import PersonError
from models.rules.missed import Missed
from models.rules.readership import Group, Known
from models.rules.recurrence import DayOff, Every, Recurrence
from models.rules.recurrence_words import find_recurrence
from models.rules.schedule_words import Command, Verb, named_list, read_change, read_command, read_draft
from models.rules.unit_names import UnitIndex
from models.wording.schedules import say_rule

TODAY = date(2026, 3, 2)
UNITS = [
    ("青岚市住房和城乡建设局", ("市住建局",)), ("青岚市水利局", ("市水利局",)), ("青岚市发展和改革委员会", ("市发改委",)),
    ("青岚高新技术产业开发区管理委员会", ("高新区",)), ("青山县人民政府", ("青山县",)),
]  # fmt: skip
KNOWN = Known(UnitIndex(UNITS), ("周行远", "沈在舟", "韩冬"), ("方建业", "石守山", "苏知微"), me="苏知微")
LIAISONS = (Group(("liaison",)),)
BOTH = ("head", "liaison")

WHEN = [
    ("每周一、周四8:50", "每周一、周四8:50"),
    ("每周一和周四上午8点半", "每周一、周四8:30"),
    ("每星期五下午4点", "每周五16:00"),
    ("每周五下午", "每周五15:00"),
    ("每周3 9:00", "每周三9:00"),
    ("逢周二10:00", "每周二10:00"),
    ("每周一至周五8:30", "每周一、周二、周三、周四、周五8:30"),
    ("隔周周四9点", "隔周四9:00"),
    ("每两周周四9:00", "隔周四9:00"),
    ("每个工作日8:40", "每个工作日8:40"),
    ("工作日每天8:40、16:35", "每个工作日8:40、16:35"),
    ("每天9点", "每天9:00"),
    ("每月25日9:00", "每月25日9:00"),
    ("每月25号", "每月25日9:00"),
    ("每月5日、25日10点一刻", "每月5日、25日10:15"),
    ("每个月10、20日", "每月10日、20日9:00"),
    ("每月最后一个工作日下午3点", "每月最后一个工作日15:00"),
    ("每月第一个工作日", "每月第1个工作日9:00"),
    ("每月倒数第二个工作日16:30", "每月倒数第2个工作日16:30"),
    ("每月底", "每月最后一天9:00"),
    ("每月初9:00", "每月1日9:00"),
    ("每季度末月25日9:00", "每季度末月25日9:00"),
    ("每季25日", "每季度末月25日9:00"),
    ("每季度首月5日", "每季度首月5日9:00"),
    ("每季度第一个工作日9点", "每季度首月第1个工作日9:00"),
    ("每季最后一个工作日", "每季度末月最后一个工作日9:00"),
    ("每季度末", "每季度末月最后一天9:00"),
    ("每年3月、9月10日", "每年3、9月10日9:00"),
    ("每年12月1日9:30", "每年12月1日9:30"),
    ("每半年", "每半年末月最后一天9:00"),
    ("明天上午10点", "3月3日10:00"),
    ("3月10日14:30", "3月10日14:30"),
    ("下周一8:30", "3月9日8:30"),
]


@pytest.mark.parametrize(("words", "said"), WHEN)
def test_when_it_comes_is_read_and_said_back(words: str, said: str) -> None:
    found = find_recurrence(words, TODAY)
    assert found is not None
    assert say_rule(found.rule) == said
    assert not words[found.end :].strip()


@pytest.mark.parametrize("words", ["每周八", "每月32日", "每年13月1日", "每月第0个工作日", "经常", "每次"])
def test_words_that_are_no_time_are_none(words: str) -> None:
    assert find_recurrence(words, TODAY) is None


WHOM: list[tuple[str, tuple[Group, ...]]] = [
    ("所有联络员", LIAISONS),
    ("各单位联络员", LIAISONS),
    ("各单位主要负责人", (Group(("head",)),)),
    ("分管领导", (Group(("leader",)),)),
    ("各位市领导", (Group(("leader",)),)),
    ("督查室", (Group(("admin",)),)),
    ("各单位", (Group(BOTH),)),
    ("所有人", (Group(BOTH),)),
    ("各县区", (Group(BOTH, kinds=("county",)),)),
    ("各县区联络员", (Group(("liaison",), kinds=("county",)),)),
    ("市直部门负责人", (Group(("head",), kinds=("department",)),)),
    ("开发区", (Group(BOTH, kinds=("park",)),)),
    ("市住建局", (Group(BOTH, units=("青岚市住房和城乡建设局",)),)),
    ("市发展和改革委员会联络员", (Group(("liaison",), units=("青岚市发展和改革委员会",)),)),
    ("市住建局、市水利局的联络员", (Group(("liaison",), units=("青岚市住房和城乡建设局",)), Group(("liaison",), units=("青岚市水利局",)))),
    ("沈市长分管的单位联络员", (Group(("liaison",), portfolio="沈在舟"),)),
    ("沈在舟分管单位", (Group(BOTH, portfolio="沈在舟"),)),
    ("韩副市长", (Group(people=("韩冬",)),)),
    ("方建业", (Group(people=("方建业",)),)),
    ("石守山局长和所有联络员", (Group(people=("石守山",)), Group(("liaison",)))),
    ("我", (Group(people=("苏知微",)),)),
]  # fmt: skip


@pytest.mark.parametrize(("who", "groups"), WHOM)
def test_to_whom_it_goes_is_read(who: str, groups: tuple[Group, ...]) -> None:
    draft = read_draft(f"每月25日9:00给{who}发：请核对本月数据", TODAY, KNOWN)
    assert draft is not None
    assert draft.readers.groups == groups


def rule(every: Every, *clock: int, **more: Any) -> Recurrence:
    return Recurrence(every, (time(*clock),), **more)


SENTENCES = [
    ("每月25日9:00 给所有联络员 发：请核对本月数据", rule(Every.MONTH, 9, days=(25,), day_off=DayOff.LATER), "请核对本月数据"),
    ("每周一、周四8:50给所有联络员发送：请看8:30的通报", rule(Every.WEEK, 8, 50, days=(1, 4)), "请看8:30的通报"),
    ("给所有联络员每周五16:00发：请报周报", rule(Every.WEEK, 16, days=(5,)), "请报周报"),
    ("提醒所有联络员每月25日9:00：请核对", rule(Every.MONTH, 9, days=(25,), day_off=DayOff.LATER), "请核对"),
    ("每周一8:50给所有联络员发请报周报", rule(Every.WEEK, 8, 50, days=(1,)), "请报周报"),
    ("每月5日9点（遇节假日提前）给所有联络员发：请报数", rule(Every.MONTH, 9, days=(5,), day_off=DayOff.EARLIER), "请报数"),
    ("每周五9点，遇放假顺延，给所有联络员发：请报数", rule(Every.WEEK, 9, days=(5,), day_off=DayOff.LATER), "请报数"),
    ("明天9点给所有联络员发：会议改到三楼", rule(Every.ONCE, 9, on=date(2026, 3, 3), day_off=DayOff.LATER), "会议改到三楼"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected", "text"), SENTENCES)
def test_a_whole_sentence_is_one_schedule(words: str, expected: Recurrence, text: str) -> None:
    draft = read_draft(words, TODAY, KNOWN)
    assert draft is not None
    assert (draft.rule, draft.readers.groups, draft.text) == (expected, LIAISONS, text)


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("每月25日9:00给所有联络员（错过不补）发：请核对", Missed.SKIP),
        ("每月25日9:00，错过当天补，给所有联络员发：请核对", Missed.SAME_DAY),
        ("每月25日9:00给所有联络员发：请核对", Missed.CATCH_UP),
    ],
)
def test_what_becomes_of_a_missed_slot_can_be_said(words: str, missed: Missed) -> None:
    draft = read_draft(words, TODAY, KNOWN)
    assert draft is not None
    assert draft.missed is missed


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("每周八9:00给所有联络员发：请核对", "没看懂什么时候发"),
        ("每月25日9:00给火星局发：请核对", "“火星局”"),
        ("每月25日9:00发：请核对", "没看懂发给谁"),
        ("每月25日9:00给所有联络员发：", "没看到要发的内容"),
        (f"每月25日9:00给所有联络员发：{'请核对' * 101}", "最多300字"),
        ("每月25日9:00给所有联络员发：机密★1年 方案", "密级标志"),
    ],
)
def test_a_part_that_is_not_understood_is_named(words: str, part: str) -> None:
    with pytest.raises(PersonError, match=part):
        read_draft(words, TODAY, KNOWN)


@pytest.mark.parametrize(
    "words",
    ["每周一调度：会议改期", "46 打通5条", "给方建业打过电话：没人接", "提醒市水利局3月20日开会：三楼", "待核验", "维持 46", "3月20日前报方案"],
)  # fmt: skip
def test_other_words_are_no_schedule(words: str) -> None:
    assert read_draft(words, TODAY, KNOWN) is None


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("日程", Command(Verb.LIST)),
        ("看日程", Command(Verb.LIST)),
        ("日程表", Command(Verb.LIST)),
        ("未来30天", Command(Verb.AHEAD, days=30)),
        ("日程 未来一个月", Command(Verb.AHEAD, days=30)),
        ("接下来两周发什么", Command(Verb.AHEAD, days=14)),
        ("10个工作日", None),
        ("日程3", Command(Verb.SHOW, 3)),
        ("停 日程3", Command(Verb.PAUSE, 3)),
        ("暂停日程3", Command(Verb.PAUSE, 3)),
        ("日程3 停", Command(Verb.PAUSE, 3)),
        ("恢复 日程3", Command(Verb.RESUME, 3)),
        ("试 日程3", Command(Verb.TEST, 3)),
        ("试发日程3", Command(Verb.TEST, 3)),
        ("删 日程3", Command(Verb.REMOVE, 3)),
        ("取消日程3", Command(Verb.REMOVE, 3)),
        ("停 3", None),
        ("日程安排得太满", None),
    ],
)
def test_a_schedule_is_commanded_by_its_number(words: str, command: Command | None) -> None:
    assert read_command(words) == command


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("改 日程3 时间 8:30", {"at": (time(8, 30),)}),
        ("改日程3 时间改为8:30", {"at": (time(8, 30),)}),
        ("日程3改到下午4点", {"at": (time(16),)}),
        ("改 日程3 每周一、周五8:30", {"rule": rule(Every.WEEK, 8, 30, days=(1, 5))}),
        ("改 日程3 对象 所有联络员", {"groups": LIAISONS}),
        ("改 日程3 内容 请报数：三项", {"text": "请报数：三项"}),
        ("改 日程3 遇假提前", {"day_off": DayOff.EARLIER}),
        ("改 日程3 遇节假日不发", {"day_off": DayOff.SKIP}),
        ("改 日程3 错过不补", {"missed": Missed.SKIP}),
    ],
)
def test_one_thing_of_a_schedule_is_changed(words: str, changes: dict[str, Any]) -> None:
    change = read_change(words, TODAY, KNOWN)
    assert change is not None
    found = {
        name: getattr(change, name) for name in ("rule", "at", "day_off", "text", "missed") if getattr(change, name)
    }
    if change.readers:
        found["groups"] = change.readers.groups
    assert (change.id, found) == (3, changes)


def test_a_change_that_is_not_understood_says_what_can_be_changed() -> None:
    with pytest.raises(PersonError, match="没看懂要改什么，日程3没有改动"):
        read_change("改 日程3 乱七八糟", TODAY, KNOWN)
    assert read_change("改 46 打通5条", TODAY, KNOWN) is None


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ("收单 改到16:20", "收单", "日程4 改到16:20"),
        ("收单16:20", "收单", "日程4 改到16:20"),
        ("名单预核 16:50", "点名校样", "日程4 改到16:50"),
        ("停 收单", "收单", "停 日程4"),
        ("改 晨单 时间 8:30", "晨单", "改 日程4 时间 8:30"),
        ("恢复领导摘要", "领导摘要", "恢复 日程4"),
    ],
)
def test_a_list_of_every_city_is_called_by_its_name(words: str, name: str, said: str) -> None:
    found = named_list(words)
    assert found is not None
    assert (found[0], found[1].format(4)) == (name, said)
    assert read_command(said) or read_change(said, TODAY, KNOWN)


@pytest.mark.parametrize("words", ["收单", "46号收单已发", "每周一给所有联络员发：看收单"])
def test_words_that_only_mention_a_list_are_left_as_they_are(words: str) -> None:
    assert named_list(words) is None
