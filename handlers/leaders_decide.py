"""请您定: what waits for a leader, a card each; a unit's request for help goes to the 副秘书长, to a 专题会, or waits."""

import re
from collections.abc import Sequence

from handlers import disputes, extensions
from handlers.hearing import Hearing
from handlers.help_answers import list_for_meeting, settle_all, tell_both
from handlers.helping import DECIDE, show_request
from models import decisions, helping, ledger, people, portfolios
from models.composing import new_card_id
from models.conversations import ShownCard
from models.decisions import Waiting
from models.helping import HelpRequest
from models.obligations import Asked
from models.people import Role
from models.rules.obligations import Kind
from models.rules.repetition import put_off_until
from models.tasks import Assignment
from models.wording import disputes as dispute_words
from models.wording import help as words
from models.wording import leaders as leader_words
from models.wording.phrases import local

MOST = 3  # cards at once
_ASKS = re.compile(r"(?:[请等待][您我]?定|请您定夺)(?:的(?:事项?)?)?[。？?]*")
_SAYS = re.compile(
    r"(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?[，,：:\s]*(?:(?P<coordinate>请?(?:市政府)?副?秘书长协调)|(?P<meeting>[列上]入?专题会)|(?P<wait>再等等?))[。]*",
    re.IGNORECASE,
)
_KEYS = {"coordinate": words.COORDINATE, "meeting": words.MEETING, "wait": words.WAIT}


async def words_of(hearing: Hearing) -> bool:
    """请您定; 46 列入专题会. An aide sees what waits and decides nothing."""
    said = _SAYS.fullmatch(hearing.text)
    if _posts(hearing) and said is not None:
        return await _said(hearing, said["number"].upper(), _KEYS[said.lastgroup or ""])
    if _posts(hearing) and _ASKS.fullmatch(hearing.text):
        await _show(hearing)
    elif _ASKS.fullmatch(hearing.text) and hearing.who.has(Role.AIDE) and await portfolios.posts_of(hearing.who):
        lines = [(await decisions.line_of(one)).text for one in await _waiting(hearing) if not one.is_put_off]
        await hearing.say(leader_words.his_aide_sees(lines))
    else:
        return False
    return True


def _posts(hearing: Hearing) -> list[int]:
    return [int(post.id) for post in hearing.who.posts if post.role is Role.LEADER]


async def _waiting(hearing: Hearing) -> list[Waiting]:
    portfolio = await portfolios.of_posts(await portfolios.posts_of(hearing.who), hearing.now)
    return await decisions.waiting(portfolio, hearing.today, hearing.book.calendar)


async def _show(hearing: Hearing) -> None:
    waiting = await _waiting(hearing)
    found = sorted((one for one in waiting if not one.is_put_off), key=lambda one: _is_of_others(hearing, one))
    await _show_each(hearing, found[:MOST])
    if not found:
        await hearing.say(leader_words.nothing_waits(len(waiting)))
    elif len(found) > MOST:
        await hearing.say(leader_words.more_wait(len(found) - MOST))


async def _show_each(hearing: Hearing, found: Sequence[Waiting]) -> None:
    for one in found:
        match one.obligation.kind:
            case Kind.EXTENSION:
                await extensions.show_one(hearing, one.assignment, to_leader=True)
            case Kind.HELP:
                await _show_help(hearing, one)
            case _:
                await hearing.say(await _dispute(hearing, one))


def _is_of_others(hearing: Hearing, one: Waiting) -> bool:
    """What he cannot decide himself does not stand in the way of what he can."""
    return one.obligation.kind == Kind.ARBITRATION and not disputes.may_decide(hearing)


async def _dispute(hearing: Hearing, one: Waiting) -> str:
    due = local(one.obligation.due_at).date() if one.obligation.due_at else None
    line, number = (await decisions.line_of(one)).text, one.assignment.task.number
    has_secretary = bool(await people.secretaries(hearing.now))
    return dispute_words.waits(
        line, number, due, is_his=disputes.may_decide(hearing), has_secretary=has_secretary
    )  # fmt: skip


