"""Many completions verified at once by 督查室: 销号 46、47、51, or one tap; at the end of the year a tenth is looked at on site."""

import re
from collections.abc import Sequence

from handlers import office
from handlers.hearing import Hearing
from models import attachments, ledger
from models.composing import new_card_id
from models.conversations import ShownCard
from models.rules.sampling import for_a_look
from models.rules.states import EventKind, State
from models.tasks import Assignment
from models.wording import verifying as words

MANY = "verify-many"
_LIST = r"(?:第\s*)?(?P<{}>J?\d{{1,4}}(?:\.\d{{1,2}})?(?:\s*[、,，和及]\s*J?\d{{1,4}}(?:\.\d{{1,2}})?)*)\s*[号项]?"
_CLOSE = re.compile(
    rf"(?:批量|核验)?销号\s*{_LIST.format('after')}[。]*|{_LIST.format('before')}\s*(?:现场已?核过?|已核)?[，,]?\s*(?:批量|核验)?销号[。]*",
    re.IGNORECASE,
)


async def words_of(hearing: Hearing) -> bool:
    """True when numbers were named to be closed, and they were, or it was said why not."""
    match = _CLOSE.fullmatch(hearing.text)
    if match is None or not hearing.is_office:
        return False
    listed = match["after"] or match["before"]
    numbers = list(dict.fromkeys(n.upper().lstrip("0") for n in re.findall(r"J?\d+(?:\.\d+)?", listed, re.IGNORECASE)))
    waiting = await ledger.in_state(State.COMPLETED)
    found = [a for number in numbers for a in waiting if a.task.number.removesuffix("号") == number]
    missing = [n for n in numbers if all(a.task.number.removesuffix("号") != n for a in found)]
    await _close(hearing, found, missing)
    return True


async def tapped(hearing: Hearing, card: ShownCard) -> None:
    waiting = {a.id: a for a in await ledger.in_state(State.COMPLETED)}
    found = [waiting[key] for key in card.refs["assignments"] if key in waiting]
    await hearing.settle_card(card, "已处理")
    await _close(hearing, found, [])


async def offer(hearing: Hearing, waiting: Sequence[Assignment]) -> None:
    """One card for all that waits, beside those that show each with its evidence."""
    lines = []
    for assignment in waiting:
        reported = await ledger.last(assignment.id, EventKind.COMPLETED)
        data = reported.data if reported else {}
        lines.append(
            words.line(
                assignment, data.get("documents", []), pictures=await attachments.count(data.get("pictures", []))
            )
        )
    card = words.card(new_card_id(), lines)
    await hearing.show(card, MANY, {"assignments": [assignment.id for assignment in waiting]})


async def _close(hearing: Hearing, found: Sequence[Assignment], missing: Sequence[str]) -> None:
    """Each that may be closed is; those drawn for a look on site, and those of the verifier himself, stay."""
    refused: list[str] = []
    able: list[Assignment] = []
    for assignment in found:
        reason = await ledger.refusal(assignment, EventKind.CLOSED, now=hearing.now, person_id=hearing.person_id)
        refused += [reason] if reason else []
        able += [] if reason else [assignment]
    drawn = await _drawn(hearing, able)
    for assignment in able:
        if assignment.id not in drawn:
            await office.closed(hearing, assignment)
    closed = [a.task.number for a in able if a.id not in drawn]
    looked = [a.task.number for a in able if a.id in drawn]
    await hearing.say(words.told(closed, looked, refused, missing))


async def _drawn(hearing: Hearing, able: Sequence[Assignment]) -> set[int]:
    """Drawn now or at another time and not seen yet: such a one is closed by its own number alone."""
    if len(able) < 2:
        return set()
    reports = {event.id: a for a in able if (event := await ledger.last(a.id, EventKind.COMPLETED)) is not None}
    before = {key for key, a in reports.items() if await _is_to_be_seen(a, key)}
    fresh = for_a_look([key for key in reports if key not in before], hearing.today)
    for key in fresh:
        await office.to_be_seen(hearing, reports[key])
    return {reports[key].id for key in before | fresh}


async def _is_to_be_seen(assignment: Assignment, report: int) -> bool:
    marked = await ledger.last(assignment.id, EventKind.ON_SITE)
    return marked is not None and marked.id > report
