"""Whole plans: what is refused, what is asked, what is left out and said to be."""

import time
from collections.abc import Sequence
from datetime import date

import pytest
from plan_offices import file_of, office, read_bytes

from bot.documents.reader import read_tables_now
from models.errors import FileRefused, OperatorError
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan
from models.rules.plan.values import DueKind, PlanLine, PlanReading, Problem

HEAD = ["序号", "重点任务", "工作目标", "牵头领导", "牵头单位", "配合单位", "责任人", "完成时限", "备注"]
ROW = ["1", "城市更新", "改造小区46个", "沈知行", "市住建局", "市财政局", "鲁广厦", "11月底前", ""]


def plan(
    *rows: Sequence[str],
    head: Sequence[str] = HEAD,
    above: Sequence[str] = ("某市2026年任务表",),
    **kept: object,
) -> Sheet:
    title = [(text,) for text in above]
    return Sheet("表", (*title, tuple(head), *(tuple(row) for row in rows)), **kept)  # type: ignore[arg-type]


def one(*rows: Sequence[str], **options: object) -> PlanLine:
    (line,) = read_plan([plan(*(rows or (ROW,)))], **options).tasks  # type: ignore[arg-type]
    return line


def row(**cells: str) -> list[str]:
    return [cells.get(word, value) for word, value in zip(HEAD, ROW, strict=True)]


@pytest.mark.parametrize("mark", ["秘密", "机密★1年", "绝密★", "密级：秘密", "机  密", "【秘密】"])
def test_a_classified_file_is_refused_whole(mark: str) -> None:
    for sheet in (
        plan(ROW, above=[mark, "某市2026年任务表"]),
        plan(ROW, texts=(mark,)),
        plan(row(备注=mark)),
    ):
        with pytest.raises(FileRefused, match="涉密"):
            read_plan([sheet])


@pytest.mark.parametrize("word", ["保守国家秘密", "商业秘密保护", "机密性", "涉密人员培训"])
def test_words_about_secrets_are_no_mark(word: str) -> None:
    assert one(row(备注=word)).note == word


def test_an_internal_row_stays_out_of_chat_and_the_others_do_not() -> None:
    first, second = read_plan([plan(row(备注="内部"), row(序号="2"))]).tasks
    assert (first.off_chat, second.off_chat) == (True, False)
    assert any("内部" in note for note in first.notes)


def test_an_internal_file_keeps_every_row_out_of_chat() -> None:
    reading = read_plan([plan(ROW, above=["内部资料 注意保存", "某市2026年任务表"])])
    assert reading.tasks[0].off_chat
    assert reading.title == "某市2026年任务表"


def test_a_missing_lead_column_is_asked_for_with_the_row_of_the_heading() -> None:
    head = ["序号", "重点任务", "工作目标", "甲", "乙", "完成时限"]
    rows = [
        ["1", "城市更新", "改造小区46个", "x1", "y", "11月底"],
        ["2", "绿化", "植树1万亩", "x2", "z", "10月底"],
    ]
    with pytest.raises(OperatorError) as asked:
        read_plan([plan(*rows, head=head)])
    assert "没找到“牵头单位”一列，表头像在第2行" in str(asked.value)
    assert "--column 牵头单位=D" in str(asked.value)


def test_the_named_column_is_taken() -> None:
    head = ["序号", "重点任务", "工作目标", "甲", "乙", "完成时限"]
    sheet = plan(["1", "城市更新", "改造小区46个", "x1", "市住建局", "11月底"], head=head)
    for place in ("E", "e", "5", "乙"):
        (line,) = read_plan([sheet], columns={"牵头单位": place}).tasks
        assert line.lead_units == ("市住建局",)


def test_a_file_without_a_heading_is_answered_with_what_looks_like_one() -> None:
    sheet = Sheet("表", (("甲", "乙"), ("一些", "文字"), ("另一些", "文字")))
    with pytest.raises(OperatorError, match=r"没找到任务表的表头.*--column"):
        read_plan([sheet])
    with pytest.raises(OperatorError, match="没有表格"):
        read_plan([Sheet("正文", ())])


def test_what_is_left_out_is_said() -> None:
    reading = read_bytes(file_of(office("table_away_from_the_corner")))
    reasons = {(skipped.row, skipped.reason) for skipped in reading.skipped}
    assert {(9, "示例行"), (12, "合计行"), (13, "空行"), (15, "重复的表头"), (20, "附注")} <= reasons


def test_every_row_below_the_heading_is_a_task_or_left_out_in_words() -> None:
    for name in ("table_away_from_the_corner", "rows_within_a_task", "first_unit_leads", "nothing_merged"):
        tables = read_tables_now(file_of(office(name)), "计划.xlsx")
        reading = read_plan(tables)
        assert _rows_told(reading) >= set(range(reading.sheets[0].header_rows[-1] + 1, len(tables[0].rows) + 1))


def _rows_told(reading: PlanReading) -> set[int]:
    tasks = {at for line in reading.tasks for at in range(line.row, line.row_end + 1)}
    return tasks | {skipped.row for skipped in reading.skipped}


def test_the_year_comes_from_the_title_else_from_the_cells_else_from_today() -> None:
    assert read_plan([plan(ROW, above=["某市2027年任务表"])]).year == 2027
    assert read_plan([plan(ROW, above=["某市二〇二七年任务表"])]).year == 2027
    assert read_plan([plan(row(完成时限="2025年11月底前"), above=["任务表"])]).year == 2025
    assert read_plan([plan(ROW, above=["任务表"])], today=date(2028, 1, 2)).year == 2028


def test_the_document_number_is_found() -> None:
    reading = read_plan([plan(ROW, above=["临政办发〔2026〕3号", "某市2026年任务表"])])
    assert reading.doc_number == "临政办发〔2026〕3号"


