"""Whatever stands in a sheet, it is read or refused in words, and no row is lost in silence."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import OperatorError
from models.rules.contacts import read_contacts
from models.rules.plan.diff import diff_plans
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan

_HEAD = ("序号", "重点任务", "工作目标", "牵头领导", "牵头单位", "配合单位", "责任人", "完成时限", "一季度", "备注")
_WORDS = st.sampled_from(
    ["", "", "1", "2", "一、总类", "（二）", "城市更新", "改造小区46个", "6月底前完成招标，年底建成3座", "市住建局", "市住建局、市财政局", "同上", "张明",
     "12月底前", "长期", "全年", "6月31日", "合计", "注：略", "/", "牵头：甲局；配合：乙局", "★", "内部", "序号", "牵头单位", "\n", "（", "100%", "前5位", "100万"]
)  # fmt: skip
_ROWS = st.lists(st.lists(_WORDS, min_size=0, max_size=10).map(tuple), max_size=9)
_MERGES = st.lists(
    st.tuples(st.integers(1, 10), st.integers(1, 10), st.integers(1, 12), st.integers(1, 12)), max_size=4
)


_Read = TypeVar("_Read")


def _answered(read: Callable[[], _Read]) -> _Read | None:
    """What was read; None when it was refused with a sentence."""
    refusal = ""
    try:
        return read()
    except OperatorError as error:
        refusal = str(error)
    assert refusal.endswith("。")
    return None


@settings(max_examples=150, deadline=None)
@given(rows=_ROWS, merges=_MERGES, headed=st.booleans())
def test_any_sheet_is_read_or_refused_in_words(
    rows: list[tuple[str, ...]], merges: list[tuple[int, int, int, int]], headed: bool
) -> None:
    top = (("某市2026年任务表",), _HEAD) if headed else ()
    sheet = Sheet("表", (*top, *rows), tuple(m for m in merges if m[0] <= m[2] and m[1] <= m[3]))
    reading = _answered(lambda: read_plan([sheet]))
    if reading is None:
        return
    assert diff_plans(reading.tasks, reading.tasks).is_empty
    assert [line.index for line in reading.tasks] == list(range(1, len(reading.tasks) + 1))
    told = {at for line in reading.tasks for at in range(line.row, line.row_end + 1)}
    told |= {skipped.row for skipped in reading.skipped}
    first = min((row for sheet in reading.sheets for row in sheet.header_rows), default=0)
    told |= {row for read in reading.sheets for row in read.header_rows}
    assert told >= set(range(first, sheet.height + 1))


@settings(max_examples=60, deadline=None)
@given(rows=_ROWS)
def test_any_sheet_of_contacts_is_read_or_refused_in_words(rows: list[tuple[str, ...]]) -> None:
    head = ("单位", "简称", "主要负责人", "职务", "手机号", "企业微信账号", "分管领导", "联络员")
    contacts = _answered(lambda: read_contacts([Sheet("通讯录", (head, *rows))]))
    assert contacts is None or all(unit.full for unit in contacts.units)
