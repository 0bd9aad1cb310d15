"""Messages that carry notices, made when they are sent: lists, last windows, dispatches, and the cards that are shown."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from models import judging, outbox, people, prepared_cards, preparing, receipts, returns, routes, rulebook, telling
from models.conversations import ShownCard
from models.messages import Card, Outgoing, OutgoingKind
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.people import Person, Unit
from models.preparing import Draft
from models.receipts import Receipt
from models.rulebook import Rulebook
from models.rules.clocks import starts
from models.rules.delivery import Nature
from models.rules.obligations import Kind, Occasion, TaskClass
from models.rules.pace import Lamp
from models.tasks import ORDER, Assignment, Task
from models.wording import broadcasts as broadcast_words
from models.wording import dispatch as dispatch_words
from models.wording import lists as list_words
from models.wording import naming as naming_words
from models.wording import orders as order_words
from models.wording import preparing as preparing_words
from models.wording.lists import Line

PLAN_WORKDAYS = 10  # 方案10个工作日内报: what the button of a dispatch promises


@dataclass(frozen=True, slots=True)
class Carried:
    """A notice with what it speaks of, fresh from the tables."""

    notice: Notice
    obligation: Obligation | None = None
    assignment: Assignment | None = None
    head: Person | None = None
    owner: Unit | None = None  # who owes it, where that is not the assignment's unit
    due_at: datetime | None = None  # moved by pauses and credits
    receipt: Receipt | None = None  # of what his phone was told about it last; of calls only


async def gather(found: Sequence[Notice], now: datetime) -> list[Carried]:
    """Three queries, however many notices a list bundles."""
    owed = {o.id: o for o in await Obligation.filter(id__in={n.obligation_id for n in found if n.obligation_id})}
    given = Assignment.filter(id__in={n.assignment_id for n in found if n.assignment_id})
    by_id = {a.id: a for a in await given.select_related("task", "task__plan", "unit")}
    others = {o.unit_id for o in owed.values() if o.kind == Kind.HELP and o.unit_id is not None}
    units = {unit.id: unit for unit in await Unit.filter(id__in=others)} if others else {}
    members = await people.teams({a.unit_id for a in by_id.values()} | others, now)
    carried = []
    for notice in found:
        assignment = by_id.get(notice.assignment_id or 0)
        obligation = owed.get(notice.obligation_id or 0)
        owner = units.get(obligation.unit_id or 0) if obligation and obligation.kind == Kind.HELP else None
        unit = owner or (assignment.unit if assignment else None)
        head = routes.contact(unit, members.get(unit.id, {})) if unit else None
        carried.append(Carried(notice, obligation, assignment, head, owner, await _due(obligation, assignment)))
    return await _with_receipts(carried)


async def _with_receipts(carried: list[Carried]) -> list[Carried]:
    """Whether the person who is to be called has read what was sent."""
    pairs = {id(one): (one.head.id, one.assignment.id) for one in carried if _is_call(one) and one.head and one.assignment}  # fmt: skip
    told = await receipts.known(set(pairs.values()))
    return [replace(one, receipt=told.get(pairs[id(one)])) if id(one) in pairs else one for one in carried]


def _is_call(one: Carried) -> bool:
    return one.notice.form == "call"


async def _due(obligation: Obligation | None, assignment: Assignment | None) -> datetime | None:
    if obligation is None or assignment is None or not (obligation.pauses or obligation.credited_minutes):
        return obligation.due_at if obligation else None
    return judging.due_of(obligation, assignment, await rulebook.current())


async def compose(row: Outbox, carried: Sequence[Carried], now: datetime, book: Rulebook) -> Outgoing:
    if row.reason == Nature.DISPATCH:
        return await _dispatch(row, [one.assignment for one in carried if one.assignment], now, book)
    if row.reason == Nature.SINGLE and all(_is_emergency(one) for one in carried):
        return _text(list_words.of_emergencies([line_of(one) for one in carried], now))
    if row.reason == Nature.SINGLE:
        _, waiting = await _prepared(row, now, book)
        return _text("\n".join([_last_window(carried, now, book), *waiting]))
    if row.reason == Nature.BROADCAST:
        facts = [one.notice.facts for one in carried]
        return _text(broadcast_words.message([(f["body"], date.fromisoformat(f["on"])) for f in facts]))
    if row.reason == Nature.PROOF:
        return _text(naming_words.proof([one.notice.facts["text"] for one in carried]))
    drafts, waiting = await _prepared(row, now, book)
    if carried and all(one.notice.occasion == "evening" for one in carried):
        return _text(list_words.evening_list(whole_first(carried), waiting, now, book.calendar))
    if drafts and carried and not (carried := _without(carried, drafts)):
        return await _drafts(row, drafts, now, book)
    named = {one.notice.obligation_id for one in carried if one.notice.occasion == Occasion.NAMED}
    windows = [
        one for one in carried if one.notice.occasion == Occasion.LAST_WINDOW and one.notice.obligation_id not in named
    ]
    warned = {one.notice.obligation_id for one in windows}
    returned = {one.notice.assignment_id for one in carried if one.notice.occasion == telling.RETURNED}
    told = [
        *([_last_window(windows, now, book)] if windows else []),
        *waiting,
        *await returns.for_head(row.person_id or 0, now, but=returned),
        *(one.notice.facts["text"] for one in carried if "text" in one.notice.facts),
    ]
    owing = [one for one in carried if one.notice.form != "call" and "text" not in one.notice.facts]
    owed = whole_first([one for one in _newest(owing) if one.notice.obligation_id not in warned])
    calls = [line_of(one) for one in sorted(carried, key=_official) if one.notice.form == "call"]
    return _text(list_words.morning_list(owed, calls, told, now, book.calendar))


def _last_window(carried: Sequence[Carried], now: datetime, book: Rulebook) -> str:
    """Also of a list that took it along where the day was full: half an hour from when it is read."""
    until = book.calendar.add_minutes(now.replace(second=0, microsecond=0), book.policy.ladder.last_window.n).at
    return list_words.last_window([line_of(one) for one in carried], until, now)


def _is_emergency(one: Carried) -> bool:
    return one.assignment is not None and one.assignment.task.task_class == TaskClass.EMERGENCY


def _without(carried: Sequence[Carried], drafts: Sequence[Draft]) -> list[Carried]:
    """Progress that is prepared is not asked for: it waits for his tap."""
    prepared = {draft.assignment.id for draft in drafts}
    return [one for one in carried if not (one.notice.occasion == preparing.OCCASION or _asks_for(one, prepared))]


def _asks_for(one: Carried, prepared: Collection[int]) -> bool:
    is_of_progress = one.obligation is not None and one.obligation.kind == Kind.PROGRESS
    is_line = one.notice.form == "line" and one.notice.occasion not in {Occasion.NAMED, Occasion.LAST_WINDOW}
    return is_of_progress and is_line and one.notice.assignment_id in prepared


async def _drafts(row: Outbox, drafts: Sequence[Draft], now: datetime, book: Rulebook) -> Outgoing:
    """A list with nothing else in it is the card itself."""
    card, refs = await prepared_cards.card(new_card_id(), drafts, book.calendar.local(now).date())
    await keep_card(card, row.person_id or 0, prepared_cards.KIND, refs, now)
    await Outbox.filter(id=row.id).update(card_id=card.id)
    row.card_id = card.id
    return Outgoing(OutgoingKind.CARD, card=card)


async def _prepared(row: Outbox, now: datetime, book: Rulebook) -> tuple[Sequence[Draft], list[str]]:
    """What waits for this reader's tap, and the line that says so."""
    drafts = await preparing.for_head(row.person_id or 0, now)
    return drafts, [await _waiting(drafts, now, book)] if drafts else []


