"""A roster of duty is read from a line, a range, several lines or a pasted table."""

from datetime import date

import pytest

from models.rules.duty import Duty, asks_for_duty, read_roster

TODAY = date(2026, 11, 20)
PHONE = "0000-1234567"


def on(day: int, *rest: object, month: int = 11) -> Duty:
    return Duty(date(2026, month, day), *rest)  # type: ignore[arg-type]


WHOLE = ("沈知行", ("苏见微", "贺时雨"), (), PHONE)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("值班 11月24日 带班 沈知行 值班室 苏见微、贺时雨 电话 0000-1234567", [on(24, *WHOLE)]),
        ("值班表：11月24日 带班领导：沈知行副市长 总值班室：苏见微 贺时雨 电话：0000-1234567", [on(24, *WHOLE)]),
        ("值班 11月24日至26日 带班 沈知行 值班室 苏见微", [on(n, "沈知行", ("苏见微",)) for n in (24, 25, 26)]),
        ("值班 11月30日—12月1日 带班 沈知行 值班室 苏见微", [on(30, "沈知行", ("苏见微",)), on(1, "沈知行", ("苏见微",), month=12)]),
        ("值班 11/24 带班 沈知行 值班室 苏见微 备班 柏舟", [on(24, "沈知行", ("苏见微",), ("柏舟",))]),
        ("值班 明天 带班 沈知行 值班室 苏见微", [on(21, "沈知行", ("苏见微",))]),
        ("值班\n11月24日 带班 沈知行 值班室 苏见微\n11月25日 带班 陆明川 值班室 柏舟", [on(24, "沈知行", ("苏见微",)), on(25, "陆明川", ("柏舟",))]),
        ("值班\n日期\t带班领导\t值班人员\t备班\t电话\n11月24日\t沈知行\t苏见微、贺时雨\t柏舟\t0000-1234567", [on(24, "沈知行", ("苏见微", "贺时雨"), ("柏舟",), PHONE)]),
        ("值班\n日期\t星期\t值班员\t带班领导\n11月24日\t周二\t苏见微\t沈知行", [on(24, "沈知行", ("苏见微",))]),
        ("值班\n2026-11-24\t沈知行\t苏见微、贺时雨\t0000-1234567", [on(24, *WHOLE)]),
        ("值班 1月3日 带班 沈知行 值班室 苏见微", [Duty(date(2027, 1, 3), "沈知行", ("苏见微",))]),
    ],
)  # fmt: skip
def test_the_days_of_a_roster(text: str, days: list[Duty]) -> None:
    found = read_roster(text, TODAY)
    assert found is not None
    assert list(found.days) == days
    assert found.unread == ()


@pytest.mark.parametrize(
    "text", ["值班 带班 沈知行 值班室 苏见微", "值班 13月40日 带班 沈知行", "值班 11月24日", "值班\n合计 3人"]
)
def test_a_line_without_a_day_or_people_is_said(text: str) -> None:
    found = read_roster(text, TODAY)
    assert found is not None
    assert (found.days, len(found.unread)) == ((), 1)


@pytest.mark.parametrize("text", ["46 打通5条", "值班人员已培训20人", "收到", "日程"])
def test_other_words_are_no_roster(text: str) -> None:
    assert read_roster(text, TODAY) is None


@pytest.mark.parametrize(
    "text", ["值班", "今天谁值班", "值班表", "值班电话", "今晚谁带班？", "总值班室电话", "本周值班表"]
)
def test_who_is_on_duty_is_asked(text: str) -> None:
    assert asks_for_duty(text)
    assert not asks_for_duty(f"{text} 11月24日 带班 沈知行")
