"""How what liaisons prepared is dealt out on cards."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import SHANGHAI, Calendar
from models.rules.drafts import Page, page
from models.wording.lists import Line, evening_list

ONE_EACH = [(1, 46), (2, 47), (3, 51)]
FOUR_OF_ONE = [(1, 46), (2, 46), (3, 47), (4, 47), (5, 47), (6, 51)]

CARDS = [
    ([], 6, (), ()),
    ([(1, 46)], 6, (1,), ()),
    (ONE_EACH, 6, (1, 2, 3), ()),
    (ONE_EACH, 3, (1, 2, 3), ()),
    (ONE_EACH, 2, (1, 2), (3,)),
    (ONE_EACH, 1, (1,), (2, 3)),
    (FOUR_OF_ONE, 6, (1, 2, 3, 4, 5, 6), ()),
    (FOUR_OF_ONE, 5, (1, 2, 3, 4, 5), (6,)),
    (FOUR_OF_ONE, 4, (1, 2), (3, 4, 5, 6)),  # 47号 is not torn apart: all of it on the next card
    (FOUR_OF_ONE[2:], 2, (3, 4), (5, 6)),  # unless there is more of it than a card holds
]


@pytest.mark.parametrize(("drafts", "most", "shown", "rest"), CARDS)
def test_what_one_tap_confirms(
    drafts: list[tuple[int, int]], most: int, shown: tuple[int, ...], rest: tuple[int, ...]
) -> None:
    assert page(drafts, most=most) == Page(shown, rest)


@given(st.lists(st.integers(1, 4), max_size=20), st.integers(1, 6))
def test_card_after_card_shows_everything_once_and_in_order(tasks: list[int], most: int) -> None:
    waiting, seen = list(enumerate(sorted(tasks))), []
    while waiting:
        dealt = page(waiting, most=most)
        assert 0 < len(dealt.shown) <= most
        seen += dealt.shown
        waiting = [draft for draft in waiting if draft[0] in dealt.rest]
    assert seen == list(range(len(tasks)))


def test_the_evening_list_says_what_waits_for_the_tap_beside_what_is_open() -> None:
    owed = Line("46号", "打通断头路", "K4", "月报", "evening", datetime(2026, 3, 25, 17, 30, tzinfo=SHANGHAI))
    now = datetime(2026, 3, 25, 16, 35, tzinfo=SHANGHAI)
    said = evening_list([owed], ["待您确认1条：47号进展，许文已备好，回“待确认”一起看"], now, Calendar()).splitlines()
    assert said[0] == "3月25日，今天还有1件未办结："
    assert said[1].startswith("46号 打通断头路 月报")
    assert said[2:] == [
        "待您确认1条：47号进展，许文已备好，回“待确认”一起看",
        "一条回完即可，如“46 …”。今天办不完的，回哪天办完。",
    ]
