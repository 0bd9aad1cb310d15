"""申请延期: the unit asks, 督查室 proposes, the 分管领导 decides with a tap."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.hearing import Hearing
from handlers.office import tell_at_once
from models import composing, extending, judging, ledger, people, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.extending import Request
from models.messages import Card
from models.notices import Notice
from models.obligations import Obligation
from models.people import Person, Role
from models.rules.dates import find_dates
from models.rules.extension_words import cause_of
from models.rules.obligations import Kind, TaskClass
from models.rules.references import find_references
from models.rules.states import EventKind
from models.tasks import Assignment, Task
from models.wording import extensions as words
from models.wording.phrases import day, local, near_moment, short

CONFIRM, PROPOSE, DECIDE = "extension-confirm", "extension-propose", "extension-decide"
SHOWN_AT_ONCE = 3
_DECIDES = re.compile(
    r"(?P<no>不)?同意延期\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?(?:[，,。].*)?",
    re.IGNORECASE | re.DOTALL,
)


async def asked(hearing: Hearing, assignment: Assignment, text: str, to: date | None) -> None:
    """Before due, with a cause and a new date; what is missing is asked for, once each."""
    number = assignment.task.number
    if refusal := await ledger.refusal(assignment, EventKind.EXTENSION_ASKED, now=hearing.now):
        await hearing.say(refusal)
        return
    if hearing.book.policy.length(Kind.EXTENSION, TaskClass(assignment.task.task_class)) is None:
        await hearing.say(words.not_of_today(number))
        return
    if (waits := await extending.waiting(assignment.id)) is not None:
        await hearing.say(words.already_asked(number, waits.to))
        return
    ahead, past = await extending.dated(assignment, hearing.now, hearing.book)
    if not ahead:
        await (_too_late(hearing, assignment, text, past[-1]) if past else hearing.say(words.no_date(number)))
        return
    owed = next((o for o in ahead if to is None or _due(o) < to), None)
    if owed is None:
        await hearing.say(words.not_later(number, _due(ahead[-1])))
    elif to is None:
        await hearing.ask("extension", assignment=assignment.id, text=text)
        await hearing.say(words.ask_date(number, _due(owed)))
    elif not (cause := cause_of(text, hearing.today)):
        await hearing.ask("extension", assignment=assignment.id, text=text, to=to.isoformat())
        await hearing.say(words.ask_cause(number, to))
    elif hearing.speaks_as_head(assignment.unit_id):
        await _hand_in(hearing, assignment, owed.period, to, cause)
    else:
        await _ask_head(hearing, assignment, owed.period, to, cause)


def _due(owed: Any) -> date:
    return local(owed.due_at).date()


async def _too_late(hearing: Hearing, assignment: Assignment, text: str, past: Any) -> None:
    number = assignment.task.number
    note = words.too_late_to_office(number, assignment.unit.short, text)
    await telling.tell_office(f"late-extension:{hearing.inbox_id}", note, hearing.now, assignment_id=assignment.id)
    await hearing.ask("fact", assignment=assignment.id)
    await hearing.say(words.too_late(number, _due(past)))


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The date or the cause that was asked for."""
    assignment = await ledger.get(question["assignment"])
    if set(find_references(hearing.text)) - {assignment.task.number.removesuffix("号")}:
        return False
    dates = [found for found in find_dates(hearing.text, now=hearing.today) if found.on > hearing.today]
    to = date.fromisoformat(question["to"]) if question.get("to") else dates[-1].on if dates else None
    if to is None and not cause_of(hearing.text, hearing.today):
        return False
    await hearing.answered()
    await asked(hearing, assignment, f"{question['text']}，{hearing.text}", to)
    return True


