"""What a reply wants: the first rule that fits decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.rules.reading import intent_words as words
from models.rules.reading.grounds import Rule
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, IndicatorTarget, IndicatorValue, Intent, Need, NextDate, Obstacle, Span

_PAPERS = re.compile(
    "(?:报告|材料|台账|照片|资料|附件|凭证|佐证|报表|纪要|证书)[^,，。]{0,10}?(?:传|报|交|送|补|发|给|寄)"
)
_WHOLLY = re.compile("全部|全都|[都均全](?=[一-鿿]{1,3}(?:了|$))")
_RECEIPT_END = re.compile("(?:收到|知道|明白|知悉|了解)了?$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the other readers found, before the intent is known."""

    figures: Figures
    next_date: NextDate | None
    blockers: tuple[Obstacle, ...]
    needs: tuple[Need, ...]

    def __bool__(self) -> bool:
        figures = self.figures
        return bool(figures.percent or figures.indicators or self.blockers or self.needs)


@dataclass(frozen=True, slots=True)
class Decision:
    intent: Intent
    because: Span | None
    rule: Rule
    handoff_to: Span | None = None


def decide(st: Statement, facts: Facts) -> Decision:
    """The first of the eight intents whose rule fits, with the words that decided it."""
    text = st.text
    if (m := words.EXTENSION.search(text)) and not words.NO_EXTENSION.search(text):
        return Decision(Intent.EXTENSION_REQUEST, st.span(m.start(), m.end()), Rule.ASKS_TO_MOVE)
    if (handoff := _handoff(st, facts)) is not None:
        return handoff
    if (m := _question(text, facts)) is not None:
        return Decision(Intent.QUESTION, st.span(m.start(), m.end()), Rule.ASKS_HOW)
    if (because := _completed(st, facts)) is not None:
        return Decision(Intent.COMPLETED, *because)
    if (because := _blocked(st, facts)) is not None:
        return Decision(Intent.BLOCKED, *because)
    return _rest(st, facts)


def _handoff(st: Statement, facts: Facts) -> Decision | None:
    if facts.figures.indicators or facts.figures.percent or facts.needs:
        return None
    for pattern in words.HANDOFF:
        if m := pattern.search(st.text):
            to = st.span(*m.span("to")) if m["to"] else None
            return Decision(Intent.HANDOFF, st.span(m.start(), m.end()), Rule.PASSED_ON, to)
    return None


def _question(text: str, facts: Facts) -> re.Match[str] | None:
    told = facts.figures.indicators or facts.figures.percent
    m = words.QUESTION.search(text) or (None if told else words.ENDS_ASKING.search(text))
    if not m or words.RHETORICAL.search(text) or facts.needs:
        return None
    asks = words.ASKS_FOR_COUNT.search(text) or "?" in text or "？" in text
    return m if asks and not words.REQUEST_TONE.search(text) else None


_Because = tuple[Span, Rule]


def _completed(st: Statement, facts: Facts) -> _Because | None:
    goes_on = (
        facts.needs or _dates_a_step(st, facts) or words.STOPPED.search(st.text)
    )  # whoever dates a next step is not done
    reached = None if goes_on else _targets_reached(st, facts.figures)
    if reached:
        return reached, Rule.TARGETS_REACHED
    percent = facts.figures.percent
    if percent and percent.value >= 100:
        return percent.span, Rule.ALL_PERCENT
    if m := words.IN_FORCE.search(st.text):
        return st.span(m.start(), m.end()), Rule.IN_FORCE
    m = words.CLAIM.search(st.text) or _all_done(st.text)
    if not m or words.NOT_YET.search(st.text) or facts.blockers or facts.needs or (percent and percent.value < 100):
        return None
    return None if _short_of_target(st, facts.figures) else (st.span(m.start(), m.end()), Rule.CLAIMS_DONE)


def says_done(text: str) -> bool:
    """The words say it, not only figures that reach a target."""
    claims = (words.IN_FORCE, words.CLAIM, words.ALL_OF_IT)
    return any(pattern.search(text) for pattern in claims) or _all_done(text) is not None


def _all_done(text: str) -> re.Match[str] | None:
    """已全部清偿, 都交完了; starting everything is not finishing it."""
    m = words.ALL_DONE.search(text) or (words.NOUN_DONE.search(text) if words.WITH_PROOF.search(text) else None)
    return m if m and not words.ONLY_STARTED.search(m.group()) else None


def _short_of_target(st: Statement, figures: Figures) -> bool:
    targets = {each.name: each for each in st.task.indicators}
    return any(not targets[v.name].is_reached_by(v.value, v.unit) for v in figures.indicators if v.name in targets)


def _dates_a_step(st: Statement, facts: Facts) -> bool:
    """A next date that is not only that of papers on what is done: 验收报告周五前传."""
    if facts.next_date is None:
        return False
    return not _PAPERS.search(st.clause_at(facts.next_date.span.start - st.offset).text)


