"""Taking on tasks, many in one line or one by one, or contesting them with a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from handlers.hearing import Hearing
from models import clocks, delivery, ledger
from models.rules.acceptance import Acceptance, is_bare_receipt, read_acceptance
from models.rules.obligations import Kind
from models.rules.states import EventKind, State
from models.tasks import Assignment, of_units
from models.wording import dispatch as words


async def waiting(hearing: Hearing) -> list[Assignment]:
    """What this person's units were given and have not taken on yet, in plan order."""
    return [a for a in await of_units(hearing.units) if a.state == State.DISPATCHED]


async def take_on(hearing: Hearing) -> bool:
    """Words that take on, contest, or merely receive what waits; False when they are about something else."""
    open_ = await waiting(hearing)
    if not open_:
        return False
    said = read_acceptance(hearing.text, today=hearing.today)
    meant = _meant(said, open_)
    if said.contested and meant:
        await contest(hearing, meant, said.reason)
        return True
    if is_bare_receipt(hearing.text):
        await hearing.ask("accept", assignments=[a.id for a in open_])
        await hearing.say(words.bare_receipt(open_))
        return True
    if not meant or not _is_about_taking_on(said, hearing.text, open_):
        return False
    await accept(hearing, meant, said)
    return True


def _meant(said: Acceptance, open_: Sequence[Assignment]) -> list[Assignment]:
    """The tasks named; else all that wait when he says so, or when only one waits."""
    if said.numbers:
        return [a for a in open_ if a.task.number.removesuffix("号") in said.numbers]
    if said.everything or len(open_) == 1 or said.contested:
        return list(open_)
    return []


def _is_about_taking_on(said: Acceptance, text: str, open_: Sequence[Assignment]) -> bool:
    return said.commits or said.everything or "认领" in text


async def answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The first step that was asked for after a bare 收到 or a list of what waits."""
    open_ = [a for a in await waiting(hearing) if a.id in question["assignments"]]
    said = read_acceptance(hearing.text, today=hearing.today)
    if not open_ or not (said.commits or said.contested):
        return False
    named = [a for a in open_ if a.task.number.removesuffix("号") in said.numbers]
    if said.numbers and not named:
        return False
    if said.contested:
        await contest(hearing, named or open_, said.reason)
    else:
        await accept(hearing, named or open_, said)
    return True


async def accept(hearing: Hearing, chosen: Sequence[Assignment], said: Acceptance) -> None:
    """Only content stops the clock; and it is the head's to take on, a liaison may prepare it."""
    await hearing.answered()
    if not said.commits:
        await hearing.ask("accept", assignments=[a.id for a in chosen])
        await hearing.say(words.bare_receipt(chosen))
        return
    event = None
    for assignment in chosen:
        event = await take(hearing, assignment, lead=said.lead, first_step=said.first_step, on=said.on, own_words=True)
    if event is not None:
        await hearing.remember(event_id=event, assignment_id=chosen[-1].id)
    rest = len(await waiting(hearing))
    await hearing.say(words.accepted(chosen, lead=said.lead, first_step=said.first_step, on=said.on, rest=rest))


async def accept_by_button(hearing: Hearing, chosen: Sequence[Assignment], plan_by: date) -> list[Assignment]:
    """The button carries a date, and so takes on; a bottom line or what a leader watches wants the head's own words."""
    taken = [a for a in chosen if not a.task.needs_own_words]
    for assignment in taken:
        await take(hearing, assignment, lead=None, first_step="报方案", on=plan_by, own_words=False)
    return taken


async def take(
    hearing: Hearing, assignment: Assignment, *, lead: str | None, first_step: str | None, on: date | None, own_words: bool
) -> int:
    event = await ledger.record(
        assignment, EventKind.ACCEPTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
        inbox_id=hearing.inbox_id, lead=lead, first_step=first_step, on=on.isoformat() if on else None,
        text=hearing.text, own_words=own_words, by_head=hearing.speaks_as_head(assignment.unit_id),
    )  # fmt: skip
    await clocks.meet(assignment.id, hearing.now, Kind.ACCEPTANCE)
    await delivery.withdraw_dispatch(assignment.id, "taken on")
    await clocks.start_progress(assignment, hearing.now, hearing.book)
    return int(event.id)


async def contest(hearing: Hearing, chosen: Sequence[Assignment], reason: str) -> None:
    """The ball goes to 督查室; nobody is chased for it until it is decided."""
    await hearing.answered()
    for assignment in chosen:
        await ledger.record(
            assignment, EventKind.CONTESTED, now=hearing.now, at=hearing.inbound.said_at, person_id=hearing.person_id,
            inbox_id=hearing.inbox_id, text=reason,
        )  # fmt: skip
        await clocks.meet(assignment.id, hearing.now, Kind.ACCEPTANCE, state="withdrawn")
        await delivery.withdraw_dispatch(assignment.id, "contested")
        await clocks.start(Kind.ARBITRATION, assignment, hearing.now, hearing.book, period=_period(hearing.now))
    unit = chosen[0].unit.short
    await delivery.tell_office(
        f"contest:{hearing.inbox_id}", words.contested_to_office(unit, chosen, reason), hearing.now, assignment_id=chosen[0].id
    )
    await hearing.say(words.contested(chosen))


def _period(now: datetime) -> str:
    return now.strftime("%Y%m%d%H%M%S")


async def contest_answer(hearing: Hearing, question: dict[str, Any]) -> bool:
    """The reason asked for after ［不属我局职责］."""
    open_ = [a for a in await waiting(hearing) if a.id in question["assignments"]]
    if not open_:
        return False
    said = read_acceptance(hearing.text, today=hearing.today)
    named = [a for a in open_ if a.task.number.removesuffix("号") in said.numbers]
    if not named and len(open_) > 1 and not said.everything:
        await hearing.say(words.ask_reason(open_))
        return True
    if said.commits and not said.contested:
        return False
    await contest(hearing, named or open_, hearing.text)
    return True


