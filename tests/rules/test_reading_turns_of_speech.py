"""Turns of speech that officials use on a phone, each with what it must not be taken for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Intent, Reading, TaskContext, read_reply

PAGES = IndicatorTarget("完成数字化", 860, "万页")
HOMES = IndicatorTarget("改造", 2, "万户")
SPOTS = IndicatorTarget("整治点位", 318, "处")
BRIDGES = IndicatorTarget("改造危桥", 46, "座")
MONEY = IndicatorTarget("完成投资", 9.5, "亿元")
ROADS = IndicatorTarget("开挖管沟", 42, "公里")
PLANTS = IndicatorTarget("标准化改造屠宰场", 14, "家")
STORES = IndicatorTarget("新增库容", 12, "万立方米")
FIELDS = (IndicatorTarget("新建健身场地", 75, "个"), IndicatorTarget("更新健身器材", 900, "件"))


def read(text: str, *indicators: IndicatorTarget, title: str = "重点项目") -> Reading:
    task = TaskContext("7", title, date(2026, 12, 31), indicators)
    return read_reply(text, sent_at=datetime(2026, 8, 12, 2, tzinfo=UTC), tasks=[task])


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("两百零三万页", PAGES, (203, "万页")),
        ("1.1w户", HOMES, (1.1, "万户")),
        ("按196算", SPOTS, (196, "处")),
        ("上报的205有水分，按196算", SPOTS, (196, "处")),
        ("42公里里面挖完36公里", ROADS, (36, "公里")),
        ("沟挖了三十六公里半", ROADS, (36.5, "公里")),
        ("14家里有6家完成改造，5家在改", PLANTS, (6, "家")),
        ("新增5.2万方", STORES, (5.2, "万立方米")),
        ("投资一亿二", MONEY, (1.2, "亿元")),
        ("不止6条，7条", IndicatorTarget("开通航线", 10, "条"), (7, "条")),
        ("竣工的只有9家", PLANTS, (9, "家")),
        ("公示名单里咱们9家！", PLANTS, (9, "家")),
        ("截止昨天新开户6家，其中两家是新办", PLANTS, (6, "家")),
    ],
)
def test_a_figure_is_read_as_it_is_spoken(text, indicator, value):
    found = read(text, indicator).indicators
    assert [(each.value, each.unit) for each in found] == [value]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("318处改了一大半", SPOTS),
        ("还差6千万到9.5亿", MONEY),
        ("不到两千户没打", HOMES),
        ("是不是按6座报", BRIDGES),
        ("进度35", BRIDGES),
    ],
)
def test_a_figure_that_is_not_what_was_done_is_no_value(text, indicator):
    assert read(text, indicator).indicators == ()


@pytest.mark.parametrize(
    ("text", "percent"),
    [("是不是按60%报", None), ("进度35", 35), ("达序时的九成", None), ("318处改了七成", 70)],
)
def test_the_share_of_the_whole(text, percent):
    found = read(text, SPOTS).percent
    assert (found.value if found else None) == percent


def test_what_is_said_behind_the_last_of_a_row_is_said_of_each():
    found = read("75个场地、900件器材全部完成", *FIELDS)
    assert {each.name: each.value for each in found.indicators} == {"新建健身场地": 75, "更新健身器材": 900}
    assert found.intent is Intent.COMPLETED


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("口径已统一，完成12处", Intent.PROGRESS),
        ("统计口径按省里的来，完成12处", Intent.PROGRESS),
        ("口径怎么算", Intent.QUESTION),
        ("啥口径啊", Intent.QUESTION),
        ("钥匙已移交城投，房子还在分", Intent.PROGRESS),
        ("我不管这块了，上周已移交给治安支队周所", Intent.HANDOFF),
        ("这项工作已移交城管局负责", Intent.HANDOFF),
        ("让武装部李部长统一回复", Intent.HANDOFF),
        ("市里已经明确由建投集团牵头，我们局只管审批", Intent.HANDOFF),
        ("招标流标一次，重新挂网了。投资2.4亿", Intent.PROGRESS),
        ("露天的停了半个月，现在做到203处", Intent.PROGRESS),
        ("停工了，做到203处，没钱", Intent.BLOCKED),
    ],
)
def test_what_the_reply_wants(text, intent):
    assert read(text, MONEY if "投资" in text else SPOTS).intent is intent


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("国庆前完成20座", date(2026, 9, 30)),
        ("国庆后一周内完成验收", date(2026, 10, 14)),
        ("高考禁噪暂停，8月20日起恢复", date(2026, 8, 20)),
        ("剩3座本周三收尾", date(2026, 8, 12)),
        ("计划下半年改造8座", date(2026, 12, 31)),
        ("8月完成20座", None),
        ("上半年完成20座", None),
        ("7月1日起按新标准执行", None),
    ],
)
def test_the_next_date(text, on):
    found = read(text, BRIDGES).next_date
    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    ("text", "obstacles"),
    [
        ("医院屋顶承重不够，设计院复核没过", 1),
        ("钢结构厂家限电停产，拖了个把月", 1),
        ("外包公司人跑了，库房又漏水", 2),
        ("资金没到位，征地也谈不拢", 2),
        ("申请延到10月底，雕塑还在运", 1),
        ("请求延到12月中，两家厂的暗管刚查出来", 1),
        ("申请延到10月底，已完成80%", 0),
        ("还没完工，申请延到10月底", 0),
        ("第二批的还没到时间", 0),
    ],
)
def test_an_obstacle_is_told_once_and_a_request_for_time_has_its_reason(text, obstacles):
    assert len(read(text, BRIDGES).blockers) == obstacles
