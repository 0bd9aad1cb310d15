"""Which numbers of a line are tasks, as officials type them: with and without 号, in ranges, by voice, full-width."""

import pytest

from models.rules.references import find_references
from models.rules.task_numbers import dotted, explicit, plainly, read_as_figures

OWN = frozenset(
    [
        "5",
        "7",
        "12",
        "17",
        "25",
        "26",
        "27",
        "28",
        "30",
        "32",
        "43",
        "46",
        "47",
        "49",
        "57",
        "58",
        "60",
        "83",
        "84",
        "87",
    ]
)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("57 播种面积100万亩\n58 新建5万亩", ("57", "58")),
        ("46 打通5条；47 改造18公里", ("46", "47")),
        ("46打通5条，47改造18公里", ("46", "47")),
        ("46 47 57都正常推进", ("46", "47", "57")),
        ("46打通5条 47改造18公里", ("46", "47")),
        ("46，打通5条", ("46",)),
        ("46 5条", ("46",)),
        ("第46项打通5条，43项完成3个", ("46", "43")),
        ("46号打通5条，47号2公里，999号完成3个", ("46", "47", "999")),
        ("46 打通5条；47 18公里；明天补49", ("46", "47", "49")),
        ("46、47、49都在推进", ("46", "47", "49")),
        ("进展：46打通5条", ("46",)),
        ("46 项目开工3个", ("46",)),
        ("43口袋公园建成10个，绿道22公里；47 整治4处", ("43", "47")),
        ("47 整治4处；49 建成9个；43口袋公园建成10个，绿道22公里", ("47", "49", "43")),
        ("更正 43 口袋公园 11个，绿道 22公里", ("43",)),
        ("49 本月完成3公里", ("49",)),
        ("49本月完成3公里", ("49",)),
        ("46支路打通2条，47部分路段完工", ("46", "47")),
        ("49 只完成3条", ("49",)),
        ("已建成公园5个，配套46口水井", ()),
        ("27-32号由孙科长负责", ("27", "28", "30", "32")),
        ("83号到87号都认领", ("83", "84", "87")),
        ("83至84项由张科负责", ("83", "84")),
        ("60、83-87号由张科负责", ("60", "83", "84", "87")),
        ("４６號打通５條", ("46",)),
        ("４６　打通５条", ("46",)),
        ("四十六号打通七条", ("46",)),
        ("第四十六项打通七条", ("46",)),
        ("更正 27 30亿元", ("27",)),
        ("更正 17 5个", ("17",)),
        ("更正46打通4条", ("46",)),
        ("更正 47 没有", ("47",)),
        ("嗯47那条没问题", ("47",)),
        ("46 6月19日迁完没问题", ("46",)),
        ("47 930是累计", ("47",)),
        ("46 6月底打通5条，9月底打通9条", ("46",)),
        ("46：6月25日前打通8条", ("46",)),
        ("32 12月底前全部打通", ("32",)),
        ("这个活应该是城管的，46", ("46",)),
        ("方案已经报上来了。46", ("46",)),
    ],
)  # fmt: skip
def test_a_number_that_is_his_own_is_a_task(words: str, numbers: tuple[str, ...]) -> None:
    assert find_references(explicit(plainly(words), OWN)) == numbers


@pytest.mark.parametrize(
    "words",
    [
        "更正 26户",
        "更正 28公里",
        "更正 7条",
        "更正 28 公里",
        "46条打通了",
        "26 户已安置",
        "12、17条道路",
        "梳理问题50项，43项已整改",
        "12万亩高标准农田",
        "5月底完工",
        "打通5条，7月底再通3条",
        "5 %",
        "28日前报",
        "27号前报方案",
        "3月27-30号召开会议",
        "三月十二号前报",
        "三号楼封顶",
        "17年底前完成",
    ],
)
def test_a_number_with_a_measure_or_of_a_day_is_none(words: str) -> None:
    assert find_references(explicit(plainly(words), OWN)) == ()


def test_what_is_nobodys_is_left_as_it_was_written() -> None:
    assert explicit("46打通5条", frozenset()) == "46打通5条"
    assert explicit("90至95号由张科负责", OWN) == "90至95号由张科负责"


@pytest.mark.parametrize(
    ("words", "written"),
    [("进度４６", "进度46"), ("撤消 46", "撤销 46"), ("进度四十六", "进度 46"), ("明天补49", "49号明天补")],
)
def test_a_line_is_written_out_as_the_commands_know_it(words: str, written: str) -> None:
    assert explicit(plainly(words), OWN) == written


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("29号路基完成5公里", ("29",)),
        ("3号路已通车", ()),
        ("31号路面摊铺18公里；2号线封顶", ("31",)),
        ("39号线路贯通；2号桥合龙；28号桥梁下构完成", ("39", "28")),
    ],
)
def test_a_road_has_a_number_and_so_has_a_task_on_its_bed(words: str, numbers: tuple[str, ...]) -> None:
    assert find_references(words) == numbers


PARTS = frozenset(["3.1", "3.5", "5.2", "46.1", "46.2", "46.3"])


def heard(words: str) -> tuple[str, ...]:
    return find_references(explicit(dotted(plainly(words), PARTS), OWN | PARTS | {"3"}))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("46.1 管线迁改完成80%", ("46.1",)),
        ("46.1管线迁完了", ("46.1",)),
        ("46-1 管线迁完了", ("46.1",)),
        ("４６．１号 管线迁完了", ("46.1",)),
        ("46-2号完成3公里", ("46.2",)),
        ("第46.1项完成3公里", ("46.1",)),
        ("46.1完成5条，46.2完成3处", ("46.1", "46.2")),
        ("46.1、46.2都由王科长负责", ("46.1", "46.2")),
        ("46.1-46.3号都由王科长负责", ("46.1", "46.2", "46.3")),
        ("46 打通5条；46.1 迁完3公里", ("46", "46.1")),
        ("46.1 5公里", ("46.1",)),
        ("46.1：迁完5公里", ("46.1",)),
        ("3.1 管线迁改完成80%", ("3.1",)),
        ("3-1号管线迁完了", ("3.1",)),
        ("明天补46.1", ("46.1",)),
        ("46.1", ("46.1",)),
    ],
)
def test_a_part_is_named_with_a_point_or_a_dash(words: str, numbers: tuple[str, ...]) -> None:
    assert heard(words) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("46 5.2公里", ("46",)),
        ("5.2公里", ()),
        ("46.1公里", ()),
        ("46 完成46.1%", ("46",)),
        ("3.1前报方案", ()),
        ("3.1号前报方案", ()),
        ("46号3.1开工，6.20完工", ("46",)),
        ("5.2亿元", ()),
        ("3-5号都由王科长负责", ("3", "5")),
        ("46.5完成", ()),
        ("46.9号完成", ("46.9",)),  # nobody's, and said to be
    ],
)
def test_a_decimal_a_day_and_a_range_are_no_part(words: str, numbers: tuple[str, ...]) -> None:
    assert heard(words) == numbers


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("46号打通5条；47座桥建成10座", [("47", "47座桥建成10座")]),
        ("46号打通5条，47座桥建成10座", []),
        ("46号打通5条；47座桥在建", []),
        ("46号打通5条；47号改造18公里", []),
        ("46号打通5条；12月再打通2条", []),
        ("46号打通5条；99座桥建成10座", []),
    ],
)
def test_a_number_that_may_have_been_a_task_is_pointed_out(words: str, found: list[tuple[str, str]]) -> None:
    assert read_as_figures(words, OWN) == found
