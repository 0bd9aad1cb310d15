"""The platform's rules for what the bot sends."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from sandbox_party import AGENT, CORP, SECRET, OpenPhone, Phone, button_card

from bot.sandbox import SandboxConfig, serve

TEXT = {"touser": "a", "msgtype": "text", "agentid": AGENT, "text": {"content": "好"}}
HOUR_AHEAD, MARCH = "2026-03-13T09:40:00+08:00", "2026-03-13T08:40:00+08:00"


async def pass_to(phone: Phone, moment: str) -> None:
    await phone.post("time", {"now": moment})


async def tell_roster(phone: Phone, *people: dict) -> None:
    await phone.post("people", [{"user": "a", "name": "鲁广厦", "unit": "市住建局"}, *people])


@pytest.mark.parametrize(
    ("query", "errcode"),
    [
        ({"corpsecret": SECRET}, 41002),
        ({"corpid": CORP}, 41004),
        ({"corpid": "wwother", "corpsecret": SECRET}, 40013),
        ({"corpid": CORP, "corpsecret": "wrong"}, 40001),
    ],
)
async def test_wrong_credentials_get_no_token(phone: Phone, query: dict, errcode: int) -> None:
    answer = await phone.call("gettoken", **query)
    assert answer["errcode"] == errcode
    assert f"query?e={errcode}" in answer["errmsg"]


async def test_a_token_stays_the_same_for_two_hours_and_then_expires(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    first = phone.token
    await pass_to(phone, HOUR_AHEAD)
    again = await phone.call("gettoken", corpid=CORP, corpsecret=SECRET)
    assert again["access_token"] == first
    assert 3590 <= again["expires_in"] <= 3600
    await pass_to(phone, "2026-03-13T10:41:00+08:00")
    assert (await phone.send_text("a", "好"))["errcode"] == 42001
    await phone.sign_in()
    assert phone.token != first
    assert (await phone.send_text("a", "好"))["errcode"] == 0


async def test_a_call_without_or_with_a_strange_or_revoked_token_is_refused(phone: Phone) -> None:
    assert (await phone.call("message/send", TEXT, access_token=""))["errcode"] == 41001
    assert (await phone.call("message/send", TEXT, access_token="x"))["errcode"] == 40014
    await phone.post("revoke-token", {})
    assert (await phone.call("message/send", TEXT))["errcode"] == 40014


BAD_SENDS = [
    (b"{not json", 40058),
    (b'["a"]', 40058),
    (json.dumps(TEXT).encode(), 40033),
    (TEXT | {"agentid": None}, 41011),
    (TEXT | {"agentid": 7}, 301002),
    (TEXT | {"touser": ["a"]}, 40063),
    (TEXT | {"touser": ""}, 82001),
    (TEXT | {"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
    (TEXT | {"toparty": "|".join(map(str, range(101)))}, 82002),
    (TEXT | {"totag": "|".join(map(str, range(101)))}, 82003),
    (TEXT | {"touser": "nobody"}, 81013),
    (TEXT | {"msgtype": "pigeon"}, 40008),
    (TEXT | {"text": {"content": ""}}, 44004),
    (TEXT | {"msgtype": "image", "image": {"media_id": "gone"}}, 40007),
    (TEXT | {"msgtype": "image", "image": {}}, 40007),
    (TEXT | {"msgtype": "textcard", "textcard": {"description": "x", "url": "http://x"}}, 41016),
    (TEXT | {"msgtype": "textcard", "textcard": {"title": "x", "url": "http://x"}}, 41033),
    (TEXT | {"msgtype": "textcard", "textcard": {"title": "x", "description": "x", "url": "x"}}, 45034),
    (TEXT | {"msgtype": "news", "news": {"articles": []}}, 45008),
]


@pytest.mark.parametrize(("body", "errcode"), BAD_SENDS)
async def test_a_bad_send_is_refused_and_shown_to_nobody(phone: Phone, body: object, errcode: int) -> None:
    await tell_roster(phone)
    assert (await phone.call("message/send", body))["errcode"] == errcode
    assert await phone.shown("a") == []
    ledger = await phone.get("ledger")
    assert [send["errcode"] for send in ledger["sends"]] == [errcode]


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


@pytest.mark.parametrize(
    ("card", "changeable"), [(NOTICE, False), (NEWS, False), (VOTE, True), (SELECTS, True)]
)
async def test_every_kind_of_card_is_taken(phone: Phone, card: dict, changeable: bool) -> None:
    answer = await phone.send_card("a", card)
    assert answer["errcode"] == 0
    assert ("response_code" in answer) is changeable


async def test_a_card_needs_a_callback_address(open_phone: OpenPhone) -> None:
    phone = await open_phone(callback_url="")
    assert (await phone.send_card("a", button_card("t-1")))["errcode"] == 43012


async def test_long_texts_are_cut_to_whole_characters_within_2048_bytes(phone: Phone) -> None:
    await phone.send_text("a", "进" * 700)
    assert (await phone.shown("a"))[0]["text"] == "进" * 682


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


async def test_some_receivers_may_be_invalid_or_unlicensed_and_the_others_still_get_it(phone: Phone) -> None:
    await tell_roster(phone, {"user": "B", "licensed": False}, {"user": "c", "visible": False})
    answer = await phone.send_text("A|b|C|WangWu", "好")
    assert answer["errcode"] == 0
    assert answer["invaliduser"] == "c|wangwu"
    assert answer["unlicenseduser"] == "b"
    assert [one["text"] for one in await phone.shown("a")] == ["好"]
    assert await phone.shown("b") == []


async def test_all_receivers_means_the_visible_roster(phone: Phone) -> None:
    await tell_roster(phone, {"user": "b"})
    await phone.send_text("@all", "好")
    assert len(await phone.shown("a")) == len(await phone.shown("b")) == 1


async def test_the_same_bytes_within_the_interval_appear_once(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    body = json.dumps(
        TEXT | {"enable_duplicate_check": 1, "duplicate_check_interval": 1800}, ensure_ascii=False
    )
    for _ in range(2):
        assert (await phone.call("message/send", body.encode()))["errcode"] == 0
    assert len(await phone.shown("a")) == 1
    await phone.call("message/send", (body + " ").encode())
    assert len(await phone.shown("a")) == 2
    await pass_to(phone, "2026-03-13T09:11:00+08:00")
    await phone.call("message/send", body.encode())
    assert len(await phone.shown("a")) == 3
    sends = (await phone.get("ledger"))["sends"]
    assert [bool(send["repeats"]) for send in sends] == [False, True, False, False]


async def test_without_the_check_the_same_bytes_appear_twice(phone: Phone) -> None:
    for _ in range(2):
        await phone.call("message/send", TEXT)
    assert len(await phone.shown("a")) == 2


async def test_a_task_id_is_good_for_one_card(phone: Phone) -> None:
    assert (await phone.send_card("a", button_card("t-1")))["errcode"] == 0
    assert (await phone.send_card("b", button_card("t-1")))["errcode"] == 42014


async def test_the_thirty_first_message_of_a_minute_is_dropped_in_silence(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    answers = [await phone.send_text("a", str(number)) for number in range(31)]
    assert {answer["errcode"] for answer in answers} == {0}
    assert [one["text"] for one in await phone.shown("a")] == [str(number) for number in range(30)]
    assert (await phone.get("ledger"))["sends"][-1]["fates"] == {"a": "dropped"}
    await pass_to(phone, "2026-03-13T08:41:30+08:00")
    await phone.send_text("a", "再来")
    assert (await phone.shown("a"))[-1]["text"] == "再来"


async def test_the_thousand_and_first_message_of_an_hour_is_dropped(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    for turn in range(34):
        await pass_to(phone, (datetime.fromisoformat(MARCH) + timedelta(seconds=75 * turn)).isoformat())
        for number in range(30):
            await phone.send_text("a", f"{turn}-{number}")
    assert len(await phone.shown("a")) == 1000


def update(code: str, **parts: object) -> dict:
    body = {"userids": ["a"], "agentid": AGENT, "response_code": code, "button": {"replace_name": "已认领"}}
    return body | parts


async def change(phone: Phone, code: str, **parts: object) -> dict:
    return await phone.call("message/update_template_card", update(code, **parts))


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
async def test_a_bad_change_is_refused_and_does_not_use_the_code_up(
    phone: Phone, parts: dict, errcode: int
) -> None:
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    assert (await change(phone, code, **parts))["errcode"] == errcode
    assert (await change(phone, code))["errcode"] == 0


async def test_a_false_code_is_refused(phone: Phone) -> None:
    await phone.send_card("a", button_card("t-1"))
    assert (await change(phone, "false"))["errcode"] == 60140


async def test_a_recalled_message_leaves_the_phones(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    first, second = await phone.send_text("a|b", "错了"), await phone.send_text("a", "对的")
    assert (await phone.call("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    assert [one["text"] for one in await phone.shown("a")] == ["对的"]
    assert await phone.shown("b") == []
    assert (await phone.call("message/recall", {"msgid": "other"}))["errcode"] == 40058
    await pass_to(phone, "2026-03-14T08:50:00+08:00")
    await phone.sign_in()
    assert (await phone.call("message/recall", {"msgid": second["msgid"]}))["errcode"] == 42052


async def test_statistics_count_person_times_of_the_day(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    await phone.send_text("a|b", "好")
    today = await phone.call("message/get_statistics", {"time_type": 0})
    yesterday = await phone.call("message/get_statistics", {"time_type": 1})
    assert today["statistics"][0]["count"] == 2
    assert yesterday["statistics"][0]["count"] == 0


async def upload(phone: Phone, kind: str, content: bytes) -> dict:
    form = aiohttp.FormData()
    form.add_field("media", content, filename="周报.png", content_type="application/octet-stream")
    url = f"{phone.base}/cgi-bin/media/upload"
    async with phone.session.post(
        url, params={"access_token": phone.token, "type": kind}, data=form
    ) as answer:
        return await answer.json()


async def test_an_uploaded_picture_is_sent_and_kept_for_three_days(phone: Phone) -> None:
    await pass_to(phone, MARCH)
    await phone.sign_in()
    uploaded = await upload(phone, "image", b"\x89PNG\r\n\x1a\n picture")
    assert isinstance(uploaded["created_at"], str)
    body = TEXT | {"msgtype": "image", "image": {"media_id": uploaded["media_id"]}}
    assert (await phone.call("message/send", body))["errcode"] == 0
    (shown,) = await phone.shown("a")
    async with phone.session.get(f"{phone.base}/sandbox/media/{shown['media']}") as answer:
        assert answer.content_type == "image/png"
    await pass_to(phone, "2026-03-16T08:41:00+08:00")
    await phone.sign_in()
    gone = await phone.call("media/get", media_id=uploaded["media_id"])
    assert gone["errcode"] == 40007


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [("image", b"%PDF-1.7", 40005), ("file", b"tiny", 40006), ("song", b"#!AMR\n123", 40004)],
)
async def test_a_bad_upload_is_refused(phone: Phone, kind: str, content: bytes, errcode: int) -> None:
    assert (await upload(phone, kind, content))["errcode"] == errcode


async def test_the_menu_can_be_set_read_and_removed(phone: Phone) -> None:
    assert (await phone.call("menu/get", agentid=str(AGENT)))["errcode"] == 46003
    menu = {"button": [{"type": "click", "name": "台账", "key": "ledger"}]}
    assert (await phone.call("menu/create", menu, agentid=str(AGENT)))["errcode"] == 0
    assert (await phone.call("menu/get", agentid=str(AGENT)))["button"] == menu["button"]
    await phone.post("menu", {"user": "a", "key": "ledger"})
    await phone.call("menu/delete", agentid=str(AGENT))
    await phone.post("menu", {"user": "a", "key": "ledger"}, status=404)
    await phone.quiet()
    for entry, errcode in (
        ({"type": "click", "name": "台账"}, 40019),
        ({"type": "x", "name": "台账"}, 40016),
    ):
        assert (await phone.call("menu/create", {"button": [entry]}))["errcode"] == errcode
    assert (await phone.call("menu/create", {"button": []}))["errcode"] == 40017


async def test_members_and_departments_come_from_the_roster(phone: Phone) -> None:
    await tell_roster(phone, {"user": "Li.Hua", "name": "李华", "unit": "市水利局", "role": "单位负责人"})
    member = await phone.call("user/get", userid="li.hua")
    assert (member["userid"], member["department"], member["is_leader_in_dept"]) == ("Li.Hua", [3], [1])
    assert (await phone.call("user/get", userid="nobody"))["errcode"] == 60111
    departments = (await phone.call("department/list"))["department"]
    assert [one["name"] for one in departments] == ["全部", "市住建局", "市水利局"]
    assert departments[2]["department_leader"] == ["Li.Hua"]
    people = await phone.call("user/simplelist", department_id="3")
    assert [one["name"] for one in people["userlist"]] == ["李华"]
    assert [one["id"] for one in (await phone.call("department/simplelist"))["department_id"]] == [1, 2, 3]
    assert (await phone.call("agent/get", agentid=str(AGENT)))["agentid"] == AGENT
    assert (await phone.call("agent/get", agentid="7"))["errcode"] == 301002
    assert (await phone.call("getcallbackip"))["ip_list"] == ["127.0.0.1"]


async def test_a_call_by_the_wrong_method_or_name_is_refused(phone: Phone) -> None:
    assert (await phone.call("message/send"))["errcode"] == 43002
    assert (await phone.call("message/whistle", {}))["errcode"] == 40066


async def test_an_ordered_error_is_answered_so_many_times_and_nothing_is_done(phone: Phone) -> None:
    await phone.post("faults", {"endpoint": "message/send", "errcode": 45009, "times": 2})
    answers = [(await phone.send_text("a", "好"))["errcode"] for _ in range(3)]
    assert answers == [45009, 45009, 0]
    assert len(await phone.shown("a")) == 1


async def test_a_broken_gateway_a_cut_line_and_half_an_answer(phone: Phone) -> None:
    url, query = f"{phone.base}/cgi-bin/message/send", {"access_token": phone.token}
    body = json.dumps(TEXT, ensure_ascii=False).encode()
    await phone.post("faults", {"endpoint": "message/send", "status": 502})
    async with phone.session.post(url, params=query, data=body) as answer:
        assert answer.status == 502
    assert await phone.shown("a") == []
    await phone.post("faults", {"endpoint": "message/send", "drop_after": True})
    with pytest.raises(aiohttp.ClientError):
        await phone.session.post(url, params=query, data=body)
    assert len(await phone.shown("a")) == 1
    await phone.post("faults", {"endpoint": "message/send", "truncate": True})
    async with phone.session.post(url, params=query, data=body) as answer:
        with pytest.raises(ValueError):  # noqa: PT011
            json.loads(await answer.text())
    await phone.post("faults", {"endpoint": "message/send", "delay_s": 0.05})
    assert (await phone.call("message/send", TEXT))["errcode"] == 0
    assert len(await phone.shown("a")) == 3


async def test_faults_can_be_read_and_called_off(phone: Phone) -> None:
    await phone.post("faults", {"endpoint": "*", "errcode": -1, "times": 9})
    (standing,) = await phone.get("faults")
    assert standing["times"] == 9
    async with phone.session.delete(f"{phone.base}/sandbox/faults") as answer:
        assert await answer.json() == []
    assert (await phone.send_text("a", "好"))["errcode"] == 0
    for nonsense in (
        {"endpoint": "x", "mode": "nonsense"},
        {"endpoint": "callback", "errcode": 1},
        {"endpoint": "message/send", "mode": "duplicate"},
        {"endpoint": "message/send"},
    ):
        await phone.post("faults", nonsense, status=400)


async def test_time_is_told_once_freely_and_then_only_forwards(phone: Phone) -> None:
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T08:40:00")
    assert (await phone.post("time", {"now": HOUR_AHEAD}))["now"].startswith("2026-03-13T09:40:00")
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T09:40:00")
    await phone.post("time", {"now": "tomorrow"}, status=400)


async def test_phones_outlive_the_messenger(open_phone: OpenPhone, tmp_path: Path) -> None:
    state = tmp_path / "phones" / "state.jsonl"
    phone = await open_phone(state_file=state)
    await pass_to(phone, MARCH)
    await phone.sign_in()
    await tell_roster(phone)
    code = (await phone.send_card("a", button_card("t-1")))["response_code"]
    await phone.post("say", {"user": "a", "text": "收到", "image": True})
    await phone.quiet()
    await change(phone, code)
    before = await phone.shown("a")
    with state.open("a", encoding="utf-8") as file:
        file.write('{"kind": "entry", "at": "2026-03-13T08:4')

    again = await open_phone(state_file=state)
    assert await again.shown("a") == before
    assert (await change(again, code))["errcode"] == 60140
    assert (await again.send_card("a", button_card("t-1")))["errcode"] == 42014
    assert (await again.send_text("nobody", "好"))["errcode"] == 81013
    assert (await again.post("time", {"now": "2026-03-01T08:00:00+08:00"}))["now"].startswith(
        "2026-03-13T08:40"
    )
    await again.send_text("a", "新的")
    third = await open_phone(state_file=state)
    assert [one["text"] for one in await third.shown("a")][-1] == "新的"


async def test_words_on_their_way_when_the_messenger_stopped_are_marked(
    open_phone: OpenPhone, tmp_path: Path
) -> None:
    state = tmp_path / "state.jsonl"
    phone = await open_phone(state_file=state)
    await phone.post("faults", {"endpoint": "callback", "delay_s": 60})
    await phone.say("a", "在吗")
    again = await open_phone(state_file=state)
    assert (await again.shown("a"))[0]["undelivered"] is True


async def test_a_reset_empties_the_phones_and_frees_the_clock(open_phone: OpenPhone, tmp_path: Path) -> None:
    phone = await open_phone(state_file=tmp_path / "state.jsonl")
    await pass_to(phone, HOUR_AHEAD)
    await phone.sign_in()
    await phone.send_text("a", "好")
    await phone.post("reset", {})
    assert await phone.shown("a") == []
    assert (await phone.post("time", {"now": MARCH}))["now"].startswith("2026-03-13T08:40")


async def test_a_reset_forgets_what_was_on_its_way(open_phone: OpenPhone) -> None:
    phone = await open_phone(callback_url="http://127.0.0.1:9/callback/wecom")
    await phone.say("a", "在吗")
    await phone.post("reset", {})
    await phone.quiet()
    assert await phone.shown("a") == []


async def test_unread_counts_the_bots_messages_since_last_looked(phone: Phone) -> None:
    await phone.send_text("a", "一")
    await phone.say("a", "二")
    await phone.send_text("a", "三")
    assert (await phone.get("unread"))["phones"]["a"]["unread"] == 2
    await phone.post("seen", {"user": "a", "id": (await phone.shown("a"))[-1]["id"]})
    assert (await phone.get("unread"))["phones"]["a"] | {"at": None} == {
        "unread": 0,
        "at": None,
        "kind": "text",
        "text": "三",
    }
    await phone.quiet()


async def test_people_are_the_roster_and_strangers_who_spoke(phone: Phone) -> None:
    await tell_roster(phone)
    await phone.say("passerby", "有人吗")
    await phone.quiet()
    assert [(one["user"], one["known"]) for one in await phone.get("people")] == [
        ("a", True),
        ("passerby", False),
    ]


async def test_changes_since_a_revision_tell_of_settled_and_recalled_bubbles(phone: Phone) -> None:
    sent = await phone.send_card("a", button_card("t-1"))
    rev = (await phone.shown("a"))[-1]["rev"]
    await change(phone, sent["response_code"])
    (changed,) = await phone.shown("a", since_rev=str(rev))
    assert changed["settled"] == "已认领"
    await phone.call("message/recall", {"msgid": sent["msgid"]})
    (recalled,) = await phone.shown("a", since_rev=str(changed["rev"]))
    assert recalled["recalled"] is True


async def test_served_it_answers_until_it_is_cancelled() -> None:
    port = unused_port()
    config = SandboxConfig("ww", 1, "s", "t", "k" * 43, "http://127.0.0.1:9/", port=port)
    running = asyncio.create_task(serve(config))
    async with aiohttp.ClientSession() as session:
        page = await _first_answer(session, f"http://127.0.0.1:{port}/sandbox/")
        assert "沙箱" in page
        async with session.get(f"http://127.0.0.1:{port}/") as home:
            assert home.url.path == "/sandbox/"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def _first_answer(session: aiohttp.ClientSession, url: str) -> str:
    async with asyncio.timeout(5):
        while True:
            try:
                async with session.get(url) as answer:
                    return await answer.text()
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        SandboxConfig("ww", 1, "s", "t", "k" * 43, "http://127.0.0.1/", host=host)
