"""The working days and hours of spring 2026, written down from the State Council's notice: no calendar of the bot's."""

from datetime import date, datetime, time, timedelta

OFF = {date(2026, 1, d) for d in (1, 2, 3)} | {date(2026, 2, d) for d in range(15, 24)}
OFF |= (
    {date(2026, 4, d) for d in (4, 5, 6)}
    | {date(2026, 5, d) for d in range(1, 6)}
    | {date(2026, 6, d) for d in (19, 20, 21)}
)
MADE_UP = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)}
WINDOWS = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))


def is_workday(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def is_working(at: datetime) -> bool:
    return is_workday(at.date()) and any(opens <= at.time() <= closes for opens, closes in WINDOWS)


def workday_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """Working days after the first, up to and with the last."""
    return sum(is_workday(first + timedelta(days=n + 1)) for n in range((last - first).days))


def after_working_minutes(at: datetime, minutes: int) -> datetime:
    left = timedelta(minutes=minutes)
    while True:
        for opens, closes in WINDOWS if is_workday(at.date()) else ():
            start, end = (
                at.replace(hour=opens.hour, minute=opens.minute, second=0),
                at.replace(hour=closes.hour, minute=closes.minute, second=0),
            )
            since = max(at, start)
            if since < end and end - since >= left:
                return since + left
            left -= max(end - since, timedelta())
        at = (at + timedelta(days=1)).replace(hour=0, minute=0, second=0)
