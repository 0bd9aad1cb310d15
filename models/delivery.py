"""What may go out now and in which words: judged at the moment of sending, because reasons pass."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import (
    alarms,
    clocks,
    conversations,
    digests,
    evening,
    judging,
    notices,
    outbox,
    people,
    preparing,
    proofs,
    proxies,
    receipts,
    rulebook,
)
from models.composing import Carried, compose, gather
from models.conversations import ShownCard
from models.messages import Outgoing, OutgoingKind
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.people import Person, Role
from models.rulebook import Rulebook
from models.rules.delivery import HoldUntil, JoinList, Message, Nature, SendNow, Sent, when_to_send
from models.rules.delivery import Role as Reader
from models.rules.obligations import Kind, Occasion, TaskClass
from models.tasks import Assignment


@dataclass(frozen=True, slots=True)
class Go:
    message: Outgoing


@dataclass(frozen=True, slots=True)
class Hold:
    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    because: str


Verdict = Go | Hold | Drop


async def judge(row: Outbox, now: datetime) -> Verdict:
    """Is there still a reason, is it time, and in which words?"""
    return (await judge_many([row], now))[row.id]


async def judge_many(rows: Sequence[Outbox], now: datetime) -> dict[int, Verdict]:
    """The same of many, by row id: a plain answer costs no query of its own."""
    if not rows:
        return {}
    book = await rulebook.current()
    notices_of = await notices.carried_by([row.id for row in rows])
    standing = await _standing([notice for notice in notices_of if notice.state == "bundled"], now)
    had_some = {notice.outbox_id for notice in notices_of}
    verdicts: dict[int, Verdict] = {}
    for row in rows:
        carried = standing.get(row.id, [])
        if not carried and (row.content is None or row.id in had_some):
            verdicts[row.id] = Drop("lost its reason")
        elif await _is_settled_card(row):
            await notices.withdraw("its card was settled", outbox_id=row.id)
            verdicts[row.id] = Drop("its card was settled")
        else:
            verdicts[row.id] = await _verdict(row, carried, now, book)
    return verdicts


async def _is_settled_card(row: Outbox) -> bool:
    """A card written out beforehand that was answered meanwhile, in words or by somebody else."""
    return row.kind == OutgoingKind.CARD and await ShownCard.filter(id=row.card_id or "", state="settled").exists()


async def _verdict(row: Outbox, carried: Sequence[Carried], now: datetime, book: Rulebook) -> Verdict:
    if row.reason == Nature.PICTURE and (waits := await _behind_its_words(row, book)):
        return waits
    timing = await _timing(row, carried, now, book)
    if isinstance(timing, HoldUntil | JoinList):
        await judging.window_from(_windows([one.notice for one in carried]), timing.at, now, book)
    match timing:
        case HoldUntil(at, why) if digests.is_of(row):
            return Drop(await digests.skip(row.id, why.value)) if digests.is_over(row, at, book) else Hold(at)
        case HoldUntil(at):
            return await _pass_by(row) if _is_of_its_day(carried, at, now, book) else Hold(at)
        case JoinList(at):
            if row.reason == Nature.DISPATCH:
                return Hold(at)
            await _join_next_list(row)
            return Drop("joins the next list")
    message = outbox.content_of(row)
    if message is None:
        message = await compose(row, carried, now, book)
    return Go(replace(message, ref=str(row.id)))


async def _behind_its_words(row: Outbox, book: Rulebook) -> Verdict | None:
    """A picture follows the digest that it goes with, and does not come without it."""
    words = await digests.words_of(row, book)
    if words is None or words.state in {"failed", "cancelled"}:
        return Drop("its digest was not sent")
    return Hold(words.planned_at) if words.state in {"pending", "sending"} else None


def _windows(found: Sequence[Notice]) -> list[int]:
    """The clocks whose last window these open."""
    return [n.obligation_id for n in found if n.occasion == Occasion.LAST_WINDOW and n.obligation_id is not None]


def _is_of_its_day(carried: Sequence[Carried], at: datetime, now: datetime, book: Rulebook) -> bool:
    """收单 is not sent on another day: its lines are in the morning list then."""
    is_evening = bool(carried) and all(one.notice.occasion == evening.OCCASION for one in carried)
    return is_evening and book.calendar.local(at).date() > book.calendar.local(now).date()


async def _pass_by(row: Outbox) -> Drop:
    await notices.withdraw("its day is over", outbox_id=row.id)
    return Drop("its day is over")


async def _standing(bundled: Sequence[Notice], now: datetime) -> dict[int, list[Carried]]:
    """What still has its reason, by message; the rest is withdrawn."""
    kept: dict[int, list[Carried]] = {}
    over = await alarms.lost_reason(bundled) | await proxies.lost_reason(bundled, now)
    found = await gather(bundled, now) if bundled else []
    asked = {one.notice.assignment_id or 0 for one in found if one.obligation and one.obligation.kind == Kind.PROGRESS}
    prepared = await preparing.by_whom(asked)
    for one in found:
        because = "it is over" if one.notice.id in over else _moot(one) or _is_prepared(one, prepared)
        if because:
            await Notice.filter(id=one.notice.id).update(state="withdrawn", withdrawn_because=because)
        else:
            kept.setdefault(one.notice.outbox_id or 0, []).append(one)
    return kept


def _is_prepared(one: Carried, prepared: Collection[tuple[int, int]]) -> str | None:
    """Whoever prepared this progress has done his part; the head is asked."""
    is_of_progress = one.obligation is not None and one.obligation.kind == Kind.PROGRESS
    is_his = (one.notice.assignment_id or 0, one.notice.person_id) in prepared
    return "he has prepared it" if is_of_progress and is_his else None


def _moot(one: Carried) -> str | None:
    if one.notice.obligation_id is not None and (one.obligation is None or one.obligation.state != "open"):
        return "the obligation ended"
    if one.assignment is not None:
        if one.assignment.task.state != "live":
            return "the task is gone"
        if one.notice.occasion == "dispatch" and one.assignment.state != "dispatched":
            return "it was taken on meanwhile"
    return None


async def _timing(
    row: Outbox, carried: Sequence[Carried], now: datetime, book: Rulebook
) -> SendNow | HoldUntil | JoinList:
    if not row.is_proactive or row.person_id is None:
        return SendNow()
    person = await Person.get(id=row.person_id)
    query = Outbox.filter(person_id=person.id, is_proactive=True, state="sent", sent_at__gt=now - timedelta(days=8))
    already = [
        Sent(at, Nature(reason))
        for at, reason in await query.order_by("-sent_at").limit(40).values_list("sent_at", "reason")
    ]
    message = Message(Nature(row.reason), task_class=_class(carried))
    return when_to_send(message, now, already, await _reader(person, now), policy=book.policy, calendar=book.calendar)


def _class(carried: Sequence[Carried]) -> TaskClass:
    given = next((one.assignment for one in carried if one.assignment is not None), None)
    return TaskClass(given.task.task_class) if given else TaskClass.ANNUAL


async def _reader(person: Person, now: datetime) -> Reader:
    identity = await people.identity_of(person, now)
    if identity.has(Role.ADMIN):
        return Reader.OFFICE
    if identity.has(Role.LEADER):
        return Reader.LEADER
    return Reader.HEAD if identity.has(Role.HEAD) or identity.has(Role.DEPUTY) else Reader.LIAISON


async def _join_next_list(row: Outbox) -> None:
    """As a line; what is to be called about stays a call."""
    await notices.withdraw("its day is over", outbox_id=row.id, occasion=evening.OCCASION)
    carried = Notice.filter(outbox_id=row.id, state="bundled")
    await carried.filter(form="single").update(form="line")
    await carried.update(state="pending", outbox_id=None)


async def delivered(sent: Sequence[tuple[Outbox, str | None]], now: datetime) -> None:
    """The platform took these, with a ticket perhaps: notices are said, cards can be changed, a dispatch starts clocks."""
    carried: dict[int, list[Notice]] = {}
    for notice in await notices.carried_by([row.id for row, _ in sent]):
        if notice.state == "bundled":
            carried.setdefault(notice.outbox_id or 0, []).append(notice)
    if carried:
        await Notice.filter(outbox_id__in=list(carried), state="bundled").update(state="sent")
    await receipts.begin([row for row, _ in sent], now)
    for row, ticket in sent:
        if ticket or row.id in carried or row.reason == Nature.DISPATCH:
            await _arrived(row, ticket, carried.get(row.id, []), now)


async def _arrived(row: Outbox, ticket: str | None, carried: Sequence[Notice], now: datetime) -> None:
    if ticket and row.card_id:
        await ShownCard.filter(id=row.card_id).update(ticket=ticket, platform=row.platform, userid=row.userid)
    if carried and row.person_id is not None:
        talk = await conversations.of(row.person_id)
        talk.last_notice_ids = [notice.id for notice in carried]
        await talk.save()
    if opened := _windows(carried):
        await judging.window_from(opened, now, now, await rulebook.current())
    if row.reason == Nature.DISPATCH:
        await _start_clocks(carried, now)
    if row.reason == Nature.EMERGENCY:
        await alarms.delivered(carried, now)
    if row.reason == Nature.PROOF:
        await proofs.seen(carried, (await rulebook.current()).calendar.local(now).date())


async def _start_clocks(carried: Sequence[Notice], now: datetime) -> None:
    book = await rulebook.current()
    ids = [notice.assignment_id for notice in carried]
    await Assignment.filter(id__in=ids).update(delivered_at=now)
    found = await Assignment.filter(id__in=ids).select_related("task", "task__plan", "unit").order_by("id")
    members = await people.team(found[0].unit_id, now) if found else {}
    for assignment in found:
        await clocks.start_all(assignment, now, book, members)
    for late in await Obligation.filter(assignment_id__in=ids, kind=Kind.DELIVERY.value, state="open"):
        await clocks.end(late, "met", now)
