"""How often progress is asked for: said in a sentence, ranked by what is nearest to one task, put before the rule file."""

from datetime import date, time

import pytest

from models.errors import PersonError
from models.rules.cadence import Asked, Cadence, from_json, in_force, is_beat, lapses, read_cadence, with_cadences
from models.rules.calendar import Calendar
from models.rules.lengths import read_length
from models.rules.obligations import Kind, TaskClass, Trait, of_task
from models.rules.policy import default_policy
from models.rules.recurrence import upcoming

TODAY = date(2026, 3, 2)


def asked(words: str) -> Asked:
    found = read_cadence(words, TODAY)
    assert found is not None
    return found


def row(words: str, schedule: int, *tasks: int) -> Cadence:
    found = asked(words)
    marks = found.marks or tuple(of_task(task) for task in tasks)
    return Cadence(
        found.rule, found.words, marks, found.leader, lapses(found.leader, TODAY, default_policy()), schedule
    )


@pytest.mark.parametrize(
    ("words", "length", "marks", "numbers", "leader"),
    [
        ("隔周三 催进展 底线任务", "fortnightly wed", (Trait.REDLINE,), (), ""),
        ("每月25日 催进展 所有", "monthly 25", (), (), ""),
        ("每季度末月20日 催进展 重点任务", "quarterly 20", (Trait.KEY,), (), ""),
        ("每周五 报进展 46、47 李市长要求", "weekly fri", (), ("46", "47"), "李市长"),
        ("隔周一催进展：底线和红灯任务", "fortnightly mon", (Trait.REDLINE, Trait.RED), (), ""),
        ("每周三 催进展 底线任务 沈副市长批示", "weekly wed", (Trait.REDLINE,), (), "沈副市长"),
        ("每月20日报进展 46号", "monthly 20", (), ("46",), ""),
    ],
)
def test_a_period_is_said_in_a_sentence(
    words: str, length: str, marks: tuple[str, ...], numbers: tuple[str, ...], leader: str
) -> None:
    found = asked(words)
    assert (Cadence(found.rule, "").length, found.marks, found.numbers, found.leader) == (
        read_length(length), marks, numbers, leader,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("每周三 催进展 底线任务", "每周报进展要有市领导点名"),
        ("每月31日 催进展 所有", "1至28日"),
        ("每天 催进展 所有", "周期可以写"),
        ("每月25日 催进展 水利的", "没看懂催哪些任务"),
    ],
)
def test_a_period_that_is_not_kept_is_refused_with_what_to_write(words: str, part: str) -> None:
    with pytest.raises(PersonError) as refused:
        read_cadence(words, TODAY)
    assert part in refused.value.say


@pytest.mark.parametrize("words", ["46号报进展：打通5条", "本周要报进展", "每月25日9:00 给所有联络员 发：请报进展"])
def test_other_words_are_no_period(words: str) -> None:
    assert read_cadence(words, TODAY) is None


def test_what_is_said_of_a_task_goes_before_its_kind_and_that_before_all() -> None:
    rows = [
        row("每月20日 催进展 所有", 6), row("隔周三 催进展 底线任务", 7), row("每周五 报进展 46 李市长要求", 8, 46),
    ]  # fmt: skip
    file = default_policy()
    policy = with_cadences(file, rows)

    def length(*marks: str) -> object:
        return policy.length(Kind.PROGRESS, TaskClass.ANNUAL, traits=marks)

    assert length(of_task(46), Trait.REDLINE) == read_length("weekly fri")
    assert length(of_task(47), Trait.REDLINE) == read_length("fortnightly wed")
    assert length(of_task(47), Trait.RED) == read_length("fortnightly thu"), "the file holds for what no row speaks of"
    assert length(of_task(47)) == read_length("monthly 20")
    assert policy.length(Kind.PROGRESS, TaskClass.STANDING) == file.length(Kind.PROGRESS, TaskClass.STANDING)
    told = [in_force(rows, frozenset(marks), file) for marks in ({of_task(46)}, {Trait.REDLINE}, {Trait.RED}, {"x"})]
    assert [one.schedule if one else None for one in told] == [8, 7, None, 6]


def test_an_order_lapses_after_sixty_days_and_is_kept_with_its_last_day() -> None:
    order = row("每周五 报进展 46 李市长要求", 8, 46)
    assert order.until == date(2026, 5, 1)
    assert from_json(8, order.rule, order.to_json()) == order


@pytest.mark.parametrize(
    ("due", "length", "expected"),
    [
        (date(2026, 3, 25), "monthly 25", True),
        (date(2026, 4, 27), "monthly 25", True),  # the 25th is a Saturday
        (date(2026, 4, 27), "monthly 20", False),
        (date(2026, 3, 6), "weekly fri", True),
        (date(2026, 3, 5), "weekly fri", False),
        (date(2026, 6, 25), "quarterly 25", True),
        (date(2026, 5, 25), "quarterly 25", False),
    ],
)
def test_a_report_that_fits_its_period_is_left_alone(due: date, length: str, expected: bool) -> None:
    found = read_length(length)
    assert found is not None
    assert is_beat(due, found, Calendar()) is expected


def test_the_days_that_are_shown_are_those_the_clocks_keep() -> None:
    calendar = Calendar()
    now = calendar.moment(date(2026, 3, 2), time(9))
    for words in ("隔周三 催进展 底线任务", "每月25日 催进展 所有", "每周五 报进展 46 李市长要求"):
        one = row(words, 6, 46)
        shown = upcoming(one.rule, now, calendar, 6)
        assert all(is_beat(slot.at.date(), one.length, calendar) for slot in shown)
        assert {slot.at.time() for slot in shown} == {time(17, 30)}
