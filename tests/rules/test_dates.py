"""What offices write when they mean a day, and the day they mean."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.date_steps import add_months, add_workdays
from models.rules.dates import find_dates, find_impossible_dates

WEDNESDAY = date(2026, 7, 8)

REPLIES = [
    ("2026年12月底前", "2026-12-31"),
    ("12月25日交付", "2026-12-25"),
    ("十二月二十五日前", "2026-12-25"),
    ("二〇二六年十二月", "2026-12-31"),
    ("26年8月", "2026-08-31"),
    ("9月份才能供货", "2026-09-30"),
    ("十月份再跑一轮", "2026-10-31"),
    ("9月前完成", "2026-08-31"),
    ("9月底前", "2026-09-30"),
    ("11月初", "2026-11-10"),
    ("11月上旬", "2026-11-10"),
    ("11月中", "2026-11-15"),
    ("11月中旬前", "2026-11-20"),
    ("11月下旬", "2026-11-30"),
    ("1月31号前封顶", "2027-01-31"),
    ("明年6月", "2027-06-30"),
    ("明年2月底", "2027-02-28"),
    ("明年底", "2027-12-31"),
    ("明年年底", "2027-12-31"),
    ("2027年8月20日", "2027-08-20"),
    ("8月20-25日", "2026-08-25"),
    ("2026.9.30", "2026-09-30"),
    ("2026-09-30", "2026-09-30"),
    ("9.30前", "2026-09-30"),
    ("9-30前", "2026-09-30"),
    ("9/30前", "2026-09-30"),
    ("截止10.31 完成26件", "2026-10-31"),
    ("三季度末", "2026-09-30"),
    ("第四季度", "2026-12-31"),
    ("四季度前", "2026-09-30"),
    ("季度末", "2026-09-30"),
    ("下季度末", "2026-12-31"),
    ("下半年", "2026-12-31"),
    ("明年上半年", "2027-06-30"),
    ("年底前", "2026-12-31"),
    ("年内", "2026-12-31"),
    ("全年", "2026-12-31"),
    ("这个月底", "2026-07-31"),
    ("月底前", "2026-07-31"),
    ("下月", "2026-08-31"),
    ("下个月15号开诊", "2026-08-15"),
    ("月中", "2026-07-15"),
    ("月初", "2026-07-10"),
    ("20号前", "2026-07-20"),
    ("争取15日", "2026-07-15"),
    ("元旦前", "2026-12-31"),
    ("春节前", "2027-02-05"),
    ("年前", "2027-02-05"),
    ("清明前", "2027-04-04"),
    ("五一前", "2027-04-30"),
    ("端午前", "2027-06-08"),
    ("中秋前", "2026-09-24"),
    ("中秋国庆前", "2026-09-30"),
    ("国庆节前", "2026-09-30"),
    ("十一前", "2026-09-30"),
    ("秋季开学前", "2026-08-31"),
    ("春季开学前", "2027-02-28"),
    ("周五前", "2026-07-10"),
    ("周三", "2026-07-08"),
    ("本周五", "2026-07-10"),
    ("本周内", "2026-07-10"),
    ("下周五前", "2026-07-17"),
    ("下星期一", "2026-07-13"),
    ("下下周一", "2026-07-20"),
    ("10个工作日内", "2026-07-22"),
    ("三个工作日内", "2026-07-13"),
    ("十天内", "2026-07-18"),
    ("一周内", "2026-07-15"),
    ("半个月内", "2026-07-23"),
    ("两个月后", "2026-09-08"),
    ("24小时内", "2026-07-09"),
    ("再有10天", "2026-07-18"),
    ("明早", "2026-07-09"),
    ("明天上午", "2026-07-09"),
    ("后天", "2026-07-10"),
    ("８月底前", "2026-08-31"),
]


@pytest.mark.parametrize(("words", "day"), REPLIES)
def test_words_in_a_reply_mean_the_next_such_day(words: str, day: str) -> None:
    assert [found.on.isoformat() for found in find_dates(words, now=WEDNESDAY)] == [day]


PLANS = [
    ("2月底前首批开工", "2026-02-28"),
    ("十二月底前", "2026-12-31"),
    ("国庆节前", "2026-09-30"),
    ("第三季度", "2026-09-30"),
    ("2026年10月中旬前", "2026-10-20"),
    ("上半年", "2026-06-30"),
    ("春节前", "2026-02-16"),
    ("端午前", "2026-06-18"),
    ("汛前（6月底）完成5处", "2026-06-30"),
    ("明年3月底", "2027-03-31"),
]


@pytest.mark.parametrize(("words", "day"), PLANS)
def test_words_in_a_plan_fall_in_its_year(words: str, day: str) -> None:
    found = find_dates(words, now=date(2026, 11, 3), year=2026)
    assert [each.on.isoformat() for each in found] == [day]


@pytest.mark.parametrize(
    "words",
    [
        "主汛期前", "长期坚持", "按省下达时限", "尽快", "近期", "完成6.5亿元", "到6.5亿元",
        "6.5公里", "33/50", "73.4", "每周五", "每月20日", "3个月", "12号任务",
        "国庆节后", "资金到位后20天", "835元/人月", "周边", "三年前", "近半年", "月度", "12345",
    ],
)  # fmt: skip
def test_words_that_name_no_day_give_none(words: str) -> None:
    assert find_dates(words, now=WEDNESDAY) == ()


def test_a_found_date_knows_its_place_and_its_words() -> None:
    text = "一季度16亿元、半年38亿元、三季度末60亿元"
    found = find_dates(text, now=WEDNESDAY, year=2026)
    assert [text[each.start : each.end] for each in found] == ["一季度", "半年", "三季度末"]
    assert [each.on for each in found] == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("下周三下午三点", "2026-07-15", time(15)),
        ("周五下班前", "2026-07-10", time(17, 30)),
        ("今天下午5点半前", "2026-07-08", time(17, 30)),
        ("明早9:30", "2026-07-09", time(9, 30)),
        ("下班前报", "2026-07-08", time(17, 30)),
        ("下午3点前报", "2026-07-08", time(15)),
    ],
)
def test_a_time_of_day_is_read_with_its_day(words: str, day: str, at: time) -> None:
    [found] = find_dates(words, now=WEDNESDAY)
    assert (found.on.isoformat(), found.at) == (day, at)


def test_before_tells_a_limit_from_a_day() -> None:
    assert find_dates("国庆前", now=WEDNESDAY)[0].before
    assert not find_dates("9月30日", now=WEDNESDAY)[0].before


@pytest.mark.parametrize("words", ["2026年13月底前", "2月30日前", "6月31日前", "2026-02-30"])
def test_a_day_that_does_not_exist_is_told_apart(words: str) -> None:
    assert find_dates(words, now=WEDNESDAY, year=2026) == ()
    assert find_impossible_dates(words, now=WEDNESDAY, year=2026) == (words,)


def test_months_keep_their_last_day_and_workdays_skip_weekends() -> None:
    assert add_months(date(2026, 11, 30), 1) == date(2026, 12, 31)
    assert add_months(date(2026, 1, 30), 1) == date(2026, 2, 28)
    assert add_workdays(date(2026, 7, 10), 1) == date(2026, 7, 13)
    assert add_workdays(date(2026, 7, 11), 5) == date(2026, 7, 17)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789一二十月日号年底前周下季度半.-/内后国庆天 ，", max_size=400))
def test_any_text_gives_places_in_order_that_do_not_overlap(text: str) -> None:
    ends = 0
    for found in find_dates(text, now=WEDNESDAY):
        assert ends <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        ends = found.end
