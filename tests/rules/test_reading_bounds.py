"""Any text can be read: it never raises, never invents a number and never takes long."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.reading import IndicatorTarget, TaskContext, explain, read_reply

SENT = datetime(2026, 9, 10, 2, tzinfo=UTC)
TASKS = (
    TaskContext("1", "改造危桥", date(2026, 12, 31), (IndicatorTarget("改造危桥", 46, "座"),)),
    TaskContext("2", "完成投资", None, (IndicatorTarget("完成投资", 3.2, "亿元"), IndicatorTarget("满意率", 95, "%"))),
)
WORDS = (
    "1|2|46|3.2|座|亿|亿元|%|完成|累计|还差|没批|资金|请|财政局|、|，|。|\n|1号|2号|年底前|下周五|延期|到|申请",
    "不|未|一半|三|十|百|万|点|分之|归|管|@|(|)|已|全部",
)
OFFICE = st.lists(st.sampled_from("|".join(WORDS).split("|")), max_size=60).map("".join)


@settings(max_examples=80, deadline=None)
@given(st.one_of(OFFICE, st.text(max_size=500)))
def test_any_text_is_read_and_quoted_faithfully(text: str) -> None:
    for tasks in ((), TASKS[:1], TASKS[1:], TASKS):
        reading = read_reply(text, sent_at=SENT, tasks=tasks, previous=text[:20])
        assert all(text[item.span.start : item.span.end] == item.span.text for item in reading.evidence)
        assert explain(reading, text)


@settings(max_examples=60, deadline=None)
@given(OFFICE)
def test_no_value_is_invented(text: str) -> None:
    for value in read_reply(text, sent_at=SENT, tasks=TASKS[:1]).indicators:
        assert re.search(r"[\d一二三十百万两]", value.span.text)
        assert value.span.text in text


LONG = {
    "digits": "1" * 4096,
    "decimals": "1.2." * 1000,
    "numerals": "一" * 1300,
    "dates": "6月30日前" * 300,
    "clauses": "没批，" * 700,
    "requests": "请财政局住建局" * 200,
    "blanks": " " * 4096,
    "brackets": "((" * 2000,
    "receipts": "收到好的在抓" * 230,
    "refs": "1号完成3座，2号没批。" * 150,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_long_texts_cost_little(text: str) -> None:
    began = time.process_time()
    read_reply(text, sent_at=SENT, tasks=TASKS)
    assert time.process_time() - began < 0.15, "a hundred times the usual cost"
