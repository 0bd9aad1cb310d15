"""Answers to progress: the echo, the one question, corrections and undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.rules.units_of_measure import measure
from models.wording.phrases import beyond, day, number, plain, short, weekday
from models.wording.tone import Tone

CORRECT = "不对请回“更正…”。"
LAMPS = {"green": "🟢", "yellow": "🟡", "red": "🔴", "white": "⚪"}
UNDERSTOOD = {"blocked": "遇到困难", "question": "提问", "extension_request": "申请延期", "completed": "已完成"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of one task after the reply."""

    number: str
    reading: dict[str, Any]
    targets: Sequence[tuple[str, float, str]]  # indicators: name, target, unit
    percent: float | None
    pace: str  # 与序时基本持平, 比序时慢12个百分点; empty without a lamp
    next_on: date | None = None
    due: date | None = None
    off_chat: bool = False  # 内部: the chat shows its number only
    taken_on: bool = False  # by this very word
    said: str = ""  # a step in his own words, shown where no figure says it
    promises: Sequence[str] = ()  # what these words made of earlier ones
    missing: str = ""  # the indicator that he did not speak of
    by_you: bool = True  # he who reads it said it


def echo(known: Known) -> str:
    """What was understood, in one line and in the official's own units; a correction is always possible."""
    needs = "" if known.off_chat else _help(known.reading)
    return f"{known.number}已{'认领并' if known.taken_on else ''}登记：{understood_words(known)}。{needs}{CORRECT}"


def echo_many(all_known: Sequence[Known]) -> str:
    lines = [
        f"{known.number}{'（已认领）' if known.taken_on else ''}：{understood_words(known)}" for known in all_known
    ]
    return "\n".join([f"已登记{len(lines)}项：", *lines, CORRECT])


def understood_words(known: Known) -> str:
    if known.off_chat:
        return "内容在内网台账"
    reading = known.reading
    parts = [_figure(figure, known.targets) for figure in reading["indicators"]]
    if not parts and reading["percent"] is not None:
        parts.append(f"进度{number(reading['percent'])}%")
    if parts and known.percent is not None and known.pace:
        parts.append(known.pace)
    if reading["intent"] in UNDERSTOOD and not parts and not reading["blockers"]:
        parts.append(UNDERSTOOD[reading["intent"]])
    parts += [f"困难：{plain(short(b, 24))}" for b in reading["blockers"][:2]]
    if not parts and known.said:
        parts.append(f"“{plain(short(known.said, 24))}”")
    parts.append(_next(known))
    parts += known.promises
    if known.missing:
        parts.append(f"还缺“{plain(short(known.missing, 16))}”")
    return "，".join(part for part in parts if part) or "原话已留存"


def _figure(figure: dict[str, Any], targets: Sequence[tuple[str, float, str]]) -> str:
    """打通断头路5条（共12条，42%）"""
    said = f"{short(figure['name'], 12)}{number(figure['value'])}{figure['unit']}"
    target = next((t for t in targets if t[0] == figure["name"]), None)
    if target is None or target[1] == 0:
        return said
    share = (
        f"，{round(figure['value'] / target[1] * 100)}%"
        if measure(target[2]) == measure(figure["unit"]) and target[2] != "%"
        else ""
    )
    return (
        f"{said}（共{number(target[1])}{target[2]}{share}）"
        if target[2] != "%"
        else f"{said}（目标{number(target[1])}%）"
    )


def _next(known: Known) -> str:
    if known.reading["next_date"]:
        on = date.fromisoformat(known.reading["next_date"])
        return f"{'您定的' if known.by_you else ''}下一步{weekday(on)}{beyond(on, known.due)}"
    if known.next_on:
        return f"下一节点{day(known.next_on)}"
    return ""


def _help(reading: dict[str, Any]) -> str:
    """A blocker that is mentioned is not a request: it is shown back, and nothing leaves the unit."""
    if not reading["needs"]:
        return ""
    by_unit = {need["unit"]: need for need in reversed(reading["needs"])}  # the first thing asked of each
    asked = "、".join(f"{need['unit'] or ''}{need['what']}" for need in list(by_unit.values())[::-1][:2])
    return f"您提到需{plain(short(asked, 30))}，尚未转出。"


def ask_fact(number_: str, *, is_dispatched: bool, promised: date | None = None) -> str:
    """No fact yet: the one thing that is missing, without judging; a day that was given is not asked again."""
    if is_dispatched:
        return f"好的。{number_}还请补一句：先做什么、哪天。联络员补也可以。"
    if promised is not None:
        return f"收到，您定的{day(promised)}记着。台账里{number_}还空一格：现在做到哪一步？"
    return f"收到。台账里{number_}还空一格：现在做到哪一步，或哪天做到哪一步？"


def ask_evidence(number_: str, *, by_head: bool) -> str:
    to = "转督查室核验" if by_head else "请负责人确认"
    return f"{number_}您报完成。请补一样依据：验收文号、完成数，或发一张照片（不是必须）。补上即{to}。"


def ask_doubt(doubted: Sequence[tuple[str, str, str]]) -> str:
    """Number, what was told, and the target; empty for a share of the whole."""
    said = [f"{n}{f'目标{target}，' if target else ''}您报{told}" for n, told, target in doubted]
    n, example = doubted[0][0].removesuffix("号"), "60%" if not doubted[0][2] else doubted[0][2]
    return f"{'；'.join(said)}，对吗？还没有登记。\n对就回“对”；不对请直接回正确的数，如“{n} {example}”。"