async def _show_help(hearing: Hearing, one: Waiting) -> None:
    request, task = await helping.of_clock(one.obligation), one.assignment.task
    if request is None:
        return
    asked, due = await helping.asked_of(request), one.obligation.due_at
    card = words.leader_card(
        new_card_id(), task.number, task.chat_title(20), (one.assignment.unit.short, asked.name),
        "" if task.off_chat else request.text, local(request.asked_at).date(), local(due).date() if due else None,
        await _secretary(hearing, asked),
    )  # fmt: skip
    await hearing.show(card, DECIDE, {"assignments": [one.assignment.id], "request": request.id})


async def _secretary(hearing: Hearing, asked: Asked) -> str:
    """Who would coordinate it, in short; empty where it lies with him already."""
    to = await helping.secretary(hearing.now)
    if asked == to:
        return ""
    return "秘书长" if to.post else "督查室"


async def _said(hearing: Hearing, number: str, key: str) -> bool:
    """False where it may be said of a task of the unit that he heads himself."""
    waiting = [one for one in await _waiting(hearing) if one.obligation.kind == Kind.HELP]
    mine = [one for one in waiting if one.assignment.task.number.removesuffix("号") == number]
    request = await helping.of_clock(mine[0].obligation) if mine else None
    if request is None and hearing.units:
        return False
    if request is None:
        await hearing.say(words.none_of_his(number))
    elif len(mine) > 1:
        await _show_each(hearing, mine[:MOST])
    else:
        await _decide(hearing, request, mine[0].assignment, key)
    return True


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    """What was answered or decided meanwhile, or is no longer in his portfolio, stays as it is."""
    request = await HelpRequest.get(id=card.refs["request"])
    mine = [one.assignment for one in await _waiting(hearing) if one.obligation.period == f"h{request.id}"]
    if request.state != "asked" or not mine or not _posts(hearing):
        number = (await ledger.get(request.assignment_id)).task.number
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already(number))
    else:
        await card.save()
        await _decide(hearing, request, mine[0], hearing.inbound.key or "")


async def _decide(hearing: Hearing, request: HelpRequest, assignment: Assignment, key: str) -> None:
    match key:
        case words.COORDINATE:
            await _coordinate(hearing, request, assignment)
        case words.MEETING:
            await list_for_meeting(hearing, request)
        case _:
            await _put_off(hearing, request, assignment)


async def _coordinate(hearing: Hearing, request: HelpRequest, assignment: Assignment) -> None:
    to, number, by = await helping.secretary(hearing.now), assignment.task.number, hearing.who.person.name
    if await helping.asked_of(request) == to:
        await hearing.say(words.with_him_already(number, to.name))
        return
    made = await helping.pass_on(request, to, _posts(hearing), hearing.book, said=hearing.said())
    if isinstance(made, str):
        await hearing.say(made)
        return
    await settle_all(hearing, request, f"已请{to.name}协调"[:20])
    await show_request(hearing, assignment, to, *made, by=by)
    line = words.coordinated_line(number, assignment.unit.short, to.name, by)
    await tell_both(hearing, request, "help-passed", line)
    due = made[1].due_at if made[1] else None
    await hearing.say(words.coordinated(number, to.name, due, hearing.now))


async def _put_off(hearing: Hearing, request: HelpRequest, assignment: Assignment) -> None:
    await helping.put_off(request, _posts(hearing), said=hearing.said())
    for card in await ShownCard.filter(kind=DECIDE, state="live", person_id=hearing.person_id):
        if card.refs["request"] == request.id:
            await hearing.settle_card(card, "再等等")
    asked, until = await helping.asked_of(request), put_off_until(hearing.today, hearing.book.calendar)
    await hearing.say(words.put_off(assignment.task.number, asked.name, until))
