"""Reads a whole reply: intent, figures, dates, obstacles, requests, quality and grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from models.rules.dates import find_dates
from models.rules.reading.figures import read_figures
from models.rules.reading.grounds import Ground, Rule
from models.rules.reading.intents import Decision, Facts, decide
from models.rules.reading.lexicon import Lexicon
from models.rules.reading.obstacles import read_blockers, read_reason
from models.rules.reading.parts import sections
from models.rules.reading.plaintext import plain
from models.rules.reading.promises import read_new_deadline, read_next_date
from models.rules.reading.quality import grade, is_copy, judge
from models.rules.reading.requests import read_needs
from models.rules.reading.statement import Statement
from models.rules.reading.values import (
    Figures,
    Intent,
    Part,
    Percent,
    Quality,
    Reading,
    TaskContext,
)
from models.rules.references import find_references

MOST_READ = 2_000  # characters; what is pasted beyond this is not a reply
_URGENCY = (
    Intent.EXTENSION_REQUEST,
    Intent.BLOCKED,
    Intent.HANDOFF,
    Intent.QUESTION,
    Intent.PROGRESS,
    Intent.COMPLETED,
    Intent.ACK,
    Intent.OTHER,
)
NO_TASK = TaskContext(ref="", title="")


def read_reply(
    text: str,
    *,
    sent_at: datetime,
    tasks: Sequence[TaskContext],
    previous: str | None = None,
    bodies: Sequence[str] = (),
    lexicon: Lexicon | None = None,
) -> Reading:
    """What the reply says about the tasks asked for; `tasks[0]` is meant when it names no number.

    `bodies` are names of units that requests may address, besides those of the lexicon; without one, it is the shipped.
    """
    found, is_by_number = statements(text, sent_at=sent_at, tasks=tasks, lexicon=lexicon)
    if is_by_number:
        return _several(plain(text[:MOST_READ])[0], found, previous=previous, bodies=bodies)
    return _single(found[0], _read(found[0], previous=previous, bodies=bodies))


def statements(
    text: str, *, sent_at: datetime, tasks: Sequence[TaskContext], lexicon: Lexicon | None = None
) -> tuple[tuple[Statement, ...], bool]:
    """What the reply says of each task it names by its number, and True; else all of it on the first one."""
    typed = text[:MOST_READ]
    text, begins = plain(typed)
    others = find_references(text) if len(tasks) > 1 else ()
    cut = sections(text, tasks, find_dates(text, now=sent_at.date()), others=others) if len(tasks) > 1 else ()
    pieces = [(one.task, one.text, one.offset) for one in cut] or [(tasks[0] if tasks else NO_TASK, text, 0)]
    found = (
        Statement(said, task=task, sent_at=sent_at, lexicon=lexicon, whole=typed, offset=begins + offset)
        for task, said, offset in pieces
    )
    return tuple(found), bool(cut)


def facts_of(st: Statement, bodies: Sequence[str] = ()) -> Facts:
    """All that is read before the intent is known."""
    blockers = read_blockers(st)
    return Facts(read_figures(st), read_next_date(st), blockers, read_needs(st, blockers, bodies))


def _read(st: Statement, *, previous: str | None, bodies: Sequence[str]) -> Part:
    facts = facts_of(st, bodies)
    decision = decide(st, facts)
    flags = judge(st, decision.intent, facts, previous=previous)
    mark = grade(st, decision.intent, facts, flags, copied=is_copy(st.text, previous))
    return replace(_part(st, facts, decision), quality=flags, grade=mark)


def _part(st: Statement, facts: Facts, decision: Decision) -> Part:
    intent = decision.intent
    figures, next_date = facts.figures, facts.next_date
    if intent is Intent.COMPLETED:
        figures, next_date = _completed(st, figures, decision), None
    if intent is Intent.EXTENSION_REQUEST:
        next_date = read_new_deadline(st)
    asks = intent in (Intent.BLOCKED, Intent.PROGRESS)
    blockers = facts.blockers
    if intent is Intent.EXTENSION_REQUEST:
        blockers = blockers or read_reason(st)
    blocked = intent in (Intent.BLOCKED, Intent.PROGRESS, Intent.EXTENSION_REQUEST)
    return Part(
        task_ref=st.task.ref,
        intent=intent,
        percent=figures.percent,
        indicators=figures.indicators,
        next_date=None if intent in (Intent.QUESTION, Intent.HANDOFF) else next_date,
        blockers=blockers if blocked else (),
        needs=facts.needs if asks else (),
        handoff_to=decision.handoff_to,
        because=decision.because,
        ground=Ground(decision.rule),
    )


def _completed(st: Statement, figures: Figures, decision: Decision) -> Figures:
    """A whole task that is done stands at 100, also when more than the target was done."""
    span = decision.because or st.span(0, len(st.text))
    span = figures.percent.span if figures.percent else span
    return Figures(Percent(100.0, span, Ground(Rule.DONE_IS_ALL)), figures.indicators)


def _single(st: Statement, part: Part) -> Reading:
    return Reading(
        intent=part.intent,
        quality=part.quality,
        grade=part.grade,
        percent=part.percent,
        indicators=part.indicators,
        next_date=part.next_date,
        blockers=part.blockers,
        needs=part.needs,
        handoff_to=part.handoff_to,
        documents=st.documents,
        evidence=tuple(part.evidence()),
    )


def _several(text: str, statements: Sequence[Statement], *, previous: str | None, bodies: Sequence[str]) -> Reading:
    parts = tuple(_read(st, previous=None, bodies=bodies) for st in statements)
    flags = {flag for part in parts for flag in part.quality} - {Quality.OK}
    if is_copy(text, previous):
        flags.add(Quality.BOILERPLATE)
    return Reading(
        intent=min((part.intent for part in parts), key=_URGENCY.index),
        quality=tuple(sorted(flags)) or (Quality.OK,),
        grade=max(part.grade for part in parts),
        handoff_to=next((part.handoff_to for part in parts if part.handoff_to), None),
        documents=tuple(span for st in statements for span in st.documents),
        parts=parts,
        evidence=tuple(item for part in parts for item in part.evidence()),
    )
