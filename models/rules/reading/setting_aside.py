"""Why a figure is not what is done of an indicator: left to do, wished for, a part, or another thing's."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from models.rules.reading.figure_grammar import is_compared, is_denied, is_of_the_target, is_on_paper
from models.rules.reading.said import Said, is_dated_ahead, is_target
from models.rules.reading.statement import Statement
from models.rules.reading.values import IndicatorTarget
from models.rules.units_of_measure import base_of

_SUM = re.compile(r"(?:一共|总共|共计|总数|总计|(?<![累合总])共)(?:是|有|为)?\s*$")  # 一共12条，打通了一半
_AFTER_THE_SUM = re.compile(
    r"[一-鿿]{0,2}\s*[，,、]\s*(?!其中|[本上这]个?月|比|[正刚恰]好|占|差不多|将近|快|超)[^，,。；;]*?(?:\d|[一两二三四五六七八九十]成|分之|一半|半数|[大过]半)"
)
_OF_A_WHOLE = re.compile(r"\s*(?:(?:里面?|中|当中)有?|有)\s*")  # 14家里有6家完成改造, 有231台装完的


class Aside(StrEnum):
    TAKEN_BACK = "taken_back"
    DENIED = "denied"
    TARGET = "target"
    ON_PAPER = "on_paper"
    COMPARED = "compared"
    AHEAD = "ahead"
    REMAINDER = "remainder"
    OTHER_MONEY = "other_money"
    UNDONE = "undone"
    PART = "part"
    INCREMENT = "increment"
    REQUESTED = "requested"
    STAGE = "stage"
    ASKED = "asked"


def why_aside(st: Statement, each: Said, indicator: IndicatorTarget) -> Aside | None:
    """The first reason not to take the figure as what is done; None where there is none."""
    words, left, right = each.words, each.left, each.right
    if each.q.of is not None and is_target(replace(each.q, value=each.q.of), indicator):
        return None  # 路面摊铺19/37公里
    if each.is_asked:
        return Aside.ASKED
    if each.is_taken_back:
        return Aside.TAKEN_BACK
    if is_denied(left):
        return Aside.DENIED
    if each.is_aim or is_of_the_target(right) or (_SUM.search(left) and _AFTER_THE_SUM.match(st.text, each.q.end)):
        return Aside.TARGET
    if is_on_paper(left, indicator.name + st.task.title):
        return Aside.ON_PAPER
    if indicator.unit != "%" and is_compared(left):
        return Aside.COMPARED
    if each.is_put_right:
        return Aside.AHEAD if words.future.search(left) else _of_a_start(each, indicator, st)
    if words.remainder.search(left):
        return Aside.REMAINDER
    if words.inside.match(right):
        return Aside.PART
    if words.total_so_far.search(left):
        ahead = Aside.AHEAD if words.future.search(left) else None
        return ahead or _other_money(each, indicator) or _of_a_start(each, indicator, st)
    return _why_not_done(st, each, indicator) or _other_money(each, indicator) or _of_a_stage(st, each, indicator)


def _why_not_done(st: Statement, each: Said, indicator: IndicatorTarget) -> Aside | None:
    words, left, right = each.words, each.left, each.right
    told_done = words.done_before.search(left) and not left.rstrip().endswith("了的")  # 签了的三家都在观望
    if not told_done and words.open_state.match(right):
        return Aside.UNDONE
    if not told_done and words.target_after.match(right):
        return Aside.TARGET
    if words.superseded.search(each.clause):
        return Aside.TAKEN_BACK
    if words.target_before.search(left):
        return Aside.TARGET
    if words.part_of.search(left) and not (each.is_told_done and _OF_A_WHOLE.fullmatch(left)):
        return Aside.PART
    if indicator.unit != "%" and words.increment.search(each.before):
        return Aside.INCREMENT
    if words.future.search(each.before) or words.future_after.match(right) or is_dated_ahead(st, each):
        return Aside.AHEAD
    return Aside.REQUESTED if words.requested.search(each.before) else None


def _other_money(each: Said, indicator: IndicatorTarget) -> Aside | None:
    found = each.words.other_money.search(each.left)
    if found is None or (found.group() == "到位" and base_of(indicator.unit)[0] != "money"):
        return None  # 整改到位61个
    is_its_own = set(found.group().replace("增加", "增")) <= set(indicator.name)
    return None if is_its_own else Aside.OTHER_MONEY


def _of_a_start(each: Said, indicator: IndicatorTarget, st: Statement) -> Aside | None:
    """实际开工52个: whatever stands before, none of them is finished."""
    begun = each.words.started.search(each.left)
    return Aside.STAGE if begun and not each.words.starting.search(_known(indicator, st)) else None


def _known(indicator: IndicatorTarget, st: Statement) -> str:
    return indicator.name + (st.task.title if len(st.task.indicators) == 1 else "")


def _of_a_stage(st: Statement, each: Said, indicator: IndicatorTarget) -> Aside | None:
    """主体封顶3个 says nothing of 建成, unless the stage is what the task counts."""
    known = _known(indicator, st)
    stages = [m.group() for m in each.words.stage.finditer(each.left[-8:])]
    if each.is_told_done and len(each.before) > len(each.left) and stages == [each.left.strip()]:
        stages = []  # 5个在建2个建成: said of the figure before
    if (start := each.words.started.search(each.left)) and not each.words.starting.search(known):
        stages.append(start.group())
    if after := each.words.stage_after.match(each.right):
        stages.append(after.group("stage"))
    return Aside.STAGE if any(stage not in known for stage in stages) else None
