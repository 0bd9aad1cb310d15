"""A second look at a reply: where it says another thing, its author is asked once; nothing counts without his word."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handlers import completion, corrections, doubts, extensions
from handlers.hearing import Hearing
from models import composing, conversations, ledger, outbox, people, second_readings, vocabulary
from models.composing import new_card_id
from models.conversations import ShownCard
from models.events import Event
from models.inbox import Inbox
from models.messages import Outgoing, OutgoingKind
from models.rules.delivery import Nature
from models.rules.reading import Grade, Intent
from models.rules.second_reading import Checked, Comparison, Proposal, check, compare, hide, raised, shown
from models.rules.states import OPEN
from models.second_readings import SecondReading
from models.tasks import Assignment
from models.wording import dispatch as dispatch_words
from models.wording import second_reading as words
from models.wording.phrases import SHANGHAI

CARD = "second"


async def heard(row: SecondReading, proposal: Proposal, now: datetime) -> str:
    """Runs in one transaction: the answer is checked and kept; its author is asked where that has a reason. Returns the state."""
    event, assignment = await Event.get(id=row.event_id), await ledger.get(row.assignment_id)
    text = second_readings.words_of(event)
    proposal = _unhidden(proposal, hide(text, await people.all_names()), text)
    task = await ledger.context_of(assignment)
    found = check(proposal, text, task=task, sent_at=event.at.astimezone(SHANGHAI), lexicon=vocabulary.current())
    both = compare(event.data["reading"], found, text)
    row.said, row.settled_at = _kept(found, both, event.data.get("evidence", ())), now
    row.asked = [each.to_json() for each in both.asked]
    row.state = "agreed" if both.agreed else "silent"
    if both.asked:
        row.why = await _no_reason(row, event, assignment, now)
        row.state = "silent" if row.why else "asked"
    await row.save()
    if row.state == "asked":
        await _ask(row, assignment, now)
    return row.state


def _unhidden(proposal: Proposal, hidden: str, text: str) -> Proposal:
    """Its quotes are of what was sent."""
    needs = (
        replace(n, unit=n.unit and shown(n.unit, hidden, text), what=shown(n.what, hidden, text))
        for n in proposal.needs
    )
    return replace(
        proposal, blockers=tuple(shown(quote, hidden, text) for quote in proposal.blockers), needs=tuple(needs)
    )


def _kept(found: Checked, both: Comparison, evidence: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`sure`: how sure the fields are now on which both agree; the event keeps how sure the first reader was."""
    sure: dict[str, float] = {}
    for one in evidence:
        if one["field"] in both.agreed and "confidence" in one:
            now = raised(one["confidence"])
            sure[one["field"]] = min(now, sure.get(one["field"], now))
    return {
        "sure": sure,
        "intent": found.intent.value if found.intent else None, "values": [value.to_json() for value in found.values],
        "dropped": [{"field": one.field, "why": one.why.value} for one in found.dropped], "agreed": list(both.agreed),
    }  # fmt: skip


async def _no_reason(row: SecondReading, event: Event, assignment: Assignment, now: datetime) -> str | None:
    """Why he is not asked: he has gone on, or something else is asked of him already."""
    if now - row.created_at > second_readings.FRESH:
        return "too late"
    if assignment.state not in OPEN or not await ledger.is_in_force(event):
        return "it does not stand any more"
    came = await Inbox.get(id=row.inbox_id)
    if await Inbox.filter(platform=came.platform, userid=came.userid, id__gt=came.id).exists():
        return "he has said more since"
    talk = await conversations.of(row.person_id)
    if talk.question is not None and talk.asked_at is not None and now - talk.asked_at <= conversations.STILL_OPEN:
        return "another question stands"
    if await ShownCard.filter(person_id=row.person_id, state="live", shown_at__gte=event.at).exists():
        return "another card waits"
    return None


