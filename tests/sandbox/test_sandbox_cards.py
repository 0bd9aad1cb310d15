"""Cards: what is checked, how they look, how they are changed."""

import pytest
from sandbox_party import MARCH, OpenPhone, Phone, button_card, change, pass_to


def with_part(**parts: object) -> dict:
    return button_card("t-1") | parts


def one_button(**parts: object) -> dict:
    return with_part(button_list=[{"text": "好", "key": "k"} | parts])


NOTICE = {
    "card_type": "text_notice",
    "main_title": {"title": "x"},
    "card_action": {"type": 1, "url": "http://x"},
}


NEWS = NOTICE | {"card_type": "news_notice", "card_image": {"url": "http://x"}}


OPTION = {"id": "1", "text": "一"}


VOTE = {
    "card_type": "vote_interaction",
    "task_id": "v-1",
    "main_title": {"title": "x"},
    "checkbox": {"question_key": "q", "option_list": [OPTION]},
    "submit_button": {"text": "提交", "key": "s"},
}


SELECTS = VOTE | {"card_type": "multiple_interaction", "select_list": [VOTE["checkbox"]]}


BAD_CARDS = [
    (with_part(card_type="poem"), 42031),
    (with_part(task_id=""), 42014),
    (with_part(task_id="第一"), 42014),
    (with_part(task_id="x" * 129), 42014),
    (with_part(main_title={}), 42033),
    (with_part(button_list=[]), 40058),
    (with_part(button_list=[{"text": "好", "key": str(n)} for n in range(7)]), 40058),
    (with_part(button_list=[{"text": "好", "key": "k"}] * 2), 42039),
    (one_button(text=""), 42038),
    (one_button(key=""), 42039),
    (one_button(key="x" * 1025), 42039),
    (one_button(type=1), 42028),
    (with_part(replace_text="已办"), 40058),
    (with_part(horizontal_content_list=[{"keyname": "a", "value": "b"}] * 7), 42035),
    (with_part(horizontal_content_list=[{"value": "b"}]), 42027),
    (with_part(horizontal_content_list=[{"keyname": "a", "type": 1}]), 42028),
    (with_part(horizontal_content_list=[{"keyname": "a", "type": 2}]), 42029),
    (with_part(horizontal_content_list=[{"keyname": "a", "type": 3}]), 42050),
    (with_part(quote_area={"type": 1}), 42028),
    (with_part(quote_area={"type": 2}), 42030),
    (with_part(card_action={"type": 5}), 42045),
    (with_part(button_selection={"option_list": [OPTION]}), 42043),
    (with_part(action_menu={"desc": "更多", "action_list": []}), 40058),
    (with_part(action_menu={"desc": "更多", "action_list": [{"text": "a", "key": "k"}] * 2}), 42051),
    (NOTICE | {"main_title": {}}, 42033),
    (NOTICE | {"card_action": {}}, 42045),
    (NOTICE | {"jump_list": [{"title": "x"}] * 4}, 42042),
    (NOTICE | {"jump_list": [{}]}, 42033),
    (NOTICE | {"action_menu": {"desc": "更多", "action_list": [{"text": "a", "key": "k"}]}}, 42014),
    (NEWS | {"card_image": {}}, 42044),
    (NEWS | {"vertical_content_list": [{"title": "x"}] * 5}, 42036),
    (VOTE | {"checkbox": {"question_key": "q", "option_list": []}}, 42037),
    (VOTE | {"checkbox": {"question_key": "q", "option_list": [OPTION, OPTION]}}, 42040),
    (VOTE | {"checkbox": {"question_key": "q", "option_list": [{"id": "1"}]}}, 42041),
    (VOTE | {"submit_button": {}}, 42046),
    (SELECTS | {"select_list": []}, 42047),
]


@pytest.mark.parametrize(("card", "errcode"), BAD_CARDS)
async def test_a_faulty_card_is_refused_with_its_code(phone: Phone, card: dict, errcode: int) -> None:
    assert (await phone.send_card("a", card))["errcode"] == errcode
    assert await phone.shown("a") == []


@pytest.mark.parametrize(("card", "changeable"), [(NOTICE, False), (NEWS, False), (VOTE, True), (SELECTS, True)])
async def test_every_kind_of_card_is_taken(phone: Phone, card: dict, changeable: bool) -> None:
    answer = await phone.send_card("a", card)
    assert answer["errcode"] == 0
    assert ("response_code" in answer) is changeable


async def test_a_card_needs_a_callback_address(open_phone: OpenPhone) -> None:
    phone = await open_phone(callback_url="")
    assert (await phone.send_card("a", button_card("t-1")))["errcode"] == 43012


async def test_a_card_shows_its_lines_fields_and_cut_buttons(phone: Phone) -> None:
    fields = [{"keyname": "牵头", "value": "市住建局"}]
    await phone.send_card(
        "a",
        button_card(
            "t-1",
            title="重点任务14项，请认领",
            sub_title_text="沈市长重点盯2项",
            horizontal_content_list=fields,
            button_list=[{"text": "全部认领，方案10个工作日内报", "key": "all", "style": 1}],
        ),
    )
    (card,) = await phone.shown("a")
    assert card["kind"] == "card"
    assert card["text"] == "重点任务14项，请认领\n沈市长重点盯2项\n牵头：市住建局"
    assert card["buttons"] == [{"key": "all", "text": "全部认领，方案10…", "style": "primary"}]
    assert card["card"]["task_id"] == "t-1"


async def test_a_task_id_is_good_for_one_card(phone: Phone) -> None:
    assert (await phone.send_card("a", button_card("t-1")))["errcode"] == 0
    assert (await phone.send_card("b", button_card("t-1")))["errcode"] == 42014


async def test_a_code_changes_a_card_once(phone: Phone) -> None:
    code = (await phone.send_card("a|b", button_card("t-1")))["response_code"]
    answer = await change(phone, code, userids=["A", "zhaoliu"])
    assert (answer["errcode"], answer["invaliduser"]) == (0, ["zhaoliu"])
    assert (await phone.shown("a"))[0]["settled"] == "已认领"
    assert (await phone.shown("b"))[0]["settled"] is None
    assert (await change(phone, code))["errcode"] == 60140


async def test_a_code_dies_after_72_hours(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    await pass_to(phone, "2026-03-16T08:41:00+08:00")
    await phone.sign_in()
    assert (await change(phone, code))["errcode"] == 60140


async def test_a_whole_card_can_take_the_place_of_another(phone: Phone) -> None:
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    card = button_card("t-1", title="46号已登记", replace_text="已登记")
    answer = await change(phone, code, button=None, template_card=card)
    assert answer["errcode"] == 0
    (shown,) = await phone.shown("a")
    assert (shown["text"], shown["buttons"], shown["settled"]) == ("46号已登记", [], "已登记")


@pytest.mark.parametrize(
    ("parts", "errcode"),
    [
        ({"agentid": 7}, 42015),
        ({"userids": []}, 82101),
        ({"userids": ["nobody"]}, 82102),
        ({"userids": "a"}, 40063),
        ({"button": {}}, 42020),
        ({"template_card": {"card_type": "button_interaction"}}, 42014),
    ],
)
async def test_a_bad_change_is_refused_and_does_not_use_the_code_up(phone: Phone, parts: dict, errcode: int) -> None:
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    assert (await change(phone, code, **parts))["errcode"] == errcode
    assert (await change(phone, code))["errcode"] == 0


async def test_a_false_code_is_refused(phone: Phone) -> None:
    await phone.send_card("a", button_card("t-1"))
    assert (await change(phone, "false"))["errcode"] == 60140
