"""What 督查室 reads when it asks."""

from collections.abc import Mapping, Sequence

from models.wording.phrases import fit


def not_understood() -> str:
    return "没看明白，原话已留存。可回：待核验、销号 46、47、未认领、异议、进度 46、维持 46、改派 46 市应急局、日程、值班、突发记录、帮助。"


def nothing_to_verify() -> str:
    return "没有待核验的报结。"


def more_to_verify(rest: int) -> str:
    return f"还有{rest}项，核完再回“待核验”。"


def not_taken(by_unit: Mapping[str, Sequence[str]]) -> str:
    if not by_unit:
        return "已下达的都认领了。"
    total = sum(len(numbers) for numbers in by_unit.values())
    lines = [
        f"{unit} {len(numbers)}项：{'、'.join(numbers[:5])}{'等' if len(numbers) > 5 else ''}"
        for unit, numbers in by_unit.items()
    ]
    return fit([f"未认领{total}项，涉{len(by_unit)}个单位：", *lines], tail=0)
