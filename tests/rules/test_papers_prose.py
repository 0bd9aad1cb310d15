"""Office prose of the papers: each case of a line, and every figure with its mark."""

import re
from dataclasses import replace
from datetime import date

import pytest

from models.papers.facts import FigureFact, LineFacts, Said
from models.rules.assignment_state import Commitment
from models.rules.pace import Lamp
from models.rules.reported_figures import Standing
from models.rules.states import State
from models.wording import papers

MAY, APRIL = date(2026, 5, 25), date(2026, 4, 25)
LINE = LineFacts(
    task_id=1, sheet="表", rows=(5, 5), number="3号", title="打通城区断头路", off_chat=False, section="一、城建", unit="市住建局", unit_id=1,
    unit_order=1, leader="沈在舟", due=date(2026, 12, 31), due_raw="年底", state=State.IN_PROGRESS, lamp=Lamp.YELLOW, is_late=False,
    points=None, percent=None, percent_standing=Standing.REPORTED, percent_on=None, figures=(), words=None, blockers=(), needs=(), told_on=None, promise=None, promised_on=None,
    missing="", late_steps=(), next_step=None, ended_on=None, document="",
)  # fmt: skip
ROADS = FigureFact("打通断头路", 5, "条", Standing.REPORTED, MAY, 12)
MONEY = FigureFact("完成投资", 1.1, "亿元", Standing.RECONCILED, APRIL, 3.2)
SMOKE = FigureFact("PM2.5浓度", 31, "微克", Standing.CHECKED, MAY, 33, is_ceiling=True)
RATE = FigureFact("整改率", 96.5, "%", Standing.CHECKED, None, 100)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "尚无进展报来。"),
        ({"figures": (ROADS,)}, "截至5月25日，打通断头路5条，为目标12条的41.7%（自报）。"),
        (
            {"figures": (ROADS, MONEY)},
            "截至5月25日，打通断头路5条，为目标12条的41.7%（自报）；完成投资1.1亿元，为目标3.2亿元的34.4%（已对账，4月25日）。",
        ),
        ({"figures": (SMOKE,)}, "截至5月25日，PM2.5浓度31微克，控制目标33微克（已核）。"),
        ({"figures": (RATE,)}, "整改率96.5%，目标100%（已核）。"),
        ({"figures": (replace(ROADS, target=None),)}, "截至5月25日，打通断头路5条（自报）。"),
        ({"percent": 60.0, "percent_on": MAY, "points": -18.2}, "总体进度60%（自报，5月25日）。较序时进度慢18个百分点。"),
        ({"points": 1.0, "figures": (RATE,)}, "整改率96.5%，目标100%（已核）。与序时进度基本持平。"),
        ({"points": -40.0, "is_late": True, "percent": 60.0}, "总体进度60%（自报）。"),  # past due: told with the problems
        ({"words": Said(MAY, "方案已报市政府。")}, "5月25日报：“方案已报市政府”（自报）。"),
        ({"words": Said(MAY, "引用“原话”，" + "长" * 200)}, "5月25日报：“引用‘原话’，" + "长" * 152 + "…”（自报）。"),
        (
            {"words": Said(MAY, "打通5条，卡在征迁手续，城东路路基已完成"), "figures": (ROADS,), "blockers": ("征迁手续",)},
            "截至5月25日，打通断头路5条，为目标12条的41.7%（自报）。5月25日另报：“城东路路基已完成”（自报）。",
        ),
        ({"words": Said(MAY, "打通5条"), "figures": (ROADS,)}, "截至5月25日，打通断头路5条，为目标12条的41.7%（自报）。"),
        ({"state": State.DRAFT, "unit": ""}, "牵头单位待明确，尚未下达。"),
        ({"state": State.DISPATCHED}, "已下达，待认领。"),
        ({"state": State.DISPUTED}, "牵头单位提出异议，待裁定。"),
        ({"state": State.COMPLETED, "ended_on": MAY}, "5月25日报结，待核验。"),
        ({"state": State.CLOSED, "ended_on": MAY, "figures": (SMOKE,)}, "已于5月25日核验销号。截至5月25日，PM2.5浓度31微克，控制目标33微克（已核）。"),
        ({"state": State.TERMINATED, "document": "临政办〔2026〕9号"}, "已终止（临政办〔2026〕9号）。"),
        ({"state": State.CARRIED_OVER, "document": "临政办〔2026〕9号"}, "结转下年（临政办〔2026〕9号）。"),
        ({"state": State.AWAITING_DATA}, "待统计数据公布。"),
    ],
)  # fmt: skip
def test_progress(changed: dict[str, object], expected: str) -> None:
    assert papers.progress(replace(LINE, **changed)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ""),
        ({"is_late": True}, "已超过完成时限（12月31日）。"),
        ({"late_steps": (("打通4条", APRIL),)}, "节点逾期未完成：“打通4条”（4月25日）。"),
        ({"missing": "竣工验收意见。"}, "报结退回，尚缺：竣工验收意见。"),
        ({"blockers": ("卡在征迁手续",), "told_on": MAY}, "单位反映：卡在征迁手续（5月25日报）。"),
        ({"needs": ("市自规局批用地",)}, "请求协调：市自规局批用地。"),
        ({"state": State.CLOSED, "blockers": ("旧的问题",)}, ""),
    ],
)
def test_issues(changed: dict[str, object], expected: str) -> None:
    assert papers.issues(replace(LINE, **changed)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ""),
        (
            {
                "promise": Commitment(7, date(2026, 6, 30), "已打通4条，卡在征迁，6月底前再打通1条。"),
                "promised_on": MAY,
            },
            "单位承诺6月30日前：“6月底前再打通1条”（自报，5月25日报）。",
        ),
        ({"next_step": ("打通5条", date(2026, 6, 30))}, "下一节点：6月30日，打通5条。"),
        ({"state": State.COMPLETED, "next_step": ("打通5条", date(2026, 6, 30))}, ""),
    ],
)
def test_measures(changed: dict[str, object], expected: str) -> None:
    assert papers.measures(replace(LINE, **changed)) == expected


def test_no_figure_of_a_unit_stands_without_its_mark() -> None:
    whole = replace(LINE, figures=(ROADS, MONEY, SMOKE, RATE), percent=42.0, points=-3.0, words=Said(MAY, "打通5条"))
    for clause in re.split(r"[；。]", papers.progress(whole)):
        if re.search(r"\d", clause) and not clause.startswith("较序时"):
            assert any(f"（{mark.value}" in clause for mark in Standing), clause


def test_only_what_was_reconciled_where_only_that_may_stand() -> None:
    line = replace(LINE, figures=(ROADS, MONEY, SMOKE))
    assert "自报" not in papers.figures(line, (Standing.RECONCILED, Standing.CHECKED))
    assert papers.figures(replace(LINE, figures=(ROADS,)), (Standing.CHECKED,)) == ""
