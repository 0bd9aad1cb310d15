"""报结: a unit says the task is done and what that rests on; the ball passes to 督查室."""

from collections.abc import Sequence
from typing import Any

from handlers.hearing import Hearing
from models import attachments, clocks, composing, ledger, people, preparing, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.notices import Notice
from models.obligations import Obligation
from models.people import Role
from models.rules.obligations import Kind
from models.rules.reading import Quality, Reading
from models.rules.references import find_references
from models.rules.states import OPEN, EventKind
from models.tasks import Assignment
from models.wording import completion as words
from models.wording import replies
from models.wording.phrases import day, local, number, short

DONE = (Kind.PROGRESS, Kind.DUE, Kind.ACCEPTANCE, Kind.FIRST_STEP, Kind.COMPLETION, Kind.DELIVERY)
MOST_FIGURES = 4  # on a card
PREPARED = "confirm-completion"  # the card with which a head decides on what his liaison prepared


async def claimed(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> None:
    """A reply that says it is done. Its figures count at once; evidence is asked for once, and never a photo."""
    from handlers.reply import record

    if await refused(hearing, assignment, reading, text):
        return
    is_bare = Quality.NO_EVIDENCE in reading.quality
    if is_bare and (card := await _prepared(hearing, assignment)):
        await _confirm(hearing, card, assignment)
        return
    event = await record(hearing, assignment, reading, text)
    await hearing.take_pictures(assignment.id)
    if is_bare and not await attachments.of(assignment.id) and not await ledger.has_reached(assignment):
        await hearing.ask("evidence", assignment=assignment.id, text=text, event=event.id)
        by_head = hearing.speaks_as_head(assignment.unit_id)
        await hearing.say(replies.ask_evidence(assignment.task.number, by_head=by_head))
        return
    await _hand_in(hearing, assignment, text, reading, claim=event.id)


async def refused(hearing: Hearing, assignment: Assignment, reading: Reading, text: str) -> bool:
    """True when it was said why not. Where only its parts (子项) are in the way, the words are kept as progress."""
    from handlers.reply import record

    refusal = await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now)
    if refusal is None:
        return False
    if assignment.state in OPEN and await ledger.unfinished(assignment):
        await record(hearing, assignment, reading, text)
    await hearing.say(refusal)
    return True


async def _hand_in(hearing: Hearing, assignment: Assignment, text: str, reading: Reading, *, claim: int | None) -> None:
    """The head's own word is the report; what a liaison prepared waits for the head's tap."""
    if hearing.speaks_as_head(assignment.unit_id):
        await complete(hearing, assignment, text, reading, claim=claim)
    else:
        await _ask_head(hearing, assignment, text, claim)


async def _ask_head(hearing: Hearing, assignment: Assignment, text: str, claim: int | None) -> None:
    """Completion stays the head's. Where his day is full of messages already, a line of his next list says the same."""
    head = await people.person_in(assignment.unit_id, Role.HEAD, hearing.now)
    number_ = assignment.task.number
    if head is None or await people.account_of(head.id) is None:
        await telling.tell_office(f"nohead:{hearing.inbox_id}", words.nobody_to_confirm(number_), hearing.now)
        await hearing.say(replies.kept_for_office())
        return
    await hearing.settle_everywhere(PREPARED, assignment.id, "已重新备")
    card = words.confirmation_card(new_card_id(), assignment, by=hearing.who.person.name, text=text)
    refs = {"assignments": [assignment.id], "text": text, "claim": claim, "by": hearing.person_id}
    line = words.prepared_line(number_, hearing.who.person.name)
    notice = telling.told(head.id, f"prepared:{card.id}", line, hearing.now, assignment_id=assignment.id)
    await composing.show(head.id, card, PREPARED, refs, notice, hearing.now)
    await hearing.say(replies.prepared(number_, head.name))


async def _prepared(hearing: Hearing, assignment: Assignment) -> ShownCard | None:
    """What a liaison prepared and this head has not decided on."""
    cards = await ShownCard.filter(person_id=hearing.person_id, kind=PREPARED, state="live").order_by("-shown_at")
    return next((card for card in cards if card.refs["assignments"] == [assignment.id]), None)


async def confirmed(hearing: Hearing, card: ShownCard) -> None:
    """The head's tap on what his liaison prepared."""
    assignment = await ledger.get(card.refs["assignments"][0])
    if hearing.inbound.key == words.NOT_YET:
        await _not_yet(hearing, card, assignment)
    else:
        await _confirm(hearing, card, assignment)


async def _confirm(hearing: Hearing, card: ShownCard, assignment: Assignment) -> None:
    if refusal := await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        await hearing.settle_card(card, "已处理")
        await hearing.say(refusal)
        return
    await hearing.settle_card(card, "已确认报结")
    reading = await ledger.read_completion(assignment, card.refs["text"], hearing.inbound.said_at)
    await complete(hearing, assignment, card.refs["text"], reading)


