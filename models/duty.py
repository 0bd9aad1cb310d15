"""The roster of duty (值班表): who leads and who sits in 总值班室 on which day; a day without a row falls back to a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from models import audit, people
from models.fields import MomentField
from models.people import Person, Role
from models.rulebook import Rulebook
from models.rules.duty import Duty

AHEAD = 7  # days that 值班 shows


class DutyDay(Model):
    """Persons by id; the first of `office` is called first, `deputies` (备班) stand in for either side."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    leader_id = fields.BigIntField(null=True)
    office: list[int] = fields.JSONField(default=list)
    deputies: list[int] = fields.JSONField(default=list)
    phone = fields.CharField(max_length=32, default="")
    entered_by = fields.BigIntField(null=True)
    entered_at = MomentField()

    class Meta:
        table = "duty_day"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`is_rostered` is False where the rule stands in: all of 督查室 and the first leader."""

    day: date
    leader: Person | None
    office: tuple[Person, ...]
    deputies: tuple[Person, ...]
    phone: str
    is_rostered: bool


def duty_day(now: datetime, book: Rulebook) -> date:
    """Before the handover in the morning it is still the day before."""
    at = book.calendar.local(now)
    return at.date() - timedelta(days=at.time() < book.policy.emergency.handover)


async def on_duty(now: datetime, book: Rulebook) -> OnDuty:
    """Who is on duty at this moment; where only the new day has a row, that one holds before the handover too."""
    since, today = duty_day(now, book), book.calendar.local(now).date()
    rows = {row.day: row for row in await DutyDay.filter(day__in=[since, today])}
    row = rows.get(since) or rows.get(today)
    return await _of_row(row) if row else await by_rule(since, now)


async def by_rule(day: date, now: datetime) -> OnDuty:
    leaders = await people.holders(Role.LEADER, now)
    first = leaders[0][1] if leaders else None
    return OnDuty(day, first, tuple(await people.office(now)), (), await phone(), False)


async def _of_row(row: DutyDay) -> OnDuty:
    ids = [*([row.leader_id] if row.leader_id else []), *row.office, *row.deputies]
    known = {person.id: person for person in await Person.filter(id__in=ids)}
    office = tuple(known[each] for each in row.office if each in known)
    deputies = tuple(known[each] for each in row.deputies if each in known)
    return OnDuty(row.day, known.get(row.leader_id or 0), office, deputies, row.phone, True)


async def phone() -> str:
    """Of 总值班室, as the newest roster gives it; empty before there is one."""
    newest = await DutyDay.exclude(phone="").order_by("-entered_at", "-day").first()
    return newest.phone if newest else ""


async def ahead(now: datetime, book: Rulebook, *, days: int = AHEAD) -> list[OnDuty]:
    """The rows of the coming week, the present day first."""
    since = duty_day(now, book)
    rows = DutyDay.filter(day__gte=since, day__lt=since + timedelta(days=days)).order_by("day")
    return [await _of_row(row) for row in await rows]


async def unrostered(now: datetime, book: Rulebook) -> list[date]:
    """From tomorrow to the next working day: the days nobody is entered for. Nothing as long as there is no roster."""
    if not await DutyDay.exists():
        return []
    today = book.calendar.local(now).date()
    last = book.calendar.workday_after(today, 1)
    days = [today + timedelta(days=n + 1) for n in range((last - today).days)]
    known = set(await DutyDay.filter(day__in=days).values_list("day", flat=True))
    return [day for day in days if day not in known]


async def known(names: Sequence[str], now: datetime) -> dict[str, Person]:
    """People in office by name; a leader or one of 督查室 comes before a namesake."""
    found: dict[str, Person] = {}
    ranks: dict[str, bool] = {}
    for person in await Person.filter(name__in=list(names), known=True).order_by("id"):
        identity = await people.identity_of(person, now)
        is_likely = identity.has(Role.LEADER) or identity.has(Role.ADMIN)
        if identity.posts and (person.name not in found or (is_likely and not ranks[person.name])):
            found[person.name], ranks[person.name] = person, is_likely
    return found


async def rows_of(days: Sequence[Duty], persons: dict[str, Person], now: datetime) -> list[DutyDay]:
    """Not saved yet. A day without a number keeps the one that is known."""
    usual = next((day.phone for day in days if day.phone), "") or await phone()
    return [
        DutyDay(
            day=day.on, leader_id=persons[day.leader].id if day.leader else None, office=[persons[n].id for n in day.office],
            deputies=[persons[n].id for n in day.deputies], phone=(day.phone or usual)[:32], entered_at=now,
        )
        for day in days
    ]  # fmt: skip


async def save(rows: Sequence[DutyDay], now: datetime, *, actor: str, person_id: int | None) -> None:
    """A day that had a row gets this one instead."""
    await DutyDay.filter(day__in=[row.day for row in rows]).delete()
    for row in rows:
        row.entered_by, row.entered_at = person_id, now
        await row.save()
        await audit.record(
            actor, "duty_entered", f"duty:{row.day}", now=now, leader=row.leader_id, office=row.office, deputies=row.deputies
        )  # fmt: skip


async def replaced(rows: Sequence[DutyDay]) -> int:
    """How many of these days have a row already."""
    return await DutyDay.filter(day__in=[row.day for row in rows]).count()
