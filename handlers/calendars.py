"""The calendar and the rules, as 督查室 or the operator changes them: previewed, versioned, audited, felt by what runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from models import audit, calendars, recount, rulebook, telling
from models.errors import OperatorError
from models.policy import LOCAL, CalendarDay
from models.rulebook import Rulebook
from models.rules.calendar import Calendar
from models.rules.holiday_notice import HolidayNotice, NoticeDay
from models.rules.policy import load_policy
from models.rules.recurrence import Every, Recurrence
from models.rules.rule_text import with_hours, with_version
from models.schedules import TIMES, Schedule
from models.wording import calendars as words


@dataclass(slots=True)
class Preview:
    """What would be different; `differs` when a national notice of that year stands already."""

    notice: HolidayNotice
    changed: dict[date, bool] = field(default_factory=dict)  # day → worked from now on
    differs: bool = False
    is_known: bool = False


async def preview(notice: HolidayNotice, *, national: bool) -> Preview:
    """Raises OperatorError with everything that contradicts itself."""
    if notice.problems:
        raise OperatorError(words.refused(notice.problems))
    before = (await rulebook.read()).calendar
    local = {day.day: day.is_workday for day in await CalendarDay.filter(source=LOCAL)} if national else {}
    after = _with(before, notice, local, national=national)
    days = _span(notice, national=national)
    changed = {day: after.is_workday(day) for day in days if before.is_workday(day) != after.is_workday(day)}
    known = await calendars.imported(notice.year) if national and notice.year else None
    return Preview(notice, changed, differs=known is not None and bool(changed), is_known=known is not None)


def _with(before: Calendar, notice: HolidayNotice, local: Mapping[date, bool], *, national: bool) -> Calendar:
    """What the city decided for itself stays."""
    days = {day: entry.is_workday for day, entry in notice.days.items()} | dict(local)
    years = {notice.year} if national and notice.year else set()
    return before.with_days(days, official_years=years)


def _span(notice: HolidayNotice, *, national: bool) -> list[date]:
    if not national or notice.year is None:
        return sorted(notice.days)
    first = date(notice.year, 1, 1)
    whole = {first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == notice.year}
    return sorted(whole | set(notice.days))


async def put_notice(notice: HolidayNotice, text: str, *, national: bool, now: datetime, actor: str) -> tuple[int, int]:
    """Returns the calendar's version and how many running clocks end elsewhere now."""
    before = await rulebook.read()
    version = await calendars.put(notice, text, national=national, now=now)
    if notice.hours:
        await calendars.put_rules(with_hours(await calendars.rules_in_force(), notice.hours), now)
    what = {"year": notice.year, "paper": notice.paper, "days": len(notice.days), "national": national}
    moved = await _felt(before, "calendar_imported", f"calendar:{version}", now=now, actor=actor, **what)
    await telling.tell_office(f"calendar:v{version}", words.told(notice, moved, national=national), now)
    return version, moved


async def put_day(day: date, *, is_workday: bool, note: str, now: datetime, actor: str) -> tuple[int, int]:
    notice = HolidayNotice(
        days={day: NoticeDay(day, is_workday, note)}, lines=[words.one_day(day, is_workday=is_workday)]
    )
    text = f"{day.isoformat()},{'上班' if is_workday else '放假'},{note}"
    return await put_notice(notice, text, national=False, now=now, actor=actor)


async def put_usual(day: date, *, now: datetime, actor: str) -> tuple[int, int]:
    before = await rulebook.read()
    version = await calendars.usual(day, now)
    return version, await _felt(
        before, "calendar_day_usual", f"calendar:{version}", now=now, actor=actor, day=day.isoformat()
    )


async def _felt(before: Rulebook, action: str, subject: str, *, now: datetime, actor: str, **what: object) -> int:
    """What runs is counted anew; schedules find their next slot by themselves."""
    moved = await recount.recount(before, await rulebook.read())
    await audit.record(actor, action, subject, now=now, moved=moved, **what)
    return moved


async def put_rules(text: str, *, now: datetime, actor: str) -> int:
    """The next version of the rules, or 0 where nothing is different. What runs keeps the version it began under."""
    standing = await calendars.rules_in_force()
    if with_version(text, 0).strip() == with_version(standing, 0).strip():
        return 0
    before, old, new = await rulebook.read(), load_policy(standing), load_policy(text)
    version = await calendars.put_rules(text, now)
    for kind, name in TIMES.items():
        if (at := getattr(new.day, name)) != getattr(old.day, name):
            await _move_list(kind, at)
    await _felt(before, "rules_set", f"rules:{version}", now=now, actor=actor, name=new.name)
    return version


async def _move_list(kind: str, at: time) -> None:
    """A list goes by its schedule; a file that says another time moves it."""
    schedule = await Schedule.filter(kind=kind).first()
    if schedule is not None:
        schedule.rule = Recurrence(Every.WORKDAY, (at,)).to_json()
        schedule.slot_at = schedule.next_fire_at = None
        schedule.version += 1
        await schedule.save()
