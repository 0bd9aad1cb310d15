"""Working time of a Chinese office: which days and minutes count, and where so many of them end.

Built on prefix sums over a table of days that grows forwards by whole years; a query costs microseconds.
All moments are aware; answers are in the calendar's zone. Days off and make-up days come from the `holidays`
package (the seed) and from overrides (the truth). The package takes 0.3–0.9 s to import, so it is loaded with
the first table only.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from models.rules.office_hours import OFFICE_HOURS, Season, Window, check_seasons, second_of_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 2015, 2199
SHORT_NAMES = {"农历除夕": "春节", "春节": "春节", "劳动节": "五一", "国庆节": "国庆"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A computed end; `provisional` when it rests on a year whose holidays are not announced."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class PackageYear:
    """What the `holidays` package knows of one year: days off by name, and weekend days that are worked."""

    off: Mapping[date, str]
    made_up: frozenset[date]


@dataclass(slots=True)
class _Table:
    """Consecutive days from FIRST_YEAR on; the sums have one entry more than there are days."""

    first: int = date(FIRST_YEAR, 1, 1).toordinal()
    next_year: int = FIRST_YEAR
    days: list[bool] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    seconds: list[int] = field(default_factory=lambda: [0])
    workdays: list[int] = field(default_factory=lambda: [0])


class Calendar:
    """`overrides` says of single days whether they are worked, `names` what a day off is called; of `official_years` the notice is imported."""

    def __init__(
        self,
        overrides: Mapping[date, bool] | None = None,
        *,
        windows: Sequence[Season] = OFFICE_HOURS,
        official_years: Collection[int] = (),
        names: Mapping[date, str] | None = None,
        zone: ZoneInfo = SHANGHAI,
    ) -> None:
        self.zone = zone
        self._overrides = dict(overrides or {})
        self._seasons = tuple(sorted(windows, key=lambda season: season.since))
        check_seasons(self._seasons)
        self._imported = frozenset(official_years)
        self._names = dict(names or {})
        self._overridden_years = frozenset(day.year for day in self._overrides)
        self._table = _Table()

    def with_days(self, days: Mapping[date, bool], *, official_years: Collection[int] = ()) -> "Calendar":
        """The same with these days decided; of official years nothing else is."""
        kept = {day: worked for day, worked in self._overrides.items() if day.year not in official_years}
        return Calendar(
            kept | dict(days), windows=self._seasons, official_years=self._imported | set(official_years), names=self._names,
            zone=self.zone,
        )  # fmt: skip

    def is_workday(self, d: date) -> bool:
        return self._table.days[self._index(d)]

    def is_provisional(self, year: int) -> bool:
        """A year counts as official with make-up days in the package, or an imported notice."""
        return year not in self._imported and not package_year(year).made_up

    def season_on(self, d: date) -> Season:
        return self._table.seasons[self._index(d)]

    def windows_on(self, d: date) -> tuple[Window, ...]:
        """The office hours of a day, worked or not."""
        return self.season_on(d).windows

    def is_working(self, at: datetime) -> bool:
        """Inside a window; its closing minute is outside."""
        local = self.local(at)
        if not self.is_workday(local.date()):
            return False
        clock = second_of_day(local.time())
        return any(opens <= clock < closes for opens, closes in self.season_on(local.date()).spans)

    def local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError(f"a moment needs a zone: {at}")
        return at if at.tzinfo is self.zone else at.astimezone(self.zone)

    def moment(self, d: date, at: time) -> datetime:
        return datetime.combine(d, at, self.zone)

    def close_of(self, d: date) -> datetime:
        """The end of that day's last window (17:30)."""
        return self.moment(d, self.windows_on(d)[-1].closes)

    def seconds_between(self, a: datetime, b: datetime) -> int:
        """Working seconds from a to b; 0 when b is not later."""
        return max(0, self._elapsed(b) - self._elapsed(a))

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from a to b; 0 when b is not later."""
        return self.seconds_between(a, b) // 60

    def add_minutes(self, start: datetime, minutes: float, *, scale: float = 1) -> Moment:
        """Where so many working minutes end: the close of a window rather than the next opening.

        Zero minutes end where work goes on: at the start itself, or at the next opening.
        """
        return self.add_seconds(start, round(minutes * 60 * scale))

    def add_seconds(self, start: datetime, seconds: int) -> Moment:
        if seconds < 0:
            raise ValueError("working time is only counted forwards")
        if seconds == 0:
            return self._marked(start, self.next_opening(start))
        return self._marked(start, self._at_elapsed(self._elapsed(start) + seconds))

    def add_workdays(self, start: datetime, n: int) -> Moment:
        """The close (17:30) of the Nth working day after the start's."""
        return self._marked(start, self.close_of(self.workday_after(self.local(start).date(), n)))

    def workday_after(self, d: date, n: int) -> date:
        """The Nth working day after d, before it when n is negative; 0 is d, or the next working day."""
        if n == 0:
            return d if self.is_workday(d) else self.workday_after(d, 1)
        reached = self._workdays_until(d)
        if n < 0 and not self.is_workday(d):
            n += 1  # the last one before d is then the one just counted
        return self._nth_workday(reached + n)

    def workdays_between(self, a: date, b: date) -> int:
        """Working days after a, up to and with b."""
        return max(0, self._workdays_until(b) - self._workdays_until(a))

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself inside a window, else the next time the office opens."""
        local = self.local(at)
        if self.is_working(local):
            return local
        today = local.date()
        if self.is_workday(today):
            for window in self.windows_on(today):
                if local.time() < window.opens:
                    return self.moment(today, window.opens)
        following = self.workday_after(today, 1)
        return self.moment(following, self.windows_on(following)[0].opens)

    def holiday_name(self, d: date) -> str | None:
        """The short name (端午, 国庆) of a statutory day off, for days that are not worked."""
        if self.is_workday(d):
            return None
        if d in self._names:
            return _short(self._names[d])
        name = package_year(d.year).off.get(d)
        return None if name is None or name.startswith("休息日") else _short(name)

    def days_off_after(self, d: date) -> tuple[date, ...]:
        """The run of days off that follows d at once."""
        run = []
        day = d + timedelta(days=1)
        while not self.is_workday(day):
            run.append(day)
            day += timedelta(days=1)
        return tuple(run)

    def is_before_break(self, d: date) -> bool:
        """A working day followed by a holiday; a plain weekend is no break."""
        run = self.days_off_after(d)
        return self.is_workday(d) and any(day.weekday() < 5 or self.holiday_name(day) for day in run)

    def last_workday_before_break(self, d: date) -> date:
        """The last working day, from d on, before the next holiday."""
        day = self.workday_after(d, 0)
        while not self.is_before_break(day):
            day = self.workday_after(day, 1)
        return day

    def _marked(self, start: datetime, end: datetime) -> Moment:
        years = range(self.local(start).year, end.year + 1)
        return Moment(end, any(self.is_provisional(year) for year in years))

    def _season_of(self, d: date) -> Season:
        if len(self._seasons) == 1:
            return self._seasons[0]
        begun = [season for season in self._seasons if season.since <= (d.month, d.day)]
        return (begun or self._seasons)[-1]

    def _is_worked(self, d: date) -> bool:
        if d in self._overrides:
            return self._overrides[d]
        if d.year in self._imported and d.year in self._overridden_years:
            return d.weekday() < 5  # the imported notice is whole; the package is only its seed
        known = package_year(d.year)
        return d in known.made_up or (d.weekday() < 5 and d not in known.off)

    def _index(self, d: date) -> int:
        """The day's place in the table, which grows until it is there."""
        if not FIRST_YEAR <= d.year <= LAST_YEAR:
            raise ValueError(f"the calendar reaches from {FIRST_YEAR} to {LAST_YEAR}, not to {d}")
        while self._table.next_year <= d.year:
            self._grow()
        return d.toordinal() - self._table.first

    def _grow(self) -> None:
        table = self._table
        if table.next_year > LAST_YEAR:
            raise ValueError(f"the calendar ends with {LAST_YEAR}")
        for d in _days_of(table.next_year):
            worked = self._is_worked(d)
            season = self._season_of(d)
            table.days.append(worked)
            table.seasons.append(season)
            table.workdays.append(table.workdays[-1] + worked)
            table.seconds.append(table.seconds[-1] + (season.seconds if worked else 0))
        table.next_year += 1

    def _elapsed(self, at: datetime) -> int:
        """Working seconds since the table's first day; a broken second counts as whole."""
        local = self.local(at)
        index = self._index(local.date())
        total = self._table.seconds[index]
        if not self._table.days[index]:
            return total
        clock = second_of_day(local.time()) + (1 if local.microsecond else 0)
        return total + self._table.seasons[index].passed(clock)

    def _at_elapsed(self, target: int) -> datetime:
        while self._table.seconds[-1] < target:
            self._grow()
        index = bisect_left(self._table.seconds, target) - 1
        clock = self._table.seasons[index].clock_after(target - self._table.seconds[index])
        day = date.fromordinal(self._table.first + index)
        return datetime(day.year, day.month, day.day, clock // 3600, clock // 60 % 60, clock % 60, 0, self.zone)

    def _workdays_until(self, d: date) -> int:
        """Working days of the table up to and with d."""
        return self._table.workdays[self._index(d) + 1]

    def _nth_workday(self, number: int) -> date:
        """The day that is the `number`th working day of the table."""
        if number < 1:
            raise ValueError(f"the calendar begins with {FIRST_YEAR}")
        while self._table.workdays[-1] < number:
            self._grow()
        return date.fromordinal(self._table.first + bisect_left(self._table.workdays, number) - 1)


@lru_cache(maxsize=256)
def package_year(year: int) -> PackageYear:
    import holidays  # here, because it is slow to load

    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    off = {d: name for d, name in known.items() if d.year == year}
    return PackageYear(off, frozenset(d for d in known.weekend_workdays if d.year == year))


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (date.fromordinal(ordinal) for ordinal in range(first, last + 1))


def _short(name: str) -> str:
    """中秋节; 国庆节 → 中秋, 春节（补假） → 春节, 端午节 → 端午, 国庆节、中秋节 → 国庆."""
    first = re.split(r"[;（、]", name)[0].strip()
    return SHORT_NAMES.get(first, first.removesuffix("节"))
