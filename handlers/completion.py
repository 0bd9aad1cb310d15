"""报结: a unit says the task is done and what that rests on; the ball passes to 督查室."""

from collections.abc import Sequence
from typing import Any

from handlers.hearing import Hearing
from models import clocks, delivery, ledger, outbox, people
from models.conversations import ShownCard
from models.delivery import new_card_id
from models.events import Attachment
from models.messages import Button, ButtonStyle, Card, Outgoing, OutgoingKind
from models.notices import Notice
from models.obligations import Obligation
from models.people import Role
from models.rules.delivery import Nature
from models.rules.obligations import Kind
from models.rules.reading import Quality, Reading
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import completion as words
from models.wording import replies
from models.wording.phrases import day, local, number, short

CONFIRM, NOT_YET = "confirm", "not-yet"


async def claimed(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    """A reply that says it is done. Its figures count at once; evidence is asked for once, and never a photo."""
    from handlers.reply import record

    if refusal := await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        await hearing.say(refusal)
        return
    await record(hearing, assignment, reading, text)
    if not hearing.speaks_as_head(assignment.unit_id):
        await _ask_head(hearing, assignment, text)
        return
    if Quality.NO_EVIDENCE in reading.quality and not await pictures_of(assignment, hearing):
        await hearing.ask("evidence", assignment=assignment.id, text=text)
        await hearing.say(replies.ask_evidence(assignment.task.number))
        return
    await complete(hearing, assignment, text, reading)


async def _ask_head(hearing: Hearing, assignment: Assignment, text: str) -> None:
    """Completion stays the head's: what the liaison prepared waits for his tap."""
    head = await people.person_in(assignment.unit_id, Role.HEAD, hearing.now)
    account = await people.account_of(head.id) if head else None
    if head is None or account is None:
        await delivery.tell_office(f"nohead:{hearing.inbox_id}", f"{assignment.task.number}报结待负责人确认，但没有可联系的负责人", hearing.now)
        await hearing.say(replies.kept_for_office())
        return
    buttons = (Button(CONFIRM, "确认报结", ButtonStyle.PRIMARY), Button(NOT_YET, "还没完成"))
    card = Card(new_card_id(), f"{assignment.task.number} 报结，请您确认", f"{hearing.who.person.name}已备好：“{short(text, 80)}”", (), buttons)
    await delivery.keep_card(card, head.id, "confirm-completion", {"assignments": [assignment.id], "text": text}, hearing.now)
    await outbox.put(
        account.platform, account.userid, Outgoing(OutgoingKind.CARD, card=card), now=hearing.now, reason=Nature.SINGLE,
        person_id=head.id, proactive=True,
    )  # fmt: skip
    await hearing.say(replies.prepared(assignment.task.number, head.name))


async def confirmed(hearing: Hearing, card: ShownCard) -> None:
    """The head's tap on what his liaison prepared."""
    assignment = await ledger.get(card.refs["assignments"][0])
    if hearing.inbound.key == NOT_YET:
        await hearing.settle_card(card, "还没完成")
        await hearing.say(f"{assignment.task.number}没有报结，台账不变。")
        return
    await hearing.settle_card(card, "已确认报结")
    reading = await ledger.read_completion(assignment, card.refs["text"], hearing.inbound.said_at)
    await complete(hearing, assignment, card.refs["text"], reading)


async def evidence_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """A paper, a figure, a date, or 没有: whatever is said now goes along with the report."""
    assignment = await ledger.get(question["assignment"])
    from models.rules.references import find_references

    named = find_references(hearing.text)
    if named and assignment.task.number.removesuffix("号") not in named:
        return False
    await hearing.answered()
    if await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        return False
    reading = await ledger.read_completion(assignment, hearing.text, hearing.inbound.said_at)
    await complete(hearing, assignment, f"{question['text']}；{hearing.text}", reading)
    return True


async def complete(hearing: Hearing, assignment: Assignment, text: str, reading: Reading) -> None:
    """Record the report, stop the unit's clocks, start 督查室's, show it the card."""
    if refusal := await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        await hearing.say(refusal)
        return
    pictures = await pictures_of(assignment, hearing)
    papers = [span.text for span in reading.documents]
    event = await ledger.record(
        assignment, EventKind.COMPLETED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, text=text, reading=reading.to_json(), documents=papers, pictures=[p.id for p in pictures],
    )  # fmt: skip
    await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    await clocks.meet(assignment.id, hearing.now, Kind.PROGRESS, Kind.DUE, Kind.ACCEPTANCE, Kind.FIRST_STEP, event_id=event.id)
    check = await clocks.start(Kind.VERIFICATION, assignment, hearing.now, hearing.book, period=f"e{event.id}", event_id=event.id)
    due = day(local(check.due_at).date()) if check and check.due_at else "近日"
    await show_to_office(hearing, assignment, check, due=due, text=text, papers=papers, pictures=len(pictures))
    await hearing.say(words.reported(assignment.task.number, due))


async def pictures_of(assignment: Assignment, hearing: Hearing) -> list[Attachment]:
    return await Attachment.filter(assignment_id=assignment.id, person_id=hearing.person_id)


async def show_to_office(
    hearing: Hearing, assignment: Assignment, check: Obligation | None, *, due: str, text: str, papers: Sequence[str], pictures: int
) -> None:
    """A card for each of 督查室; who has had enough messages today finds it in the next list, or by 待核验."""
    for officer in await people.office(hearing.now):
        account = await people.account_of(officer.id)
        if account is None:
            continue
        card = words.verification_card(
            new_card_id(), assignment, due=due, words=text, papers=papers, pictures=pictures, figures=figures_of(assignment)
        )
        await delivery.keep_card(card, officer.id, "verify", {"assignments": [assignment.id]}, hearing.now)
        row = await outbox.put(
            account.platform, account.userid, Outgoing(OutgoingKind.CARD, card=card), now=hearing.now, reason=Nature.SINGLE,
            person_id=officer.id, proactive=True,
        )  # fmt: skip
        if row is not None and check is not None:
            notice = Notice(
                key=f"o{check.id}:card:p{officer.id}", person_id=officer.id, task_id=assignment.task_id, assignment_id=assignment.id,
                obligation_id=check.id, form="single", occasion="first", facts={}, why={"rule": check.rule}, created_at=hearing.now,
            )  # fmt: skip
            await delivery.bundle_with(notice, row)


def figures_of(assignment: Assignment) -> str:
    """打通12条（自报）"""
    said = "、".join(f"{short(f['name'], 10)}{number(f['value'])}{f['unit']}" for f in assignment.figures[:3])
    return f"{said}（自报）" if said else ""
