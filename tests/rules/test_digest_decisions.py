"""The line of what a leader is to decide, and for how long 再等等 keeps it away."""

from datetime import date

import pytest

from models.decisions import is_his
from models.people import Person, Post, Role
from models.portfolios import Reader
from models.rules.calendar import Calendar
from models.rules.repetition import Line, put_off_until
from models.wording.digest import decide

HELP, DISPUTE = Line("decide:1", "3号求助", "7"), Line("dispute:2", "13号异议", "8")


@pytest.mark.parametrize(
    ("asks", "said"),
    [(True, "请您定3件：3号求助；6号求助，回“请您定”逐件定。"), (False, "请您定3件：3号求助；6号求助。")],
)
def test_only_who_decides_is_told_how(asks: bool, said: str) -> None:
    assert decide(["3号求助", "6号求助"], 3, asks=asks) == said


@pytest.mark.parametrize(
    ("role", "title", "lines", "expected"),
    [
        (Role.LEADER, "副市长", [HELP, DISPUTE], True),
        (Role.LEADER, "副市长", [DISPUTE], False),  # 督查室 decides it
        (Role.LEADER, "市政府秘书长", [DISPUTE], True),
        (Role.LEADER, "副市长", [], False),
        (Role.AIDE, "副市长", [HELP], False),
    ],
)
def test_who_decides(role: Role, title: str, lines: list[Line], expected: bool) -> None:
    post = Post(id=1, role=Role.LEADER, title=title)
    assert is_his(Reader(Person(name="纪行"), Person(name="沈在舟"), post, role), lines) is expected


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2026, 3, 10), date(2026, 3, 17)),
        (date(2026, 3, 13), date(2026, 3, 20)),
        (date(2026, 4, 3), date(2026, 4, 13)),  # 清明: Monday the 6th is off
    ],
)
def test_it_comes_again_after_five_working_days(on: date, until: date) -> None:
    assert put_off_until(on, Calendar()) == until
