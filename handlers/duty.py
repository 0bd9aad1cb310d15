"""值班: who is on duty, asked by anybody; the roster, entered by 督查室 and shown back before it is saved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import proposals
from handlers.hearing import Hearing
from models import duty
from models.composing import new_card_id
from models.conversations import ShownCard
from models.duty import DutyDay, OnDuty
from models.people import Person
from models.rules.duty import asks_for_duty, read_roster
from models.wording import duty as words

CARD = "duty"
KEPT = ("leader_id", "office", "deputies", "phone")


async def words_of(hearing: Hearing) -> bool:
    """True when the words were about duty and have been answered."""
    if asks_for_duty(hearing.text):
        await show(hearing)
        return True
    roster = read_roster(hearing.text, hearing.today)
    if roster is None or not (hearing.is_office or roster.days):
        return False
    if not hearing.is_office:
        await hearing.say(words.office_only())
    elif roster.unread:
        await hearing.say(words.unread(roster.unread))
    else:
        persons = await duty.known([name for day in roster.days for name in day.names], hearing.now)
        unknown = [name for day in roster.days for name in day.names if name not in persons]
        if unknown:
            await hearing.say(words.unknown(list(dict.fromkeys(unknown))))
        else:
            await _propose(hearing, await duty.rows_of(roster.days, persons, hearing.now))
    return True


async def show(hearing: Hearing) -> None:
    on = await duty.on_duty(hearing.now, hearing.book)
    week = [_shown(each) for each in await duty.ahead(hearing.now, hearing.book)]
    handover = f"{hearing.book.policy.emergency.handover:%H:%M}"
    await hearing.say(words.on_duty(_shown(on), week, is_rostered=on.is_rostered, handover=handover))


def _shown(on: OnDuty) -> words.Shown:
    leader = on.leader.name if on.leader else ""
    return words.Shown(on.day, leader, [p.name for p in on.office], [p.name for p in on.deputies], on.phone)


async def _propose(hearing: Hearing, rows: Sequence[DutyDay]) -> None:
    days = await _days(rows)
    if words.is_long(days):
        await hearing.say(words.all_days(days))
    card = words.proposal(new_card_id(), days, await duty.replaced(rows))
    stored = [{"day": row.day.isoformat(), **{name: getattr(row, name) for name in KEPT}} for row in rows]
    await proposals.propose(hearing, card, CARD, {"rows": stored, "assignments": []})


async def _days(rows: Sequence[DutyDay]) -> list[words.Shown]:
    ids = {each for row in rows for each in (row.leader_id, *row.office, *row.deputies) if each}
    named = {person.id: person.name for person in await Person.filter(id__in=ids)}
    return [
        words.Shown(
            row.day, named.get(row.leader_id or 0, ""), [named[n] for n in row.office], [named[n] for n in row.deputies], row.phone
        )
        for row in rows
    ]  # fmt: skip


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """保存 or 不存, in words."""
    return await proposals.answer(hearing, question, _decided)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    await _decided(hearing, card, hearing.inbound.key == words.SAVE)


async def _decided(hearing: Hearing, card: ShownCard, save: bool) -> None:
    await hearing.answered()
    if not save:
        await proposals.not_saved(hearing, card, words.not_saved())
        return
    rows = [
        DutyDay(day=date.fromisoformat(stored["day"]), **{name: stored[name] for name in KEPT})
        for stored in card.refs["rows"]
    ]
    await duty.save(rows, hearing.now, actor=hearing.actor, person_id=hearing.person_id)
    await hearing.settle_card(card, "已保存")
    await hearing.say(words.saved(len(rows)))
