"""The same plan under other headings, in another order, with other separators, says the same."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from plan_offices import DATA, file_of, score

from bot.documents.reader import read_tables_now
from models.rules.plan.grid import Sheet
from models.rules.plan.reading import read_plan

NAMES = {
    "序号": ["编号", "序", "项次", "任务序号", "No."],
    "重点任务": ["工作任务", "任务名称", "工作事项", "重点工作", "主要任务", "任务事项", "目标任务名称", "重点任务（项目）"],
    "工作目标/具体指标": ["年度目标", "目标任务", "工作目标", "量化指标", "目标要求", "完成标准", "年度目标任务", "主要指标", "具体目标及要求"],
    "牵头领导": ["责任领导", "包保领导", "分管领导", "市领导", "分管市领导", "挂帅领导", "牵头市领导", "责任市领导"],
    "牵头单位": ["主责单位", "主办单位", "牵头部门", "牵头责任单位", "第一责任单位", "主办部门", "牵头（主办）单位"],
    "责任单位": ["配合单位", "协办单位", "协同单位", "参与单位", "配合部门", "责任单位", "协同责任单位", "其他责任单位"],
    "责任人": ["主要负责人", "第一责任人", "单位负责人", "牵头单位负责人", "主要负责同志", "责任人姓名"],
    "时间节点": ["完成时限", "办结时限", "完成时间", "时限要求", "推进时限", "完成期限", "截止时间", "时间要求"],
    "备注": ["说明", "备注", "其他说明", "备 注"],
}  # fmt: skip


@pytest.fixture(scope="module")
def city() -> Sheet:
    return read_tables_now((DATA / "plan_2026.xlsx").read_bytes(), "x")[0]


def _truth(name: str) -> list[dict[str, object]]:
    tasks: list[dict[str, object]] = json.loads((DATA / f"{name}.expected.json").read_text("utf-8"))["tasks"]
    for task in tasks:
        task["problems"] = [one for one in task["problems"] if one != "unknown_unit"]  # type: ignore[attr-defined]
    return tasks


def _mapped(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    return replace(sheet, rows=tuple(tuple(change(text) for text in row) for row in sheet.rows))


def permuted(sheet: Sheet, order: list[int]) -> Sheet:
    """Columns in another order; what is merged across the whole width stays so."""
    rows = tuple(_permuted_row(row, order) for row in sheet.rows)
    merges = []
    for top, left, bottom, right in sheet.merges:
        if right > left:
            merges.append((top, left, bottom, right))
        else:
            at = order.index(left - 1) + 1
            merges.append((top, at, bottom, at))
    return replace(sheet, rows=rows, merges=tuple(merges))


def _permuted_row(row: tuple[str, ...], order: list[int]) -> tuple[str, ...]:
    if sum(bool(text.strip()) for text in row) <= 1:
        return row
    return tuple(row[at] for at in order)


@pytest.mark.parametrize("seed", range(12))
def test_other_names_in_another_order(city: Sheet, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    names = {name: chance.choice(others) for name, others in NAMES.items()}
    order = [0, *chance.sample(range(1, 9), 8)] if seed % 2 else chance.sample(range(9), 9)
    sheet = permuted(_mapped(city, lambda text: names.get(text, text)), order)
    overall, words = score(read_plan([sheet]), _truth("plan_2026"), tmp_path)
    assert overall >= 0.99, f"{names}\n{words}"


@pytest.mark.parametrize("stop", ["，", "\n", "；", ",", " 、"])
def test_other_stops_between_units_and_persons(city: Sheet, stop: str, tmp_path: Path) -> None:
    people = {4, 5, 6}
    rows = tuple(
        tuple(text.replace("、", stop) if at in people and row[0] != "" else text for at, text in enumerate(row))
        for row in city.rows
    )
    reading = read_plan([replace(city, rows=rows)])
    overall, words = score(reading, _truth("plan_2026"), tmp_path)
    assert overall >= 0.99, words


def test_a_heading_of_three_rows(city: Sheet, tmp_path: Path) -> None:
    top = ("序号", "工作任务", "", "责任落实", "", "", "", "时间节点", "备注")
    middle = ("", "重点任务", "工作目标", "牵头领导", "单位", "", "责任人", "", "")
    low = ("", "", "", "", "牵头单位", "责任单位", "", "", "")
    rows = (*city.rows[:1], top, middle, low, *city.rows[4:64], ("",) * 9, *city.rows[65:])
    own = [(2, 1, 4, 1), (2, 2, 2, 3), (2, 4, 2, 7), (2, 8, 4, 8), (2, 9, 4, 9), (3, 2, 4, 2), (3, 3, 4, 3)]
    own += [(3, 4, 4, 4), (3, 5, 3, 6), (3, 7, 4, 7)]
    merges = (*own, *(merge for merge in city.merges if merge[0] > 4))
    overall, words = score(read_plan([replace(city, rows=rows, merges=merges)]), _truth("plan_2026"), tmp_path)
    assert overall >= 0.99, words


def test_two_sheets_of_data_and_their_order(city: Sheet, tmp_path: Path) -> None:
    first = replace(city, name="甲", rows=city.rows[:64], merges=tuple(m for m in city.merges if m[2] <= 64))
    second = replace(
        city,
        name="乙",
        rows=city.rows[64:],
        merges=tuple((t - 64, le, b - 64, r) for t, le, b, r in city.merges if t > 64),
    )
    truth = _truth("plan_2026")
    for task in truth:
        row = int(str(task["row"]))
        task["sheet"], task["row"] = ("甲", row) if row <= 64 else ("乙", row - 64)
    overall, words = score(read_plan([first, second]), truth, tmp_path)
    assert overall >= 0.99, words


@pytest.mark.parametrize("seed", range(4))
def test_the_county_in_another_order(seed: int, tmp_path: Path) -> None:
    sheet = read_tables_now((DATA / "plan_county_2026.xlsx").read_bytes(), "x")[0]
    chance = random.Random(seed)
    blocks = [[0], [1], [2], [3], [4, 5, 6, 7], [8], [9], [10], [11], [12]]
    chance.shuffle(blocks)
    order = [column for block in blocks for column in block]
    names = {
        "一季度": "第一季度",
        "二季度": "1-6月",
        "三季度": "三季度末目标",
        "四季度": "12月底前",
        "办结时间": "截止日期",
    }
    names |= {"县领导": "包抓领导", "主办单位": "责任单位", "协办单位": "协助单位", "任务类别": "所属领域"}
    rows = []
    for row in _mapped(sheet, lambda text: names.get(text, text)).rows:
        rows.append(tuple(row[at] for at in order) if sum(map(bool, row)) > 1 else row)
    merges = []
    for top, left, bottom, right in sheet.merges:
        at = order.index(left - 1) + 1
        merges.append((top, left, bottom, right) if right - left > 5 else (top, at, bottom, at + right - left))
    reading = read_plan([replace(sheet, rows=tuple(rows), merges=tuple(merges))])
    overall, words = score(reading, _truth("plan_county_2026"), tmp_path)
    assert overall >= 0.99, words


def test_the_county_as_a_word_file(tmp_path: Path) -> None:
    sheet = read_tables_now((DATA / "plan_county_2026.xlsx").read_bytes(), "x")[0]
    described = {
        "paragraphs": ["安澜县2026年县政府重点工作任务清单"],
        "tables": [{"rows": sheet.rows, "merges": sheet.merges}],
    }
    read = read_tables_now(file_of(described), "清单.docx")
    overall, words = score(read_plan(read), _truth("plan_county_2026"), tmp_path)
    assert overall >= 0.99, words
