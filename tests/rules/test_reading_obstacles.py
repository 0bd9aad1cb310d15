"""What stands in the way, and who is asked to help."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply

PROJECT = TaskContext("1", "某项目", date(2026, 12, 31), (IndicatorTarget("完成投资", 5, "亿元"),))


def read(text: str, bodies: tuple[str, ...] = ()) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=[PROJECT], bodies=bodies)


OBSTACLES = [
    ("环评批复还没下来，土地也没摘牌", 2),
    ("征迁还有7户没签，堵在南段", 1),
    ("设备厂家交货晚了，安装往后拖", 1),
    ("连续降雨，土方没法干", 1),
    ("招标文件被质疑，要重新招", 1),
    ("项目停工，总包和业主打官司", 1),
    ("老百姓不同意占地，村委会也做不通工作", 1),
    ("线路要穿铁路，路局迟迟不批", 1),
    ("县里配套资金没到位", 1),
    ("主要受资金制约", 1),
    ("资金缺口2000万，土地也没落实", 2),
    ("进展缓慢", 0),
    ("还差8户", 0),
    ("没开工", 0),
    ("没有困难", 0),
    ("水泥供应紧张已缓解", 0),
]


@pytest.mark.parametrize(("text", "count"), OBSTACLES)
def test_an_obstacle_has_a_cause_and_is_told_once(text: str, count: int) -> None:
    assert len(read(text).blockers) == count


NEEDS: list[tuple[str, list[str | None]]] = [
    ("请市自规局尽快出具规划条件", ["市自规局"]),
    ("需要财政局先垫付200万", ["财政局"]),
    ("恳请县政府协调自然资源局解决用地指标", ["县政府"]),
    ("希望公安、法院联合执法", ["公安", "法院"]),
    ("希望城管住建一起上", ["城管", "住建"]),
    ("望督查室帮忙催一下住建", ["督查室"]),
    ("财政能不能先拨一部分", ["财政"]),
    ("请帮忙协调一下", [None]),
    ("需要财政拨付尾款300万，市住建局出具验收意见", ["财政", "市住建局"]),
    ("请放心", []),
    ("请查收", []),
    ("等财政拨款", []),
]


@pytest.mark.parametrize(("text", "units"), NEEDS)
def test_a_request_names_who_is_asked(text: str, units: list[str | None]) -> None:
    assert [need.unit for need in read(text).needs] == units


def test_a_bare_request_says_what_for() -> None:
    [need] = read("摊主占着地方不搬,请城管局支持下").needs
    assert need.what == "支持（摊主占着地方不搬）"


def test_bodies_of_the_deployment_are_known_by_their_own_names() -> None:
    assert [need.unit for need in read("请铁建办出面", bodies=("铁建办",)).needs] == ["铁建办"]


def test_a_difficulty_beside_progress_stays_progress_and_a_stop_does_not() -> None:
    assert read("完成投资3亿，征迁还有2户没签").intent == "progress"
    assert read("完成投资3亿，支付卡住了，工人在闹工资").intent == "blocked"
