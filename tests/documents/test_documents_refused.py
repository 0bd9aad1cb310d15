"""Whatever file is sent, the answer comes within two seconds and says what to do."""

import time

import pytest
from hostile_files import HOSTILE, plain_workbook, rebuilt

from bot.documents.reader import read_tables, read_tables_now
from models.errors import FileRefused


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_in_words(name: str) -> None:
    make, word = HOSTILE[name]
    data = make()
    begun = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        read_tables_now(data, "计划.xlsx")
    assert time.perf_counter() - begun < 2.0
    assert word in refused.value.reason
    assert refused.value.reason.endswith("。")


async def test_the_event_loop_reads_and_refuses_the_same_way() -> None:
    sheets = await read_tables(plain_workbook("任务"), "计划.xlsx")
    assert sheets[0].rows == (("任务",),)
    with pytest.raises(FileRefused, match="宏"):
        await read_tables(HOSTILE["macros"][0](), "计划.xlsx")


def test_a_formatted_but_empty_far_cell_is_no_reason_to_refuse() -> None:
    data = plain_workbook("任务")
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="XFD1" s="0"/></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    page = head + cells + b'<row r="1048576"/></sheetData></worksheet>'
    sheets = read_tables_now(rebuilt(data, replace={"xl/worksheets/sheet1.xml": page}), "计划.xlsx")
    assert sheets[0].rows[0][0] == "x"


def test_a_hyperlink_in_a_cell_is_no_external_link() -> None:
    import io

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("表").write_url(0, 0, "https://example.invalid/", string="见通知")
    assert read_tables_now(out.getvalue(), "计划.xlsx")[0].rows == (("见通知",),)
