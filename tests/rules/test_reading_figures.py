"""What the figures of a reply say about the task, and what they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply

SENT = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)


def task(title: str, *indicators: tuple[str, float, str]) -> TaskContext:
    return TaskContext("1", title, date(2026, 12, 31), tuple(IndicatorTarget(*each) for each in indicators))


LIFTS = task("加装电梯", ("加装电梯", 1000, "部"))
BRIDGES = task("危桥改造", ("改造危桥", 46, "座"))
HOSPITAL = task("市人民医院城东院区", ("完成投资", 3.2, "亿元"))
CARE = task("居家养老", ("新增老年助餐点", 60, "个"), ("建设家庭养老床位", 800, "张"))
AIR = task("大气污染防治", ("PM2.5平均浓度", 33, "微克/立方米"), ("空气质量优良天数比率", 85, "%"))
FUNDS = task("惠企政策", ("兑现惠企资金", 2, "亿元"), ("免申即享比例", 60, "%"))
FARMS = task("高标准农田", ("高标准农田", 3.2, "万亩"))
GROWTH = task("工业增加值", ("规上工业增加值增长", 8, "%"))
GRID = task("东郊输变电工程")
CHECKED = task("妇女儿童健康", ("免费体检", 5000, "人"))
CHECKS = task("妇女儿童健康", ("适龄妇女体检率", 95, "%"), ("免费体检", 5000, "人"))


def read(text: str, about: TaskContext) -> Reading:
    return read_reply(text, sent_at=SENT, tasks=[about])


PERCENTS = [
    (LIFTS, "60%", 60),
    (LIFTS, "百分之八十五", 85),
    (LIFTS, "大概七八成", 70),
    (LIFTS, "总体完成八成五", 85),
    (LIFTS, "完成三分之二", 66.67),
    (LIFTS, "才两成出头 22%", 22),
    (LIFTS, "目前装好了六百一十部，占比61%", 61),
    (LIFTS, "上次说的50%有误，实际45%", 45),
    (LIFTS, "过半了", None),
    (LIFTS, "低于序时5个点", None),
    (LIFTS, "年底前达到90%", None),
    (LIFTS, "砂石料涨价三成", None),
    (LIFTS, "工人走了一半", None),
    (BRIDGES, "46座危桥完工31座、在建15座", 67.39),
    (BRIDGES, "完工31座，还差15座", None),
    (BRIDGES, "路基80%", None),
    (LIFTS, "管线迁改完成80%", None),
    (LIFTS, "前期手续办了80%", None),
    (LIFTS, "加装电梯完成80%", 80),
    (LIFTS, "任务完成80%", 80),
    (LIFTS, "截至11月3日，我局完成80%", 80),
    (LIFTS, "各县区序时推进到80%", 80),
    (LIFTS, "工作量完成80%", 80),
    (LIFTS, "本月任务完成80%，管线迁改完成50%", 80),
    (HOSPITAL, "投资2.4亿，形象进度75%", 75),
    (CARE, "助餐点完成80%", None),
    (CARE, "总体进度55%", 55),
    (GROWTH, "增长7.6%", None),
    (CHECKED, "体检率93%", None),
    (GRID, "工程完成九成", 90),
    (GRID, "变压器安装完成九成", None),
]


@pytest.mark.parametrize(("about", "text", "percent"), PERCENTS)
def test_percent_is_that_of_the_whole_task(about: TaskContext, text: str, percent: float | None) -> None:
    found = read(text, about).percent
    assert (found.value if found else None) == (pytest.approx(percent, abs=0.01) if percent else None)


VALUES: list[tuple[TaskContext, str, dict[str, tuple[float, str]]]] = [
    (LIFTS, "三百一十二部", {"加装电梯": (312, "部")}),
    (LIFTS, "开工812部，完工640部，年底前1000部没问题", {"加装电梯": (640, "部")}),
    (LIFTS, "又装了30部，累计655部", {"加装电梯": (655, "部")}),
    (LIFTS, "本月新增30部", {}),
    (LIFTS, "还差18部", {}),
    (LIFTS, "上次报的700部写错了，应为600部", {"加装电梯": (600, "部")}),
    (LIFTS, "按市政办发〔2026〕12号办，联系电话8761234", {}),
    (BRIDGES, "暴雨把两座桥的便道冲断了", {}),
    (BRIDGES, "有3座还没进场", {}),
    (HOSPITAL, "总概算5.6亿，今年计划3.2亿，花了2.4个亿", {"完成投资": (2.4, "亿元")}),
    (HOSPITAL, "专项债到位1.5亿", {}),
    (HOSPITAL, "控制价680万，在招标", {}),
    (CARE, "助餐点开了48个，床位建了650张", {"新增老年助餐点": (48, "个"), "建设家庭养老床位": (650, "张")}),
    (
        AIR,
        "PM2.5均值31微克/立方米，优良率88.4%",
        {"PM2.5平均浓度": (31, "微克/立方米"), "空气质量优良天数比率": (88.4, "%")},
    ),
    (FUNDS, "兑现1.26亿，免申即享比例54%", {"兑现惠企资金": (1.26, "亿元"), "免申即享比例": (54, "%")}),
    (FARMS, "建成2.1万亩", {"高标准农田": (2.1, "万亩")}),
    (GROWTH, "1-7月增长7.6%，低于目标0.4个百分点", {"规上工业增加值增长": (7.6, "%")}),
]  # fmt: skip


@pytest.mark.parametrize(("about", "text", "values"), VALUES)
def test_values_are_what_is_done_so_far(about: TaskContext, text: str, values: dict[str, tuple[float, str]]) -> None:
    assert {each.name: (each.value, each.unit) for each in read(text, about).indicators} == values


def test_every_figure_shows_the_words_it_was_read_from() -> None:
    text = "46座危桥完工31座，国庆前再完工5座"
    reading = read(text, BRIDGES)
    [value] = reading.indicators
    assert text[value.span.start : value.span.end] == value.span.text == "31座"
    assert {item.field for item in reading.evidence} == {"intent", "percent", "indicators", "next_date"}
    assert all(text[item.span.start : item.span.end] == item.span.text for item in reading.evidence)


def test_counts_that_reach_the_target_complete_the_task_and_rates_do_not() -> None:
    assert read("46座", BRIDGES).intent == "completed"
    assert read("增长8.6%", GROWTH).intent == "progress"
    assert read("1020部，超了", LIFTS).percent is not None


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("9月底完成20座", []),
        ("12月31日前完成30座", []),
        ("10月底完成25座，目前完成14座", [14]),
        ("到9月底已完成20座", [20]),
        ("7月底完成12座", [12]),  # said in August
        ("上半年完成9座", [9]),
        ("二季度末完成9座", [9]),
    ],
)
def test_what_is_to_be_done_by_a_day_to_come_is_not_done(text: str, done: list[float]) -> None:
    toilets = TaskContext("12", "公厕", date(2026, 12, 31), (IndicatorTarget("新建公厕", 30, "座"),))
    reading = read_reply(text, sent_at=datetime(2026, 8, 20, 2, tzinfo=UTC), tasks=[toilets])
    assert [each.value for each in reading.indicators] == done


def test_a_day_late_in_the_same_year_is_still_to_come() -> None:
    toilets = TaskContext("12", "公厕", date(2026, 12, 31), (IndicatorTarget("新建公厕", 30, "座"),))
    reading = read_reply("6月底完成10座，9月底完成20座", sent_at=datetime(2026, 1, 20, 2, tzinfo=UTC), tasks=[toilets])
    assert reading.indicators == ()


@pytest.mark.parametrize(
    ("about", "words", "figures"),
    [
        (CHECKED, "体检率93%", []),
        (CHECKED, "完成体检93名", [("免费体检", 93, "名")]),
        (CHECKS, "体检率93%", [("适龄妇女体检率", 93, "%")]),
        (CHECKS, "完成体检93人", [("免费体检", 93, "人")]),
        (CHECKS, "体检率 93%，完成体检4200人", [("适龄妇女体检率", 93, "%"), ("免费体检", 4200, "人")]),
    ],
)
def test_a_rate_and_a_count_of_the_same_thing_are_two_figures(
    about: TaskContext, words: str, figures: list[tuple[str, float, str]]
) -> None:
    read_ = read(words, about)
    assert [(one.name, one.value, one.unit) for one in read_.indicators] == figures
    assert read_.percent is None


TYPED = [
    ("３座，６０％", "3座，60%"),
    ("累计12座……", "累计12座"),
    ("  累计12座~ \n", "累计12座"),
    ("12座~~国庆前完成", "12座，国庆前完成"),
    ("完成2座, 一半", "完成2座,一半"),
    ("累计的,12座", "累计的，12座"),
]


@pytest.mark.parametrize(("typed", "plain"), TYPED)
def test_a_reply_is_read_alike_however_it_is_typed(typed: str, plain: str) -> None:
    found, wanted = read(typed, BRIDGES), read(plain, BRIDGES)
    assert (found.percent and found.percent.value) == (wanted.percent and wanted.percent.value)
    assert [one.value for one in found.indicators] == [one.value for one in wanted.indicators]
    assert (found.next_date and found.next_date.on) == (wanted.next_date and wanted.next_date.on)
    assert all(item.span.text in typed for item in found.evidence)


def test_a_million_of_another_measure_is_not_the_target() -> None:
    road = task("大中修", ("完成里程", 70, "公里"))
    assert read("完成10公里，占七万", road).percent is None


@pytest.mark.parametrize("words", ["申请顺延到昨天", "申请宽限万一天", "申请延至百百九九年"])
def test_no_deadline_is_asked_for_in_the_past_or_in_nonsense(words: str) -> None:
    assert read(words, BRIDGES).next_date is None