async def _not_yet(hearing: Hearing, card: ShownCard, assignment: Assignment) -> None:
    """Not done in the head's eyes: what the liaison claimed is taken back, and he is told."""
    await hearing.settle_card(card, "还没完成")
    if (claim := await ledger.event(card.refs.get("claim"))) is not None:
        await ledger.record(assignment, EventKind.UNDONE, **hearing.said(), replaces=claim.id)
        await clocks.undo(claim.id, hearing.now, hearing.book)
    head = hearing.who.person.name
    line = words.not_confirmed(assignment.task.number, head)
    await telling.tell(card.refs["by"], f"notyet:{card.id}", line, hearing.now, assignment_id=assignment.id)
    await hearing.say(words.not_reported(assignment.task.number))


async def evidence_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """A paper, a figure, a date, or 没有: whatever is said now goes along with the report."""
    assignment = await ledger.get(question["assignment"])
    named = find_references(hearing.text)
    if named and assignment.task.number.removesuffix("号") not in named:
        return False
    await hearing.answered()
    if await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        return False
    reading = await ledger.read_completion(assignment, hearing.text, hearing.inbound.said_at)
    await _hand_in(hearing, assignment, f"{question['text']}；{hearing.text}", reading, claim=question.get("event"))
    return True


async def picture_answer(hearing: Hearing, question: dict[str, Any]) -> None:
    """A picture instead of words: it is evidence as good."""
    assignment = await ledger.get(question["assignment"])
    await hearing.answered()
    reading = await ledger.read_completion(assignment, question["text"], hearing.inbound.said_at)
    await _hand_in(hearing, assignment, question["text"], reading, claim=question.get("event"))


async def complete(
    hearing: Hearing, assignment: Assignment, text: str, reading: Reading, *, claim: int | None = None
) -> None:
    """Record the report, stop the unit's clocks, start 督查室's, show it the card. `claim`: the word that began it."""
    if refusal := await ledger.refusal(assignment, EventKind.COMPLETED, now=hearing.now):
        await hearing.say(refusal)
        return
    await hearing.take_pictures(assignment.id)
    pictures = await attachments.of(assignment.id)
    papers = [span.text for span in reading.documents]
    event = await ledger.record(
        assignment, EventKind.COMPLETED, **hearing.said(), text=text, reading=reading.to_json(), documents=papers, pictures=[p.id for p in pictures], claim=claim,
    )  # fmt: skip
    await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    await preparing.let_go(assignment, event, hearing.now)
    await telling.withdraw_answered(assignment.id, "reported again")
    await clocks.drop_extension(assignment, hearing.now, hearing.book)
    await clocks.meet(assignment.id, hearing.now, *DONE, event_id=event.id)
    check = await clocks.start(
        Kind.VERIFICATION, assignment, hearing.now, hearing.book, period=f"e{event.id}", event_id=event.id
    )
    due = day(local(check.due_at).date()) if check and check.due_at else "近日"
    await hearing.settle_everywhere(PREPARED, assignment.id, "已报结")
    await show_to_office(hearing, assignment, check, due=due, text=text, papers=papers, pictures=len(pictures))
    await hearing.say(words.reported(assignment.task.number, due))


async def withdraw_cards(hearing: Hearing, assignment: Assignment) -> None:
    """The report was taken back: 督查室 has nothing to verify."""
    await hearing.settle_everywhere("verify", assignment.id, "单位已收回报结")


async def show_to_office(
    hearing: Hearing,
    assignment: Assignment,
    check: Obligation | None,
    *,
    due: str,
    text: str,
    papers: Sequence[str],
    pictures: int,
) -> None:
    """A card for each of 督查室; who has had enough messages today finds it in the next list, or by 待核验."""
    figures = await figures_of(assignment)
    for officer in await people.office(hearing.now):
        card = words.verification_card(
            new_card_id(),
            assignment,
            due=due,
            words=text,
            papers=papers,
            pictures=pictures,
            figures=figures,
        )
        notice = None if check is None else Notice(
            key=f"o{check.id}:card:p{officer.id}", person_id=officer.id, task_id=assignment.task_id, assignment_id=assignment.id,
            obligation_id=check.id, form="single", occasion="first", facts={}, why={"rule": check.rule}, created_at=hearing.now,
        )  # fmt: skip
        await composing.show(officer.id, card, "verify", {"assignments": [assignment.id]}, notice, hearing.now)


async def figures_of(assignment: Assignment) -> str:
    """打通12条/12条（自报）: each beside its target, one that was never told too."""
    known = {figure["name"]: f"{number(figure['value'])}{figure['unit']}" for figure in assignment.figures}
    wanted = (await ledger.context_of(assignment)).indicators if known else ()
    targets = {target.name: f"/{number(target.target)}{target.unit}" for target in wanted}
    names = list(dict.fromkeys([*known, *targets]))[:MOST_FIGURES]
    said = "、".join(f"{short(name, 10)}{known.get(name, '未报')}{targets.get(name, '')}" for name in names)
    return f"{said}（{assignment.standing}）" if said else ""
