"""Answers to requests for help: by those asked, to those who asked; the second round, and the list for a 专题会."""

import re
from typing import Any

from handlers.hearing import Hearing
from handlers.helping import ASKED, BACK, DECIDE, OFFER, out_typed, refs_of, show_to
from models import helping, ledger, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.helping import HelpRequest
from models.people import Person, Role
from models.tasks import Assignment
from models.wording import help as words

_ANSWER = re.compile(
    r"\s*答复\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?(?:求助)?\s*[：:，,]?\s*(?P<text>.{1,500})",
    re.IGNORECASE | re.DOTALL,
)
_MINE = re.compile(r"(?:我的|未了的?)?求助(?:清单|事项)?[。？?]*")
_WITHDRAW = re.compile(
    r"(?:撤回|取消|撤销)求助\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?[。]*", re.IGNORECASE
)
_MEETING = re.compile(r"专题会(?:清单|事项)?[。？?]*")
_SETTLED = re.compile(
    r"专题会\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*(?:已?(?:定|议定|明确))?\s*[：:，,]\s*(?P<text>.{2,300})",
    re.IGNORECASE | re.DOTALL,
)


async def asked_tapped(hearing: Hearing, card: ShownCard) -> None:
    """［能办·3月6日前］［办不了…］ of the unit asked, ［我来协调］［列入专题会］ of the 副秘书长."""
    request = await HelpRequest.get(id=card.refs["request"])
    assignment = await ledger.get(request.assignment_id)
    if request.state != "asked":
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already(assignment.task.number))
        return
    match hearing.inbound.key:
        case words.YES if request.unit_id is not None:
            due = card.refs.get("due")
            on = hearing.book.calendar.local(hearing.now.fromisoformat(due)).date() if due else None
            await hearing.settle_card(card, "能办")
            await _answer(hearing, request, words.yes_answer(on))
        case words.YES:
            await hearing.settle_card(card, "我来协调")
            await _answer(hearing, request, words.COORDINATES)
        case words.MEETING:
            await list_for_meeting(hearing, request)
        case _:
            await card.save()
            await hearing.ask("help-answer", request=request.id)
            await hearing.say(words.ask_answer(assignment.task.number))


async def answer_words(hearing: Hearing, question: dict[str, Any]) -> bool:
    request = await HelpRequest.filter(id=question["request"], state="asked").first()
    await hearing.answered()
    if request is None:
        return False
    await _answer(hearing, request, hearing.text)
    return True


async def _answer(hearing: Hearing, request: HelpRequest, text: str) -> None:
    assignment = await helping.answer(request, text, hearing.book, said=hearing.said())
    to, number = await helping.asked_of(request), assignment.task.number
    await settle_all(hearing, request, "已答复")
    shown = words.back_card(new_card_id(), number, to.name, hearing.who.person.name, text)
    line = words.back_line(number, to.name, text)
    asker = await Person.filter(id=request.asked_by or 0).first()
    await show_to(
        hearing, asker, shown, BACK, {"assignments": [assignment.id], "request": request.id}, assignment, line
    )
    await hearing.say(words.thanks(number, assignment.unit.short))


async def settle_all(hearing: Hearing, request: HelpRequest, word: str) -> None:
    """The cards with which this was asked, and put before a leader, on whosever phone."""
    for card in await ShownCard.filter(kind__in=[ASKED, DECIDE], state="live"):
        if card.refs["request"] == request.id:
            await hearing.settle_card(card, word)


async def back_tapped(hearing: Hearing, card: ShownCard) -> None:
    """［解决了］［还没解决］: what was not solved is asked once more, and then belongs in a meeting."""
    request = await HelpRequest.get(id=card.refs["request"])
    assignment = await ledger.get(request.assignment_id)
    number = assignment.task.number
    if request.state != "answered":
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.already(number))
    elif hearing.inbound.key == words.SOLVED:
        await hearing.settle_card(card, "解决了")
        request.state = "solved"
        await request.save()
        if request.answered_by is not None:
            note = words.solved_to_helper(number, assignment.unit.short)
            await telling.tell(request.answered_by, f"help-solved:{request.id}", note, hearing.now)
        await hearing.say(words.solved(number))
    elif request.round < helping.ROUNDS:
        await hearing.settle_card(card, "还没解决")
        to = await helping.asked_of(request)
        again = words.offer(new_card_id(), number, f"上次{to.name}答复：“{request.answer}”。", request.text, to.name)
        await hearing.show(again, OFFER, refs_of(assignment, to, request.text, request.round + 1))
    else:
        await hearing.settle_card(card, "列入专题会")
        await _to_meeting(hearing, request, assignment)
        await hearing.say(words.stuck(number))


async def list_for_meeting(hearing: Hearing, request: HelpRequest) -> None:
    """A leader or the 副秘书长 puts it on the list; both sides hear by whom."""
    assignment, who = await helping.answer(request, words.LISTED, hearing.book, said=hearing.said()), hearing.who.person
    await settle_all(hearing, request, words.LISTED)
    await _to_meeting(hearing, request, assignment)
    number = assignment.task.number
    await tell_both(hearing, request, "help-listed", words.listed_line(number, assignment.unit.short, who.name))
    await hearing.say(words.listed(number))


