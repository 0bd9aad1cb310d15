"""Parts of a line (子项): 3.1 and 3-2 under 3, （1） under 46, and rows of their own beside one merged number."""

import pytest
from test_plan_reading import plan, row

from bot.commands import previews
from models.rules.plan.diff import diff_plans
from models.rules.plan.reading import read_plan
from models.rules.plan.stored import line_from
from models.rules.plan.values import PlanLine, Problem


def lines(*numbers: str) -> tuple[PlanLine, ...]:
    return read_plan([plan(*(row(序号=n, 重点任务=f"第{at}件事") for at, n in enumerate(numbers)))]).tasks


def numbers(found: tuple[PlanLine, ...]) -> list[tuple[int | None, int | None, int | None]]:
    return [(line.seq, line.part, line.parent) for line in found]


@pytest.mark.parametrize(
    "written",
    [
        ("3", "3.1", "3.2", "4"),
        ("3", "3-1", "3-2", "4"),
        ("3.", "3．1", "3．2.", "4."),
        ("3", "（3.1）", "（3.2）", "4"),
        ("3", "（1）", "（2）", "4"),
        ("3", "1)", "2）", "4"),
        ("3", "①", "②", "4"),
        ("3", "2026-03-01", "3月2日", "4"),  # what a spreadsheet makes of 3-1
    ],
)
def test_a_number_below_a_number_is_a_part_of_it(written: tuple[str, ...]) -> None:
    found = lines(*written)
    assert numbers(found) == [(3, None, None), (3, 1, 1), (3, 2, 1), (4, None, None)]
    assert [line.seq_text for line in found[1:3]] == ["3.1", "3.2"]
    assert not [line for line in found if Problem.DUPLICATE_SEQ in line.problems]


@pytest.mark.parametrize("written", [("（1）", "（2）", "（3）"), ("①", "②", "③"), ("1", "2", "3"), ("3", "4.1", "5")])
def test_what_is_numbered_so_throughout_is_no_part(written: tuple[str, ...]) -> None:
    assert [line.part for line in lines(*written)] == [None, None, None]


def test_the_tenth_part_is_kept_by_a_spreadsheet_as_the_first() -> None:
    found = lines("3", *(f"3.{n}" for n in range(1, 10)), "3.1", "3.11")
    assert [line.part for line in found] == [None, *range(1, 12)]


def test_what_is_left_blank_beside_a_part_is_that_of_the_whole() -> None:
    blank = row(序号="1.1", 重点任务="管线迁改", 牵头领导="", 牵头单位="", 责任人="", 完成时限="")
    own = row(序号="1.2", 重点任务="桥梁施工", 牵头单位="市水利局", 责任人="", 完成时限="6月底前")
    whole, first, second = read_plan([plan(row(), blank, own)]).tasks
    assert (first.lead_units, first.leader, first.owners, first.due) == (
        whole.lead_units, whole.leader, whole.owners, whole.due,
    )  # fmt: skip
    assert (second.lead_units, second.owners, second.due_raw) == (("市水利局",), (), "6月底前")


def test_rows_beside_one_number_that_name_their_own_leads_are_parts() -> None:
    rows = [
        row(工作目标="迁改管线3公里"),
        row(序号="", 重点任务="", 工作目标="建桥2座", 牵头单位="市水利局"),
        row(序号="2"),
    ]
    sheet = plan(*rows, merges=((3, 1, 4, 1), (3, 2, 4, 2)))
    whole, first, second, other = read_plan([sheet]).tasks
    assert numbers((whole, first, second, other)) == [(1, None, None), (1, 1, 1), (1, 2, 1), (2, None, None)]
    assert (whole.title, whole.lead_units, whole.row, whole.row_end) == ("城市更新", ("市住建局",), 3, 4)
    assert (first.title, first.lead_units, second.title, second.lead_units) == (
        "迁改管线3公里", ("市住建局",), "建桥2座", ("市水利局",),
    )  # fmt: skip


def test_rows_beside_one_number_under_one_lead_stay_one_line() -> None:
    rows = [row(工作目标="迁改管线3公里"), row(序号="", 重点任务="", 工作目标="建桥2座")]
    assert len(read_plan([plan(*rows, merges=((3, 1, 4, 1), (3, 2, 4, 2)))]).tasks) == 1


def test_a_part_is_stored_and_compared_with_its_number() -> None:
    found = lines("3", "3.1", "3.2")
    assert [line_from(line.to_json()) for line in found] == [
        PlanLine(**{**vars(line), "raw": ()}) for line in found
    ]  # fmt: skip
    assert diff_plans(found, lines("3", "3.1", "3.2")).is_empty
    (changed,) = diff_plans(found, lines("3", "3.1", "4")).changed
    assert changed.words() == "序号、子项"


def test_the_preview_counts_a_task_once() -> None:
    sheet = plan(*(row(序号=n, 重点任务=f"第{n}件事") for n in ("3", "3.1", "3.2", "4")))
    shown = previews.of_plan(read_plan([sheet]))
    assert "3.1 第3.1件事" in shown
    assert "共2项（另有子项2个），" in shown