async def _waiting(drafts: Sequence[Draft], now: datetime, book: Rulebook) -> str:
    first = min(draft.event.at for draft in drafts)
    waited = book.calendar.workdays_between(book.calendar.local(first).date(), book.calendar.local(now).date())
    by = list((await preparing.names(drafts)).values())
    return preparing_words.line([draft.number for draft in drafts], by, waited)


def _text(words: str) -> Outgoing:
    return Outgoing(OutgoingKind.TEXT, words)


def _newest(carried: Sequence[Carried]) -> Sequence[Carried]:
    """One line for each clock, though its list was long in coming; that somebody will be named is not talked over."""
    kept: dict[int, Carried] = {}
    for one in carried:
        key = one.notice.obligation_id or -one.notice.id
        if key not in kept or kept[key].notice.occasion != Occasion.NAMED:
            kept[key] = one
    return list(kept.values())


def whole_first(carried: Sequence[Carried]) -> list[Line]:
    """The lines of a list; those on the parts (子项) of a red task that stands in it too are said once, in its line."""
    red = {one.assignment.task_id for one in carried if one.assignment and one.assignment.lamp == Lamp.RED.value}
    muted: dict[int, dict[str, None]] = {}
    said: list[Carried] = []
    for one in carried:
        whole = one.assignment.task.parent_id if one.assignment else None
        if one.assignment is None or whole not in red or one.notice.occasion == Occasion.NAMED:
            said.append(one)
        else:
            muted.setdefault(whole or 0, {})[one.assignment.task.number.removesuffix("号")] = None
    lines = []
    for one in said:
        parts = muted.pop(one.assignment.task_id, {}) if one.assignment else {}
        lines.append(replace(line_of(one), parts=tuple(parts)))
    return lines


