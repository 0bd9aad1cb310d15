"""Words of the ledger: pace, lengths, counts, and why something cannot be undone."""

from collections.abc import Mapping

from models.rules.lengths import Length, Measure

UNITS = {
    Measure.MINUTES: "个工作分钟", Measure.WORKDAYS: "个工作日", Measure.DAYS: "天", Measure.WALL: "分钟",
}  # fmt: skip
LEVEL = 3.0  # 百分点 within which people say: about level


def pace(points: float) -> str:
    """`points` ahead of (+) or behind (-) pace."""
    if abs(points) < LEVEL:
        return "与序时基本持平"
    return f"比序时{'快' if points > 0 else '慢'}{abs(round(points))}个百分点"


def length(found: Length | None) -> str:
    if found is None or found.measure not in UNITS:
        return "约定时限"
    return f"{found.n}{UNITS[found.measure]}"


def whole(counts: Mapping[str, int], labels: Mapping[str, str], drafts: int) -> str:
    if not counts and not drafts:
        return "库里还没有任务。请先导入方案。"
    parts = [f"{labels.get(state, state)}{count}" for state, count in counts.items()]
    tail = f"，缺牵头单位的草稿{drafts}" if drafts else ""
    return f"全部任务{sum(counts.values())}项：{'、'.join(parts)}{tail}。回“进度 编号”看一项。"


def cannot_undo(number: str, state: str) -> str:
    return f"{number}现在是“{state}”，后面已有新的办理，撤销不了；请用“更正…”或联系督查室。"
