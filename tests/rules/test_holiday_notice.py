"""Reading a yearly notice: every way offices write it, whole or refused; and a day-by-day oracle for seven years."""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays as days_off
from chinese_calendar.constants import workdays as made_up

from models.rules.calendar import Calendar
from models.rules.holiday_notice import HolidayNotice, read_notice
from models.rules.office_hours import OFFICE_HOURS

NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
}  # fmt: skip
WEEKDAYS = "一二三四五六日"
YEARS = range(2020, 2027)


def plain(day: date, before: date | None) -> str:
    return f"{day.day}日" if before and before.month == day.month else f"{day.month}月{day.day}日"


def with_weekday(day: date, before: date | None) -> str:
    return f"{plain(day, before)}（周{WEEKDAYS[day.weekday()]}）"


def with_lunar_day(day: date, before: date | None) -> str:
    return f"{plain(day, before)}（农历初一、星期{WEEKDAYS[day.weekday()]}）"


Write = Callable[[date, date | None], str]


def runs(days: Iterable[date]) -> list[list[date]]:
    found: list[list[date]] = []
    for day in sorted(days):
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def notice_of(year: int, write: Write) -> str:
    """A notice of that year, made of the oracle's table in the form in which notices are written."""
    lines = [f"关于{year}年部分节假日安排的通知", f"青政办发明电〔{year - 1}〕7号", "现将具体安排通知如下。"]
    first, last = date(year - 1, 12, 30), date(year, 12, 29)  # the last days of a year are those of the next notice
    for number, run in enumerate(runs(day for day in days_off if first <= day <= last)):
        names = dict.fromkeys(days_off[day] for day in run)
        work = [d for d, name in made_up.items() if name in names and abs((d - run[0]).days) < 30]
        span = write(run[0], None) + (f"至{write(run[-1], run[0])}" if len(run) > 1 else "")
        worked = f"{'、'.join(write(day, None) for day in work)}上班。" if work else ""
        name = "、".join(NAMES[one] for one in names)
        name += "、中秋节" if year == 2020 and name == "国庆节" else ""  # they fell on one day
        lines.append(
            f"{'一二三四五六七'[number]}、{name}：{span}放假{'调休' if work else ''}，共{len(run)}天。{worked}"
        )
    lines.append("节假日期间，各单位要妥善安排好值班。鼓励结合带薪年休假，安排职工在除夕（2月9日）休息。")
    return "\n".join(lines)


def calendar_of(notice: HolidayNotice) -> Calendar:
    years = {notice.year} if notice.year else set()
    return Calendar({day: entry.is_workday for day, entry in notice.days.items()}, official_years=years)


@pytest.mark.parametrize("write", [plain, with_weekday, with_lunar_day])
@pytest.mark.parametrize("year", YEARS)
def test_a_notice_in_sentences_makes_every_day_of_its_year(year: int, write: Write) -> None:
    notice = read_notice([notice_of(year, write)])
    assert notice.problems == []
    assert (notice.year, notice.paper) == (year, f"青政办发明电〔{year - 1}〕7号")
    calendar = calendar_of(notice)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    wrong = [day for day in days if calendar.is_workday(day) != chinese_calendar.is_workday(day)]
    assert [day for day in wrong if day.month < 12] == []  # the last days of a year are those of the next notice


def rows_of(year: int) -> list[tuple[str, ...]]:
    rows = [("日期", "安排", "节日")]
    rows += [(day.isoformat(), "放假", NAMES[name]) for day, name in days_off.items() if day.year == year]
    rows += [(f"{day.year}/{day.month}/{day.day}", "调休上班", "") for day in made_up if day.year == year]
    return rows


@pytest.mark.parametrize("year", [2024, 2026])
def test_a_sheet_with_a_day_in_each_row_and_its_text_mean_the_same(year: int) -> None:
    from_rows, from_text = read_notice([], rows_of(year)), read_notice([",".join(row) for row in rows_of(year)])
    assert from_rows.problems == from_text.problems == []
    assert from_rows.days == from_text.days
    assert from_rows.year == year
    calendar = calendar_of(from_rows)
    assert all(
        calendar.is_workday(day) == chinese_calendar.is_workday(day)
        for day in (date(year, 1, 1) + timedelta(days=n) for n in range(366)) if day.year == year
    )  # fmt: skip


WHOLE = notice_of(2026, with_weekday)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2月15日（周日）", "2月15日（周一）", "2月15日写的是周一，实为周日"),
        ("共9天", "共8天", "数出来是9天，写的是8天"),
        ("2月14日（周六）", "2月13日（周五）", "2月13日是周五，本来就上班"),
        ("至23日（周一）", "至2月30日", "没有“2月30日”这一天"),
        ("2月28日（周六）上班", "2月21日（周六）上班", "2月21日又放假又上班"),
        ("至23日（周一）", "至5月5日", "前后倒了或太长"),
        ("端午节：", "某某节：", "没读出端午节的安排；只改几天请用 --local"),
        ("关于2026年部分节假日安排的通知", "通知", "没找到是哪一年的安排，请加 --year"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_by_name(old: str, new: str, problem: str) -> None:
    assert old in WHOLE
    assert problem in "；".join(read_notice([WHOLE.replace(old, new)]).problems)


@pytest.mark.parametrize(
    ("words", "off", "work"),
    [
        ("3月3日（周二）全市放假一天，3月7日（周六）上班。", ["2026-03-03"], ["2026-03-07"]),
        ("因防汛，7月18日、19日（周日）上班", [], ["2026-07-18", "2026-07-19"]),
        ("2026-05-06,放假,市庆", ["2026-05-06"], []),
        ("5月6日至8日放假3天", ["2026-05-06", "2026-05-07", "2026-05-08"], []),
    ],
)
def test_the_citys_own_days_are_read(words: str, off: list[str], work: list[str]) -> None:
    notice = read_notice([words], year=2026, national=False)
    assert notice.problems == []
    assert [day.isoformat() for day, entry in sorted(notice.days.items()) if not entry.is_workday] == off
    assert [day.isoformat() for day, entry in sorted(notice.days.items()) if entry.is_workday] == work


@pytest.mark.parametrize(
    "words",
    [
        "夏季作息时间（5月1日至9月30日）：上午8:00—12:00，下午15:00—18:00",
        "自5月1日起至9月30日，上午8点至12点、下午3点至6点为办公时间",
        "自5月1日起，上午8:00-12:00，下午3:00-6:00\n自10月1日起，上午8:30-12:00，下午2:00-5:30",
    ],
)
def test_seasonal_hours_are_read_and_end_where_they_say(words: str) -> None:
    summer, winter = read_notice([words], year=2026, national=False, usual=OFFICE_HOURS).hours
    assert (summer.since, winter.since) == ((5, 1), (10, 1))
    assert [(w.opens, w.closes) for w in summer.windows] == [(time(8), time(12)), (time(15), time(18))]
    assert winter.windows == OFFICE_HOURS[0].windows


def test_words_without_days_are_no_local_notice() -> None:
    assert read_notice(["今天天气很好"], year=2026, national=False).problems == [
        "没读出放假、上班的日子，也没读出办公时间"
    ]
