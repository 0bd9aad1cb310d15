"""Outages: of our own, and of a platform that takes nothing. The time counts on nobody's clock, and raises no rung.

Our own is known at the next start and credited then. A platform's is seen while it lasts: the clocks of those who are
reached by it stand still until a message goes out again, and 督查室 hears of it once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models import audit, db, judging, people, routes, rulebook, settings, telling
from models.fields import MomentField
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.people import Person, Unit
from models.rulebook import Rulebook
from models.wording import outages as words

MARK = "last_beat_at"
SHORTEST = timedelta(minutes=10)  # a restart is no outage, nor are some calls that fail


class Outage(Model):
    """`platform` is empty where we were down ourselves; `ended_at` is None while it lasts; `minutes` are working ones."""

    id = fields.BigIntField(primary_key=True)
    platform = fields.CharField(max_length=16, default="")
    began_at = MomentField()
    ended_at = MomentField(null=True)
    told_at = MomentField(null=True)
    minutes = fields.IntField(default=0)
    error = fields.CharField(max_length=256, default="")

    class Meta:
        table = "outage"


async def beat(now: datetime) -> None:
    """The program is alive: whatever comes after this and before the next start was an outage."""
    await settings.put(MARK, now.isoformat())


async def credit(now: datetime, book: Rulebook) -> int:
    """At a start: working minutes we were down for, given to everybody; 0 when we were not."""
    stored = await settings.get(MARK)
    since = datetime.fromisoformat(stored) if stored else now
    is_long = now - since >= SHORTEST
    minutes = int(book.calendar.minutes_between(since, now)) if is_long else 0
    if is_long:
        await Outage.create(began_at=since, ended_at=now, minutes=minutes)
    if minutes:
        await db.execute(
            "UPDATE obligation SET credited_minutes = credited_minutes + ? WHERE state = 'open' AND started_at < ?",
            minutes, since,
        )  # fmt: skip
        await audit.record("clock", "outage_credited", "all", now=now, minutes=minutes, since=since.isoformat())
    await beat(now)
    return minutes


async def now_open(platform: str) -> Outage | None:
    return await Outage.filter(platform=platform, ended_at=None).first()


async def is_told(platform: str) -> bool:
    """It takes nothing now, and 督查室 has heard so."""
    return await Outage.filter(platform=platform, ended_at=None).exclude(told_at=None).exists()


async def failing(platform: str, error: str, now: datetime) -> None:
    """Nothing got through to it. When that has lasted, its people's clocks stand still from its beginning."""
    await db.execute(
        "INSERT INTO outage (platform, began_at, error, minutes) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
        platform, now, error[:256],
    )  # fmt: skip
    found = await now_open(platform)
    if found is None or now - found.began_at < SHORTEST:
        return
    await _hold(found, now, await rulebook.current())
    if found.told_at is None:
        await Outage.filter(id=found.id).update(told_at=now)
        await audit.record("sender", "platform_out", f"outage:{found.id}", now=now, platform=platform)
        await telling.tell_office(_key(found), words.lasts(platform, found.began_at), now)


async def working(platform: str, now: datetime) -> None:
    """It took something: what was held up goes on, and so do the clocks."""
    found = await now_open(platform)
    if found is None:
        return
    if found.told_at is None:
        await found.delete()
        return
    book = await rulebook.current()
    found.ended_at, found.minutes = now, int(book.calendar.minutes_between(found.began_at, now))
    await found.save()
    await _release(found, book)
    text = words.over(platform, found.began_at, now, doubtful=await _doubtful(found))
    await Notice.filter(key__startswith=f"{_key(found)}:p", state__in=["pending", "bundled"]).update(
        facts={"text": text}
    )
    await audit.record("sender", "platform_back", f"outage:{found.id}", now=now, platform=platform)


def _key(found: Outage) -> str:
    return f"outage:{found.id}"


async def _doubtful(found: Outage) -> list[str]:
    """To whom something may or may not have arrived meanwhile."""
    rows = Outbox.filter(platform=found.platform, state="unknown", is_proactive=True, first_try_at__gte=found.began_at)
    ids = dict.fromkeys([one for one in await rows.order_by("id").values_list("person_id", flat=True) if one])
    named = {person.id: person.name for person in await Person.filter(id__in=list(ids))}
    return [named[one] for one in ids if one in named]


async def _hold(found: Outage, now: datetime, book: Rulebook) -> None:
    entry = {"outage": found.id, "since": found.began_at.isoformat(), "until": None}
    for owed in await _clocks(found.platform, now):
        if not any(pause.get("outage") == found.id for pause in owed.pauses):
            owed.pauses = [*owed.pauses, entry]
            await judging.look_again(owed, now, book)


async def _release(found: Outage, book: Rulebook) -> None:
    now = found.ended_at or found.began_at
    for owed in await Obligation.filter(state="open").order_by("id"):
        if any(pause.get("outage") == found.id for pause in owed.pauses):
            owed.pauses = [
                pause | {"until": now.isoformat()} if pause.get("outage") == found.id else pause
                for pause in owed.pauses
            ]
            await judging.look_again(owed, now, book)


async def _clocks(platform: str, now: datetime) -> Sequence[Obligation]:
    """Open clocks of those who are reached by this platform."""
    owed = await Obligation.filter(state="open").order_by("id")
    units = {unit.id: unit for unit in await Unit.filter(id__in={one.unit_id for one in owed if one.unit_id})}
    teams = await people.teams(set(units), now)
    office = await people.office(now)
    platforms: dict[int, str] = {}
    found = []
    for one in owed:
        who = await _holder(one, units, teams, office, now)
        if who is None:
            continue
        if who.id not in platforms:
            account = await people.account_of(who.id)
            platforms[who.id] = account.platform if account else ""
        if platforms[who.id] == platform:
            found.append(one)
    return found


async def _holder(
    owed: Obligation, units: dict[int, Unit], teams: dict[int, people.Team], office: Sequence[Person], now: datetime
) -> Person | None:
    if owed.unit_id in units:
        return routes.contact(units[owed.unit_id], teams.get(owed.unit_id, {}))
    if owed.holder_post_id is not None:
        return await people.holder(owed.holder_post_id, now)
    return next(iter(office), None)