def _official(one: Carried) -> tuple[int, int, int]:
    """Units in the order of the contacts, tasks in that of the plan."""
    given = one.assignment
    return (given.unit.ordinal, given.unit_id, given.task.row or 0) if given else (0, 0, 0)


def line_of(one: Carried) -> Line:
    """The facts a list line is made of."""
    assignment, obligation = one.assignment, one.obligation
    if assignment is None:
        return Line("", "", "", "", one.notice.occasion, None)
    return Line(
        number=assignment.task.number,
        title=assignment.task.chat_title(16),
        kind=obligation.kind if obligation else "",
        name=_name(obligation, assignment) if obligation else "",
        occasion=one.notice.occasion,
        due_at=one.due_at,
        unit=(one.owner or assignment.unit).short,
        last_words="" if assignment.task.off_chat else assignment.last_words,
        last_word_at=assignment.last_word_at,
        person=one.head.name if one.head else "",
        phone=(one.head.phone or "") if one.head else "",
        unit_kind=(one.owner or assignment.unit).kind,
        via=one.notice.facts.get("via", ""),
        reach=list_words.reach(is_read=one.receipt.read_at is not None) if one.receipt else "",
    )


def _name(obligation: Obligation, assignment: Assignment) -> str:
    """Of a task marked 内部 chat names no point of the plan."""
    return "内部节点" if assignment.task.off_chat and obligation.kind == Kind.DUE else obligation.name


async def _dispatch(row: Outbox, given: Sequence[Assignment], now: datetime, book: Rulebook) -> Outgoing:
    found = sorted(given, key=lambda a: (a.task.row or 0, a.task_id))
    if found[0].task.source == ORDER:
        return await _orders(row, found, now, book)
    plan_by = book.calendar.workday_after(book.calendar.local(now).date(), PLAN_WORKDAYS)
    unit = found[0].unit.short
    if len(found) > dispatch_words.ON_A_CARD:
        return _text(dispatch_words.dispatch_text(unit, found, plan_by=plan_by))
    card = dispatch_words.dispatch_card(new_card_id(), unit, found, plan_by=plan_by)
    refs = {"assignments": [a.id for a in found], "plan_by": plan_by.isoformat()}
    await keep_card(card, row.person_id or 0, "dispatch", refs, now)
    await Outbox.filter(id=row.id).update(card_id=card.id)
    row.card_id = card.id
    return Outgoing(OutgoingKind.CARD, card=card)


async def _orders(row: Outbox, found: Sequence[Assignment], now: datetime, book: Rulebook) -> Outgoing:
    """Who ordered what and by when: an order's due moment is that of a dispatch that arrives now."""
    dues = [_falls_due(assignment.task, now, book) for assignment in found]
    card = order_words.order_card(new_card_id(), found[0].unit.short, found, dues=dues, now=now)
    promised = {
        str(a.id): book.calendar.local(due).date().isoformat() for a, due in zip(found, dues, strict=True) if due
    }
    await keep_card(card, row.person_id or 0, "dispatch", {"assignments": [a.id for a in found], "due": promised}, now)
    await Outbox.filter(id=row.id).update(card_id=card.id)
    row.card_id = card.id
    return Outgoing(OutgoingKind.CARD, card=card)


def _falls_due(task: Task, now: datetime, book: Rulebook) -> datetime | None:
    given = book.calendar.moment(task.due, task.hour) if task.due and task.hour else None
    found = starts(
        Kind.DUE, TaskClass(task.task_class), now, policy=book.policy, calendar=book.calendar, due_on=task.due, due_at=given
    )  # fmt: skip
    return found.at if found else None


def new_card_id() -> str:
    return f"c{secrets.token_hex(10)}"


async def show(
    person_id: int, card: Card, kind: str, refs: dict[str, Any], notice: Notice | None, now: datetime, **put: Any
) -> bool:
    """A card of its own, as `telling.at_once`; its taps are known by `kind` and `refs`."""
    is_told = await telling.at_once(person_id, Outgoing(OutgoingKind.CARD, card=card), notice, now, **put)
    if is_told:
        await keep_card(card, person_id, kind, refs, now)
    return is_told


async def keep_card(card: Card, person_id: int, kind: str, refs: dict[str, Any], now: datetime) -> None:
    content = outbox.as_json(Outgoing(OutgoingKind.CARD, card=card))["card"]
    await ShownCard.create(id=card.id, person_id=person_id, kind=kind, refs=refs, content=content, shown_at=now)
