"""A quarter of all calls fail: every message ends as sent, refused, unknown or withdrawn, and no phone shows one twice."""

import pytest
from faulty_sends import A_PERSON, PLAYED, trial

SENDS = 400  # `python -m tests.durability --sends 20000` for more


@pytest.mark.parametrize("platform", PLAYED)
async def test_the_sum_is_right_nothing_is_seen_twice_and_no_limit_is_passed(platform, sqlite_url, record_property):
    verdict = await trial(platform, SENDS, sqlite_url)
    assert list(verdict.faults()) == []
    assert verdict.befell.total() - verdict.befell["well"] > SENDS // 5, "a quarter did fail"
    assert verdict.states["failed"] > A_PERSON, "whom nobody knows"
    assert verdict.states["sent"] > SENDS // 2
    record_property("figures", verdict.figures())
