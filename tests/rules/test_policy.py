"""The rule set: what ships, and how a mistake in a copy of it is told."""

from datetime import date, time

import pytest

from models.errors import OperatorError
from models.rules.lengths import Length, Measure, read_length
from models.rules.obligations import Kind, Rung, TaskClass, Trait, UnitKind
from models.rules.policy import default_policy, default_text, load_policy

POLICY = default_policy()
SUMMER = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("traits", "length"),
    [
        ((), "monthly 25"),
        ((Trait.KEY,), "monthly 25"),
        ((Trait.REDLINE,), "fortnightly thu"),
        ((Trait.RED, Trait.KEY), "fortnightly thu"),
        ((Trait.REDLINE, Trait.WEEKLY), "weekly thu"),
    ],
)
def test_the_rhythm_of_a_task_follows_what_it_is(traits: tuple[Trait, ...], length: str) -> None:
    found = POLICY.length(Kind.PROGRESS, TaskClass.ANNUAL, traits=traits, on=SUMMER)
    assert found == read_length(length)


@pytest.mark.parametrize(
    ("unit_kind", "ceiling", "scale"),
    [
        (UnitKind.DEPARTMENT, Rung.R4, 1),
        (UnitKind.PARK, Rung.R4, 1),
        (UnitKind.COUNTY, Rung.R3, 2),
        (UnitKind.PARTY, Rung.R1, 1),
        (UnitKind.HOSTED, Rung.R2, 1),
        (UnitKind.CITY_LEADER, Rung.R2, 1),
    ],
)
def test_each_kind_of_unit_has_its_ceiling(unit_kind: UnitKind, ceiling: Rung, scale: float) -> None:
    assert POLICY.ceiling(unit_kind) == ceiling
    assert POLICY.units[unit_kind].scale == scale


def test_the_day_of_the_office() -> None:
    assert (POLICY.day.morning_list, POLICY.day.evening_list) == (time(8, 40), time(16, 35))
    assert (POLICY.day.aide_digest, POLICY.day.digest, POLICY.day.naming_proof) == (time(7, 40), time(7, 50), time(17))
    assert POLICY.day.digest_window == (time(7), time(8, 30))


def test_each_kind_and_class_has_a_chinese_name() -> None:
    assert [kind.label for kind in Kind][:3] == ["送达", "认领", "马上动"]
    assert Kind("K10") is Kind.ARBITRATION
    assert TaskClass.ANNUAL.label == "年度任务"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('T3 = "3wd"', 'T3 = "3天"', "clocks.K2.T3：“3天”看不懂"),
        ('morning_list = "08:40"', 'morning_list = "25:00"', "day.morning_list：应为时刻"),
        ('morning_list = "08:40"', 'morningList = "08:40"', "day.morning_list：缺这一项"),
        ("gap_minutes = 90", "gap_minutes = -1", "delivery.gap_minutes：应为 0 到 480 的数字"),
        ("gap_minutes = 90", "gap_minutes = 1.5", "delivery.gap_minutes：应为整数"),
        ("gap_minutes = 90", "gap_minutes = 90\ngap = 3", "delivery.gap：没有这一项，这里可以写"),
        ("gap_minutes = 90", "gap_minutes = true", "delivery.gap_minutes：应为"),
        ('highest = "R4"', 'highest = "R5"', "ladder.highest：R5 尚未启用"),
        ('who = ["office"]', 'who = ["boss"]', "ladder.R3.who：没有“boss”，可以写：holder"),
        ('["08:30-12:00", "14:00-17:30"]', '["08:30-12:00", "11:00-17:30"]', "hours：时段须由早到晚"),
        ('["08:30-12:00", "14:00-17:30"]', '["上午"]', "hours[1].windows：“上午”应为一段时间"),
        ('since = "12-15"\n', "", "exceptions[3].since：since 和 until 要一起写"),
        ("slow = 30", "slow = 5", "pace.slow：应大于 on_pace"),
        ("weekend_is_break = false", "weekend_is_break = 0", "delivery.weekend_is_break：应为 true 或 false"),
        ("before = [3, 1, 0]", 'before = ["三"]', "lines.K5.before：应为一列整数"),
        ("version = 1", "version = ", "规则文件格式有误"),
        ('last_window = "30wm"', 'last_window = "30min"', "ladder.last_window：应为工作时间"),
    ],
)
def test_a_mistake_is_told_by_the_name_of_its_key(old: str, new: str, told: str) -> None:
    assert old in default_text()
    with pytest.raises(OperatorError) as failure:
        load_policy(default_text().replace(old, new, 1))
    assert told in str(failure.value)


def test_a_changed_number_takes_effect() -> None:
    policy = load_policy(default_text().replace("version = 1", "version = 2").replace('T3 = "3wd"', 'T3 = "2wd"', 1))
    assert policy.version == 2
    assert policy.length(Kind.ACCEPTANCE, TaskClass.ANNUAL, on=SUMMER) == Length(Measure.WORKDAYS, 2)


@pytest.mark.parametrize("text", ["", "wd", "3 wd", "3.5wd", "monthly 31", "weekly 4", "24:00", "99999wm"])
def test_a_length_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="看不懂"):
        read_length(text)