def test_a_standing_task_is_of_the_fourth_class() -> None:
    assert one(row(完成时限="长期坚持")).task_class == "T4"
    assert one().task_class == "T3"


def test_problems_are_named_and_told() -> None:
    line = one(row(牵头领导="", 牵头单位="", 责任人="待定", 完成时限="6月31日前"))
    assert line.problems == (
        Problem.MISSING_LEAD_UNIT,
        Problem.MISSING_LEADER,
        Problem.MISSING_OWNER,
        Problem.BAD_DUE,
    )
    assert line.due_kind is DueKind.BAD
    assert line.is_draft
    assert "6月31日前" in " ".join(line.notes)


def test_a_plan_without_a_column_of_persons_lacks_them_once_not_in_every_row() -> None:
    sheet = plan(
        ["1", "城市更新", "改造46个", "市住建局", "11月底"],
        head=["序号", "重点任务", "工作目标", "牵头单位", "完成时限"],
    )
    reading = read_plan([sheet])
    assert reading.tasks[0].problems == ()
    assert any("责任人" in note for note in reading.notes)


def test_numbering_that_begins_anew_in_a_section_doubles_nothing() -> None:
    rows = [
        ["一、甲类"],
        row(),
        row(序号="2"),
        ["二、乙类"],
        row(重点任务="绿化"),
        row(序号="2", 重点任务="治水"),
        row(序号="2", 重点任务="治气"),
    ]
    doubled = [Problem.DUPLICATE_SEQ in line.problems for line in read_plan([plan(*rows)]).tasks]
    assert doubled == [False, False, False, False, True]


def test_a_hidden_sheet_is_left_out() -> None:
    reading = read_plan([plan(ROW), Sheet("旧表", plan(ROW).rows, is_hidden=True)])
    assert len(reading.tasks) == 1
    assert any("旧表" in note and "隐藏" in note for note in reading.notes)


def test_the_reading_says_where_its_columns_and_headings_are() -> None:
    (sheet,) = read_plan([plan(ROW)]).sheets
    assert [(column.letter, column.header, column.meaning) for column in sheet.columns][:2] == [
        ("A", "序号", "序号"),
        ("B", "重点任务", "重点任务"),
    ]
    assert sheet.header_rows == (2,)


@pytest.mark.parametrize("word", ["（" * 200, "1" * 300, "6月底前" * 50, "按年" * 90, "3.5亿元" * 60, "\n市", " 1"])
def test_a_hostile_cell_costs_no_time(word: str) -> None:
    for column in range(len(HEAD)):
        cells = list(ROW)
        cells[column] = (word * 2_000)[:30_000]
        begun = time.perf_counter()
        read_plan([plan(cells)])
        assert time.perf_counter() - begun < 1.0


def test_a_sheet_that_repeats_an_earlier_one_is_read_once() -> None:
    whole = plan(ROW, row(序号="2", 重点任务="绿化", 工作目标="植树1万亩"))
    part = Sheet("市住建局", plan(ROW).rows)
    reading = read_plan([whole, part])
    assert [line.title for line in reading.tasks] == ["城市更新", "绿化"]
    assert any("市住建局" in note and "重复" in note for note in reading.notes)
    assert any(skipped.sheet == "市住建局" for skipped in reading.skipped)


BARE = (
    ("1", "城市更新", "改造小区46个", "市住建局", "11月底前"),
    ("2", "管网改造", "改造管网20公里", "市水利局", "12月底前"),
    ("3", "国土绿化", "绿化2万亩", "市自规局", "10月底前"),
)


def bare(*, numbered: bool = True) -> Sheet:
    return Sheet("任务", BARE if numbered else tuple(row[1:] for row in BARE))


def test_a_sheet_without_a_heading_keeps_its_first_row() -> None:
    named = {"重点任务": "B", "牵头单位": "D", "完成时限": "E"}
    assert [line.title for line in read_plan([bare()], columns=named).tasks] == ["城市更新", "管网改造", "国土绿化"]
    shifted = {"重点任务": "A", "牵头单位": "C", "完成时限": "D"}
    first = read_plan([bare(numbered=False)], columns=shifted).tasks[0]
    assert (first.title, first.lead_units, first.due) == ("城市更新", ("市住建局",), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"牵头单位": "ZZ"}, "--column 牵头单位=ZZ：表里没有ZZ列。《表》有A至I列"),
        ({"牵头单位": "12"}, "表里没有12列"),
        ({"牵头单位": "主办方"}, "表里没有主办方列"),
        ({"经办科室呀": "B"}, "没有“经办科室呀”这个名称。可用的名称：序号、类别、重点任务、"),
        ({"阶段节点": "B"}, "没有“阶段节点”这个名称"),
    ],
)
def test_a_column_that_does_not_exist_is_said(columns: dict[str, str], said: str) -> None:
    with pytest.raises(OperatorError) as refused:
        read_plan([plan(ROW)], columns=columns)
    assert said in str(refused.value)


def test_what_to_type_is_taken_from_the_sheet_at_hand() -> None:
    with pytest.raises(OperatorError) as asked:
        read_plan([bare()])
    assert "`--column 重点任务=B --column 牵头单位=D --column 完成时限=E`" in str(asked.value)


@pytest.mark.parametrize(
    ("title", "seq", "bare_title"), [("1.城市更新", 1, "城市更新"), ("12、管网改造", 12, "管网改造")]
)
def test_the_number_in_front_of_a_title_is_its_number_where_no_column_holds_one(
    title: str, seq: int, bare_title: str
) -> None:
    (line,) = read_plan([plan([title, "市住建局", "11月底前"], head=["重点任务", "牵头单位", "完成时限"])]).tasks
    assert (line.seq, line.title) == (seq, bare_title)
