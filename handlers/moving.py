"""不是38，是46: what was said goes to the task it belongs to, with its papers and promises; taken back, it goes home again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from handlers import completion, doubts, helping, placing, reply, undoing
from handlers.hearing import Hearing
from models import ledger
from models import preparing as drafts_of
from models.composing import new_card_id
from models.conversations import ShownCard
from models.events import Attachment, Event
from models.helping import HelpRequest
from models.rules.move_words import Move, read_move
from models.rules.references import bare_reference, without_references
from models.rules.resemblance import likeliest
from models.rules.states import ENDED, OPEN, EventKind, State
from models.tasks import Assignment, of_units
from models.wording import moving as words
from models.wording import preparing as preparing_words
from models.wording.answers import no_such_task

CARD = "move"
SOON, LATER = timedelta(days=1), timedelta(days=10)  # later without, and with the number it was written down for
BEFORE = timedelta(minutes=10)  # a picture sent so short before the words goes with them
ASKED = {"fact", "half", "same", "total"}


@dataclass(frozen=True, slots=True)
class Source:
    """What is to go elsewhere: nothing of it is in the ledger yet where there are no `events`."""

    assignment: Assignment
    text: str
    said_at: datetime
    events: tuple[Event, ...] = ()

    @property
    def is_report(self) -> bool:
        return any(event.kind == EventKind.COMPLETED for event in self.events)


async def words_of(hearing: Hearing) -> bool:
    """True when these words put a wrong guess right, or it was said why they could not."""
    move = read_move(hearing.text)
    if move is None or not hearing.units or await _is_asked_which(hearing):
        return False
    mine = await of_units(hearing.units)
    source = await _asked_about(hearing, move) or await _last_said(hearing, move, mine)
    if isinstance(source, str):
        await hearing.say(source)
        return True
    if source is None:
        return False
    target = _target(move, mine)
    if target is not None:
        await _moved(hearing, source, target)
    elif move.number:
        await hearing.say(no_such_task(move.number))
    elif move.name:
        return False
    else:
        await _ask_where(hearing, source, mine)
    return True


async def _is_asked_which(hearing: Hearing) -> bool:
    """The bot asked of which task, and nothing was said since: the number answers that."""
    question, last = hearing.talk.question or {}, await ledger.event(hearing.talk.last_event_id)
    is_older = last is not None and hearing.talk.asked_at is not None and last.at > hearing.talk.asked_at
    return question.get("kind") == "which" and not is_older


def _target(move: Move, mine: Sequence[Assignment]) -> Assignment | None:
    if move.number:
        return next((a for a in mine if placing.number_of(a) == move.number), None)
    best = likeliest(move.name, [f"{a.task.title} {a.task.goal}" for a in mine]) if move.name else None
    return None if best is None else mine[best]


async def _asked_about(hearing: Hearing, move: Move) -> Source | None:
    """A figure that is doubted, or words that told nothing yet: they only stand in the bot's question."""
    question = hearing.talk.question or {}
    items = question.get("items", ()) if question.get("kind") == "doubt" else [question]
    if "text" not in question or question["kind"] not in ASKED | {"doubt"} or len(items) != 1:
        return None
    last = await ledger.event(hearing.talk.last_event_id)
    if last is not None and last.inbox_id == question["inbox"]:
        return None
    assignment = await ledger.get(items[0]["assignment"])
    is_meant = move.wrong in {"", placing.number_of(assignment)}
    return Source(assignment, items[0]["text"], hearing.talk.asked_at or hearing.now) if is_meant else None


async def _last_said(hearing: Hearing, move: Move, mine: Sequence[Assignment]) -> Source | str | None:
    """His last word, on the task that he names; a sentence where it cannot be moved."""
    if move.wrong:
        named = next((a for a in mine if placing.number_of(a) == move.wrong), None)
        event = await _word_on(hearing, named) if named else None
    else:
        event = await ledger.event(hearing.talk.last_event_id)
    if event is None or hearing.now - event.at > (LATER if move.wrong else SOON):
        return words.nothing_to_move(move.wrong) if move.wrong else None
    if event.person_id != hearing.person_id and event.kind != EventKind.PREPARED:
        return preparing_words.decided_before((await ledger.get(event.assignment_id or 0)).task.number)
    if not move.wrong and len(numbers := await _numbers_of(event)) > 1:
        return words.which_of_them(numbers, move.number)
    return await source_of(event)


async def _word_on(hearing: Hearing, assignment: Assignment) -> Event | None:
    by = None if hearing.speaks_as_head(assignment.unit_id) else hearing.person_id
    drafts = await drafts_of.of_task(assignment, by=by)
    return drafts[-1].event if drafts else await ledger.last_word(assignment.id)


async def _numbers_of(event: Event) -> list[str]:
    ids = dict.fromkeys(one.assignment_id or 0 for one in await ledger.said_together(event))
    return [(await ledger.get(each)).task.number for each in ids]


async def source_of(event: Event) -> Source | None:
    """Whatever the message said of that task, with what it was corrected from; None where nothing of it stands."""
    assignment = await ledger.get(event.assignment_id or 0)
    together = [one for one in await ledger.said_together(event) if one.assignment_id == event.assignment_id]
    claim = await ledger.event(event.data.get("claim"))
    if claim is not None and await ledger.is_in_force(claim) and claim.id not in {one.id for one in together}:
        together = [claim, *together]
    if not together:
        return None
    text = event.data.get("text") or ""
    return Source(assignment, without_references(text) or text, event.at, tuple(together))


