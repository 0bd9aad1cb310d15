"""Broadcasts: the words of a schedule to its readers, one message a person, never the same words twice."""

from datetime import date, datetime
from hashlib import sha256

from models import db, notices, outbox, people, readers, telling
from models.notices import Notice
from models.outbox import Outbox
from models.people import Person
from models.rules.delivery import Nature
from models.schedules import Schedule
from models.wording import broadcasts as words


async def fire(schedule: Schedule, on: date, now: datetime) -> int:
    """Say it to everybody it is for; returns to how many. Whoever has no account is named to 督查室."""
    unreached: list[str] = []
    found = await readers.resolve(schedule.readership, now)
    for person in found:
        if not await _say(schedule, person, on, now):
            unreached.append(person.name)
    if unreached:
        key = f"unreached:{schedule.id}:{_digest(','.join(unreached))}"
        await telling.tell_office(key, words.unreached(schedule.id, schedule.name, unreached), now)
    return len(found) - len(unreached)


async def _say(schedule: Schedule, person: Person, on: date, now: datetime) -> bool:
    account = await people.account_of(person.id)
    if account is None:
        return False
    said = words.line(schedule.text, on)
    notice = Notice(
        key=f"said:{_digest(said)}:p{person.id}", person_id=person.id, form="single", occasion=occasion(schedule.id),
        facts={"text": said, "body": schedule.text, "on": on.isoformat()}, why={"schedule": schedule.id}, created_at=now,
    )  # fmt: skip
    if await notices.add(notice):
        row_id = await _open_row(person.id) or await _new_row(account.platform, account.userid, person.id, now)
        await Notice.filter(id=notice.id).update(state="bundled", outbox_id=row_id)
    return True


async def _open_row(person_id: int) -> int | None:
    """A message of this person that nobody has begun to send yet: what is said at once is said in one."""
    found = await db.rows(
        "UPDATE outbox SET planned_at = planned_at WHERE state = 'pending' AND id = (SELECT MIN(o.id) FROM outbox o"
        " WHERE o.person_id = ? AND o.state = 'pending' AND o.content IS NULL AND o.body IS NULL"
        " AND o.reason IN (?, ?)) RETURNING id",
        person_id, Nature.LIST.value, Nature.BROADCAST.value,
    )  # fmt: skip
    return int(found[0]["id"]) if found else None


async def _new_row(platform: str, userid: str, person_id: int, now: datetime) -> int:
    row = await outbox.put(
        platform, userid, None, now=now, reason=Nature.BROADCAST, person_id=person_id, proactive=True
    )
    assert isinstance(row, Outbox)  # without a dedupe there is always one
    return int(row.id)


def occasion(schedule_id: int) -> str:
    return f"schedule:{schedule_id}"


async def withdraw(schedule_id: int, because: str) -> int:
    """What of this schedule is not on a phone yet stays away."""
    return await notices.withdraw(because, occasion=occasion(schedule_id))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]