async def _hand_in(hearing: Hearing, assignment: Assignment, period: str, to: date, cause: str) -> None:
    ahead, _ = await extending.dated(assignment, hearing.now, hearing.book)
    owed = next((o for o in ahead if o.period == period), None)
    if owed is None:
        await hearing.say(words.no_date(assignment.task.number))
        return
    request = await extending.ask(assignment, owed, to, cause, hearing.book, **hearing.said())
    await hearing.remember(event_id=request.event.id, assignment_id=assignment.id)
    until = day(local(request.clock.due_at).date())
    for officer in await people.office(hearing.now):
        card = words.office_card(new_card_id(), assignment, was=request.was, to=to, cause=cause, until=until)
        await _show(hearing, officer, card, PROPOSE, assignment, request)
    await hearing.say(words.asked(assignment.task.number, request.was, to, until))


async def _ask_head(hearing: Hearing, assignment: Assignment, period: str, to: date, cause: str) -> None:
    """A liaison prepares; the unit asks only by its head's tap."""
    head = await people.person_in(assignment.unit_id, Role.HEAD, hearing.now)
    if head is None:
        return
    await hearing.settle_everywhere(CONFIRM, assignment.id, "已重新备")
    card = words.confirm_card(new_card_id(), assignment, by=hearing.who.person.name, to=to, cause=cause)
    refs = {"period": period, "to": to.isoformat(), "cause": cause}
    await _show(hearing, head, card, CONFIRM, assignment, None, **refs)
    await hearing.say(words.prepared(assignment.task.number, head.name))


async def _show(
    hearing: Hearing, person: Person, card: Card, kind: str, assignment: Assignment, request: Request | None, **refs: Any
) -> None:  # fmt: skip
    """A card for one person; where his day is full, a line of his next list says the same."""
    if request is None:
        notice = telling.told(person.id, f"card:{card.id}", f"{card.title}：{card.body}", hearing.now)
    else:
        notice = Notice(
            key=f"o{request.clock.id}:{kind}:p{person.id}", person_id=person.id, task_id=assignment.task_id,
            assignment_id=assignment.id, obligation_id=request.clock.id, form="single", occasion="first", facts={},
            why={"rule": request.clock.rule}, created_at=hearing.now,
        )  # fmt: skip
    await composing.show(person.id, card, kind, {"assignments": [assignment.id], **refs}, notice, hearing.now)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    assignment = await ledger.get(card.refs["assignments"][0])
    agree = hearing.inbound.key == words.YES
    if card.kind == CONFIRM:
        await hearing.settle_card(card, "已申请" if agree else "不申请")
        if agree:
            to = date.fromisoformat(card.refs["to"])
            await _hand_in(hearing, assignment, card.refs["period"], to, card.refs["cause"])
        else:
            await hearing.say(words.not_asked(assignment.task.number))
        return
    request = await extending.waiting(assignment.id)
    if request is None:
        await hearing.settle_card(card, "已处理")
        await hearing.say(words.nothing_waits(assignment.task.number.removesuffix("号")))
    elif card.kind == PROPOSE:
        await _propose(hearing, assignment, request, agree=agree)
    else:
        await _decide(hearing, assignment, request, agree=agree)


async def _propose(hearing: Hearing, assignment: Assignment, request: Request, *, agree: bool) -> None:
    name, number = hearing.who.person.name, assignment.task.number
    await extending.propose(assignment, request, agree=agree, book=hearing.book, **hearing.said())
    await hearing.settle_everywhere(PROPOSE, assignment.id, words.settled(agree=agree, who=name))
    post = assignment.task.leader_post_id
    leader = await people.holder(post, hearing.now) if post else None
    if leader is None or await people.account_of(leader.id) is None:
        await hearing.say(words.no_leader(number, agree=agree))
        return
    card = words.leader_card(
        new_card_id(), assignment, was=request.was, to=request.to, cause=request.cause, agree=agree, officer=name
    )
    await _show(hearing, leader, card, DECIDE, assignment, request)
    await hearing.say(words.proposed(number, leader.name, agree=agree))


async def show(hearing: Hearing, posts: Sequence[int]) -> None:
    """待批延期: the cards of what waits for this person, the oldest first."""
    waiting = Obligation.filter(kind=Kind.EXTENSION.value, state="open")
    mine = waiting.filter(holder_post_id__in=list(posts)) if posts else waiting.filter(holder_post_id=None)
    found = await mine.order_by("due_at").limit(SHOWN_AT_ONCE)
    for clock in found:
        await show_one(hearing, await ledger.get(clock.assignment_id or 0), to_leader=bool(posts))
    if not found:
        await hearing.say(words.none_wait())