async def _moved(hearing: Hearing, source: Source, target: Assignment, *, back: bool = False) -> bool:
    """Taken out where it was, said anew where it belongs, as of the moment when it was said."""
    if refusal := await _refusal(source, target):
        await hearing.say(refusal)
        return False
    noted = await _carried(hearing, source, target)
    kept = await _open_help(hearing, source)
    await _take_out(hearing, source, target)
    await hearing.answered()
    await hearing.remember(event_id=0, assignment_id=target.id)
    told = words.back if back else words.moved
    preface = [told(source.assignment.task.number, target.task.number), *([words.help_stays(kept)] if kept else [])]
    inbound = replace(hearing.inbound, text=source.text, said_at=source.said_at)
    anew = replace(hearing, inbound=inbound, noted=noted if source.events else {}, preface=preface)
    await _say_anew(anew, source, await ledger.get(target.id), is_sure=back)
    return True


async def _refusal(source: Source, target: Assignment) -> str | None:
    if source.assignment.id == target.id:
        return words.is_there(target.task.number)
    if State(target.state) in ENDED:
        return words.has_ended(target.task.number, ledger.LABELS[target.state])
    for event in source.events:
        if refusal := await ledger.undo_refusal(source.assignment, event):
            return refusal
    return None


async def _carried(hearing: Hearing, source: Source, target: Assignment) -> dict[str, Any]:
    """What the new event keeps of the old one; the pictures that came with the words go along."""
    if not source.events:
        return {}
    last = source.events[-1]
    pictures = Attachment.filter(person_id=last.person_id, assignment_id=source.assignment.id)
    known = last.data.get("pictures_moved")
    found = await (pictures.filter(id__in=known) if known else pictures.filter(received_at__gte=last.at - BEFORE))
    await Attachment.filter(id__in=[picture.id for picture in found]).update(assignment_id=target.id, event_id=None)
    noted: dict[str, Any] = {"moved_from": last.id}
    if found:
        noted["pictures_moved"] = [picture.id for picture in found]
    by = last.person_id if last.kind == EventKind.PREPARED else last.data.get("prepared_by")
    return noted | ({"prepared_by": by} if by and by != hearing.person_id else {})


async def _open_help(hearing: Hearing, source: Source) -> str:
    """What he had sent out because of these words stays with the other side: that is said."""
    asked = HelpRequest.filter(assignment_id=source.assignment.id, state="asked", asked_by=hearing.person_id)
    is_open = bool(source.events) and await asked.filter(asked_at__gte=source.said_at).exists()
    return source.assignment.task.number if is_open else ""


async def _take_out(hearing: Hearing, source: Source, target: Assignment) -> None:
    """With every version it ever had: none of them comes back to life."""
    is_first = True
    for event in reversed(source.events):
        one: Event | None = event
        while one is not None:
            await undoing.take_back(hearing, one, is_first=is_first, moved_to=target.id)
            is_first = False
            one = None if one.kind == EventKind.PREPARED else await ledger.event(one.replaces)
    for kind in (helping.OFFER, completion.PREPARED):
        await hearing.settle_everywhere(kind, source.assignment.id, f"已移到{target.task.number}")


async def _say_anew(hearing: Hearing, source: Source, target: Assignment, *, is_sure: bool) -> None:
    if target.state not in OPEN:
        await reply.after_report(hearing, target, source.text)
    elif source.is_report:
        reading = await ledger.read_completion(target, source.text, source.said_at)
        found = None if is_sure else await doubts.of(target, reading, source.text)
        await (
            doubts.ask(hearing, [(target, source.text, found)])
            if found
            else completion.claimed(hearing, target, reading, source.text)
        )
    elif is_sure:
        await reply.one(hearing, target, source.text, is_sure=True)
    else:
        await placing.say_of(hearing, target, source.text)


async def put_back(hearing: Hearing, number: str | None) -> bool:
    """撤回 of what was moved: it is where it was before."""
    if (hearing.talk.question or {}).get("kind") == "doubt":
        return False
    event = await undoing.last_of(hearing, number)
    origin = await ledger.event(event.data.get("moved_from")) if event else None
    if event is None or origin is None or event.person_id != hearing.person_id:
        return False
    source = await source_of(event)
    if source is None:
        return False
    await _moved(hearing, source, await ledger.get(origin.assignment_id or 0), back=True)
    return True


async def _ask_where(hearing: Hearing, source: Source, mine: Sequence[Assignment]) -> None:
    others = [a for a in mine if a.id != source.assignment.id and a.state in OPEN][: placing.MOST_OFFERED]
    card = words.ask_where(new_card_id(), source.text, [(str(a.id), a.task.number) for a in others])
    event = source.events[-1].id if source.events else None
    refs = {"assignments": [source.assignment.id], "event": event, "text": source.text}
    await hearing.ask(CARD, card=card.id)
    await hearing.show(card, CARD, refs)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    await hearing.answered()
    await _chosen(hearing, card, hearing.inbound.key or "")


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The number alone."""
    card = await ShownCard.filter(id=question["card"], state="live").first()
    number = bare_reference(hearing.text)
    mine = [a for a in await of_units(hearing.units, number or "0") if placing.number_of(a) == number]
    if card is None or len(mine) != 1:
        return False
    await hearing.answered()
    await _chosen(hearing, card, str(mine[0].id))
    return True


async def _chosen(hearing: Hearing, card: ShownCard, key: str) -> None:
    event = await ledger.event(card.refs.get("event"))
    source = await source_of(event) if event else None
    source = source or Source(await ledger.get(card.refs["assignments"][0]), card.refs["text"], card.shown_at)
    if key == words.STAYS:
        await hearing.settle_card(card, "没有移动")
        await hearing.say(words.stays(source.assignment.task.number))
        return
    target = await ledger.get(int(key))
    await hearing.settle_card(card, target.task.number)
    await _moved(hearing, source, target)
