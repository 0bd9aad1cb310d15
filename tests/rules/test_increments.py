"""An amount that was added, told without its total."""

from datetime import datetime

import pytest

from models.rules.increments import increment
from models.rules.reading import IndicatorTarget, TaskContext, read_reply
from models.rules.reading.lexicon import with_rows
from models.rules.reading.word_table import Row

PIPES = (IndicatorTarget("新建雨污管网", 40, "公里"), IndicatorTarget("完成投资", 3.2, "亿元"))
HOMES = (IndicatorTarget("改造老旧小区", 30, "个"),)
AT = datetime.fromisoformat("2026-03-24T10:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "targets", "known", "expected"),
    [
        ("本月完成3公里", PIPES, {}, ("新建雨污管网", "3公里", "3公里", True)),
        ("本月完成3公里", PIPES, {"新建雨污管网": (18.0, "公里")}, ("新建雨污管网", "3公里", "21公里", False)),
        ("又完成2个小区", HOMES, {"改造老旧小区": (8.0, "个")}, ("改造老旧小区", "2个", "10个", False)),
        ("本月新增5个", HOMES, {}, ("改造老旧小区", "5个", "5个", True)),
        ("本月新增5个，累计13个", HOMES, {}, None),
        ("完成8个", HOMES, {}, None),
        ("本月开了3次会", HOMES, {}, None),
    ],
)
def test_what_was_added(
    text: str,
    targets: tuple[IndicatorTarget, ...],
    known: dict[str, tuple[float, str]],
    expected: tuple[str, ...] | None,
) -> None:
    reading = read_reply(text, sent_at=AT, tasks=[TaskContext("13", "", indicators=targets)])
    found = increment(text, reading, targets, known)
    assert (found and (found.name, found.told, found.total, found.is_first)) == expected


def test_a_city_may_have_its_own_word_for_what_was_added() -> None:
    reading = read_reply("收到", sent_at=AT, tasks=[TaskContext("13", "", indicators=HOMES)])
    city = with_rows([Row("新增", "净进来的有", (), (), "", 1)])
    assert increment("本月净进来的有5个", reading, HOMES, {}) is None
    found = increment("本月净进来的有5个", reading, HOMES, {}, lexicon=city)
    assert found is not None
    assert found.told == "5个"
