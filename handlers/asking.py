"""The one question: what a reply lacks is asked once, kindly; who answers with as little is asked by a person, if at all."""

from dataclasses import dataclass, replace

from handlers.hearing import Hearing
from models import conversations, ledger, telling, vocabulary
from models.composing import new_card_id
from models.conversations import ShownCard
from models.messages import Card, InboundKind
from models.rules.increments import Increment, increment
from models.rules.reading import Grade, Quality, Reading
from models.rules.references import without_references
from models.rules.states import State
from models.tasks import Assignment, Indicator
from models.wording import asking as words
from models.wording.replies import ask_fact

CARD = "one-question"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: a fact, something that is not as last time (same), one figure of several (half), or the total of
    what was added (total).
    """

    kind: str
    missing: Indicator | None = None
    added: Increment | None = None

    @property
    def name(self) -> str:
        return self.missing.name if self.missing else self.added.name if self.added else ""


FACT, SAME = Gap("fact"), Gap("same")


async def gap(hearing: Hearing, assignment: Assignment, reading: Reading, *, is_copy: bool) -> Gap | None:
    if (added := await _added(hearing, assignment, reading)) is not None:
        return Gap("total", added=added)
    if Quality.BOILERPLATE in reading.quality and is_copy:
        return SAME
    if Quality.SELECTIVE in reading.quality and (missing := await ledger.unmentioned(assignment, reading, hearing.now)):
        return Gap("half", missing)
    return FACT if reading.grade in {Grade.C, Grade.D} else None


async def _added(hearing: Hearing, assignment: Assignment, reading: Reading) -> Increment | None:
    text = without_references(hearing.text)
    known = {figure["name"]: (figure["value"], figure["unit"]) for figure in assignment.figures}
    targets = (await ledger.context_of(assignment)).indicators
    return increment(text, reading, targets, known, lexicon=vocabulary.current())


async def may(hearing: Hearing, assignment: Assignment, found: Gap) -> bool:
    """Never two in a row: not where these words answer one, nor what was asked these days."""
    what = f"{found.kind}:{assignment.id}:{found.name}"
    return not hearing.answers and await conversations.may_ask(hearing.person_id, what, hearing.now)


async def ask(hearing: Hearing, assignment: Assignment, found: Gap, told: str, text: str) -> None:
    """`told`: what was understood, empty where nothing was."""
    if not await may(hearing, assignment, found):
        await leave(hearing, assignment, found, told)
        return
    refs = {"assignment": assignment.id, "inbox": hearing.inbox_id, "text": text, "what": found.name}
    if found.kind == "fact":
        await hearing.ask("fact", **refs)
        promised = next((p.on for p in ledger.commitments(assignment) if p.is_open and p.on >= hearing.today), None)
        is_dispatched = assignment.state == State.DISPATCHED
        question = ask_fact(assignment.task.number, is_dispatched=is_dispatched, promised=promised)
        await hearing.say(f"{told}\n{question}" if told else question)
        return
    card = _card(assignment.task.number, found, told)
    await hearing.ask(found.kind, **refs, card=card.id)
    await hearing.show(card, CARD, {"assignments": [assignment.id]})


def _card(number: str, found: Gap, told: str) -> Card:
    if found.added is not None:
        return words.total(new_card_id(), number, told, found.added)
    if found.missing is None:
        return words.same(new_card_id(), number, told)
    return words.half(new_card_id(), number, told, found.name, found.missing.target, found.missing.unit)


async def leave(hearing: Hearing, assignment: Assignment, found: Gap, told: str, numbers: str = "") -> None:
    """His words stand as they are: a person sees those that say nothing new; a figure that is missing can wait."""
    if found.kind in {"half", "total"}:
        await hearing.say(told)
        return
    note = words.as_it_is(assignment.task.number, assignment.unit.short, hearing.text)
    key = f"asis:{assignment.id}:{hearing.today}"
    await telling.tell_office(key, note, hearing.now, assignment_id=assignment.id)
    kept = words.kept_as_said(numbers or assignment.task.number)
    await hearing.say(f"{told}\n{kept}" if told else kept)


async def tapped(hearing: Hearing, card: ShownCard) -> Hearing | None:
    """The button says what he could have typed."""
    question = hearing.talk.question or {}
    if question.get("card") != card.id:
        await card.save()
        await hearing.say(words.over())
        return None
    said = next(b["text"] for b in card.content["buttons"] if b["key"] == hearing.inbound.key)
    await hearing.settle_card(card, said)
    return replace(hearing, inbound=replace(hearing.inbound, kind=InboundKind.TEXT, text=said))


async def settle(hearing: Hearing, card_id: str | None) -> None:
    """Answered in words: its button is not for tapping any more."""
    if card := await ShownCard.filter(id=card_id or "", state="live").first():
        await hearing.settle_card(card, "已回")
