"""备稿 in the chat: a liaison prepares progress, the head confirms many at once, changes one or takes it out."""

import re
from collections.abc import Sequence
from typing import Any

from handlers.hearing import Hearing
from models import composing, ledger, notices, prepared_cards, preparing, proxies, reporting, telling
from models.composing import new_card_id
from models.conversations import ShownCard
from models.events import Event
from models.messages import InboundKind
from models.notices import Notice
from models.people import Person, Role
from models.preparing import Draft
from models.reporting import WORKS, Voice
from models.rules.obligations import TaskClass
from models.rules.reading import Reading
from models.rules.states import OPEN, WORKING, EventKind
from models.tasks import Assignment
from models.wording import dispatch as dispatch_words
from models.wording import preparing as words

_SHOW = re.compile(r"(?:看看?)?(?:待您?我?确认的?|备稿)(?:[的有]?哪些)?[。？?]*")
_ALL = re.compile(r"(?:都对|全对|都没问题|全部?确认|都确认|确认全部)(?:的|了)?[。.！!]*")
_YES = re.compile(
    r"(?:嗯+|哦)?[，, ]*(?:第?(?P<number>J?\d{1,4})\s*[号项]?(?:[那这][条项句])?(?:备的)?)?[，,：: ]*"
    r"(?:对|是|没错|没问题|可以|同意|确认|属实|准确|就这么?样?报|报吧)(?:的|了)?[。.！!]*",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"(?:第)?(?P<number>J?\d{1,4})\s*[号项]?\s*(?:这[条句])?(?:备的)?(?:不对|不报|先不报|不登记)[了的]?[。.！!]*",
    re.IGNORECASE,
)


async def head_of(hearing: Hearing, assignment: Assignment, reading: Reading) -> Person | None:
    """Who is to confirm these words; None where they count at once, or stop nothing anyway."""
    if hearing.speaks_as_head(assignment.unit_id) or reading.grade not in WORKS or assignment.state not in OPEN:
        return None
    if assignment.task.task_class == TaskClass.EMERGENCY or await stands_for(hearing, assignment) is not None:
        return None
    return await preparing.confirmer(assignment.unit_id, hearing.now)


async def head_to_contest(hearing: Hearing, assignment: Assignment) -> Person | None:
    """Who is to decide on what a liaison says of the unit's tasks; None where it is said by whoever may."""
    if hearing.speaks_as_head(assignment.unit_id):
        return None
    return await preparing.confirmer(assignment.unit_id, hearing.now)


async def stands_for(hearing: Hearing, assignment: Assignment) -> Person | None:
    """The head who let this very person answer for the progress of this task (授权代回); taking on stays his."""
    if hearing.speaks_as_head(assignment.unit_id) or assignment.state not in WORKING:
        return None
    return await proxies.for_whom(hearing.person_id, assignment, hearing.now)


async def note(hearing: Hearing, head: Person, assignment: Assignment, reading: Reading, text: str) -> Event:
    """Kept as it was said; the same words twice are one draft."""
    for draft in await preparing.of_task(assignment, by=hearing.person_id):
        if draft.event.data["text"] == text:
            return draft.event
    voice = Voice(hearing.said(), False, hearing.book, hearing.inbound.message_id)
    event = await reporting.prepare(voice, assignment, reading, text)
    await hearing.remember(event_id=event.id, assignment_id=assignment.id)
    await _await(hearing, Draft(event, assignment), head)
    return event


async def _await(hearing: Hearing, draft: Draft, head: Person) -> None:
    """In his next list; of an order of the day, which no list may still find, in a card of its own."""
    notice = preparing.asking(draft, head, hearing.who.person, hearing.now)
    if draft.assignment.task.task_class != TaskClass.TODAY:
        await notices.add(notice)
        return
    card, refs = await prepared_cards.card(new_card_id(), [draft], hearing.today)
    await composing.show(head.id, card, prepared_cards.KIND, refs, notice, hearing.now)


async def told(hearing: Hearing, assignment: Assignment, event: Event) -> str:
    """To the liaison, in place of the echo."""
    head = await preparing.confirmer(assignment.unit_id, hearing.now)
    name = head.name if head else "负责人"
    if event.inbox_id != hearing.inbox_id:
        return words.noted_before(assignment.task.number, name)
    understood = await prepared_cards.understood(Draft(event, assignment), hearing.today)
    return words.noted(assignment.task.number, understood, name)