async def tell_both(hearing: Hearing, request: HelpRequest, key: str, line: str) -> None:
    """Who asked and who was asked, but for him who says it."""
    people_ids = {
        request.asked_by,
        request.answered_by,
        *(p.id for p in await helping.asked_people(request, hearing.now)),
    }
    for person_id in sorted(int(each) for each in people_ids - {None, hearing.person_id} if each):
        await telling.tell(person_id, f"{key}:{request.id}", line, hearing.now, assignment_id=request.assignment_id)


async def _to_meeting(hearing: Hearing, request: HelpRequest, assignment: Assignment) -> None:
    request.state = "stuck"
    await request.save()
    to = await helping.asked_of(request)
    by = await helping.listed_by(request)
    line = words.stuck_line(assignment.task.number, assignment.unit.short, to.name, by)
    watchers = [*await people.secretaries(hearing.now), *await people.office(hearing.now)]
    for person in (each for each in watchers if each.id != hearing.person_id):
        await telling.tell(person.id, f"help-stuck:{request.id}", line, hearing.now, assignment_id=assignment.id)


async def words_of(hearing: Hearing) -> bool:
    """46 转市自规局：…, 答复 46 …, 求助, 撤回求助 46, 专题会."""
    text = hearing.text
    if (hearing.units or _sees_meetings(hearing)) and _MINE.fullmatch(text):
        await _mine(hearing)
    elif match := _ANSWER.fullmatch(text):
        return await _answer_typed(hearing, match["number"].upper(), match["text"].strip())
    elif hearing.units and (match := _WITHDRAW.fullmatch(text)):
        await _withdraw(hearing, match["number"].upper())
    elif _sees_meetings(hearing) and _MEETING.fullmatch(text):
        await _meeting(hearing)
    elif _sees_meetings(hearing) and (match := _SETTLED.fullmatch(text)):
        await _settled(hearing, match["number"].upper(), match["text"].strip())
    else:
        return bool(hearing.units) and await out_typed(hearing)
    return True


def _sees_meetings(hearing: Hearing) -> bool:
    return hearing.is_office or hearing.who.has(Role.AIDE) or hearing.who.has(Role.LEADER)


def _posts(hearing: Hearing) -> list[int]:
    return [int(post.id) for post in hearing.who.posts]


async def _answer_typed(hearing: Hearing, number: str, text: str) -> bool:
    found = await helping.to_answer(number, hearing.who, hearing.units)
    if not found:
        await hearing.say(words.nothing_to_answer(number))
        return True
    await _answer(hearing, found[0], text)
    return True


async def answers_for_others(hearing: Hearing, number: str) -> bool:
    """A number that is none of his own, of a task for which his unit was asked: the line is the answer."""
    found = await helping.to_answer(number, hearing.who, hearing.units)
    if not found:
        return False
    await _answer(hearing, found[0], hearing.text)
    return True


async def _mine(hearing: Hearing) -> None:
    ours, theirs = await helping.open_for(hearing.who, hearing.units)
    lines: list[list[str]] = [[], []]
    for n, found in enumerate((ours, theirs)):
        for one in found:
            assignment = await ledger.get(one.assignment_id)
            other = (await helping.asked_of(one)).name if n == 0 else assignment.unit.short
            lines[n].append(words.mine_line(assignment.task.number, other, one.text, one.state))
    await hearing.say(words.mine(*lines))


async def _withdraw(hearing: Hearing, number: str) -> None:
    ours, _ = await helping.open_for(hearing.who, hearing.units)
    for one in ours:
        assignment = await ledger.get(one.assignment_id)
        if assignment.task.number.removesuffix("号") == number and hearing.speaks_as_head(assignment.unit_id):
            await helping.withdraw(one, hearing.book, said=hearing.said())
            await settle_all(hearing, one, "对方已撤回")
            await hearing.say(words.withdrawn(assignment.task.number))
            return
    await hearing.say(words.nothing_to_answer(number))


async def _meeting(hearing: Hearing) -> None:
    sees_all = hearing.is_office or hearing.who.has(Role.AIDE)
    found = await helping.stuck(None if sees_all else _posts(hearing))
    lines = [
        words.meeting_line(
            assignment.task.number, assignment.unit.short, (await helping.asked_of(one)).name, one.text,
            hearing.book.calendar.local(one.asked_at).date(), await helping.listed_by(one),
        )
        for one, assignment in found
    ]  # fmt: skip
    await hearing.say(words.meeting_list(lines))


async def _settled(hearing: Hearing, number: str, text: str) -> None:
    """What the meeting decided is told to both sides."""
    sees_all = hearing.is_office or hearing.who.has(Role.AIDE)
    found = await helping.stuck(None if sees_all else _posts(hearing))
    mine = [(one, a) for one, a in found if a.task.number.removesuffix("号") == number]
    if not mine:
        await hearing.say(words.nothing_to_answer(number))
        return
    for one, assignment in mine:
        one.state, one.answer = "settled", text
        await one.save()
        line = words.settled_line(assignment.task.number, text, hearing.who.person.name)
        await tell_both(hearing, one, "help-settled", line)
    await hearing.say(words.settled(mine[0][1].task.number))