async def _ask(row: SecondReading, assignment: Assignment, now: datetime) -> None:
    came = await Inbox.get(id=row.inbox_id)
    card = words.card(new_card_id(), assignment.task.number, row.asked)
    refs = {"assignments": [assignment.id], "second": row.id}
    await composing.keep_card(card, row.person_id, CARD, refs, now)
    await conversations.ask(row.person_id, {"kind": CARD, "card": card.id, **refs}, now)
    await outbox.put(
        came.platform, came.userid, Outgoing(OutgoingKind.CARD, card=card), now=now, reason=Nature.REPLY,
        person_id=row.person_id, dedupe=f"second:{row.id}",
    )  # fmt: skip


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    question = hearing.talk.question
    if question is not None and question.get("card") == card.id:
        await hearing.answered()
    await _answered(hearing, card, is_yes=hearing.inbound.key == words.YES)


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """是 or 不是, or what a button says; whatever else he says overtakes the question."""
    card = await ShownCard.filter(id=question["card"], state="live").first()
    await hearing.answered()
    if card is None:
        return False
    typed = next((b["key"] for b in card.content["buttons"] if b["text"] == hearing.text.strip("。. ")), None)
    is_yes = typed == words.YES or doubts.YES.fullmatch(hearing.text) is not None
    if not (is_yes or typed == words.NO or doubts.NO.fullmatch(hearing.text)):
        await hearing.settle_card(card, words.OVERTAKEN)
        await _close(await SecondReading.get(id=card.refs["second"]), "overtaken", hearing)
        return False
    await _answered(hearing, card, is_yes=is_yes)
    return True


async def _answered(hearing: Hearing, card: ShownCard, *, is_yes: bool) -> None:
    row = await SecondReading.get(id=card.refs["second"])
    event, assignment = await Event.get(id=row.event_id), await ledger.get(row.assignment_id)
    stands = row.state == "asked" and assignment.state in OPEN and await ledger.is_in_force(event)
    await hearing.settle_card(card, words.CONFIRMED if is_yes and stands else words.DECLINED)
    if not stands:
        await hearing.say(dispatch_words.already_settled())
    elif is_yes:
        await _close(row, "confirmed", hearing)
        await _confirmed(hearing, row, event, assignment)
    else:
        await _close(row, "declined", hearing)
        await hearing.say(words.declined(assignment.task.number))


async def _close(row: SecondReading, state: str, hearing: Hearing) -> None:
    row.state, row.settled_at = state, hearing.now
    await row.save(update_fields=["state", "settled_at"])


async def _confirmed(hearing: Hearing, row: SecondReading, event: Event, assignment: Assignment) -> None:
    """His word now. Being done and more time go their own ways."""
    said = str(event.data["text"])
    match row.asked[0]["field"], row.asked[0]["data"]:
        case "intent", Intent.COMPLETED.value:
            done = "，".join([f"{assignment.task.number}报结", *event.data.get("documents", ())])
            reading = await ledger.read_completion(assignment, done, event.at)
            await completion.claimed(hearing, assignment, reading, done)
        case "intent", _:
            await extensions.asked(hearing, assignment, said, _new_date(row))
        case _:
            text = "，".join(words.as_said(one) for one in row.asked)
            merged = _with(hearing, event, assignment, row, text)
            await corrections.put_in_place(hearing, assignment, event, merged, text, None)


def _new_date(row: SecondReading) -> date | None:
    found = (value["data"] for value in (row.said or {}).get("values", ()) if value["field"] == "next_date")
    on = next(found, None)
    return date.fromisoformat(on) if on else None


def _with(hearing: Hearing, event: Event, assignment: Assignment, row: SecondReading, text: str) -> dict[str, Any]:
    """What the first reader read, with what he confirmed; whose reading it was stays beside it."""
    old = event.data
    grade = Grade.A if row.asked[0]["field"] in {"indicators", "percent"} else Grade.B
    evidence = [_evidence(one) for one in row.asked]
    return {
        **{key: old[key] for key in ("documents", "keeps", "moves") if key in old},
        "text": f"{old['text']}（确认：{text}）", "reading": _reading(old["reading"], row.asked),
        "grade": min(grade.value, old["grade"]), "confirmed": hearing.speaks_as_head(assignment.unit_id),
        "source_message": hearing.inbound.message_id, "evidence": [*old.get("evidence", []), *evidence], "second": row.id,
    }  # fmt: skip


def _reading(old: dict[str, Any], asked: Sequence[dict[str, Any]]) -> dict[str, Any]:
    merged = dict(old)
    for one in asked:
        field, data = one["field"], one["data"]
        if field == "indicators":
            others = [figure for figure in merged["indicators"] if figure["name"] != data["name"]]
            merged["indicators"] = [*others, data]
            merged["percent"] = merged["percent"] if one["before"] is None else None  # it was of the figure before
        elif field in {"blockers", "needs"}:
            merged[field] = [*merged[field], data]
        else:
            merged[field] = data
    return merged


def _evidence(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "field": one["field"], "value": words.as_said(one), "text": one["text"], "start": one["start"], "end": one["end"],
        "rule": "second_reader",
    }  # fmt: skip
