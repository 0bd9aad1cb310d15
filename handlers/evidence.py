"""A picture that somebody sends: fetched in its own time, kept as evidence of a task, never demanded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import completion, held
from handlers.hearing import Hearing
from models import attachments, conversations, ledger, people, routes, rulebook, telling
from models.events import Attachment
from models.held import RED_HEAD, hash_of, is_released
from models.inbox import Inbox
from models.messages import Inbound, InboundKind
from models.people import Account
from models.rules.references import find_references, without_references
from models.tasks import Assignment, called, of_units
from models.wording import evidence as words

ASK = "picture"
SMALL_WORDS = "是的就吧图片照。. "  # 是5号的照片: nothing but the number was said
BURST = timedelta(minutes=2)  # pictures sent one after the other are answered once
SOON = timedelta(minutes=10)  # what comes later is no answer any more, but a line of the next list


async def picture(hearing: Hearing) -> None:
    """On record at once; what is to be said is said when it is fetched."""
    await attachments.arrived(hearing.person_id, hearing.inbox_id, hearing.inbound.media or "", hearing.now)


async def late(row: Attachment, now: datetime) -> None:
    """The platform did not give it at the first try: said once."""
    if row.tries == 1 and (hearing := await _hearing(row, now)) is not None:
        await hearing.say(words.late())


async def gone(row: Attachment, now: datetime) -> None:
    if await attachments.settle(row, "gone") and (hearing := await _hearing(row, now)) is not None:
        key = f"picture-gone:{row.id}"
        await telling.tell(row.person_id, key, words.gone(row.received_at), now)
        note = words.gone_for_office(hearing.who.person.name, row.received_at)
        await telling.tell_office(key, note, now)


async def unusable(row: Attachment, why: str, now: datetime) -> None:
    if not await attachments.settle(row, "refused") or (hearing := await _hearing(row, now)) is None:
        return
    if now - row.received_at <= SOON:
        await hearing.say(words.unusable(why))
    else:
        line = words.unusable_later(row.received_at, why)
        await telling.tell(row.person_id, f"picture-unusable:{row.id}", line, now)


async def developed(row: Attachment, jpeg: bytes, now: datetime, *, is_red_head: bool) -> None:
    """What was fetched is a picture; what looks like a paper that does not belong here is held."""
    sha = hash_of(jpeg)
    if is_red_head and not await is_released(sha):
        if await attachments.hold(row, jpeg):
            await held.picture(row, RED_HEAD, sha, await _hearing(row, now), now)
    elif await attachments.keep(row, jpeg, now) and (hearing := await _hearing(row, now)) is not None:
        await _place(hearing, await Attachment.get(id=row.id))


async def _hearing(row: Attachment, now: datetime) -> Hearing | None:
    """The message that the picture was, heard a second time; None for one of an older version, or of nobody we know."""
    message = await Inbox.filter(id=row.inbox_id or 0).first()
    where = {"person_id": row.person_id, "platform": message.platform} if message else {"id": 0}
    account = await Account.filter(**where).select_related("person").order_by("id").first()
    identity = await people.identity_of(account.person, now) if account else None
    if message is None or account is None or identity is None or not identity.posts:
        return None
    identity = await routes.with_led_units(identity, now)
    inbound = Inbound(
        message.platform, message.message_id, account.userid, row.received_at, InboundKind.IMAGE, media=row.media
    )
    talk = await conversations.of(row.person_id)
    return Hearing(identity, now, await rulebook.current(), inbound, message.id, talk)


async def _place(hearing: Hearing, row: Attachment) -> None:
    assignment = await ledger.get(row.assignment_id) if row.assignment_id else await _whose(hearing, row)
    if assignment is None:
        await _ask(hearing, row)
        return
    await Attachment.filter(id=row.id).update(assignment_id=assignment.id)
    question = hearing.talk.question
    if question and question["kind"] == "evidence" and question["assignment"] == assignment.id:
        await completion.picture_answer(hearing, question)
    elif not await _is_one_of_many(row, assignment_id=assignment.id):
        await _say(hearing, row, assignment.task.number)


async def _say(hearing: Hearing, row: Attachment, number: str) -> None:
    if hearing.now - row.received_at <= SOON:
        await hearing.say(words.picture_kept(number) if number else words.picture_whose())
    else:
        line = words.came(row.received_at, number)
        await telling.tell(row.person_id, f"picture:{row.id}", line, hearing.now)


async def _is_one_of_many(row: Attachment, **which: object) -> bool:
    """Another one just before it has been answered."""
    before = Attachment.filter(person_id=row.person_id, state="kept", id__not=row.id, **which)
    return await before.filter(received_at__gte=row.received_at - BURST).exists()


async def _ask(hearing: Hearing, row: Attachment) -> None:
    """One question for all that were sent together."""
    if not hearing.units and not hearing.is_office:
        if not await _is_one_of_many(row):
            await hearing.say(words.picture_without_task())
        return
    question = hearing.talk.question
    if question and question["kind"] == ASK:
        await conversations.ask(
            hearing.person_id, {**question, "attachments": [*_asked(question), row.id]}, hearing.now
        )
        return
    await hearing.ask(ASK, attachments=[row.id])
    await _say(hearing, row, "")


def _asked(question: dict[str, Any]) -> list[int]:
    return list(question.get("attachments") or [question["attachment"]])


async def _whose(hearing: Hearing, row: Attachment) -> Assignment | None:
    """The task just asked about, else the one just spoken of, else his only one."""
    question = hearing.talk.question
    if question and "assignment" in question:
        return await ledger.get(question["assignment"])
    event = await ledger.event(hearing.talk.last_event_id) if hearing.talk.last_assignment_id else None
    if event is not None and row.received_at - event.at < attachments.TOGETHER:
        await Attachment.filter(id=row.id).update(event_id=event.id)
        return await ledger.get(hearing.talk.last_assignment_id or 0)
    mine = await of_units(hearing.units)
    return mine[0] if len(mine) == 1 else None


async def whose(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The number that says which task the pictures belong to."""
    named = find_references(hearing.text) or ((hearing.text,) if hearing.text.isdigit() else ())
    mine = await _called(hearing, named)
    if len(mine) != 1:
        return False
    await hearing.answered()
    found = _asked(question)
    await Attachment.filter(id__in=found).update(assignment_id=mine[0].id)
    await hearing.say(words.picture_kept(mine[0].task.number, len(found)))
    return hearing.text.isdigit() or not without_references(hearing.text).strip(SMALL_WORDS)


async def _called(hearing: Hearing, named: Sequence[str]) -> list[Assignment]:
    """His own; 督查室 photographs any task."""
    if hearing.is_office and len(named) == 1:
        return [a for a in await called(named[0], None) if a.ordinal == 0]
    return [a for a in await of_units(hearing.units) if a.task.number.removesuffix("号") in named]