def _targets_reached(st: Statement, figures: Figures) -> Span | None:
    """Counts that reach every target; rates measured all year do so only where all is said to be done."""
    said = {value.name: value for value in figures.indicators}
    counts = [each for each in st.task.indicators if each.unit != "%"]
    if not counts or not all(each.name in said and _is_reached(each, said[each.name]) for each in counts):
        return None
    if not all(_rate_holds(st, each, said.get(each.name)) for each in st.task.indicators if each.unit == "%"):
        return None
    return next(iter(said.values())).span


def _is_reached(target: IndicatorTarget, value: IndicatorValue) -> bool:
    return target.is_reached_by(value.value, value.unit)


def _rate_holds(st: Statement, rate: IndicatorTarget, value: IndicatorValue | None) -> bool:
    """一键报警全部联网 says of a rate that it is whole."""
    if value is not None:
        return _is_reached(rate, value) and bool(_WHOLLY.search(st.text))
    return any(_WHOLLY.search(each.text) and len(set(each.text) & set(rate.name)) >= 2 for each in st.clauses)


def _blocked(st: Statement, facts: Facts) -> _Because | None:
    if facts.needs:
        return facts.needs[0].span, Rule.HAS_REQUEST
    if (stopped := _stopped(st, facts)) is not None:
        return stopped, Rule.STANDS_STILL
    told = facts.figures.percent or facts.figures.indicators
    if facts.blockers and not told and not _mostly_progress(st, facts):
        return facts.blockers[0], Rule.HAS_OBSTACLE
    if words.RHETORICAL.search(st.text):
        return st.span(0, len(st.text)), Rule.ASKS_RHETORICALLY
    return None


def _mostly_progress(st: Statement, facts: Facts) -> bool:
    """A step told as done comes first and the difficulty is mentioned in passing."""
    step = words.STEP_DONE.search(st.text)
    return bool(step and facts.blockers[0].start - st.offset > step.start())


def _stopped(st: Statement, facts: Facts) -> Span | None:
    """A stoppage is the main message; beside figures only a hard one is, and not that of some of them."""
    if words.RESUMED.search(st.text):
        return None
    if not facts.figures.indicators:
        stop = words.STOPPED.search(st.text)
    else:
        stop = words.HARD_STOP.search(st.text) if facts.blockers else None
        if stop and words.SOME_OF_THEM.search(st.text[: stop.start()]):
            return None
    return st.span(stop.start(), stop.end()) if stop else None


def _rest(st: Statement, facts: Facts) -> Decision:
    text = st.text.strip()
    whole = st.span(0, len(st.text))
    if facts:
        return Decision(Intent.PROGRESS, _first_fact(facts), Rule.HAS_FACTS)
    if not text or _is_elsewhere(text):
        return Decision(Intent.OTHER, whole, Rule.ELSEWHERE if text else Rule.NOTHING_SAID)
    if not words.RECEIPT_WORDS.sub("", _without_dates(st)):
        return Decision(Intent.ACK, whole, Rule.RECEIPT)
    if _only_promises_to_report(st):
        return Decision(Intent.ACK, whole, Rule.WILL_REPORT)
    if _is_receipt_of(st, text):
        return Decision(Intent.ACK, whole, Rule.RECEIPT)
    if _is_pure_pledge(text):
        return Decision(Intent.ACK, whole, Rule.PLEDGE)
    if m := words.STATE.search(text):
        return Decision(Intent.PROGRESS, st.span(m.start(), m.end()), Rule.STATE_WORD)
    if st.quantities or facts.next_date or len(words.SIGNS.sub("", text)) >= 6:
        return Decision(Intent.PROGRESS, whole, Rule.SOME_STATEMENT)
    return Decision(Intent.OTHER, whole, Rule.NO_STATEMENT)


def _is_receipt_of(st: Statement, text: str) -> bool:
    """书房收到, with nothing but the task's name."""
    end = _RECEIPT_END.search(text)
    return end is not None and set(text[: end.start()]) <= set(st.task.title + "·这项个也的任务 ")


def _is_elsewhere(text: str) -> bool:
    return bool(words.ELSEWHERE.search(text)) and not words.ANSWERS.search(text)


def _first_fact(facts: Facts) -> Span | None:
    figures = facts.figures
    spans = [value.span for value in figures.indicators] + ([figures.percent.span] if figures.percent else [])
    return min([*spans, *facts.blockers], key=lambda span: span.start, default=None)


def _without_dates(st: Statement) -> str:
    parts, at = [], 0
    for day in st.dates:
        parts.append(st.text[at : day.start])
        at = day.end
    return "".join([*parts, st.text[at:]]).strip()


def _only_promises_to_report(st: Statement) -> bool:
    return (
        bool(words.PROMISE_TO_REPORT.search(st.text))
        and not st.quantities
        and len(st.text) <= 30
        and not re.search(r"开工|完工|完成|封顶|验收|进场|施工|竣工|通车|交付|招标|没|未", st.text)
    )


def _is_pure_pledge(text: str) -> bool:
    return bool(words.PLEDGE.search(text)) and not words.PROGRESS_NOW.search(text)
