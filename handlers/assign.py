"""交办: an order typed or pasted becomes drafts, is corrected in a line, and is dispatched when 督查室 confirms it."""

import re
from collections.abc import Sequence

from handlers import drafts, withdrawing
from handlers.hearing import Hearing
from models import order_cards, orders, people
from models.people import Role
from models.rules.orders import Draft, is_command, read_orders, sounds_like_order
from models.wording import orders as words

_MINE = re.compile(r"(?:我|您)?交办的?(?:事项|任务|事)?(?:办得怎么样了?|怎么样了?|进展|情况)?[。？?]*")
_DRAFTS = re.compile(r"(?:交办)?草稿|待下达(?:的)?(?:草稿)?")


def may_order(hearing: Hearing) -> bool:
    return hearing.is_office or hearing.who.has(Role.LEADER) or hearing.who.has(Role.AIDE)


async def command(hearing: Hearing) -> bool:
    """Words that say themselves that they are about orders: 交办 …, 我交办的, 草稿, J7 …"""
    text = hearing.text
    if not may_order(hearing):
        if is_command(text):
            await hearing.say(words.not_allowed())
            return True
        return False
    if _MINE.fullmatch(text) and "的" in text:
        await mine(hearing)
    elif hearing.is_office and _DRAFTS.fullmatch(text.strip("。？? ")):
        await show_drafts(hearing)
    elif is_command(text):
        await _draft(hearing, await _read(hearing))
    else:
        return await withdrawing.words_of(hearing) or await drafts.about(hearing)
    return True


async def free_words(hearing: Hearing) -> bool:
    """请市住建局下周三前拿出…, or a paragraph of minutes: an order without its word."""
    if not may_order(hearing):
        return False
    found = await _read(hearing)
    if not sounds_like_order(hearing.text, found):
        return False
    await _draft(hearing, found)
    return True


async def _read(hearing: Hearing) -> tuple[Draft, ...]:
    known = await orders.leaders(hearing.now)
    return read_orders(
        hearing.text, today=hearing.today, directory=await people.addressees(), leaders=[one for one, _, _ in known],
        workday_after=hearing.book.calendar.workday_after,
    )  # fmt: skip


async def _draft(hearing: Hearing, found: Sequence[Draft]) -> None:
    if not found or not any(draft.what or draft.units for draft in found):
        await hearing.say(words.not_an_order())
        return
    written = await orders.write(
        found, hearing.now, entered_by=hearing.person_id, ordering=await _ordering(hearing, found[0])
    )
    await orders.noted(written, hearing.actor, hearing.now)
    await drafts.show(hearing, written[0].batch)


async def _ordering(hearing: Hearing, draft: Draft) -> tuple[int | None, int | None]:
    """Whose order it is: the leader who says it or is named in it; an aide's is his leader's."""
    own = next((post for post in hearing.who.posts if post.role is Role.LEADER), None)
    if own is not None:
        return own.id, hearing.person_id
    for leader, post, person in await orders.leaders(hearing.now):
        if leader.name == draft.source.leader:
            return post.id, person
    served = next((post.serves_id for post in hearing.who.posts if post.serves_id), None)
    if served is not None:
        leader_now = await people.holder(served, hearing.now)
        return served, leader_now.id if leader_now else None
    return None, None if hearing.is_office else hearing.person_id


async def show_drafts(hearing: Hearing) -> None:
    """草稿: the cards of what waits, the oldest first."""
    batches = list(dict.fromkeys(order.batch for order in await orders.drafts()))
    if not batches:
        await hearing.say(words.no_drafts())
    for batch in batches[:3]:
        await drafts.show_card(hearing, batch)


async def mine(hearing: Hearing) -> None:
    """我交办的: what this leader, or the leader of this aide, ordered, and where each stands."""
    served = [await people.holder(post.serves_id, hearing.now) for post in hearing.who.posts if post.serves_id]
    found = await orders.given_by([hearing.person_id, *(leader.id for leader in served if leader)])
    lines, done = await order_cards.standing(found)
    await hearing.say(words.mine(lines, done=done, total=len(found)))
