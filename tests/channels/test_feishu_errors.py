"""Every error code that Feishu's pages of messages and calls name, and what the sender does about it."""

import pytest

from bot.channels.feishu_errors import MEDIA_GONE, RATE_LIMITED, TOKEN_REFUSED, verdict
from models.messages import Refused, Retry

RECIPIENT = (230002, 230013, 230029, 230034, 230035, 230038, 230053, 232009, 99992351, 99992361)
CONTENT = (230001, 230018, 230022, 230025, 230028, 230054, 230099)
CONFIG = (230006, 230027, 10003, 10014, 99991401, 99991403, 99991662, 99991672, 99991673, 99991679)


@pytest.mark.parametrize(
    ("numbers", "blame"), [(RECIPIENT, "recipient"), (CONTENT, "content"), (CONFIG, "config")], ids=lambda one: str(one)
)
def test_a_final_no_says_whom_or_what_it_is_about(numbers: tuple[int, ...], blame: str) -> None:
    found = {number: verdict(number, f"{number} words") for number in numbers}
    assert {number: one.blame for number, one in found.items() if isinstance(one, Refused)} == dict.fromkeys(
        numbers, blame
    )
    assert all(str(number) in one.error for number, one in found.items())


@pytest.mark.parametrize("number", RECIPIENT + CONFIG)
def test_whoever_has_to_mend_something_reads_in_chinese_what(number: int) -> None:
    error = verdict(number, "words").error
    assert any("一" <= char <= "鿿" for char in error), error


def test_a_message_that_is_being_sent_is_asked_about_again() -> None:
    assert isinstance(verdict(230049, "words"), Retry)


def test_what_the_caller_sees_to_itself_is_in_no_two_sets() -> None:
    """A token to renew, a limit, a file that is gone: each has one answer."""
    sets = (TOKEN_REFUSED, RATE_LIMITED, MEDIA_GONE, frozenset(RECIPIENT + CONTENT + CONFIG))
    assert sum(len(one) for one in sets) == len(frozenset.union(*sets))
    assert {99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677} == TOKEN_REFUSED
    assert {230020, 99991400} == RATE_LIMITED
    assert {230017, 230055} == MEDIA_GONE
