"""How things stand, told on a phone: what did not move, who left, which stage counts, who is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Intent, Reading, TaskContext, read_reply

ESTATES = IndicatorTarget("改造小区", 46, "个")
LIFTS = IndicatorTarget("加装电梯", 300, "部")
CHARGERS = IndicatorTarget("装好充电桩", 300, "台")
STATIONS = IndicatorTarget("安装站点", 60, "个")
CENTRES = IndicatorTarget("建成为农服务中心", 10, "个")
MONEY = IndicatorTarget("完成投资", 9.5, "亿元")
FUNDS = IndicatorTarget("资金到位", 3, "亿元")
SIGNED = IndicatorTarget("签约项目", 60, "个")
RATE = IndicatorTarget("疫苗接种率", 90, "%")


def read(text: str, indicator: IndicatorTarget = ESTATES) -> Reading:
    task = TaskContext("7", "重点项目", date(2026, 12, 31), (indicator,))
    return read_reply(text, sent_at=datetime(2026, 8, 12, 2, tzinfo=UTC), tasks=[task])


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("这个月没动", None),
        ("本月没有进展", None),
        ("本周没开工", None),
        ("这周还没有开工", None),
        ("这个月没动，施工队撤了", None),
        ("本月工地停了", None),
        ("本月不会完工", None),
        ("本月没动，下月底前开工", date(2026, 9, 30)),
        ("本月没问题，能完工", date(2026, 8, 31)),
        ("本周能开工", date(2026, 8, 14)),
        ("8月底前完成未开工的5个", date(2026, 8, 31)),
        ("8月底不会拖", date(2026, 8, 31)),
    ],
)
def test_what_did_not_happen_in_a_time_promises_no_day_of_it(text, on):
    found = read(text).next_date
    assert (found.on if found else None) == on


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("上报数据有误，实际开工52个、完工38个", ESTATES, 38),
        ("实际完工38个、开工52个", ESTATES, 38),
        ("累计开工46个，建成31个", ESTATES, 31),
        ("签约60个，进场52个，交付20个", ESTATES, 20),
        ("站点选了48个，电也接了，装好的有22个", STATIONS, 22),
        ("累计签约52个，开工40个", SIGNED, 52),
        ("有231台装完的、67台正在装", CHARGERS, 231),
        ("为农服务中心5个在建2个建成", CENTRES, 2),
        ("三个小区僵住了", LIFTS, None),
        ("实际开工52个", ESTATES, None),
        ("投资到位1个亿多一点", MONEY, None),
        ("投资到位1.2亿", MONEY, None),
        ("资金到位1个亿多一点", FUNDS, 1),
    ],
)
def test_of_several_stages_the_last_one_counts(text, indicator, value):
    found = read(text, indicator).indicators
    assert [each.value for each in found] == ([] if value is None else [value])


def test_the_whole_comes_before_the_picture_of_a_part():
    found = read("游泳馆形象进度45%，总体进度大概55%", MONEY).percent
    assert found is not None
    assert found.value == 55


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("没空", Intent.OTHER),
        ("太忙了下午再说", Intent.OTHER),
        ("帮我看看46怎么样了", Intent.QUESTION),
        ("帮忙看下7号啥情况", Intent.QUESTION),
        ("50那个谁在弄", Intent.QUESTION),
        ("这事归谁管", Intent.QUESTION),
        ("46谁负责", Intent.QUESTION),
        ("小李在弄", Intent.HANDOFF),
        ("这事归城管局管", Intent.HANDOFF),
        ("停了快一个月", Intent.BLOCKED),
        ("危险区人员全部撤离", Intent.PROGRESS),
        ("施工人员跑了3趟电力局", Intent.PROGRESS),
        ("抓紧干，不管怎么样", Intent.PROGRESS),
    ],
)
def test_what_is_wanted(text, intent):
    found = read(text)
    assert (found.intent, found.blockers) == (intent, ())


@pytest.mark.parametrize(
    ("text", "obstacles"),
    [
        ("这个月没动，施工队撤了", ["施工队撤了"]),
        ("撤场了", ["撤场了"]),
        ("人都走光了", ["人都走光了"]),
        ("设备拉走了", ["设备拉走了"]),
        ("疫苗只到了8千支，学校干等", ["疫苗只到了8千支，学校干等"]),
        ("通信信号覆盖不到，21个站点数据传不回来", ["通信信号覆盖不到，21个站点数据传不回来"]),
        ("材料没到，结果三个小区停着", ["材料没到，结果三个小区停着"]),
        ("资金没到位，征地也谈不拢", ["资金没到位", "征地也谈不拢"]),
    ],
)
def test_who_left_and_what_comes_of_it(text, obstacles):
    found = read(text, STATIONS)
    assert (found.intent, [each.text for each in found.blockers]) == (Intent.BLOCKED, obstacles)


@pytest.mark.parametrize("text", ["接种率已经到86%，不到两千人没打", "接种率86%，设备走采购流程"])
def test_who_is_still_to_come_is_no_obstacle(text):
    found = read(text, RATE)
    assert (found.intent, [each.value for each in found.indicators], found.blockers) == (
        Intent.PROGRESS,
        [86],
        (),
    )


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("一共46个，完成了一半", None, 50),
        ("共计46个，改造了12个", 12, 26.09),
        ("总数46个，已改12个", 12, 26.09),
        ("全市共46个，目前已开工30个", None, None),
        ("一共改造30个", 30, None),
        ("累计完成一共12个，其中本月3个", 12, None),
        ("共46个，全部完成", 46, 100),
    ],
)
def test_a_sum_that_a_part_follows_is_what_is_to_be_done(text, value, percent):
    reading = read(text)
    assert [found.value for found in reading.indicators] == ([] if value is None else [value])
    assert (reading.percent and reading.percent.value) == percent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("没有资金缺口，不存在困难，累计31个", Intent.PROGRESS),
        ("不需要财政局支持，32个", Intent.PROGRESS),
        ("无困难，不需要协调", Intent.PROGRESS),
        ("没有什么需要协调的", Intent.PROGRESS),
        ("资金不缺，没什么困难", Intent.PROGRESS),
        ("资金有缺口，需要财政局支持", Intent.BLOCKED),
        ("没钱，需要协调", Intent.BLOCKED),
    ],
)
def test_a_trouble_that_there_is_not_is_none(text, intent):
    reading = read(text)
    assert reading.intent is intent
    assert bool(reading.blockers) is bool(reading.needs) is (intent is Intent.BLOCKED)
