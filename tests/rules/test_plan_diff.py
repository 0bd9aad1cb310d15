"""A plan that is issued again is compared by what its lines are."""

from dataclasses import replace
from datetime import date

import pytest
from plan_offices import DATA, read_bytes

from models.rules.plan.diff import diff_plans
from models.rules.plan.values import PlanLine


@pytest.fixture(scope="module")
def lines() -> list[PlanLine]:
    return list(read_bytes((DATA / "plan_2026.xlsx").read_bytes()).tasks)


def test_the_same_plan_twice_is_no_change(lines: list[PlanLine]) -> None:
    diff = diff_plans(lines, lines)
    assert diff.is_empty
    assert len(diff.same) == len(lines)


def test_moved_and_renumbered_rows_keep_their_identity(lines: list[PlanLine]) -> None:
    moved = [replace(line, index=at, row=at + 9, row_end=at + 9) for at, line in enumerate(reversed(lines), 1)]
    assert diff_plans(lines, moved).is_empty
    renumbered = [replace(line, seq=(line.seq or 0) + 1) for line in lines]
    diff = diff_plans(lines, renumbered)
    assert {change.fields for change in diff.changed} == {("seq",)}
    assert (diff.added, diff.removed, diff.doubtful) == ((), (), ())


def test_a_section_that_is_counted_anew_is_the_same_section(lines: list[PlanLine]) -> None:
    counted = [replace(line, section=(line.section or "").replace("项）", "9项）")) for line in lines]
    assert diff_plans(lines, counted).is_empty


def test_changes_are_named(lines: list[PlanLine]) -> None:
    new = list(lines)
    new[3] = replace(lines[3], goal="增长9%以上", due=date(2026, 11, 30))
    new[7] = replace(lines[7], lead_units=("市工信局",))
    new[10] = replace(lines[10], title="新增规模以上工业企业")
    del new[20]
    new.append(replace(lines[0], seq=121, title="全新的一项任务", goal="办成", section="十、其他"))
    diff = diff_plans(lines, new)
    assert [change.words() for change in diff.changed] == ["工作目标、完成时限", "牵头单位", "任务名称"]
    assert [line.seq for line in diff.removed] == [lines[20].seq]
    assert [line.title for line in diff.added] == ["全新的一项任务"]
    assert diff.doubtful == ()


def test_a_like_name_elsewhere_is_left_to_a_person(lines: list[PlanLine]) -> None:
    other = replace(lines[50], seq=300, title=lines[50].title + "和改造提升工程", lead_units=("市水利局",))
    diff = diff_plans(lines, [*lines[:50], *lines[51:], other])
    assert [(doubt.old.title, doubt.new.title) for doubt in diff.doubtful] == [(lines[50].title, other.title)]
    assert "核对" in diff.doubtful[0].why
