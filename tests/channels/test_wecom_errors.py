"""Every error code the platform documents for a sender, by what is to be done about it (pages 90313 and 90236)."""

import pytest

from bot.channels.wecom_errors import MENDING, RATE_LIMITED, TOKEN_REFUSED, verdict
from models.messages import Refused, Retry

AGAIN = (-1, 6000, 45033, 301022, 81026)
CONFIG = (
    40001, 40013, 40091, 45031,  # the secret
    60020,  # 企业可信IP
    48001, 48002, 48004, 48005, 48008, 48009,  # not permitted
    48006, 50003, 50006, 60031,  # switched off
    301002, 40056,  # the agent id
    301007, 43009,  # the organisation
    43012,  # no callback address
    50001, 85005,  # domains
    41002, 41004,  # settings left empty
)  # fmt: skip
RECIPIENT = (
    81013, 40003, 46004, 60111, 301021,  # no such person
    40031, 50002, 60011, 60021, 92000,  # out of range
    81012, 82001,  # nobody named
    40032, 82002, 82003, 40066, 40068,  # wrong lists
)  # fmt: skip
CONTENT = (
    40008, 40033, 40035, 40058, 40063, 41001, 41011, 41016, 41033,  # a bug of ours
    44004, 45002, 45008, 45032, 45034, 40039,  # empty, or too long
    82004, 85002, 40201,  # words it will not have
    42014, 42015, 42016, 42017, 42018, 42019, 42020,  # ids and buttons of cards
    42027, 42028, 42029, 42030, 42031, 42033, 42035, 42036, 42037, 42038, 42039, 42040, 42041, 42042, 42043, 42044, 42045,
    42046, 42047, 42049, 42050, 42051,  # parts of cards
    60140, 82101, 82102,  # a change of a card
    42052,  # too old to be taken back
    40004, 40005, 40006, 40007, 40009, 40011, 40123, 44001, 45001, 45007, 301016, 301017, 301019,  # files
    40016, 40017, 40018, 40019, 40020, 40022, 40023, 40024, 40025, 40026, 40027, 40054, 40055, 46003,  # the menu
    40029, 42003, 42022,  # logging in
    999999,  # one nobody has heard of is not tried blindly
)  # fmt: skip


@pytest.mark.parametrize("code", AGAIN)
def test_what_passes_is_tried_again(code):
    assert isinstance(verdict(code, str(code)), Retry)


@pytest.mark.parametrize(
    ("code", "blame"),
    [
        *((code, "config") for code in CONFIG),
        *((code, "recipient") for code in RECIPIENT),
        *((code, "content") for code in CONTENT),
    ],
)
def test_what_will_never_be_taken_is_blamed_on_what_can_be_mended(code, blame):
    outcome = verdict(code, f"{code} said")
    assert isinstance(outcome, Refused)
    assert outcome.blame == blame
    assert f"{code} said" in outcome.error


def test_each_fault_of_the_settings_says_how_to_mend_it():
    assert set(MENDING) == set(CONFIG)
    assert all(len(advice) > 8 for advice in MENDING.values())


def test_tokens_and_the_rate_limit_are_the_callers_and_in_no_other_list():
    callers = {*TOKEN_REFUSED, RATE_LIMITED}
    assert callers == {40014, 42001, 45009}
    assert not callers & {*AGAIN, *CONFIG, *RECIPIENT, *CONTENT}
