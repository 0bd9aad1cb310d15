"""Tokens, sends and the platform's other calls: what is taken, what is refused, what is shown."""

import json
from datetime import datetime, timedelta

import aiohttp
import pytest
from sandbox_party import (
    AGENT,
    CORP,
    HOUR_AHEAD,
    MARCH,
    SECRET,
    TEXT,
    Phone,
    pass_to,
    tell_roster,
)


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


async def test_long_texts_are_cut_to_whole_characters_within_2048_bytes(phone: Phone) -> None:
    await phone.send_text("a", "进" * 700)
    assert (await phone.shown("a"))[0]["text"] == "进" * 682


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
    body = json.dumps(TEXT | {"enable_duplicate_check": 1, "duplicate_check_interval": 1800}, ensure_ascii=False)
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
    async with phone.session.post(url, params={"access_token": phone.token, "type": kind}, data=form) as answer:
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
