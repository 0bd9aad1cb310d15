"""The life of an assignment: its state is a fold over what happened, and 销号 is the only way to its end.

    草稿 ─ 待核 ─ 已下达 ─┬─ 已认领 ─ 推进中 ⇄ 求助中 / 待数据 / 暂停 ─ 报结 ─┬─ 销号 ─ 回头看 ─ 归档
                  ↑   └─ 待裁定 ─┐                     ↑              └─ 退回 ─┐    │      │
                  └──── 维持 ────┤                     ├──────────────────────┘    │      │
                           改派 ─┴─ 终止               └──── 反弹、重启 ───────────┴──────┘
    With the 文号 that allows it, from any working state: 调整 (goes on), 终止, 结转.

A correction or an undo is an event that names what it replaces; it takes that event's place in the order. The
order is that of the moments at which things were said, so any permutation of the same events folds alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from models.rules.assignment_state import (
    Acceptance,
    AssignmentState,
    Commitment,
    Completion,
    Conflict,
    Share,
)
from models.rules.assignment_state import Event as Event
from models.rules.reported_figures import Standing, confirmed, stronger, updated
from models.rules.states import MOVES, VALID, WITH_DOCUMENT
from models.rules.states import EventKind as EventKind
from models.rules.states import State as State

ALL = 100.0  # percent
UNPROVEN = frozenset({State.ACCEPTED, State.ADJUSTED})  # the first valid word makes these 推进中


def fold(events: Iterable[Event], *, start: State = State.DRAFT) -> AssignmentState:
    """Events that the state does not allow are left out and kept as conflicts, never lost."""
    known = sorted(events, key=lambda event: (event.at, event.id))
    live, conflicts = in_force(known)
    folded = AssignmentState(start, reporters=_reporters(known), conflicts=conflicts)
    for event in live:
        reason = may(folded, event)
        if reason is None:
            folded = _apply(folded, event)
        else:
            folded = replace(folded, conflicts=(*folded.conflicts, Conflict(event.id, reason)))
    return folded


def may(state: AssignmentState, event: Event) -> str | None:
    """None when the event is possible, else why not, in Chinese."""
    if event.kind is EventKind.UNDONE:
        return None if event.replaces is not None else "没有说明撤回哪一条"
    allowed, _ = MOVES[event.kind]
    if state.state not in allowed:
        return f"目前是“{state.state.label}”，不能{event.kind.label}"
    if event.kind in WITH_DOCUMENT and not event.document:
        return f"{event.kind.label}须注明依据的文号"
    if event.kind is EventKind.CLOSED:
        return _may_close(state, event)
    if event.kind is EventKind.RETURNED and not event.missing:
        return "退回须说明还差什么"
    return None


def _may_close(state: AssignmentState, event: Event) -> str | None:
    """The verifier is never the reporter, nor whoever prepared the report."""
    if state.completion is None:
        return "还没有报结，不能销号"
    if event.person is None:
        return "销号须由核验人本人确认"
    return "报结人不能核验自己报结的事项" if event.person in state.reporters else None


def in_force(known: list[Event]) -> tuple[list[Event], tuple[Conflict, ...]]:
    """The events that nothing replaces, each at the place of the first in its row of corrections.

    An event taken back replaces nothing any more; one that was corrected again still does.
    """
    by_id = {event.id: event for event in known}
    conflicts = []
    undone: set[int] = set()
    corrected: set[int] = set()
    for event in sorted(known, key=lambda event: event.id, reverse=True):
        if event.id in undone or event.replaces is None:
            continue
        reason = _why_not_replace(event, by_id.get(event.replaces))
        if reason:
            conflicts.append(Conflict(event.id, reason))
            undone.add(event.id)
        else:
            (undone if event.kind is EventKind.UNDONE else corrected).add(event.replaces)
    dead = undone | corrected
    live = [e for e in known if e.id not in dead and e.kind is not EventKind.UNDONE]
    placed = sorted(live, key=lambda event: _place(event, by_id))
    return placed, tuple(sorted(conflicts, key=lambda conflict: conflict.event))


def _why_not_replace(event: Event, replaced: Event | None) -> str | None:
    if replaced is None or replaced.id >= event.id:
        return "要更正的那一条不在册"
    is_confirmed = replaced.kind is EventKind.PREPARED and event.kind is EventKind.REPORTED
    is_same = is_confirmed or event.kind in (replaced.kind, EventKind.UNDONE)
    return None if is_same else f"“{replaced.kind.label}”不能更正为“{event.kind.label}”"


def _place(event: Event, by_id: dict[int, Event]) -> tuple[datetime, int]:
    """Only backwards: a row of corrections that names a later event ends there."""
    first = event
    while first.replaces is not None and first.replaces < first.id and first.replaces in by_id:
        first = by_id[first.replaces]
    return first.at, first.id


def _reporters(known: Iterable[Event]) -> frozenset[int]:
    """Also of reports that were taken back or corrected: nobody verifies what he once reported."""
    reports = [event for event in known if event.kind is EventKind.COMPLETED]
    people = [person for event in reports for person in (event.person, event.prepared_by)]
    return frozenset(person for person in people if person is not None)


def _apply(state: AssignmentState, event: Event) -> AssignmentState:
    _, to = MOVES[event.kind]
    moved = state if to is None else replace(state, state=to)
    effect = EFFECTS.get(event.kind)
    return moved if effect is None else effect(moved, event)


def _accepted(state: AssignmentState, event: Event) -> AssignmentState:
    taken = Acceptance(event.person, event.at, event.lead, event.first_step, event.on)
    return _promised(replace(state, accepted=taken, last_words=event.text or event.first_step), event, event.first_step)


def _reported(state: AssignmentState, event: Event) -> AssignmentState:
    is_valid = event.grade is None or event.grade in VALID
    told = replace(
        state,
        state=State.IN_PROGRESS if is_valid and state.state in UNPROVEN else state.state,
        last_word_at=_latest(state.last_word_at, event.at) if is_valid else state.last_word_at,
        last_words=event.text or state.last_words,
        percent=state.percent if event.percent is None else event.percent,
        percent_standing=state.percent_standing if event.percent in {None, state.percent} else Standing.REPORTED,
        has_newer_figures=event.percent is None and (state.has_newer_figures or bool(event.figures)),
        figures=updated(state.figures, event.figures),
        before_all=state.before_all if _is_all(state.percent) else _share(state),
        commitments=tuple(_after(promise, event) for promise in state.commitments),
    )
    return _promised(told, event, event.promised or event.text)


def _is_all(percent: float | None) -> bool:
    return percent is not None and percent >= ALL


def _share(state: AssignmentState) -> Share:
    return Share(state.percent, state.percent_standing, state.has_newer_figures, state.figures)


def _after(promise: Commitment, event: Event) -> Commitment:
    if promise.event in event.keeps:
        return replace(promise, kept=True)
    return replace(promise, moved=True) if promise.event in event.moves else promise


def _promised(state: AssignmentState, event: Event, text: str) -> AssignmentState:
    """Said again in the same words it is one promise."""
    if event.on is None or any(p.is_open and (p.on, p.text) == (event.on, text) for p in state.commitments):
        return state
    return replace(state, commitments=(*state.commitments, Commitment(event.id, event.on, text)))


def _completed(state: AssignmentState, event: Event) -> AssignmentState:
    told = _reported(state, replace(event, on=None, grade=None))
    report = Completion(event.id, event.person, event.at)
    return replace(told, state=State.COMPLETED, completion=report, missing=None)


def _returned(state: AssignmentState, event: Event) -> AssignmentState:
    """All done is what was claimed, and it is not: its figures remain, the share is that of before."""
    returned = replace(state, completion=None, missing=event.missing)
    if not _is_all(state.percent) or state.percent_standing is Standing.CHECKED:
        return returned
    before = state.before_all
    is_older = before.is_older or before.figures != state.figures
    return replace(returned, percent=before.percent, percent_standing=before.standing, has_newer_figures=is_older)


def _closed(state: AssignmentState, event: Event) -> AssignmentState:
    """Verified as a whole: so are its figures."""
    return _confirmed(replace(state, verified_by=event.person, missing=None), event, standing=Standing.CHECKED)


def _reopened(state: AssignmentState, event: Event) -> AssignmentState:
    return replace(state, completion=None, verified_by=None)


def _documented(state: AssignmentState, event: Event) -> AssignmentState:
    return replace(state, document=event.document)


def _extended(state: AssignmentState, event: Event) -> AssignmentState:
    if event.on is None:
        return state
    return replace(state, extended=tuple({**dict(state.extended), event.period: event.on}.items()))


def _reconciled(state: AssignmentState, event: Event) -> AssignmentState:
    """The unit confirmed what it saw: a figure that was corrected since then is not that one, and is 自报 again."""
    known = {(figure.name, figure.value, figure.unit) for figure in state.figures}
    seen = tuple(figure for figure in event.figures if (figure.name, figure.value, figure.unit) in known)
    percent = event.percent if event.percent == state.percent else None
    if (event.figures or event.percent is not None) and not seen and percent is None:
        return state
    return _confirmed(state, replace(event, figures=seen, percent=percent), standing=Standing.RECONCILED)


def _confirmed(state: AssignmentState, event: Event, *, standing: Standing) -> AssignmentState:
    """What the event names (with the value that holds now), or everything where it names nothing."""
    names_all = event.percent is None and not event.figures
    if event.figures or names_all:
        state = replace(state, figures=confirmed(state.figures, event.figures, standing))
    if event.percent is None and not names_all:
        return state
    told = state.percent if event.percent is None else event.percent
    kept = stronger(state.percent_standing, standing) if told == state.percent else standing
    return replace(state, percent=told, percent_standing=kept)


def _settled(state: AssignmentState, event: Event) -> AssignmentState:
    was_kept = event.kind is EventKind.KEPT
    commitments = tuple(
        replace(promise, kept=was_kept) if promise.event == event.settles else promise for promise in state.commitments
    )
    return replace(state, commitments=commitments)


def _latest(a: datetime | None, b: datetime) -> datetime:
    return b if a is None else max(a, b)


EFFECTS: dict[EventKind, Callable[[AssignmentState, Event], AssignmentState]] = {
    EventKind.ACCEPTED: _accepted,
    EventKind.REPORTED: _reported,
    EventKind.COMPLETED: _completed,
    EventKind.RETURNED: _returned,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.RELAPSED: _reopened,
    EventKind.ADJUSTED: _documented,
    EventKind.TERMINATED: _documented,
    EventKind.CARRIED_OVER: _documented,
    EventKind.EXTENDED: _extended,
    EventKind.RECONCILED: _reconciled,
    EventKind.CHECKED: partial(_confirmed, standing=Standing.CHECKED),
    EventKind.KEPT: _settled,
    EventKind.BROKEN: _settled,
}
