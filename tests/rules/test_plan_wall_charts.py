"""Sheets with steps beside one number, figures in a column of their own, columns nobody foresaw: nothing is lost."""

from datetime import date

from bot.commands import previews
from models.rules.plan.diff import diff_plans
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan
from models.rules.plan.values import PlanLine, Problem

_MERGED = ((1, 1, 1, 9), (2, 3, 2, 4), *((2, c, 3, c) for c in (1, 2, 5, 6, 7, 8, 9)))
_FIRST = tuple((4, c, 6, c) for c in (1, 2, 5, 6))
_SECOND = tuple((7, c, 8, c) for c in (1, 2, 5, 6))
WALL = Sheet("台账", (
    ("临江市2026年重点任务挂图作战台账", "", "", "", "", "", "", "", ""),
    ("序号", "重点任务", "工作任务分解", "", "牵头单位", "责任领导", "完成时限", "联系电话", "备注"),
    ("", "", "具体事项", "量化目标", "", "", "", "", ""),
    ("1", "打通城区断头路", "设计招标", "12条", "市住建局", "沈知行", "3.31", "11100000001", ""),
    ("", "", "开工", "12条", "", "", "6.30", "", ""),
    ("", "", "通车", "12条", "", "", "2026.12.31", "", ""),
    ("2", "污水治理", "管网普查", "200公里", "市住建局", "沈知行", "4.30", "", ""),
    ("", "", "出水达标", "≥93%", "", "", "12.31", "", ""),
), (*_MERGED, *_FIRST, *_SECOND))  # fmt: skip


def only(title: str, due: str = "12月底前", *, goal: str = "") -> PlanLine:
    rows = (("序号", "重点任务", "工作目标", "牵头单位", "完成时限"), ("1", title, goal, "市发改委", due))
    [line] = read_plan([Sheet("2026年任务表", rows)]).tasks
    return line


def figures(line: PlanLine) -> list[tuple[str, str, float, str]]:
    return [(one.name, one.comparator, one.target, one.unit) for one in line.indicators]


def test_steps_of_a_wall_chart_keep_their_names_and_the_figure_is_the_tasks() -> None:
    first, second = read_plan([WALL]).tasks
    assert first.title == "打通城区断头路"
    assert [(step.name, step.due) for step in first.milestones] == [
        ("设计招标", date(2026, 3, 31)),
        ("开工", date(2026, 6, 30)),
        ("通车", date(2026, 12, 31)),
    ]
    assert figures(first) == [("打通城区断头路", ">=", 12, "条")]
    assert figures(second) == [("管网普查", ">=", 200, "公里"), ("出水达标", ">=", 93, "%")]


def test_a_column_with_content_that_is_not_read_is_named_in_the_preview() -> None:
    assert "没有读入的列：H“联系电话”1格" in previews.of_plan(read_plan([WALL]))


def test_a_goal_that_is_a_bare_figure_is_named_by_its_task() -> None:
    assert figures(only("城市污水集中收集", goal="≥93%")) == [("城市污水集中收集", ">=", 93, "%")]


def test_a_zero_inside_a_word_is_no_figure() -> None:
    assert figures(only("新能源汽车零部件产业增加值增长8%左右")) == [("新能源汽车零部件产业增加值增长", "≈", 8, "%")]


def test_a_day_of_sending_and_a_year_gone_by_are_no_deadlines_unsaid() -> None:
    assert only("改造小区", "昨天").problems == (Problem.VAGUE_DUE,)
    old = only("改造小区", "2024年6月")
    assert (old.due, old.problems) == (date(2024, 6, 30), (Problem.PAST_DUE,))
    assert "早于方案的年度" in old.notes[-1]


def test_a_changed_figure_is_seen_in_the_diff() -> None:
    before, after = only("打通断头路", goal="打通断头路12条"), only("打通断头路", goal="打通断头路14条")
    lines = previews.of_diff(diff_plans([before], [after]))
    assert any("指标 打通断头路>=12条 → 打通断头路>=14条" in line for line in lines)
