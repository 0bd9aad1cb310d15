"""A messenger's monthly allowance is spoken of with the day on which it ends."""

from datetime import date

import pytest

from models.wording.quotas import nearly_used


@pytest.mark.parametrize(
    ("used", "day", "words"),
    [
        (3600, 18, "钉钉本月已发3600次，占额度5000次的72%，照此25日前后用完。请应用管理员看是否升级或加购"),
        (3500, 30, "钉钉本月已发3500次，占额度5000次的70%，照此够用到月底。请应用管理员看是否升级或加购"),
        (5000, 9, "钉钉本月已发5000次，占额度5000次的100%，已经用完。请应用管理员看是否升级或加购"),
    ],
)
def test_the_warning(used, day, words):
    assert nearly_used("钉钉", "发", used, 5000, date(2026, 6, day)) == words
