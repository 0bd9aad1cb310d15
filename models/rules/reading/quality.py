"""Whether a reply answers: the flags of an empty, copied, partial or unproven one, and its grade."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from models.rules.quantities import normalise
from models.rules.reading.intents import Facts
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, Grade, IndicatorTarget, Intent, Quality
from models.rules.wide_signs import narrow

SAME_AS_LAST = 85.0  # percent of likeness from which a reply counts as a copy


def judge(st: Statement, intent: Intent, facts: Facts, *, previous: str | None) -> tuple[Quality, ...]:
    """The flags of one statement; none is OK."""
    words, flags = st.lexicon.quality, list[Quality]()
    if intent in (Intent.PROGRESS, Intent.ACK, Intent.COMPLETED):
        empty = not facts and facts.next_date is None and not words.standard_state.search(st.text)
        if is_copy(st.text, previous) or (empty and intent is Intent.PROGRESS and words.boilerplate.search(st.text)):
            flags.append(Quality.BOILERPLATE)
        if empty and intent is not Intent.COMPLETED and words.pledge.search(st.text):
            flags.append(Quality.PLEDGE)
    if is_selective(st.text, facts.figures, st.task.indicators):
        flags.append(Quality.SELECTIVE)
    if _is_unproven(st, intent, facts):
        flags.append(Quality.NO_EVIDENCE)
    return tuple(flags) or (Quality.OK,)


def is_copy(text: str, previous: str | None) -> bool:
    """A near-copy of the last reply, numbers and all; too short texts (收到, 60%) are no copies."""
    if not previous:
        return False
    now, last = _bare(text), _bare(previous)
    if min(len(now), len(last)) < 5 or _figures_of(now) != _figures_of(last):
        return False
    return fuzz.ratio(now, last) >= SAME_AS_LAST or (len(last) >= 6 and last in now and len(now) - len(last) <= 4)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]|^(?:截至|截止)[\d.年月日底]+", "", normalise(text[:1000]))


def _figures_of(text: str) -> list[str]:
    return re.findall(r"\d+", text)[-3:]


def is_selective(text: str, figures: Figures, indicators: tuple[IndicatorTarget, ...]) -> bool:
    """Some of several indicators told, another not even mentioned."""
    if len(indicators) < 2 or not figures.indicators:
        return False
    told = {value.name for value in figures.indicators}
    for value in figures.indicators:
        text = text.replace(narrow(value.span.text), " ")  # 212亿元 speaks of no 亿元以上项目
    return any(not mentions(text, each, indicators) for each in indicators if each.name not in told)


def mentions(text: str, indicator: IndicatorTarget, indicators: tuple[IndicatorTarget, ...]) -> bool:
    """Whether the text speaks of the indicator: one of its own pairs of characters, or of 都, 两个, 全部."""
    sisters = "".join(each.name for each in indicators if each is not indicator)
    own = [char for char in dict.fromkeys(indicator.name) if char not in sisters and char.isalnum()]
    pairs = {indicator.name[i : i + 2] for i in range(len(indicator.name) - 1)}
    own_pairs = [pair for pair in pairs if any(char in own for char in pair)]
    if any(pair in text for pair in own_pairs):
        return True
    return sum(char in text for char in own) >= max(2, (len(own) + 1) // 2)


def _is_unproven(st: Statement, intent: Intent, facts: Facts) -> bool:
    claims = intent is Intent.COMPLETED or (
        intent is Intent.PROGRESS and bool(st.lexicon.quality.nearly_done.search(st.text))
    )
    return claims and not facts.figures.indicators and not st.documents and not st.lexicon.quality.proof.search(st.text)


def grade(st: Statement, intent: Intent, facts: Facts, flags: tuple[Quality, ...], *, copied: bool) -> Grade:
    """A–D by what the reply gives, not by how good the news is."""
    if copied or Quality.SELECTIVE in flags:
        return Grade.D
    figures = facts.figures
    if st.documents or ((figures.percent or figures.indicators) and Quality.NO_EVIDENCE not in flags):
        return Grade.A
    if _gives_a_step(st, intent, facts):
        return Grade.B
    empty = intent is Intent.OTHER or (intent is Intent.ACK and not st.lexicon.quality.receipt.sub("", st.text).strip())
    return Grade.D if empty else Grade.C


def _gives_a_step(st: Statement, intent: Intent, facts: Facts) -> bool:
    """A step done, a state the office has words for, or a next step with a date or somebody to do it."""
    words = st.lexicon.quality
    if intent in (Intent.EXTENSION_REQUEST, Intent.QUESTION, Intent.HANDOFF):
        return True
    if facts.next_date or facts.blockers or facts.needs or st.quantities:
        return True
    if intent is Intent.COMPLETED:
        return bool(words.proof.search(st.text))
    return intent is Intent.PROGRESS and bool(words.standard_state.search(st.text) or words.step.search(st.text))
