"""A clause without a number beside one with a number."""

import pytest

from models.rules.reading import IndicatorTarget, TaskContext
from models.rules.stray_clauses import attributed

RIVERS = TaskContext(
    "34", "中小河流治理", indicators=(IndicatorTarget("治理河长", 20, "公里"), IndicatorTarget("完成投资", 1, "亿元"))
)
SUPPLY = TaskContext("36", "城乡供水一体化", indicators=(IndicatorTarget("新建供水管网", 50, "公里"),))
PARK = TaskContext("17", "物流园", indicators=(IndicatorTarget("完成投资", 10, "亿元"),))
LOTS = TaskContext("49", "停车场", indicators=(IndicatorTarget("新建停车场", 8, "个"),))
OWN = (RIVERS, SUPPLY, PARK, LOTS)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("34号治理河长13公里，投资0.8亿元；供水管网26公里", "34号治理河长13公里，投资0.8亿元；36号供水管网26公里"),
        ("34号治理河长13公里，新建停车场2个", "34号治理河长13公里，49号新建停车场2个"),
        ("34号治理河长13公里；36号供水管网26公里", "34号治理河长13公里；36号供水管网26公里"),
        ("34号治理河长13公里，其中城区段5公里", "34号治理河长13公里，其中城区段5公里"),
        ("34号治理河长13公里，投资0.8亿元", "34号治理河长13公里，投资0.8亿元"),
        ("34号治理河长13公里，供水管网已避让", "34号治理河长13公里，供水管网已避让"),
        ("供水管网26公里", "供水管网26公里"),
        ("34号治理河长13公里，还差2个停车场", "34号治理河长13公里，还差2个停车场"),
        ("34号治理河长13公里，2个新建停车场完工", "34号治理河长13公里，2个新建停车场完工"),
        ("34号治理河长13公里；其余停车场2个", "34号治理河长13公里；其余停车场2个"),
    ],
)
def test_what_is_clearly_another_tasks_gets_its_number(words: str, written: str) -> None:
    assert attributed(words, OWN) == written
