"""What a reply does is told by how it is built: asking how to count, asking for time, passing on, acknowledging."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply

BRIDGES = TaskContext("1", "农村危桥改造", date(2026, 11, 30), (IndicatorTarget("改造危桥", 46, "座"),))


def read(text: str) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 8, 12, 2, tzinfo=UTC), tasks=[BRIDGES])


QUESTIONS = [
    "拆了不建的算不算完成数",
    "四类桥按座报还是按延米报",
    "请问中小桥的标准是啥",
    "月报表什么时候截止",
    "去年结转的能计入今年吗",
    "考核看开工数还是看完工数呢",
    "要不要另外报台账",
    "省里口径咋算",
]
MORE_TIME = [
    ("能不能晚半个月，水太大", date(2026, 12, 15)),
    ("请求再给一个月", date(2026, 12, 31)),
    ("想把完工时间调到明年1月20号", date(2027, 1, 20)),
    ("申请最后两座放到明年3月底", date(2027, 3, 31)),
    ("可否改为12月20日前完工", date(2026, 12, 20)),
    ("恳请往后推20天", date(2026, 12, 20)),
]
PASSED_ON = [
    "具体情况请您找公路站站长卜凡",
    "桥的事现在是熊副局长分管",
    "主责在交通局，不在我局",
    "已转公路中心办理",
    "让工程股的小裴跟您说",
    "这事一直是老苗经手",
    "这个问他就行",
]
ACKNOWLEDGED = [
    "收悉",
    "晓得了",
    "好的主任，我核一下",
    "我问下工程股，下午回您",
    "嗯嗯，我们先摸一下底数",
    "要得",
    "ok的，我催催他们看看",
]
NO_ACT = [
    ("还是3座在建", "progress"),
    ("桥面什么都铺好了，就剩护栏", "progress"),
    ("会议能不能改到周五", "progress"),
    ("改造危桥12座，哪个村都没落下", "progress"),
    ("老桥拆了，怎么运石头是个问题，请交警协调下通行证", "blocked"),
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_how_to_count_is_asked_with_or_without_a_question_mark(text: str) -> None:
    assert read(text).intent == "question"


@pytest.mark.parametrize(("text", "until"), MORE_TIME)
def test_more_time_is_asked_for_in_many_words(text: str, until: date) -> None:
    found = read(text)
    assert found.intent == "extension_request"
    assert found.next_date is not None
    assert found.next_date.on == until


@pytest.mark.parametrize("text", PASSED_ON)
def test_somebody_else_is_named(text: str) -> None:
    assert read(text).intent == "handoff"


@pytest.mark.parametrize("text", ACKNOWLEDGED)
def test_it_was_heard_and_will_be_seen_to(text: str) -> None:
    assert read(text).intent == "ack"


@pytest.mark.parametrize(("text", "intent"), NO_ACT)
def test_the_same_words_in_a_report_do_nothing_of_the_kind(text: str, intent: str) -> None:
    assert read(text).intent == intent