async def show_one(hearing: Hearing, assignment: Assignment, *, to_leader: bool) -> None:
    if (request := await extending.waiting(assignment.id)) is not None:
        card, kind = _card_of(assignment, request, await _proposer(request), to_leader=to_leader)
        await hearing.show(card, kind, {"assignments": [assignment.id]})


def _card_of(assignment: Assignment, request: Request, officer: str, *, to_leader: bool) -> tuple[Card, str]:
    if to_leader and request.proposal is not None:
        agree = bool(request.proposal.data.get("agree"))
        card = words.leader_card(
            new_card_id(), assignment, was=request.was, to=request.to, cause=request.cause, agree=agree, officer=officer
        )
        return card, DECIDE
    until = day(local(request.clock.due_at).date())
    return words.office_card(
        new_card_id(), assignment, was=request.was, to=request.to, cause=request.cause, until=until
    ), PROPOSE


async def _proposer(request: Request) -> str:
    person = await Person.filter(id=request.proposal.person_id or 0).first() if request.proposal else None
    return person.name if person else ""


async def words_of(hearing: Hearing) -> bool:
    """同意延期 46: a leader's own word, or 督查室's note of what was decided on paper; 待批延期 shows what waits."""
    match = _DECIDES.fullmatch(hearing.text)
    posts = [post.id for post in hearing.who.posts if post.role is Role.LEADER]
    if (posts or hearing.is_office) and hearing.text.strip("。？? ") in {"待批延期", "延期待批"}:
        await show(hearing, posts)
        return True
    if match is None or not (posts or hearing.is_office):
        return False
    number = match["number"].upper()
    for assignment in await _numbered(number, None if hearing.is_office else posts):
        if (request := await extending.waiting(assignment.id)) is not None:
            if request.proposal is None and not posts:
                await hearing.say(words.not_proposed_yet(number))
            else:
                await _decide(hearing, assignment, request, agree=match["no"] is None)
            return True
    await hearing.say(words.nothing_waits(number))
    return True


async def _numbered(number: str, posts: list[int] | None) -> list[Assignment]:
    query = Task.filter(state="live") if posts is None else Task.filter(state="live", leader_post_id__in=posts)
    ids = [task.id for task in await query if task.number == f"{number}号"]
    return (
        await Assignment.filter(task_id__in=ids, role="lead")
        .select_related("task", "task__plan", "unit")
        .order_by("ordinal")
    )


async def _decide(hearing: Hearing, assignment: Assignment, request: Request, *, agree: bool) -> None:
    name, number = hearing.who.person.name, assignment.task.number
    who = assignment.task.leader_name if hearing.is_office and assignment.task.leader_name else name
    await extending.decide(assignment, request, agree=agree, book=hearing.book, text=hearing.text, **hearing.said())
    for kind in (PROPOSE, DECIDE):
        await hearing.settle_everywhere(kind, assignment.id, words.decided_word(agree=agree, who=who))
    await tell_at_once(hearing, assignment, await _to_unit(hearing, assignment, request, who, agree=agree), "extension")
    note = words.to_office(number, assignment.unit.short, request.to, who, agree=agree)
    await telling.tell_office(f"extended:{request.event.id}", note, hearing.now, assignment_id=assignment.id)
    await hearing.say(words.decided(number, request.to, agree=agree))


async def _to_unit(hearing: Hearing, assignment: Assignment, request: Request, who: str, *, agree: bool) -> str:
    number, name = assignment.task.number, short(request.event.data["name"], 16)
    if agree:
        return words.granted(number, name, request.to, who)
    ahead, past = await extending.dated(assignment, hearing.now, hearing.book)
    owed = next((o for o in (*ahead, *past) if o.period == request.event.data["period"]), None)
    due = judging.due_of(owed, assignment, hearing.book) if owed else None
    return words.refused(number, name, near_moment(due, hearing.now) if due else day(request.was), who)
