"""What a request for more time gives as its cause."""

from datetime import date

import pytest

from models.rules.extension_words import cause_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("5号申请延期到12月20日，汛期影响施工", "汛期影响施工"),
        ("46号因铁路涵洞审批未下，申请延期到6月30日", "铁路涵洞审批未下"),
        ("由于管材未到货，请求顺延至6月30日", "管材未到货"),
        ("3号能不能推迟到4月底？拆迁户还没谈完", "拆迁户还没谈完"),
        ("申请延期到6月30日", ""),
        ("46号申请延期", ""),
        ("43号 延期到12月31日，征迁难", "征迁难"),
        ("43号 延期", ""),
        ("延期到12月31日吧", ""),
        ("申请延期到6月30日，行吗？", ""),
        ("46号申请延期到6月30日，原因是征地资金没到位", "征地资金没到位"),
    ],
)
def test_the_cause_is_what_is_left_of_the_request(words: str, cause: str) -> None:
    assert cause_of(words, TODAY) == cause
