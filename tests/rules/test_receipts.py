"""When a platform is asked whether somebody has read a message."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.delivery import Nature
from models.rules.receipts import ASKED_AFTER, next_question

SENT = datetime(2026, 3, 2, 0, 45, tzinfo=UTC)
A_DAY = timedelta(hours=24)  # the platform knows no longer


@pytest.mark.parametrize(
    ("nature", "after_min", "asked_at_min"),
    [
        (Nature.DISPATCH, 0, 120), (Nature.DISPATCH, 120, 480), (Nature.DISPATCH, 480, 22 * 60), (Nature.DISPATCH, 22 * 60, None),
        (Nature.SINGLE, 0, 25), (Nature.SINGLE, 25, 180), (Nature.SINGLE, 180, None),
        (Nature.EMERGENCY, 0, 4), (Nature.EMERGENCY, 5, 12), (Nature.EMERGENCY, 12, None),
        (Nature.LIST, 0, None), (Nature.DIGEST, 0, None), (Nature.BROADCAST, 0, None), (Nature.REPLY, 0, None),
    ],
)  # fmt: skip
def test_the_times(nature, after_min, asked_at_min):
    at = next_question(nature, SENT, SENT + timedelta(minutes=after_min))
    assert at == (SENT + timedelta(minutes=asked_at_min) if asked_at_min is not None else None)


def test_every_question_comes_while_the_platform_still_knows():
    assert max(after for times in ASKED_AFTER.values() for after in times) < A_DAY
    assert all(list(times) == sorted(times) for times in ASKED_AFTER.values())
