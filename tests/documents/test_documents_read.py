"""What a person sees in a sheet is what is read from it."""

import datetime as dt
import io
from typing import Any

import docx
import pytest
import xlsxwriter

from bot.documents.reader import read_tables_now


def _workbook(cells: list[tuple[Any, dict[str, Any]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("表")
        for column, (value, look) in enumerate(cells):
            form = book.add_format(look) if look else None
            if isinstance(value, dt.datetime):
                page.write_datetime(0, column, value, form)
            else:
                page.write(0, column, value, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "look", "shown"),
    [
        (1.0, {}, "1"),
        (6.5, {}, "6.5"),
        (0.1 + 0.2, {}, "0.3"),
        (0.85, {"num_format": "0%"}, "85%"),
        (0.855, {"num_format": "0.0%"}, "85.5%"),
        (dt.datetime(2026, 12, 31), {"num_format": "yyyy-mm-dd"}, "2026-12-31"),
        (dt.datetime(2026, 12, 1), {"num_format": 'yyyy"年"m"月"'}, "2026年12月"),
        (dt.datetime(2026, 12, 1), {"num_format": 57}, "2026年12月"),
        (dt.datetime(2026, 6, 30), {"num_format": 'm"月"d"日"'}, "2026-06-30"),
        ("  text ", {}, "  text "),
        ("=1+1", {}, "0"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: Any, look: dict[str, Any], shown: str) -> None:
    assert read_tables_now(_workbook([(value, look)]), "表.xlsx")[0].rows[0][0] == shown


def test_merged_cells_are_told() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("表")
        page.merge_range("A1:C2", "标题")
        page.write("A3", "x")
    sheet = read_tables_now(out.getvalue(), "表.xlsx")[0]
    assert sheet.merges == ((1, 1, 2, 3),)
    assert (sheet.text(2, 3), sheet.own(2, 3)) == ("标题", "")


def test_a_hidden_sheet_is_told_apart() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("表").write(0, 0, "x")
        book.add_worksheet("旧").hide()
    assert [(sheet.name, sheet.is_hidden) for sheet in read_tables_now(out.getvalue(), "x")] == [
        ("表", False),
        ("旧", True),
    ]


def test_the_page_head_of_a_workbook_is_among_its_texts() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("表")
        page.set_header("&R机密★1年")
        page.insert_textbox(3, 3, "内部资料")
        page.write(0, 0, "x")
    texts = " ".join(read_tables_now(out.getvalue(), "x")[0].texts)
    assert "机密★1年" in texts
    assert "内部资料" in texts


def test_a_word_file_gives_its_tables_and_the_words_before_them() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "秘密"
    document.add_paragraph("任务清单")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "一、总类"
    table.cell(1, 1).text = "甲\n乙"
    document.add_paragraph("注：略")
    out = io.BytesIO()
    document.save(out)
    sheet = read_tables_now(out.getvalue(), "清单.docx")[0]
    assert sheet.texts == ("秘密", "任务清单", "注：略")
    assert sheet.rows == (("一、总类", "", ""), ("", "甲\n乙", ""))
    assert sheet.merges == ((1, 1, 1, 3),)