async def told_many(hearing: Hearing, made: Sequence[tuple[Assignment, Event]]) -> str:
    if len(made) == 1:
        return await told(hearing, *made[0])
    head = await preparing.confirmer(made[0][0].unit_id, hearing.now)
    lines = [(a.task.number, await prepared_cards.understood(Draft(event, a), hearing.today)) for a, event in made]
    return words.noted_many(lines, head.name if head else "负责人")


def _headed(hearing: Hearing) -> tuple[int, ...]:
    return hearing.who.units(Role.HEAD, Role.DEPUTY)


async def words_of(hearing: Hearing) -> bool:
    """待确认, 都对, 46对, 46不对; False where nothing is prepared that they could speak of."""
    if yes := _YES.fullmatch(hearing.text):
        return await _agreed(hearing, (yes["number"] or "").upper())
    out = _OUT.fullmatch(hearing.text)
    if not hearing.units or not (out or _SHOW.fullmatch(hearing.text) or _ALL.fullmatch(hearing.text)):
        return False
    drafts = await preparing.of_units(hearing.units)
    if out:
        number = out["number"].upper()
        return await _taken_out(hearing, [d for d in drafts if d.number.removesuffix("号") == number])
    if not _headed(hearing):
        return await _asked_by_liaison(hearing, drafts)
    if not drafts and _ALL.fullmatch(hearing.text):
        return False
    card = await _live(hearing)
    if _ALL.fullmatch(hearing.text) and card is not None:
        await _confirm(hearing, card)
    else:
        await show(hearing)
    return True


async def _agreed(hearing: Hearing, number: str) -> bool:
    """对 after the card, where nothing was asked since; with a number, that task of it alone."""
    card = await _live(hearing)
    asked_at = hearing.talk.asked_at if hearing.talk.question else None
    if card is None or (not number and asked_at is not None and asked_at > card.shown_at):
        return False
    shown, _ = await _of_card(hearing, card)
    meant = [draft for draft in shown if not number or draft.number.removesuffix("号") == number]
    if meant:
        await _confirm(hearing, card, meant)
    return bool(meant)


async def _asked_by_liaison(hearing: Hearing, drafts: Sequence[Draft]) -> bool:
    mine = [d for d in drafts if d.event.person_id == hearing.person_id]
    if _ALL.fullmatch(hearing.text):
        if not mine:
            return False
        await hearing.say(words.only_the_head())
        return True
    head = await preparing.confirmer(mine[0].assignment.unit_id, hearing.now) if mine else None
    await hearing.say(words.waiting([d.number for d in mine], head.name) if head else words.nothing())
    return True


async def is_prepared(hearing: Hearing, number: str) -> bool:
    """Whether something of this task waits for this very head."""
    found = await preparing.of_units(_headed(hearing))
    return any(draft.number.removesuffix("号") == number for draft in found)


async def _live(hearing: Hearing) -> ShownCard | None:
    return (
        await ShownCard.filter(person_id=hearing.person_id, kind=prepared_cards.KIND, state="live")
        .order_by("-shown_at", "-id")
        .first()
    )


async def show(hearing: Hearing, *, one_by_one: bool = False) -> None:
    """The next card; the one before is settled, for it shows the same."""
    drafts = await preparing.of_units(_headed(hearing))
    await notices.withdraw("shown", person_id=hearing.person_id, occasion=preparing.OCCASION)
    if not drafts:
        await hearing.say(words.nothing())
        return
    while (old := await _live(hearing)) is not None:
        await hearing.settle_card(old, "已更新")
    card, refs = await prepared_cards.card(new_card_id(), drafts, hearing.today, one_by_one=one_by_one)
    await hearing.show(card, prepared_cards.KIND, refs)


async def offer_while_he_writes(hearing: Hearing) -> None:
    """What was prepared since the last list comes with the answer to his own word."""
    if hearing.inbound.kind in {InboundKind.ENTER, InboundKind.UNUSABLE, InboundKind.OTHER} or not _headed(hearing):
        return
    unseen = Notice.filter(person_id=hearing.person_id, occasion=preparing.OCCASION, state__in=["pending", "bundled"])
    if await unseen.exists() and await preparing.of_units(_headed(hearing)):
        await show(hearing)


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    match hearing.inbound.key:
        case words.EACH:
            await hearing.settle_card(card, "逐条看")
            await show(hearing, one_by_one=True)
        case words.NO:
            open_, _ = await _of_card(hearing, card)
            await hearing.settle_card(card, "不登记")
            if not await _taken_out(hearing, open_):
                await hearing.say(dispatch_words.already_settled())
            await _next(hearing, card)
        case _:
            await _confirm(hearing, card)


