"""What asks for a pause, and for how long."""

from datetime import date, datetime

import pytest

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.pausing import Reason, away_until, busy_until, is_busy, read_resumption, read_suspension

CALENDAR = Calendar()
TODAY = date(2026, 3, 2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "now", "until"),
    [
        ("开会到11点", "2026-03-02T09:00", "2026-03-02T11:00"),
        ("我在开会，11点半后回", "2026-03-02T09:00", "2026-03-02T11:30"),
        ("在开会", "2026-03-02T09:00", "2026-03-02T12:00"),  # at most this half of the day
        ("开会到三点", "2026-03-02T14:10", "2026-03-02T15:00"),
        ("开会到下午4点", "2026-03-02T09:00", "2026-03-02T12:00"),
        ("正在路上", "2026-03-02T14:10", "2026-03-02T17:30"),
        ("开会到11点", "2026-03-02T11:30", "2026-03-02T12:00"),
        ("在开会", "2026-03-02T08:30", "2026-03-02T12:00"),
        ("在开会", "2026-03-02T12:00", None),
        ("在开会", "2026-03-02T12:30", None),
        ("在开会", "2026-03-01T10:00", None),  # a Sunday
    ],
)
def test_a_meeting_pauses_at_most_half_a_day(words: str, now: str, until: str | None) -> None:
    assert is_busy(words)
    assert busy_until(words, at(now), CALENDAR) == (at(until) if until else None)


@pytest.mark.parametrize(
    "words", ["3号开会研究了2次，打通1条", "先开会部署，3月13日报方案", "会议纪要已报", "3号在开会研究"]
)
def test_a_meeting_that_is_work_is_no_excuse(words: str) -> None:
    assert not is_busy(words)


@pytest.mark.parametrize(
    ("words", "is_away", "until"),
    [
        ("我出差到3月6日", True, date(2026, 3, 6)),
        ("我出差到3月2日", True, TODAY),
        ("今天起出差，周五回来", True, date(2026, 3, 6)),
        ("外出学习", True, None),
        ("3号去外地出差考察了2次设备，打通1条路，剩下的月底前完成施工招标", False, None),
    ],
)
def test_who_is_away_says_until_when(words: str, is_away: bool, until: date | None) -> None:
    assert away_until(words, TODAY) == (is_away, until)


@pytest.mark.parametrize(
    ("words", "number", "reason", "why", "until", "paper"),
    [
        ("46 暂停 公示期 到3月20日", "46", Reason.STATUTORY, "公示期", date(2026, 3, 20), ""),
        ("暂停 46号 环评公示到3月20日", "46", Reason.STATUTORY, "环评公示", date(2026, 3, 20), ""),
        ("5号暂停，冬休到3月31日", "5", Reason.SEASON, "冬休", date(2026, 3, 31), ""),
        ("46 暂停 规划调整 青政办〔2026〕8号", "46", Reason.ORDERED, "规划调整", None, "青政办〔2026〕8号"),
        ("46 暂停", "46", Reason.ORDERED, "", None, ""),
        ("46 暂停 公示期 到3月2日", "46", Reason.STATUTORY, "公示期 到3月2日", None, ""),  # over already
    ],
)
def test_a_suspension_has_its_reason_its_end_and_its_paper(
    words: str, number: str, reason: Reason, why: str, until: date | None, paper: str
) -> None:
    found = read_suspension(words, TODAY)
    assert found is not None
    assert (found.number, found.reason, found.words, found.until, found.paper) == (number, reason, why, until, paper)


def test_a_suspension_is_ended_by_its_word() -> None:
    assert read_resumption("46 恢复") == "46"
    assert read_resumption("恢复46号") == "46"
    assert read_resumption("46号已恢复施工，完成2条") is None
