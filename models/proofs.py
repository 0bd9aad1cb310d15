"""The proof at 17:00: 督查室 sees who will be named to a leader tomorrow, may add a line, may hold it for two working days."""

from collections.abc import Sequence
from datetime import date, datetime

from models import audit, naming, outbox, people, telling
from models.naming import HOLD_WORKDAYS, Named, Naming
from models.notices import Notice
from models.people import Person
from models.rulebook import Rulebook
from models.rules.delivery import Nature
from models.wording import naming as words

OCCASION = "proof"


async def show(now: datetime, book: Rulebook) -> int:
    """One message for each of 督查室. What nobody of it could see is named to nobody."""
    found = await due(now, book)
    for officer in await people.office(now) if found else []:
        await _send(officer, found, now, book)
    return len(found)


async def due(now: datetime, book: Rulebook) -> list[Named]:
    today = book.calendar.local(now).date()
    return await naming.for_proof(today, book.calendar.moment(today, book.policy.day.morning_list))


async def _send(officer: Person, found: Sequence[Named], now: datetime, book: Rulebook) -> None:
    account = await people.account_of(officer.id)
    if account is None:
        return
    row = await outbox.put(
        account.platform, account.userid, None, now=now, reason=Nature.PROOF, person_id=officer.id, proactive=True
    )
    await telling.bundle_all([_notice(one, officer.id, now, book) for one in found], row)


def _notice(one: Named, person_id: int, now: datetime, book: Rulebook) -> Notice:
    today = book.calendar.local(now).date()
    return Notice(
        key=f"proof:{one.naming.id}:{today}:p{person_id}", person_id=person_id, task_id=one.assignment.task_id,
        assignment_id=one.assignment.id, obligation_id=one.obligation.id, form="line", occasion=OCCASION,
        facts={"text": line(one, today), "naming": one.naming.id}, why={"rule": one.obligation.rule}, created_at=now,
    )  # fmt: skip


def line(one: Named, today: date) -> str:
    """As the leader will read it."""
    return words.line(
        one.assignment.task.number, one.assignment.unit.short, one.obligation.name, one.obligation.due_at,
        leader=one.assignment.task.leader_name or "", note=one.naming.note, off_chat=one.assignment.task.off_chat,
    )  # fmt: skip


async def seen(carried: Sequence[Notice], today: date) -> None:
    """The proof is on the phone of somebody of 督查室: from tomorrow on these may be named."""
    ids = [notice.facts["naming"] for notice in carried if notice.occasion == OCCASION]
    if ids:
        await Naming.filter(id__in=ids, proof_on=None).update(proof_on=today)


async def hold(one: Named, because: str, officer: Person, now: datetime, book: Rulebook) -> date | None:
    """Once, for two working days; then it comes to the proof again. None where it was held before."""
    if one.naming.held_until is not None:
        return None
    until = book.calendar.workday_after(book.calendar.local(now).date(), HOLD_WORKDAYS)
    one.naming.held_until, one.naming.held_because = until, because[:256]
    one.naming.proof_on, one.naming.officer_id = None, officer.id
    await one.naming.save()
    await audit.record(
        f"person:{officer.id}",
        "naming_held",
        f"naming:{one.naming.id}",
        now=now,
        until=until.isoformat(),
        because=because,
    )
    return until


async def add_line(one: Named, note: str, officer: Person, now: datetime) -> None:
    one.naming.note, one.naming.officer_id = note[:256], officer.id
    await one.naming.save()
    await audit.record(f"person:{officer.id}", "naming_note", f"naming:{one.naming.id}", now=now)
