"""What later words make of a promise, and when it is looked at."""

from datetime import UTC, date, datetime

import pytest

from models.rules.assignment_state import Commitment
from models.rules.calendar import Calendar
from models.rules.promises import Named, Verdict, clause_with, days_of, next_look, verdict

PIPES = Commitment(7, date(2026, 6, 20), "46号管线6月20日迁完")
KEPT, MOVED = Verdict.KEPT, Verdict.MOVED


@pytest.mark.parametrize(
    ("said", "named", "today", "expected"),
    [
        ("管线已经迁完了", None, date(2026, 6, 12), KEPT),  # early, of the same thing
        ("完成投资3.2亿元", None, date(2026, 6, 12), None),  # early, of something else
        ("桥面封顶了，6月30日通车", "6月30日", date(2026, 6, 12), None),
        ("管线迁完要到6月30日", "6月30日", date(2026, 6, 12), MOVED),
        ("管线迁完了，6月30日通车", "6月30日", date(2026, 6, 12), KEPT),
        ("完了", None, date(2026, 6, 20), KEPT),
        ("迁完了，下一步浇筑", None, date(2026, 6, 22), KEPT),
        ("已办结", None, date(2026, 6, 22), KEPT),
        ("还没迁完", None, date(2026, 6, 22), None),
        ("没完成，6月30日迁完", "6月30日", date(2026, 6, 22), MOVED),
        ("推到6月30日", "6月30日", date(2026, 6, 22), MOVED),
        ("预计明天完成", None, date(2026, 6, 22), None),
        ("完成投资3.2亿元", None, date(2026, 6, 22), None),
        ("正在推进", None, date(2026, 6, 22), None),
        ("打通5条", None, date(2026, 6, 22), None),
        ("", None, date(2026, 6, 22), None),
    ],
)
def test_what_words_make_of_it(said: str, named: str | None, today: date, expected: Verdict | None) -> None:
    assert verdict(PIPES, said, Named(date(2026, 6, 30), named) if named else None, today) is expected


def test_a_day_off_is_asked_about_on_the_next_working_morning() -> None:
    calendar = Calendar()
    days = days_of(date(2026, 6, 20), calendar)  # a Saturday after 端午
    assert (days.first, days.second, days.last) == (date(2026, 6, 22), date(2026, 6, 23), date(2026, 6, 24))


def test_it_is_looked_at_at_two_openings_and_one_close() -> None:
    calendar, at, looks = Calendar(), datetime(2026, 6, 10, 2, tzinfo=UTC), []
    while (look := next_look(PIPES, at, calendar)) is not None:
        looks.append(calendar.local(look).strftime("%m-%d %H:%M"))
        at = look
    assert looks == ["06-22 08:30", "06-23 08:30", "06-24 17:30"]


def test_only_the_clause_that_names_the_day_is_quoted() -> None:
    assert clause_with("6月20日", "46号管线6月20日迁完，用地指标还没批") == "46号管线6月20日迁完"
    assert clause_with("", "下周五前报") == "下周五前报"
    assert clause_with("6月底", "完工40个，6月底前全部开工（更正：完工41个）") == "6月底前全部开工"
    assert clause_with("7月底", "6月底前全部开工（更正：完工41个）（更正：改到7月底前）") == "改到7月底前"
