"""Headings as offices print them: which column is read as what."""

import pytest

from models.rules.plan.grid import Sheet
from models.rules.plan.lexicon import says_first_leads
from models.rules.plan.reading import read_plan

_CELLS = {
    "序": ["1", "2"],
    "类": ["综合", "民生"],
    "题": ["扩大有效投资", "提升城乡消费"],
    "标": ["新开工项目100个，完成投资300亿元", "发放消费券5000万元，惠及商户3000家"],
    "领": ["李明", "李明"],
    "牵": ["市发改委", "市商务局"],
    "配": ["市财政局、市统计局", "各县（市、区）政府"],
    "人": ["王强", "张军"],
    "限": ["12月底前", "11月底前"],
    "段": ["完成招标", "开工"],
    "注": ["", "无"],
    "余": ["", ""],
    "量": ["亿元", "个"],
    "址": ["城东", "城西"],
    "开": ["2026年3月", "2026年4月"],
}
_ROLES = {
    "序": "序号", "类": "类别", "题": "重点任务", "标": "工作目标", "领": "牵头领导", "牵": "牵头单位", "配": "配合单位",
    "人": "责任人", "限": "完成时限", "注": "备注",
}  # fmt: skip

# headings | what each of them holds
SHEETS = """
大类 序号 工作任务 分管市领导 牵头单位及主要负责人 落实进展情况|类 序 题 领 牵 余
项目内容 年度完成情况 完成成效 责任单位 责任人|题 余 余 牵 人
序号 目标任务 牵头负责领导 牵头责任单位 协同责任单位|序 题 领 牵 配
序号 报告内容 具体举措 牵头市领导 责任单位 完成时限|序 题 标 领 牵 限
编号 任务类别 重点工作任务 年度目标 县领导 主办单位 协办单位 承办单位主要负责人 办结时间|序 类 题 标 领 牵 配 人 限
序号 重点任务 工作目标/具体指标 牵头领导 牵头单位 责任单位 责任人 时间节点 备注|序 题 标 领 牵 配 人 限 注
时限要求 主责部门 任务事项 序 年度目标值 分管市长 参与部门 主要负责同志 其他说明 所属领域|限 牵 题 序 标 领 配 人 注 类
序号 改革事项 改革内容 成果形式 时间安排 牵头领导 牵头单位 参加单位|序 题 标 余 限 领 牵 配
任务序号 任务名称 任务描述 主责单位 主责单位负责人 配合单位 起始时间 截止时间 优先级|序 题 标 牵 人 配 开 限 余
序号 市委市政府工作部署 落实举措 责任单位 责任人 完成时间 推进情况|序 题 标 牵 人 限 余
项目编号 项目名称 项目地址 行业主管部门 包保领导 2026年形象进度目标 计划开工时间 计划竣工时间|序 题 址 牵 领 标 开 限
序号 任务 计量单位 2026年目标 单位 牵头单位 责任领导 完成期限|序 题 量 标 量 牵 领 限
项次 督查事项 目标要求 挂帅领导 承办单位 会办单位 经办负责人 办理时限|序 题 标 领 牵 配 人 限
No. 攻坚任务 攻坚目标 总调度人 牵头（主办）单位 责任单位（配合） 牵头单位负责人 何时完成|序 题 标 领 牵 配 人 限
序号 年度重点工作 量化指标 市级责任领导 第一责任单位 其他责任单位 单位主要领导 推进时限|序 题 标 领 牵 配 人 限
序号 民生实事项目 建设内容及规模 责任县领导 牵头部门 配合部门 具体负责人 完成节点|序 题 标 领 牵 配 人 限
类别 任务内容 牵头领导 责任单位|类 题 领 牵
序号 目标任务 分线领导 主要责任单位 其他责任单位 完成时间|序 题 领 牵 配 限
序号 会议议定事项 工作要求 督办领导 落实单位 协同单位 责任人及职务 反馈期限|序 题 标 领 牵 配 人 限
"""


@pytest.mark.parametrize("line", SHEETS.strip().splitlines())
def test_a_heading_is_read_by_its_meaning(line: str) -> None:
    headings, holds = (part.split(" ") for part in line.split("|"))
    rows = [tuple(_CELLS[mark][at] for mark in holds) for at in range(2)]
    reading = read_plan([Sheet("表", (("某市2026年任务表",), tuple(headings), *rows))])
    meanings = [column.meaning for column in reading.sheets[0].columns]
    for heading, mark, meaning in zip(headings, holds, meanings, strict=True):
        if mark in _ROLES:
            assert meaning == _ROLES[mark], f"{heading}: {meaning}"
        else:
            assert meaning not in _ROLES.values(), f"{heading}: {meaning}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("责任单位（第一个为牵头单位）", True),
        ("责任单位（排名第一的为牵头单位）", True),
        ("注：责任单位列第一位的为牵头单位。", True),
        ("首位为牵头单位", True),
        ("责任分解中，列第一位的责任单位为牵头单位或汇总单位", True),
        ("列首位的为牵头单位", True),
        ("牵头单位列第一位的负责汇总报送", False),
        ("责任单位", False),
    ],
)
def test_the_convention_that_the_first_unit_leads(text: str, says: bool) -> None:
    assert says_first_leads(text) is says
