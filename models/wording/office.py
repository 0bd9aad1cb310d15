"""What 督查室 reads when it asks."""

from collections.abc import Mapping, Sequence

from models.wording.phrases import fit, plain, short


def not_understood() -> str:
    return "没看明白，原话已留存。可回：待核验、未认领、异议、进度 46、维持 46、日程、帮助。"


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


def disputes(found: Sequence[tuple[str, str, str]]) -> str:
    if not found:
        return "没有待裁定的异议。"
    lines = [f"{number} {unit}：“{plain(short(reason, 40))}”" for number, unit, reason in found]
    return fit([f"待裁定{len(found)}项：", *lines, "仍由原单位承担，回“维持 编号”。"])


def no_dispute(number: str) -> str:
    return f"{number}号没有待裁定的异议，没有改动。"


def upheld(number: str, signature: str) -> str:
    return f"{number}经研究仍由贵局承担，请认领：谁牵头、先做什么、方案哪天报。{signature}"


def upheld_to_office(number: str) -> str:
    return f"{number}号已维持原分工，正在告知单位，认领时限重新起算。"
