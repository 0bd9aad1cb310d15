"""What a reply wants: the first rule that fits decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.rules.reading.grounds import Rule
from models.rules.reading.intent_words import SIGNS, IntentWords
from models.rules.reading.lexicon import Lexicon, shipped
from models.rules.reading.speech_acts import (
    asks_about,
    asks_for_time,
    asks_how,
    moves_something_else,
    only_acknowledges,
    passes_on,
)
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures, IndicatorTarget, IndicatorValue, Intent, Need, NextDate, Obstacle, Span

_PAPERS = re.compile(
    "(?:报告|材料|台账|照片|资料|附件|凭证|佐证|报表|纪要|证书)[^,，。]{0,10}?(?:传|报|交|送|补|发|给|寄)"
)
_HANDED = re.compile("移交|转交|交[给由]|转[给到]")
_ADVERBS = re.compile("已经?|都|也|现在?|目前|刚|全部|正式|一并|[上本]周|[昨今前]天|日前|我们?")
_THE_TASK = re.compile("[这此该本那]|工作|任务|事项|项目|职责|职能|事情")
_BY_NOW = re.compile("(?:但是?)?(?:现在|目前|如今|这会儿)(?!也?还?[是在]?停)")
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
    return next(candidates(st, facts))


def candidates(st: Statement, facts: Facts) -> Iterator[Decision]:
    """Every intent whose rule fits, the weightiest first."""
    text, words = st.text, st.lexicon.intents
    if (m := _asks_to_move(st)) is not None:
        yield Decision(Intent.EXTENSION_REQUEST, st.span(m.start(), m.end()), Rule.ASKS_TO_MOVE)
    heard = not facts and only_acknowledges(text, words.bare_receipt, words.sees_to_it)
    if text.strip() and heard and not _is_elsewhere(words, text):
        yield Decision(Intent.ACK, st.span(0, len(text)), Rule.RECEIPT)
    if (handoff := _handoff(st, facts)) is not None:
        yield handoff
    if (m := _question(words, text, facts)) is not None:
        yield Decision(Intent.QUESTION, st.span(m.start(), m.end()), Rule.ASKS_HOW)
    if (not facts.needs and asks_how(text)) or (not facts and asks_about(text)):
        yield Decision(Intent.QUESTION, st.span(0, len(text)), Rule.ASKS_HOW)
    if (because := _completed(st, facts)) is not None:
        yield Decision(Intent.COMPLETED, *because)
    if (because := _blocked(st, facts)) is not None:
        yield Decision(Intent.BLOCKED, *because)
    yield _rest(st, facts)


def _asks_to_move(st: Statement) -> re.Match[str] | None:
    words = st.lexicon.intents
    if words.no_extension.search(st.text) or moves_something_else(st.text):
        return None
    return words.extension.search(st.text) or asks_for_time(st.text, [day.start for day in st.dates])


def _handoff(st: Statement, facts: Facts) -> Decision | None:
    asks = st.text.rstrip()[-1:] in "吗呢么?？" and asks_how(st.text)
    if facts.figures.indicators or facts.figures.percent or asks:
        return None
    told = (pattern.search(st.text) for pattern in st.lexicon.intents.handoff) if not facts.needs else ()
    offered = (found for found in (*told, passes_on(st.text)) if found)
    m = next((found for found in offered if not (_asks_who(found) or _hands_over_a_thing(st, found))), None)
    if m is None:
        return None
    to = st.span(*m.span("to")) if m["to"] else None
    return Decision(Intent.HANDOFF, st.span(m.start(), m.end()), Rule.PASSED_ON, to)


def _asks_who(found: re.Match[str]) -> bool:
    """这事归谁管 names nobody."""
    return any(word in (found["to"] or "") for word in ("谁", "哪个", "哪位"))


def _hands_over_a_thing(st: Statement, found: re.Match[str]) -> bool:
    """钥匙已移交城投: what went there is not the task."""
    verb = _HANDED.search(found.group())
    if verb is None:
        return False
    clause = st.clause_at(found.start() + verb.start())
    what = _ADVERBS.sub("", st.text[clause.start : found.start() + verb.start()]).strip(" ·")
    return len(what) >= 2 and not _THE_TASK.search(what) and not set(what) & set(st.task.title)


def _question(words: IntentWords, text: str, facts: Facts) -> re.Match[str] | None:
    told = facts.figures.indicators or facts.figures.percent
    m = words.question.search(text) or (None if told else words.ends_asking.search(text))
    if not m or words.rhetorical.search(text) or facts.needs:
        return None
    asks = words.asks_for_count.search(text) or "?" in text or "？" in text
    return m if asks and not words.request_tone.search(text) else None


_Because = tuple[Span, Rule]


def _completed(st: Statement, facts: Facts) -> _Because | None:
    words = st.lexicon.intents
    goes_on = facts.needs or _dates_a_step(st, facts) or words.stopped.search(st.text)  # who dates a next step goes on
    reached = None if goes_on else _targets_reached(st, facts.figures)
    if reached:
        return reached, Rule.TARGETS_REACHED
    percent = facts.figures.percent
    if percent and percent.value >= 100:
        return percent.span, Rule.ALL_PERCENT
    if m := words.in_force.search(st.text):
        return st.span(m.start(), m.end()), Rule.IN_FORCE
    m = (
        None if _dates_a_step(st, facts) and not _WHOLLY.search(st.text) else words.claim.search(st.text)
    ) or _all_done(words, st.text)
    if not m or words.not_yet.search(st.text) or facts.blockers or facts.needs or (percent and percent.value < 100):
        return None
    return None if _short_of_target(st, facts.figures) else (st.span(m.start(), m.end()), Rule.CLAIMS_DONE)


def says_done(text: str, lexicon: Lexicon | None = None) -> bool:
    """The words say it, not only figures that reach a target."""
    words = (lexicon or shipped()).intents
    claims = (words.in_force, words.claim, words.all_of_it)
    return any(pattern.search(text) for pattern in claims) or _all_done(words, text) is not None


def _all_done(words: IntentWords, text: str) -> re.Match[str] | None:
    """已全部清偿, 都交完了; starting everything is not finishing it."""
    m = words.all_done.search(text) or (words.noun_done.search(text) if words.with_proof.search(text) else None)
    return m if m and not words.only_started.search(m.group()) else None


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
    if st.lexicon.intents.rhetorical.search(st.text):
        return st.span(0, len(st.text)), Rule.ASKS_RHETORICALLY
    return None


def _mostly_progress(st: Statement, facts: Facts) -> bool:
    """A step told as done comes first and the difficulty is mentioned in passing."""
    step = st.lexicon.intents.step_done.search(st.text)
    return bool(step and facts.blockers[0].start - st.offset > step.start())


def _stopped(st: Statement, facts: Facts) -> Span | None:
    """A stoppage is the main message; beside figures only a hard one is, and not that of some of them."""
    words = st.lexicon.intents
    if words.resumed.search(st.text):
        return None
    if not facts.figures.indicators:
        stop = words.stopped.search(st.text)
    else:
        stop = words.hard_stop.search(st.text) if facts.blockers else None
        if stop and (words.some_of_them.search(st.text[: stop.start()]) or _goes_again(st, facts, stop.end())):
            return None
    return st.span(stop.start(), stop.end()) if stop else None


def _goes_again(st: Statement, facts: Facts, position: int) -> bool:
    """停了半个月，现在演到203场."""
    told = (value.span.start - st.offset for value in facts.figures.indicators)
    return any(at > position and _BY_NOW.match(st.clause_at(at).text) for at in told)


def _rest(st: Statement, facts: Facts) -> Decision:
    text, words = st.text.strip(), st.lexicon.intents
    whole = st.span(0, len(st.text))
    if facts:
        return Decision(Intent.PROGRESS, _first_fact(facts), Rule.HAS_FACTS)
    if not text or _is_elsewhere(words, text):
        return Decision(Intent.OTHER, whole, Rule.ELSEWHERE if text else Rule.NOTHING_SAID)
    if not words.receipt.sub("", _without_dates(st)):
        return Decision(Intent.ACK, whole, Rule.RECEIPT)
    if _only_promises_to_report(st):
        return Decision(Intent.ACK, whole, Rule.WILL_REPORT)
    if _is_receipt_of(st, text):
        return Decision(Intent.ACK, whole, Rule.RECEIPT)
    if _is_pure_pledge(words, text):
        return Decision(Intent.ACK, whole, Rule.PLEDGE)
    if m := words.state.search(text):
        return Decision(Intent.PROGRESS, st.span(m.start(), m.end()), Rule.STATE_WORD)
    if st.quantities or facts.next_date or len(SIGNS.sub("", text)) >= 6:
        return Decision(Intent.PROGRESS, whole, Rule.SOME_STATEMENT)
    return Decision(Intent.OTHER, whole, Rule.NO_STATEMENT)


def _is_receipt_of(st: Statement, text: str) -> bool:
    """书房收到, with nothing but the task's name."""
    end = _RECEIPT_END.search(text)
    return end is not None and set(text[: end.start()]) <= set(st.task.title + "·这项个也的任务 ")


def _is_elsewhere(words: IntentWords, text: str) -> bool:
    return bool(words.elsewhere.search(text)) and not words.answers.search(text)


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
    words = st.lexicon.intents
    return (
        bool(words.promise_to_report.search(st.text))
        and not st.quantities
        and len(st.text) <= 30
        and not words.more_than_a_report.search(st.text)
    )


def _is_pure_pledge(words: IntentWords, text: str) -> bool:
    return bool(words.pledge.search(text)) and not words.progress_now.search(text)
