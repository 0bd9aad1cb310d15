"""Every value says which rule read it and how sure that is; and being sure means being right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from reading_measure import LABELLED, Judged, counts, judged, rows

from models.rules.reading import IndicatorTarget, Reading, TaskContext, read_reply
from models.rules.reading.confidence import EXPECTED, SURE_FROM, UNSURE_BELOW
from models.rules.reading.grounds import Doubt
from models.rules.reading.measured import RULES as MEASURED

BRIDGES = TaskContext("46", "改造危桥", date(2026, 12, 31), (IndicatorTarget("改造危桥", 46, "座"),))


def read(text: str) -> Reading:
    return read_reply(text, sent_at=datetime(2026, 9, 10, 2, tzinfo=UTC), tasks=[BRIDGES])


RULES = [
    ("累计12座", "indicators", "total"),
    ("今年改造完成12座", "indicators", "finished_before"),
    ("修好12座", "indicators", "done_before"),
    ("12座已通车", "indicators", "done_after"),
    ("60%", "percent", "rate"),
    ("60", "percent", "only_a_number"),
    ("46座完成12座", "percent", "done_of_total"),
    ("国庆前完成", "next_date", "day_with_limit"),
    ("10月底通车", "next_date", "end_of_period"),
    ("申请延期到11月20日", "next_date", "moved_to"),
    ("申请顺延一个月", "next_date", "moved_by"),
    ("用地没批", "blockers", "wanting"),
    ("村民阻工", "blockers", "speaks_for_itself"),
    ("请财政局拨付资金", "needs", "please"),
    ("能不能请财政局拨付资金", "needs", "could"),
    ("已全部完成", "intent", "claims_done"),
    ("收到", "intent", "receipt"),
    ("这个归交通局管", "intent", "passed_on"),
]


@pytest.mark.parametrize(("text", "field", "rule"), RULES)
def test_a_value_names_the_rule_that_read_it(text: str, field: str, rule: str) -> None:
    found = [item.rule for item in read(text).evidence if item.field == field]
    assert found == [rule]


def test_a_number_alone_is_less_sure_than_one_with_its_unit() -> None:
    sure, bare = (next(i for i in read(text).evidence if i.field == "indicators") for text in ("完成12座", "完成12"))
    assert sure.confidence > bare.confidence > 0
    assert bare.doubts == ("no_unit",)


def test_the_fields_that_are_unsure_are_named() -> None:
    assert read("累计12座").unsure == ()
    assert read("3月5日或3月8日").unsure == ("intent", "next_date")


UNMEASURED = "further_fields"  # what the table of measures has never seen
DRIFT = 0.15


def _right(found: list[Judged]) -> str:
    return f"{sum(one.right for one in found)} of {len(found)}"


def _share(found: list[Judged]) -> float:
    return sum(one.right for one in found) / len(found)


@pytest.mark.parametrize("names", [LABELLED, (UNMEASURED,)], ids=["measured", "unmeasured"])
def test_to_be_sure_is_to_be_right(names: tuple[str, ...], record_property: Callable[[str, object], None]) -> None:
    """Of what is read surely nine in ten are right; what is not is clearly worse."""
    found = judged(rows(*names))
    sure = [one for one in found if one.found.confidence >= SURE_FROM]
    unsure = [one for one in found if one.found.confidence < UNSURE_BELOW]
    between = [one for one in found if UNSURE_BELOW <= one.found.confidence < SURE_FROM]
    said = f"sure {_right(sure)} right, between {_right(between)}, unsure {_right(unsure)}"
    record_property("figures", f"reading, values of {' and '.join(names)}: {said}")
    assert _share(sure) >= 0.9, said
    assert len(unsure) >= 5, "the test would say little"
    assert _share(unsure) <= _share(sure) - 0.1, said


def test_to_be_sure_of_the_intent_is_to_be_right() -> None:
    intents = [one for one in judged(rows(*LABELLED, UNMEASURED)) if one.found.field == "intent"]
    sure = [one for one in intents if one.found.confidence >= SURE_FROM]
    unsure = [one for one in intents if one.found.confidence < UNSURE_BELOW]
    assert _share(sure) >= 0.93, _right(sure)
    assert _share(unsure) <= _share(sure) - 0.2, _right(unsure)


def test_the_table_of_measures_is_true() -> None:
    """Rules change every week: the table follows when a share moves; `python -m tests.rules.reading_measure` writes it."""
    for key, (right, of) in counts(judged(rows(*LABELLED)))[0].items():
        known, out_of = MEASURED.get(key, (0, 0))
        assert abs((right + 1) / (of + 2) - (known + 1) / (out_of + 2)) <= DRIFT, (key, right, of)


def test_every_doubt_costs_something() -> None:
    assert set(EXPECTED) == set(Doubt)
    assert all(0 < left < 1 for left in EXPECTED.values())
