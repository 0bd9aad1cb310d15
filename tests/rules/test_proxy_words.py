"""授权代回, as heads say it."""

from datetime import date

import pytest

from models.rules.proxy_words import Cancel, Grant, Show, Unclear, read

TODAY = date(2026, 3, 2)
JUNE = date(2026, 6, 30)

SAID = [
    ("授权 何雁回 代回", Grant("何雁回")),
    ("授权何雁回代回", Grant("何雁回")),
    ("授权给何雁回代回。", Grant("何雁回")),
    ("授权 何雁回 代回 46、47", Grant("何雁回", ("46", "47"))),
    ("授权何雁回代回46号、J7号", Grant("何雁回", ("46", "J7"))),
    ("授权 何雁回 代回 46、47，到6月30日", Grant("何雁回", ("46", "47"), JUNE)),
    ("46号、47号授权 何雁回 代回，到6月30日", Grant("何雁回", ("46", "47"), JUNE)),
    ("授权何雁回到6月30日代回46号", Grant("何雁回", ("46",), JUNE)),
    ("授权何雁回替我代回，到6月30日止", Grant("何雁回", (), JUNE)),
    ("授权 何雁回 代回，有效期至2026年6月30日", Grant("何雁回", (), JUNE)),
    ("授权 何雁回 代回，到他回来", Grant("何雁回", (), None, "他回来")),
    ("取消授权", Cancel()),
    ("取消授权 何雁回", Cancel("何雁回")),
    ("收回何雁回的授权", Cancel("何雁回")),
    ("授权", Show()),
    ("授权给谁了？", Show()),
    ("授权何雁回", Unclear()),
    ("46号已获授权，打通5条", None),
    ("市局授权我们审批3项", None),
    ("46 打通5条", None),
]


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_what_a_head_says_of_who_may_answer_for_him(text: str, meant: object) -> None:
    assert read(text, TODAY) == meant
