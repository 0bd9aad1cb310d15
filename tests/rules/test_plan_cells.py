"""Units, persons, marks and numbers in single cells."""

import pytest

from models.rules.plan.marks import bare_title, is_key, is_redline
from models.rules.plan.people import read_people
from models.rules.plan.rows import read_seq
from models.rules.plan.secrecy import is_internal
from models.rules.plan.units_cell import read_units

# cell | leads | helpers
UNITS = """
市住建局|市住建局|
市住建局、市财政局|市住建局 市财政局|
市卫健委\\n市城投集团|市卫健委 市城投集团|
各县（市、区）政府、市住建局|各县（市、区）政府 市住建局|
各县(市、区)政府，经开区管委会；高新区管委会|各县(市、区)政府 经开区管委会 高新区管委会|
市住建局  市财政局|市住建局 市财政局|
市住房和城乡\\n建设局\\n市财政局|市住房和城乡建设局 市财政局|
牵头单位：市住建局；配合单位：市财政局、市城管局|市住建局|市财政局 市城管局
牵头：市水利局\\n配合：市财政局、各镇|市水利局|市财政局 各镇
主办：县教育局 协办：县住建局、县财政局|县教育局|县住建局 县财政局
市住建局牵头，市财政局、市城管局配合|市住建局|市财政局 市城管局
由市交通局牵头，市公安局、各县（市、区）政府按职责分工负责|市交通局|市公安局 各县（市、区）政府
市住建局（牵头）、市财政局|市住建局|市财政局
市住建局（牵头单位）\\n市财政局（配合单位）|市住建局|市财政局
市住建局、市财政局（配合）|市住建局|市财政局
责任单位：市发改委|市发改委|
市发改委、市发改委|市发改委|
—||
/||
待定||
"""


@pytest.mark.parametrize("line", UNITS.strip().splitlines())
def test_who_leads_and_who_helps(line: str) -> None:
    cell, leads, helpers = line.replace("\\n", "\n").split("|")
    units = read_units(cell)
    assert (list(units.lead), list(units.support)) == (leads.split(), helpers.split())


def test_the_first_unit_leads_where_the_sheet_says_so() -> None:
    units = read_units("市民政局、市财政局、市残联", first_leads=True)
    assert (units.lead, units.support) == (("市民政局",), ("市财政局", "市残联"))


PEOPLE = """
鲁广厦|鲁广厦
鲁广厦(总负责)、祝成基|鲁广厦 祝成基
张  三、李四光|张三 李四光
方静川\\n陶然|方静川 陶然
王一 赵二|王一 赵二
局长 鲁广厦|鲁广厦
鲁广厦局长|鲁广厦
常务副市长陆明川|陆明川
陆明川（常务副市长）|陆明川
市住建局：鲁广厦|鲁广厦
鲁广厦 11100000177|鲁广厦
欧阳采薇|欧阳采薇
买买提·艾力|买买提·艾力
待定|
空缺|
/|
"""


@pytest.mark.parametrize("line", PEOPLE.strip().splitlines())
def test_persons_are_read_without_titles(line: str) -> None:
    cell, names = line.replace("\\n", "\n").split("|")
    assert list(read_people(cell)) == names.split()


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1), ("23.", 23), ("２３", 23), (" 101 ", 101), ("（7）", 7), ("⑥", 6), ("第9项", 9), ("01", 1),
        ("十二", 12), ("ZD-07", 7), ("12、", 12), ("", None), ("一般", None), ("1.2", None),
    ],
)  # fmt: skip
def test_the_printed_number(cell: str, number: int | None) -> None:
    assert read_seq(cell) == number


_PLAIN = {"mark": "", "title": "城市更新", "note": "", "section": ""}


@pytest.mark.parametrize(
    "marked",
    [
        {"mark": "是"}, {"mark": "★"}, {"mark": "重点"}, {"title": "★城市更新"}, {"title": "城市更新★"},
        {"note": "重点督办"}, {"note": "市重点"}, {"note": "★"}, {"section": "一、重点督办事项"},
    ],
)  # fmt: skip
def test_marks_of_weight(marked: dict[str, str]) -> None:
    assert is_key(**(_PLAIN | marked))


@pytest.mark.parametrize(
    "plain",
    [
        {}, {"title": "重点任务"}, {"section": "重点任务"}, {"section": "三、重点项目和基础设施"},
        {"note": "重点工作"}, {"mark": "否"}, {"mark": "一般"}, {"note": "纳入重点项目库管理"},
    ],
)  # fmt: skip
def test_the_word_alone_is_no_mark(plain: dict[str, str]) -> None:
    assert not is_key(**(_PLAIN | plain))


@pytest.mark.parametrize(
    "marked", [{"mark": "底线"}, {"note": "底线任务"}, {"title": "▲防汛"}, {"section": "五、底线任务"}]
)
def test_marks_of_the_last_line(marked: dict[str, str]) -> None:
    assert is_redline(**(_PLAIN | marked), mark_is_redline=False)
    assert not is_redline(**_PLAIN, mark_is_redline=False)


def test_a_title_is_read_without_its_marks_and_breaks() -> None:
    assert bare_title("★秸秆\n综合利用") == "秸秆综合利用"


@pytest.mark.parametrize(
    "text",
    ["内部", "（内部）", "【内部】信访事项", "内部掌握", "仅供内部使用", "不公开", "内部资料，注意保存"],
)
def test_an_internal_row_is_marked(text: str) -> None:
    assert is_internal(text)


@pytest.mark.parametrize(
    "text", ["内部审计全覆盖", "加强内部控制", "完善企业内部管理", "政务公开", "公开", "推进信息公开"]
)
def test_the_word_internal_alone_is_no_mark(text: str) -> None:
    assert not is_internal(text)
