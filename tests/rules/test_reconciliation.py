"""The days on which a unit confirms its figures, and what a confirmed figure may be used for."""

from datetime import date, datetime

import pytest

from models.rules.calendar import Calendar
from models.rules.policy import default_policy
from models.rules.reconciliation import next_call, period_of
from models.rules.reported_figures import enters_documents

CALENDAR, POLICY = Calendar(), default_policy()


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2026, 5, 3), date(2026, 5, 25), date(2026, 5, 27)),
        (date(2026, 4, 25), date(2026, 4, 27), date(2026, 4, 27)),  # the 25th and 26th are a weekend
        (date(2026, 10, 26), date(2026, 10, 26), date(2026, 10, 27)),  # the 25th is a Sunday
        (date(2026, 9, 25), date(2026, 9, 28), date(2026, 9, 28)),  # 中秋
    ],
)
def test_the_period_holds_the_working_days_from_the_25th_to_the_27th(day: date, opens: date, closes: date) -> None:
    found = period_of(day, policy=POLICY, calendar=CALENDAR)
    assert (found.opens, found.closes) == (opens, closes)
    assert found.holds(opens)
    assert not found.holds(date(day.year, day.month, 1))


@pytest.mark.parametrize(
    ("after", "at"),
    [
        ("2026-05-25T08:39", "2026-05-25T08:40"),
        ("2026-05-25T08:40", "2026-05-27T08:40"),
        ("2026-05-27T08:40", "2026-06-25T08:40"),
        ("2026-12-31T12:00", "2027-01-25T08:40"),
    ],
)
def test_units_are_asked_on_the_first_day_and_on_the_last(after: str, at: str) -> None:
    found = next_call(CALENDAR.local(datetime.fromisoformat(f"{after}+08:00")), policy=POLICY, calendar=CALENDAR)
    assert found == datetime.fromisoformat(f"{at}+08:00")


@pytest.mark.parametrize(("standing", "enters"), [("自报", False), ("已对账", True), ("已核", True), (None, False)])
def test_only_what_was_reconciled_or_checked_enters_documents(standing: str | None, enters: bool) -> None:
    assert enters_documents(standing) is enters