async def _of_card(hearing: Hearing, card: ShownCard) -> tuple[list[Draft], list[Assignment]]:
    """What the card shows and still waits; and the tasks of what does not."""
    waiting = {draft.id: draft for draft in await preparing.of_units(_headed(hearing))}
    gone = [number for number in card.refs["drafts"] if number not in waiting]
    events = await Event.filter(id__in=gone).order_by("id")
    return (
        [waiting[number] for number in card.refs["drafts"] if number in waiting],
        [await ledger.get(event.assignment_id or 0) for event in events],
    )


async def _confirm(hearing: Hearing, card: ShownCard, only: Sequence[Draft] = ()) -> None:
    """Exactly what the card showed, as it showed it; or these of it alone."""
    drafts, gone = await _of_card(hearing, card)
    drafts = [draft for draft in drafts if not only or draft.id in {one.id for one in only}]
    await hearing.settle_card(card, words.settled(len(drafts)))
    made = [await _confirm_one(hearing, draft, is_first=_is_first(draft, drafts)) for draft in drafts]
    said = []
    if made:
        lines = [(d.number, await _as_registered(hearing, d, event)) for d, event in zip(drafts, made, strict=True)]
        said.append(words.confirmed(lines, "、".join((await preparing.names(drafts)).values())))
    if gone:
        said.append(words.gone([assignment.task.number for assignment in gone]))
    await hearing.say("\n".join(said))
    await _next(hearing, card)


async def _next(hearing: Hearing, card: ShownCard) -> None:
    if await preparing.of_units(_headed(hearing)):
        await show(hearing, one_by_one=bool(card.refs.get("each")))


def _is_first(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return next(d for d in drafts if d.assignment.id == draft.assignment.id) is draft


async def _confirm_one(
    hearing: Hearing, draft: Draft, *, is_first: bool, content: dict[str, Any] | None = None
) -> Event:
    """A message makes one report a task; a second one of it is linked by what it replaces."""
    said = hearing.said() if is_first else {**hearing.said(), "inbox_id": None}
    fresh = Draft(draft.event, await ledger.get(draft.assignment.id))
    event = await reporting.confirm(Voice(said, True, hearing.book), fresh, content=content)
    await hearing.remember(event_id=event.id, assignment_id=draft.assignment.id)
    return event


async def _as_registered(hearing: Hearing, draft: Draft, event: Event) -> str:
    assignment = await ledger.get(draft.assignment.id)
    return await prepared_cards.registered(assignment, event, hearing.today)


async def _taken_out(hearing: Hearing, drafts: Sequence[Draft]) -> bool:
    """46不对: its writer is told; a liaison takes back his own alone."""
    mine = [d for d in drafts if hearing.speaks_as_head(d.assignment.unit_id) or d.event.person_id == hearing.person_id]
    if not mine:
        return False
    for draft in mine:
        await preparing.take_out(draft, hearing.now, person_id=hearing.person_id)
        if draft.event.person_id != hearing.person_id:
            hidden = bool(draft.assignment.task.off_chat)
            line = words.refused(draft.number, draft.event.data["text"], hearing.who.person.name, off_chat=hidden)
            key = f"refused:{draft.id}"
            await telling.tell(draft.event.person_id or 0, key, line, hearing.now, assignment_id=draft.assignment.id)
    if _headed(hearing):
        left = await preparing.of_units(_headed(hearing))
        await hearing.say(words.taken_out(mine[0].number, len(left)))
    else:
        await hearing.say(words.withdrawn([mine[0].number]))
    return True


async def changed(hearing: Hearing, assignment: Assignment, event: Event, content: dict[str, Any]) -> None:
    """改 46 打通6条: by the head it is the report; by whoever prepared it, the draft anew."""
    draft = Draft(event, assignment)
    await hearing.answered()
    if hearing.speaks_as_head(assignment.unit_id):
        made = await _confirm_one(hearing, draft, is_first=True, content=content)
        left = await preparing.of_units(_headed(hearing))
        await hearing.say(words.changed(draft.number, await _as_registered(hearing, draft, made), len(left)))
        return
    made = await ledger.record(assignment, EventKind.PREPARED, **hearing.said(), replaces=event.id, **content)
    await preparing.over(event)
    await hearing.remember(event_id=made.id, assignment_id=assignment.id)
    head = await preparing.confirmer(assignment.unit_id, hearing.now)
    if head is not None:
        await _await(hearing, Draft(made, assignment), head)
    understood = await prepared_cards.understood(Draft(made, assignment), hearing.today)
    await hearing.say(words.corrected(draft.number, understood))
