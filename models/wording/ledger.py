"""Words of the ledger: pace, lengths, counts, and why something cannot be undone."""

from collections.abc import Mapping

from models.rules.lengths import Length, Measure
from models.wording.phrases import WEEKDAYS

UNITS = {
    Measure.MINUTES: "个工作分钟", Measure.WORKDAYS: "个工作日", Measure.DAYS: "天", Measure.WALL: "分钟",
}  # fmt: skip
HOURS = {Measure.MINUTES: "个工作小时", Measure.WALL: "小时"}
REPORTS = {
    Measure.MONTHLY: "月报", Measure.QUARTERLY: "季报", Measure.FORTNIGHTLY: "双周报", Measure.WEEKLY: "周报",
}  # fmt: skip
LEVEL = 3.0  # 百分点 within which people say: about level


def pace(points: float) -> str:
    """`points` ahead of (+) or behind (-) pace."""
    if abs(points) < LEVEL:
        return "与序时基本持平"
    return f"比序时{'快' if points > 0 else '慢'}{abs(round(points))}个百分点"


def length(found: Length | None) -> str:
    """3个工作日, 4个工作小时, 每月25日, 每隔一周的周四"""
    if found is None:
        return "约定时限"
    match found.measure:
        case Measure.MONTHLY:
            return f"每月{found.n}日"
        case Measure.QUARTERLY:
            return f"每季末月{found.n}日"
        case Measure.FORTNIGHTLY:
            return f"每隔一周的周{WEEKDAYS[found.n]}"
        case Measure.WEEKLY:
            return f"每周{WEEKDAYS[found.n]}"
    if found.measure in HOURS and found.n and found.n % 60 == 0:
        return f"{found.n // 60}{HOURS[found.measure]}"
    return f"{found.n}{UNITS[found.measure]}" if found.measure in UNITS else "约定时限"


def report_name(found: Length | None) -> str:
    """How the office calls a report by its period."""
    return REPORTS.get(found.measure, "进展") if found else "进展"


def whole(counts: Mapping[str, int], labels: Mapping[str, str], drafts: int) -> str:
    if not counts and not drafts:
        return "库里还没有任务。请先导入方案。"
    parts = [f"{labels.get(state, state)}{count}" for state, count in counts.items()]
    tail = f"，缺牵头单位的草稿{drafts}" if drafts else ""
    return f"全部任务{sum(counts.values())}项：{'、'.join(parts)}{tail}。回“进度 编号”看一项。"


def cannot_undo(number: str, state: str) -> str:
    return f"{number}现在是“{state}”，后面已有新的办理，撤销不了；请用“更正…”或联系督查室。"


def already_reported(number: str) -> str:
    return f"{number}已经报结，待督查室核验，没有改动。要收回请回“撤销 {number.removesuffix('号')}”。"
