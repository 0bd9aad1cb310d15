"""What a leader reads when he asks, and when he marks what he watches."""

from collections.abc import Sequence
from datetime import date

from models.overview import Tally
from models.rules.references import without_references
from models.tasks import Assignment
from models.wording.digest import behind, counts, mean, of
from models.wording.phrases import day, fit, local, number, plain, short
from models.wording.replies import LAMPS

SHOWN = 5


def nothing_waits(put_off: int) -> str:
    return f"没有等您定的事{f'；您定过的{put_off}件还没有答复' if put_off else ''}。"


def more_wait(rest: int) -> str:
    return f"另有{rest}件，定完这几件再回“请您定”。"


def his_aide_sees(lines: Sequence[str]) -> str:
    """The aide prepares; the leader decides."""
    return fit([f"等领导定{len(lines)}件：", *lines, "由领导本人回“请您定”逐件定。"]) if lines else "没有等领导定的事。"


def whole(tally: Tally, units: Sequence[Tally], slow: Sequence[Assignment], today: date, *, is_whole: bool) -> str:
    if not tally.total:
        return "名下还没有下达的任务。"
    lines = [f"{of(is_whole)}{tally.total}项{mean(tally.percent, tally.expected)}：{counts(tally.shown)}。"]
    late = sorted((t for t in units if t.shown.get("red")), key=lambda t: -t.shown["red"])
    if late:
        named = [f"{t.name}{t.shown['red']}项" for t in late[:4]]
        lines.append(f"滞后多的：{'、'.join(named)}。")
    lines += [_line(a, today) for a in slow[:3]]
    return fit([*lines, "看单位回单位名，看一项回编号，看滞后回“哪些滞后”。"])


def slow(found: Sequence[Assignment], today: date, total: int) -> str:
    if not found:
        return "没有偏慢或滞后的任务。"
    more = f"另有{total - SHOWN}项，看单位回单位名。" if total > SHOWN else "看一项回编号。"
    return fit([f"偏慢和滞后{total}项：", *(_line(a, today) for a in found[:SHOWN]), more])


def of_unit(unit: str, tally: Tally | None, found: Sequence[Assignment], today: date) -> str:
    if tally is None:
        return f"{unit}没有您分管范围内的任务。"
    head = f"{unit}{tally.total}项{mean(tally.percent, tally.expected)}：{counts(tally.shown)}。"
    more = f"另有{tally.total - SHOWN}项。看一项回编号。" if tally.total > SHOWN else "看一项回编号。"
    return fit([head, *(_line(a, today, with_unit=False) for a in found[:SHOWN]), more])


def _line(assignment: Assignment, today: date, *, with_unit: bool = True) -> str:
    """🟡47号 市水务局 供水管网改造 32%，慢18个百分点（自报）；上次“管材未到”（5月25日）"""
    task = assignment.task
    where = f" {assignment.unit.short}" if with_unit else ""
    if task.off_chat:
        return f"{LAMPS[assignment.lamp]}{task.number}{where} 内部事项"
    share = f" {number(assignment.percent)}%" if assignment.percent is not None else ""
    if assignment.lamp in {"red", "yellow"}:
        state = behind(assignment, today, reason="", promised=None).removeprefix(task.number)
    else:
        state = f"（{assignment.standing}）" if assignment.standing else ""
    said = (
        f"；上次“{plain(short(without_references(assignment.last_words) or assignment.last_words, 16))}”"
        if assignment.last_words
        else ""
    )
    when = f"（{day(local(assignment.last_word_at).date())}）" if said and assignment.last_word_at else ""
    comma = "，" if share and state and not state.startswith("（") else " " if not share and state else ""
    return f"{LAMPS[assignment.lamp]}{task.number}{where} {plain(task.chat_title(12))}{share}{comma}{state}{said}{when}"


def watched(number_: str, *, on: bool) -> str:
    if on:
        return f"{number_}号已列为您重点盯办：认领须负责人亲自回一句。回“不盯 {number_}”取消。"
    return f"{number_}号不再列为重点盯办。"


def not_in_portfolio(number_: str) -> str:
    return f"{number_}号不在您分管的任务里，没有改动。回“我的任务”看编号。"
