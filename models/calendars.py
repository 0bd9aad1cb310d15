"""The calendar as rows: what notices and the city say of single days, versioned; the newest national notice of a year is whole."""

from collections.abc import Mapping
from datetime import date, datetime

from models.policy import LOCAL, NATIONAL, CalendarDay, CalendarNotice, PolicyVersion
from models.rules.holiday_notice import HolidayNotice, NoticeDay, read_notice
from models.rules.policy import default_text, load_policy
from models.rules.rule_text import with_version


async def put(notice: HolidayNotice, text: str, *, national: bool, now: datetime) -> int:
    """Keep the notice and its days; returns the version of the calendar. What the city decided for itself stays."""
    version = await next_version()
    source = NATIONAL if national else LOCAL
    await CalendarNotice.create(
        version=version,
        source=source,
        year=notice.year if national else None,
        paper=notice.paper,
        text=text,
        created_at=now,
    )
    if national:
        first, last = date(notice.year or 0, 1, 1), date(notice.year or 0, 12, 31)
        await CalendarDay.filter(source=NATIONAL, day__gte=first, day__lte=last).delete()
        local = set(await CalendarDay.filter(source=LOCAL).values_list("day", flat=True))
    else:
        local = set()
    await put_days({day: entry for day, entry in notice.days.items() if day not in local}, source)
    return version


async def put_days(days: Mapping[date, NoticeDay], source: str) -> None:
    await CalendarDay.filter(day__in=list(days)).delete()
    for day, entry in sorted(days.items()):
        await CalendarDay.create(day=day, is_workday=entry.is_workday, source=source, note=entry.note[:64])


async def usual(day: date, now: datetime) -> int:
    """The city no longer decides this day for itself: the national notice does, or the seed."""
    version = await next_version()
    await CalendarNotice.create(version=version, source=LOCAL, text=f"{day.isoformat()} 照常", created_at=now)
    await CalendarDay.filter(day=day).delete()
    found = await CalendarNotice.filter(source=NATIONAL, year=day.year).order_by("-version").first()
    entry = read_notice([found.text], year=found.year).days.get(day) if found else None
    if entry is not None:
        await put_days({day: entry}, NATIONAL)
    return version


async def next_version() -> int:
    newest = await CalendarNotice.all().order_by("-version").first()
    return (newest.version if newest else 0) + 1


async def imported(year: int) -> CalendarNotice | None:
    return await CalendarNotice.filter(source=NATIONAL, year=year).order_by("-version").first()


async def rules_in_force() -> str:
    """The newest rule set as text."""
    newest = await PolicyVersion.all().order_by("-version").first()
    return newest.text if newest else default_text()


async def put_rules(text: str, now: datetime) -> int:
    """The next version of the rules; refused with the key that is wrong before anything is written."""
    newest = await PolicyVersion.all().order_by("-version").first()
    version = (newest.version if newest else 0) + 1
    numbered = with_version(text, version)
    load_policy(numbered)
    await PolicyVersion.create(version=version, text=numbered, created_at=now)
    return version
