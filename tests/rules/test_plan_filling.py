"""The sheet of a plan is written again with 进展, 问题, 措施 in it, and is read as the same plan."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from paper_parts import alive_in
from plan_offices import DATA, OFFICES, file_of, office, read_bytes

from bot.documents.reader import read_tables_now
from models.papers.workbook import Page, write
from models.rules.plan.diff import diff_plans
from models.rules.plan.filling import Topic, filled, with_words_above
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan
from models.rules.plan.values import PlanLine, PlanReading

NOON = datetime(2026, 6, 8, 4, tzinfo=UTC)
TOLD = {
    Topic.PROGRESS: "截至5月25日，断头路打通5条，为目标12条的41.7%（自报）。",
    Topic.ISSUES: '=HYPERLINK("http://example.test","2025年问题")',
    Topic.MEASURES: "-6月30日前打通城东路（单位承诺）",
}


def written(reading: PlanReading) -> bytes:
    told = {(line.sheet, line.row, line.row_end): TOLD for line in reading.tasks}
    return write([page(reading, sheet, told) for sheet in reading.grids], made_at=NOON)


def _without_place(line: PlanLine) -> dict[str, object]:
    return line.to_json() | {"row": 0, "row_end": line.row_end - line.row}


def page(reading: PlanReading, sheet: Sheet, told: dict[tuple[str, int, int], dict[Topic, str]]) -> Page:
    tables = [table for table in reading.sheets if table.name == sheet.name]
    if not tables:
        return Page(sheet, holds_tasks=False)
    mine = {(row, end): topics for (name, row, end), topics in told.items() if name == sheet.name}
    rows = tuple(sorted({row for table in tables for row in (*table.header_rows, *table.repeated_header_rows)}))
    made, lower = with_words_above(filled(sheet, tables, mine))
    return Page(made, tuple(row + lower for row in rows))


FILES = {
    **{name: lambda name=name: file_of(office(name)) for name in OFFICES},
    "city": lambda: (DATA / "plan_2026.xlsx").read_bytes(),
    "county": lambda: (DATA / "plan_county_2026.xlsx").read_bytes(),
}


@pytest.mark.parametrize("name", FILES)
def test_whatever_its_shape_the_sheet_comes_back_the_same_plan(name: str) -> None:
    before = read_bytes(FILES[name]())
    content = written(before)
    assert len(before.tasks) >= 4
    assert content == written(before)  # the same bytes for the same content
    assert alive_in(content) == []
    after = read_bytes(content)
    diff = diff_plans(list(before.tasks), list(after.tasks))
    assert diff.is_empty, [change.words() for change in diff.changed][:3]
    assert (after.title, after.year, after.doc_number) == (before.title, before.year, before.doc_number)
    assert [_without_place(line) for line in after.tasks] == [_without_place(line) for line in before.tasks]
    for sheet in read_tables_now(content, "again.xlsx"):
        tables = [table for table in after.sheets if table.name == sheet.name]
        texts = [text for row in sheet.rows for text in row]
        assert not tables or TOLD[Topic.ISSUES] in texts  # as text
    # and once more: the columns that are there now are filled, no others are added
    assert [sheet.width for sheet in after.grids] == [sheet.width for sheet in read_bytes(written(after)).grids]


def sheet_of(*rows: tuple[str, ...], merges: tuple[tuple[int, int, int, int], ...] = ()) -> PlanReading:
    return read_plan([Sheet("表", rows, merges)], today=NOON.date())


HEAD = ("序号", "重点任务", "工作目标", "牵头单位", "完成时限")
ROW = ("3", "打通断头路", "打通断头路12条", "市住建局", "12月底")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ((), (*HEAD, "进展情况", "存在问题", "下一步措施")),
        (("备注",), (*HEAD, "备注", "进展情况", "存在问题", "下一步措施")),
        (("目前进展", "完成率"), (*HEAD, "目前进展", "完成率", "存在问题", "下一步措施")),
        (("存在问题及下一步打算",), (*HEAD, "存在问题及下一步打算", "进展情况")),
        (("进展情况", "存在的主要问题", "下步工作打算"), (*HEAD, "进展情况", "存在的主要问题", "下步工作打算")),
        (("完成率", "佐证材料"), (*HEAD, "完成率", "佐证材料", "进展情况", "存在问题", "下一步措施")),
    ],
)
def test_a_column_the_sheet_has_is_filled_and_a_missing_one_is_added(
    own: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    reading = sheet_of(("方案",), HEAD + own, ROW + ("旧",) * len(own))
    made = filled(reading.grids[0], reading.sheets, {(3, 3): TOLD})
    assert made.rows[1] == expected
    told = dict(zip(made.rows[1], made.rows[2], strict=True))
    assert told.get("完成率", "旧") == "旧"
    for topic in Topic:
        assert sum(TOLD[topic] in text for text in made.rows[2]) == 1


def test_nothing_known_leaves_a_cell_as_it_is() -> None:
    reading = sheet_of(("方案",), (*HEAD, "进展情况"), (*ROW, "前任写的"), ("4", *ROW[1:3], "市水利局", "年内", ""))
    made = filled(reading.grids[0], reading.sheets, {(3, 3): {}, (4, 4): {Topic.PROGRESS: "开工（自报）。"}})
    assert (made.rows[2][5], made.rows[3][5]) == ("前任写的", "开工（自报）。")


def test_titles_sections_and_rows_of_a_task_stay_joined() -> None:
    reading = sheet_of(
        ("方案", "", "", "", ""), HEAD, ("一、城市建设", "", "", "", ""), ROW, ("", "", "其中城东3条", "", "6月底"),
        merges=((1, 1, 1, 5), (3, 1, 3, 5), (4, 1, 5, 1), (4, 2, 5, 2), (4, 4, 5, 4)),
    )  # fmt: skip
    made = filled(reading.grids[0], reading.sheets, {(4, 5): TOLD})
    assert {(1, 1, 1, 8), (3, 1, 3, 8), (4, 1, 5, 1), (4, 6, 5, 6), (4, 7, 5, 7), (4, 8, 5, 8)} <= set(made.merges)
    assert made.rows[3][5:] == tuple(TOLD.values())
    assert made.rows[4][5:] == ("", "", "")


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("12", True), ("3.2", True), ("-4", True), ("01", False), ("1.50", False), ("12345678901", False), ("=1+1", False), ("1e5", False)],
)  # fmt: skip
def test_what_is_no_plain_number_is_text(text: str, is_number: bool) -> None:
    content = write([Page(Sheet("表", ((text,),)))], made_at=NOON)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        cell = opened.read("xl/worksheets/sheet1.xml").decode()
    assert alive_in(content) == []
    assert ('t="s"' not in cell) == is_number
    assert read_tables_now(content, "x.xlsx")[0].rows == ((text,),)


def test_a_live_formula_would_be_found() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "=1+1")
        book.add_worksheet().write_url(0, 0, "http://example.test")
    assert len(alive_in(buffer.getvalue())) == 2