def ask_fall(fell: Sequence[tuple[str, str, str, str]]) -> str:
    """Number, what stood there, what was told, and what they come to."""
    said = "；".join(f"{n}上次{before}，这次{told}" for n, before, told, _ in fell)
    _, _, told, together = fell[0]
    example = f"（累计{together}）", f"（就是{told}）"
    new, total = example if len(fell) == 1 else ("", "")
    return f"{said}：是本次新增，还是累计？还没有登记。\n新增回“新增”{new}；累计回“累计”{total}。"


def doubt_let_go(numbers: Sequence[str]) -> str:
    return f"好的，{'、'.join(numbers)}这句没有登记。正确的数请直接回编号加内容。"


def ask_report(number_: str) -> str:
    """The figures reach the target, and no word says that it is done."""
    return f"{number_}达到目标了，报结吗？报结回“{number_.removesuffix('号')} 报结”。"


def ask_which(numbers: Sequence[str]) -> str:
    return "这条没看明白是哪一项，原话已留存。请问是哪一项？" + (
        "" if numbers else "回编号加内容即可，如“46 打通5条”。"
    )


def left_out(others: Sequence[str], unknown: Sequence[str]) -> str:
    """`others` are somebody else's numbers, `unknown` nobody's."""
    said = [f"{'、'.join(others)}号不在您名下"] if others else []
    said += [f"没有{'、'.join(unknown)}号这一项"] if unknown else []
    return f"{'，'.join(said)}，这部分没有登记。"


def perhaps_a_task(number: str, clause: str) -> str:
    """A number that may have been meant as a task and was read as a figure."""
    return f"“{clause}”里的{number}按数量读了；若说的是{number}号，请另回“{number}号”加内容。"


def notice_kept(numbers: Sequence[str]) -> str:
    """A pasted notice; `numbers` are his own tasks that it names."""
    if not numbers:
        return "这像是一份通知，原文已留存，没有登记进展。要报进展，直接回编号加内容即可。"
    named = "、".join(numbers[:6]) + (f"等{len(numbers)}项" if len(numbers) > 6 else "")
    return f"这像是一份通知，原文已留存，没有登记进展。{named}的情况，直接回编号加内容即可。"


def unplaced(name: str, text: str) -> str:
    return f"{name}来话未归到任务：“{plain(short(text, 40))}”"


def kept_for_office() -> str:
    return "原话已留存，转督查室看。"


def question_passed(number_: str) -> str:
    return f"{number_}您问的口径问题已转督查室，有答复即告知您。"


def handoff_noted(number_: str, who: str | None, you: str) -> str:
    to = f"由{plain(short(who, 12))}跟进" if who else "已安排内部跟进"
    return f"{number_}已记：{to}，责任仍在{you}。{CORRECT}"


def handoff_refused(number_: str, who: str, tone: Tone) -> str:
    return f"{number_}转给{plain(short(who, 12))}须督查室裁定。确实不属{tone.you}的，请回“{number_}不属{tone.we}职责”并说明理由。"


def prepared(number_: str, head: str) -> str:
    return f"{number_}已备好，待{head}确认后生效。"


def corrected(known: Known) -> str:
    return f"已更正：{known.number} {understood_words(known)}。"


def undone(numbers: Sequence[str], state: str) -> str:
    """`state` when they are all back in the same one."""
    what = numbers[0] if len(numbers) == 1 else f"{'、'.join(n.removesuffix('号') for n in numbers)}号"
    now = f"，现在是“{state}”" if state else ""
    return f"已撤销{what}刚才这一条，台账恢复到上一次{now}。"


def which_to_correct(numbers: Sequence[str]) -> str:
    return f"上一条说了{'、'.join(numbers)}，请带上编号更正，如“更正 {numbers[0]}…”。"


def which_report(numbers: Sequence[str]) -> str:
    """`numbers` are what he reported and is not verified yet."""
    if not numbers:
        return "您名下没有待核验的报结，什么都没有改动。"
    return f"待核验的报结有{'、'.join(numbers)}，请带上编号，如“撤销 {numbers[0]}”。什么都没有改动。"


def does_not_fit(number_: str, said: str, unit: str, *, named: bool) -> str:
    by = f"{'' if named else '上一条说的是'}{number_}{'' if named else '，'}{f'按“{unit}”计，' if unit else ''}"
    return f"{by}“{said}”对不上，没有改动。请带上编号更正，如“更正 {number_}{'4' + unit if unit else '…'}”。"


def nothing_seen(number_: str) -> str:
    n = number_.removesuffix("号")
    return f"没看出{number_}要改哪一处，没有改动。改数回“更正 {n} ”加正确的数；收回上一句回“撤销 {n}”；报完成回“{n} 报结”。"


OFFICE_KNOWS = "已告知督查室。"


def corrected_to_office(number_: str, unit: str, text: str) -> str:
    return f"{number_} {unit}报结后更正：“{plain(short(text, 40))}”，请以更正后的数核验"


def cannot_correct_reported(number_: str) -> str:
    return f"{number_}已报结待核验，没有改动。要改数，请先回“撤销 {number_}”收回报结，再重新报。"


def nothing_to_correct() -> str:
    return "没有可更正的内容，什么都没有改动。请带上编号，如“更正 46号打通4条”；或直接回编号加进展。"


def nothing_to_undo() -> str:
    return "没有可撤销的内容，什么都没有改动。"


def already(number_: str, state: str) -> str:
    return f"{number_}现在是“{state}”，没有改动。"


def added(number_: str, state: str) -> str:
    return f"{number_}现在是“{state}”，您补充的这句已一并转督查室。"
