"""异议: what waits to be decided, and what was decided."""

from collections.abc import Sequence
from datetime import date

from models.wording.phrases import day, fit, plain, short
from models.wording.tone import Tone


def disputes(found: Sequence[tuple[str, str, str]]) -> str:
    if not found:
        return "没有待裁定的异议。"
    lines = [f"{number} {unit}：“{plain(short(reason, 40))}”" for number, unit, reason in found]
    return fit([f"待裁定{len(found)}项：", *lines, "仍由原单位承担回“维持 编号”，改由别的单位回“改派 编号 单位”。"])


def waits(line: str, number: str, due: date | None, *, is_his: bool, has_secretary: bool) -> str:
    """Put before a leader: who decides it."""
    if is_his:
        bare = number.removesuffix("号")
        return f"{line}。由原单位承担回“维持 {bare}”，改由别的单位回“改派 {bare} 单位”。"
    until = f"{day(due)}前" if due else ""
    return f"{line}。{until}由督查室裁定{'，逾期请副秘书长定' if has_secretary else ''}。"


def no_dispute(number: str) -> str:
    return f"{number}号没有待裁定的异议，没有改动。"


def no_such_unit(name: str) -> str:
    return f"通讯录里没有“{plain(short(name, 12))}”这个单位，没有改动。请写单位简称，如“改派 46 市应急局”。"


def same_unit(number: str, unit: str) -> str:
    return f"{number}号本来就由{unit}承担，没有改动。仍由它承担，回“维持 {number}”。"


def upheld(number: str, officer: str, tone: Tone) -> str:
    return f"{number}经研究仍由{tone.you}承担，{'烦请认领' if tone.is_partner else '请认领'}：谁牵头、先做什么、方案哪天报。{officer}"


def upheld_to_office(number: str) -> str:
    return f"{number}号已维持原分工，正在告知单位，认领时限重新起算。"


def reassigned(number: str, unit: str, officer: str, tone: Tone) -> str:
    return f"{number}经研究改由{unit}承担，{tone.you}不再承担，已报的情况留存备查。{officer}"


def reassigned_to_office(number: str, unit: str) -> str:
    return f"{number}号已改派{unit}，随即下达，认领时限自送达起算；原单位已收到通知。"
