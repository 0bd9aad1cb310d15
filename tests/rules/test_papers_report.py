"""The draft of a 督查通报: what stands where, on which figures it rests, and that it can be traced."""

import re
from dataclasses import replace
from datetime import date

import pytest
from test_papers_prose import LINE, MAY, MONEY, RATE, ROADS, SMOKE

from models.papers.facts import LineFacts, Said
from models.papers.report import made
from models.rules.pace import Lamp
from models.rules.states import State

TODAY = date(2026, 6, 8)
PLAN = "临江市2026年《政府工作报告》重点任务分工方案"


def line(number: int, **changed: object) -> LineFacts:
    told = {"title": f"第{number}件事"} | changed
    return replace(LINE, task_id=number, number=f"{number}号", rows=(number, number), **told)


LINES = [
    line(1, lamp=Lamp.GREEN, points=4.0, figures=(MONEY,), told_on=MAY, words=Said(MAY, "投资1.1亿元")),
    line(2, is_late=True, lamp=Lamp.RED, due=date(2026, 5, 31), figures=(ROADS,), told_on=MAY, unit="市水利局", unit_id=2, unit_order=0),
    line(3, lamp=Lamp.RED, points=-41.0, figures=(ROADS, SMOKE), told_on=MAY, blockers=("卡在征迁手续",)),
    line(4, lamp=Lamp.RED, points=-35.0, figures=(RATE,), late_steps=(("打通4条", date(2026, 4, 25)),), told_on=MAY),
    line(5, state=State.DISPATCHED, lamp=Lamp.WHITE),
    line(6, state=State.CLOSED, lamp=Lamp.GREEN, points=9.0, figures=(SMOKE,), told_on=MAY),
    line(7, state=State.TERMINATED, document="临政办〔2026〕9号"),
    line(8, state=State.COMPLETED),
    line(9, is_late=True, lamp=Lamp.RED, off_chat=True, title="不宜公开的事", blockers=("不宜公开的话",), figures=(MONEY,), told_on=MAY),
    line(10, state=State.DRAFT, unit="", unit_id=0, unit_order=0, lamp=Lamp.WHITE),
]  # fmt: skip
REPORT = made(LINES, title=PLAN, paper="临政办发〔2026〕3号", today=TODAY)
BODY = [text for _, text in REPORT.body]


def said(part: str) -> str:
    [found] = [text for text in BODY if part in text]
    return found


def test_the_parts_stand_in_order() -> None:
    assert [text for level, text in REPORT.body if level == 1] == ["一、总体情况", "二、存在问题", "三、下一步工作"]
    assert [text for level, text in REPORT.body if level == 2] == [
        "（一）已超过完成时限（2项）", "（二）滞后于序时进度或节点（2项）", "（三）单位反映、需要协调的事项（2项）",
        "（四）待认领或待裁定（1项）",
    ]  # fmt: skip
    assert REPORT.title == "关于《临江市2026年〈政府工作报告〉重点任务分工方案》落实情况的督查通报"
    assert "（临政办发〔2026〕3号）" in BODY[0]


def test_the_counts_are_those_of_the_lines() -> None:
    assert (
        said("纳入督查")
        == "纳入督查的任务共10项，涉及2个牵头单位。按序时进度，正常1项、偏慢0项、滞后4项、未评0项；待认领2项、报结待核验1项、销号1项、终止结转1项。"
    )
    assert said("有数据的任务").startswith("有数据的任务6项，其中全部已对账或已核的4项；其余2项含单位自报数据")
    head, rows = REPORT.annexes[0].head, REPORT.annexes[0].rows
    assert [row[0] for row in rows] == ["市水利局", "市住建局", "（待明确）", "合计"]  # official order
    for row in rows:
        assert int(row[1]) == sum(int(cell or 0) for cell in row[2:])
    assert dict(zip(head, rows[-1], strict=True))["任务数"] == "10"


def test_only_figures_that_were_reconciled_or_checked_stand_in_it() -> None:
    tables = [cell for annex in REPORT.annexes for row in annex.rows for cell in row]
    for text in (*BODY, *tables):
        assert "断头路5条" not in text  # 自报
        for clause in re.split(r"[；。]", text):
            if re.search(r"(?:亿元|微克|整改率)", clause) and re.search(r"\d", clause):
                assert "已对账" in clause or "已核" in clause, clause
    assert "PM2.5浓度31微克，控制目标33微克（已核）" in said("3号“第3件事”（市住建局），")
    assert "较序时进度慢41个百分点（据自报）" in said("较序时进度慢41")
    assert "（据自报）" not in said("较序时进度慢35")
    assert "“卡在征迁手续”（自报）" in said("卡在征迁手续")


def test_every_line_told_of_leads_to_its_words_and_their_day() -> None:
    marks = {int(n) for text in BODY for n in re.findall(r"〔(\d{1,3})〕", text)}
    assert marks == set(range(1, len(REPORT.sources) + 1))
    assert REPORT.sources[0] == "1号：市住建局5月25日报“投资1.1亿元”；完成投资（已对账）。"
    assert "2号：市水利局5月25日报；打通断头路（自报）。" in REPORT.sources
    behind = REPORT.annexes[1]
    assert [row[1] for row in behind.rows] == ["2号", "3号", "4号", "9号"]
    assert all(re.fullmatch(r"〔\d+〕", row[-1]) for row in behind.rows)


def test_what_is_marked_internal_is_a_number_only() -> None:
    whole = "".join([*BODY, *REPORT.sources, *(cell for annex in REPORT.annexes for row in annex.rows for cell in row)])
    assert "9号内部事项" in whole
    assert "不宜公开" not in whole


@pytest.mark.parametrize("word", ["务必", "高度重视", "尽快", "问责", "严肃", "！"])
def test_it_asks_and_does_not_threaten(word: str) -> None:
    assert all(word not in text for text in BODY)


def test_a_quiet_plan_says_so() -> None:
    calm = made([line(1, lamp=Lamp.GREEN, points=1.0)], title=PLAN, paper="", today=TODAY)
    assert "没有超过时限、滞后或需要协调的事项。" in [text for _, text in calm.body]
    assert calm.annexes[1].rows == ()
    assert made([], title=PLAN, paper="", today=TODAY).body  # nothing imported is no error


def test_a_long_list_goes_on_in_the_annex() -> None:
    many = made([line(n, is_late=True, lamp=Lamp.RED) for n in range(1, 15)], title=PLAN, paper="", today=TODAY)
    assert "其余4项见附件2。" in [text for _, text in many.body]
    assert len(many.annexes[1].rows) == 14
