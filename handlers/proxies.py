"""授权代回 in the chat: a head names the colleague who may answer for him, sees who may, and takes it back."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers.hearing import Hearing
from models import notices, proxies, telling
from models.messages import Outgoing, OutgoingKind
from models.people import Holding, Role
from models.proxies import Proxy
from models.rules.proxy_words import Cancel, Grant, Show, Unclear, read
from models.tasks import Assignment, of_units
from models.wording import proxies as words
from models.wording.proxies import Given


async def words_of(hearing: Hearing) -> bool:
    said = read(hearing.text, hearing.today) if "授权" in hearing.text else None
    if said is None or not (hearing.units or hearing.is_office):
        return False
    headed = hearing.who.units(Role.HEAD)
    match said:
        case Show():
            await _show(hearing, headed)
        case _ if not headed:
            await hearing.say(words.only_the_head())
        case Unclear():
            await hearing.say(words.unclear())
        case Cancel(name):
            await _take_back(hearing, name)
        case Grant():
            await _give(hearing, said, headed)
    return True


async def _show(hearing: Hearing, headed: Sequence[int]) -> None:
    if headed:
        await hearing.say(words.shown(await _told(hearing, head_id=hearing.person_id)))
    elif hearing.is_office:
        await hearing.say(words.listed(await _told(hearing)))
    elif mine := await _told(hearing, person_id=hearing.person_id):
        await hearing.say(words.mine(mine))
    else:
        await hearing.say(words.only_the_head())


async def _told(hearing: Hearing, **which: object) -> list[Given]:
    return [told for _, told in await proxies.told(await proxies.in_force(hearing.now, **which))]


async def _give(hearing: Hearing, said: Grant, headed: Sequence[int]) -> None:
    colleague = await _colleague(hearing, said.name, headed)
    if isinstance(colleague, str):
        await hearing.say(colleague)
        return
    unit_id = colleague.post.unit_id or 0
    chosen = await _chosen(said.numbers, unit_id)
    if isinstance(chosen, str):
        await hearing.say(chosen)
    elif said.unread:
        await hearing.say(words.unread_end(said.unread))
    elif said.until is not None and said.until < hearing.today:
        await hearing.say(words.past_end(said.until))
    elif (head := await proxies.head_holding(hearing.person_id, unit_id, hearing.now)) is not None:
        await _given(hearing, await proxies.give(head, colleague, chosen, _end(hearing, said), hearing.now))


def _end(hearing: Hearing, said: Grant) -> datetime | None:
    """The whole of the last day."""
    return None if said.until is None else hearing.book.calendar.moment(said.until + timedelta(days=1), time(0))


async def _given(hearing: Hearing, proxy: Proxy) -> None:
    [(_, told)] = await proxies.told([proxy])
    text = words.to_colleague(told)
    notice = telling.told(proxy.person_id, proxies.key(proxy), text, hearing.now, occasion=proxies.OCCASION)
    notice.facts["proxy"] = proxy.id
    is_reached = await telling.at_once(proxy.person_id, Outgoing(OutgoingKind.TEXT, text), notice, hearing.now)
    if not is_reached:
        await notices.add(notice)
    await hearing.say(words.given(told, is_reached=is_reached))


async def _colleague(hearing: Hearing, name: str, headed: Sequence[int]) -> Holding | str:
    """Somebody of his own unit, else a sentence that says why not."""
    if name == hearing.who.person.name:
        return words.himself()
    found = await proxies.colleagues(name, headed, hearing.now)
    if found:
        return found[0]
    elsewhere = await proxies.colleagues(name, None, hearing.now)
    unit = elsewhere[0].post.unit if elsewhere else None
    return words.of_another_unit(name, unit.short) if unit is not None else words.unknown(name)


async def _chosen(numbers: Sequence[str], unit_id: int) -> list[Assignment] | str | None:
    """None: all of them."""
    if not numbers:
        return None
    mine = {a.task.number.removesuffix("号"): a for a in await of_units((unit_id,))}
    missing = next((number for number in numbers if number not in mine), None)
    return words.no_such_task(missing) if missing else [mine[number] for number in numbers]


async def _take_back(hearing: Hearing, name: str) -> None:
    found = await proxies.told(await proxies.in_force(hearing.now, head_id=hearing.person_id))
    ended = [(proxy, told) for proxy, told in found if not name or told.person == name]
    for proxy, _ in ended:
        await proxies.take_back(proxy, hearing.now)
        if await notices.withdraw("taken back", key=f"{proxies.key(proxy)}:p{proxy.person_id}"):
            continue  # he never heard of it
        line = words.to_colleague_ended(hearing.who.person.name)
        await telling.tell(proxy.person_id, f"proxy-ended:{proxy.id}", line, hearing.now)
    names = list(dict.fromkeys(told.person for _, told in ended))
    await hearing.say(words.taken_back(names) if names else words.nothing_to_take_back(name))
