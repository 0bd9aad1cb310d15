"""The messenger plays Feishu: its tokens, messages, cards, limits, events and faults, seen from both of its sides."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from feishu_party import APP, KEY, SECRET, TOKEN, Bot, OpenPhone, Phone, button, card

from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import FeishuConfig
from bot.sandbox.media import drawn_picture

MARCH = "2026-03-13T08:40:00+08:00"
CARD = card(
    button("认领", {"card": "c-1", "key": "yes"}), button("不属我局", {"card": "c-1", "key": "no"}, type="danger")
)
SETTLED = card(button("已认领", {}, disabled=True))


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    party, app = Bot(), web.Application()
    app.router.add_post("/callback/feishu", party.handle)
    async with TestServer(app) as server:
        party.url = str(server.make_url("/callback/feishu"))
        yield party


@pytest.fixture
async def open_feishu(bot: Bot) -> AsyncIterator[OpenPhone]:
    servers: list[TestServer] = []
    session = ClientSession()

    async def start(*, state_file: Path | None = None, url: str | None = None) -> Phone:
        app = FeishuConfig(APP, SECRET, bot.key, TOKEN, bot.url if url is None else url)
        config = SandboxConfig(feishu=app, state_file=state_file, retry_gaps_s=(0.01,) * 4, callback_timeout_s=2.0)
        server = TestServer(create_app(config))
        await server.start_server()
        servers.append(server)
        phone = Phone(session, str(server.make_url("")).rstrip("/"))
        await phone.sign_in()
        return phone

    yield start
    for server in servers:
        await server.close()
    await session.close()


@pytest.fixture
async def feishu(open_feishu: OpenPhone) -> Phone:
    return await open_feishu()


async def message(phone: Phone, **more: object) -> str:
    status, answer = await phone.send(**more)  # type: ignore[arg-type]
    assert (status, answer["code"]) == (200, 0), answer
    return str(answer["data"]["message_id"])


async def test_a_token_lives_two_hours_and_has_a_second_beside_it_in_its_last_half(feishu: Phone):
    tokens = []
    for moment in ("09:00", "10:29", "10:31"):
        await feishu.post("time", {"now": f"2026-03-13T{moment}:00+08:00"})
        await feishu.sign_in()
        tokens.append(feishu.token)
    first, same, second = tokens
    assert (same == first, second == first) == (True, False)
    for token, code in ((first, 0), (second, 0)):
        feishu.token = token
        assert (await feishu.send())[1]["code"] == code
    await feishu.post("time", {"now": "2026-03-13T11:01:00+08:00"})
    for token, code in ((first, 99991663), (second, 0)):
        feishu.token = token
        assert (await feishu.send())[1]["code"] == code


@pytest.mark.parametrize(
    ("told", "code"),
    [({"app_id": "cli_x", "app_secret": SECRET}, 10003), ({"app_id": APP, "app_secret": "x"}, 10014), ({}, 10003)],
)
async def test_wrong_credentials_are_told_apart(feishu: Phone, told: dict, code: int):
    assert (await feishu.ask("POST", "auth/v3/tenant_access_token/internal", told))[1]["code"] == code


@pytest.mark.parametrize(("token", "code"), [("", 99991661), ("x", 99991671), ("t-unknown", 99991663)])
async def test_a_call_needs_its_token(feishu: Phone, token: str, code: int):
    feishu.token = token
    assert (await feishu.send())[1]["code"] == code


async def test_a_text_is_on_the_phone_and_its_uuid_sends_once_an_hour(feishu: Phone):
    await feishu.post("time", {"now": MARCH})
    first = await message(feishu, uuid="u-1")
    assert await message(feishu, uuid="u-1") == first
    assert [one["text"] for one in await feishu.shown("a")] == ["好"]
    await feishu.post("time", {"now": "2026-03-13T09:41:00+08:00"})
    assert await message(feishu, uuid="u-1") != first
    assert (await feishu.send(uuid="x" * 51))[1]["code"] == 230001


async def test_one_person_is_reached_by_each_of_his_ids(feishu: Phone):
    people = [
        {"user": "a", "name": "鲁广厦", "unit": "市住建局", "platform": "feishu"},
        {"user": "ou_b", "name": "甘一帆", "platform": "feishu"},
    ]
    await feishu.post("people", people)
    _, answer = await feishu.ask("GET", "contact/v3/users/a", user_id_type="user_id")
    ids = answer["data"]["user"]
    for kind in ("open_id", "union_id", "user_id"):
        await message(feishu, user=ids[kind], by=kind)
    await message(feishu, user="ou_b", by="open_id")
    assert (len(await feishu.shown("a")), len(await feishu.shown("ou_b"))) == (3, 1)
    assert (await feishu.send("nobody"))[1]["code"] == 230034
    assert (await feishu.send("ou_x", by="open_id"))[1]["code"] == 99992351


async def test_people_out_of_reach_are_told_apart(feishu: Phone):
    people = [
        {"user": "a", "platform": "feishu", "visible": False},
        {"user": "b", "platform": "feishu", "licensed": False},
    ]
    await feishu.post("people", people)
    assert [(await feishu.send(user))[1]["code"] for user in ("a", "b")] == [230013, 230053]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {}, 230001),
        ("text", "not an object", 230001),
        ("text", {"text": "长" * 60_000}, 230025),
        ("sticker", {"file_key": "x"}, 230001),
        ("image", {"image_key": "img_v3_unknown"}, 230017),
        ("interactive", {"elements": []}, 230099),
        ("interactive", card({"tag": "action"}), 230099),
        ("interactive", card({"tag": "div", "fields": []}), 230099),
        ("interactive", card(button("x", {}, colour="red")), 230099),
        ("interactive", card(config={"update_multi": False}), 230099),
        ("interactive", card({"tag": "markdown", "content": "长" * 11_000}), 230025),
    ],
)
async def test_what_the_platform_would_not_show_is_refused(feishu: Phone, kind: str, content: object, code: int):
    assert (await feishu.send(kind=kind, content=content))[1]["code"] == code
    assert await feishu.shown("a") == []


async def test_the_sixth_within_a_second_is_one_too_many(feishu: Phone):
    codes = [(await feishu.send())[1]["code"] for _ in range(6)]
    assert codes == [0] * 5 + [230020]
    assert (await feishu.send("b"))[1]["code"] == 0


async def test_a_card_is_changed_in_place_for_fourteen_days(feishu: Phone):
    await feishu.post("time", {"now": MARCH})
    sent = await message(feishu, kind="interactive", content=CARD)
    [shown] = await feishu.shown("a")
    assert ([one["text"] for one in shown["buttons"]], shown["settled"]) == (["认领", "不属我局"], None)
    changed = await feishu.ask("PATCH", f"im/v1/messages/{sent}", {"content": json.dumps(SETTLED)})
    assert changed[1]["code"] == 0
    [shown] = await feishu.shown("a")
    assert (shown["buttons"], shown["settled"]) == ([], "已认领")
    await feishu.post("time", {"now": "2026-03-28T08:40:00+08:00"})
    await feishu.sign_in()
    assert (await feishu.ask("PATCH", f"im/v1/messages/{sent}", {"content": json.dumps(CARD)}))[1]["code"] == 230031


async def test_a_text_is_no_card_and_what_was_withdrawn_is_gone(feishu: Phone):
    sent = await message(feishu)
    assert (await feishu.ask("PATCH", f"im/v1/messages/{sent}", {"content": json.dumps(CARD)}))[1]["code"] == 230001
    assert (await feishu.ask("DELETE", f"im/v1/messages/{sent}"))[1]["code"] == 0
    assert await feishu.shown("a") == []
    assert (await feishu.ask("DELETE", f"im/v1/messages/{sent}"))[1]["code"] == 230011


async def test_who_has_read_it_is_known(feishu: Phone):
    sent = await message(feishu)
    path = f"im/v1/messages/{sent}/read_users"
    assert (await feishu.ask("GET", path, user_id_type="user_id"))[1]["data"]["items"] == []
    [bubble] = await feishu.shown("a")
    await feishu.post("seen", {"user": "feishu:a", "id": bubble["id"]})
    assert (await feishu.ask("GET", path, user_id_type="user_id"))[1]["data"]["items"][0]["user_id"] == "a"


async def test_words_travel_sealed_and_signed_and_again_until_they_are_answered(feishu: Phone, bot: Bot):
    bot.statuses = [500, 302, 404]
    said = await feishu.say("a", "方案下周五报 😀")
    await feishu.quiet()
    told = [(event["header"]["event_id"], event["event"]["message"]["message_id"]) for event in bot.events]
    assert (len(told), set(told)) == (4, {(told[0][0], said)})
    assert json.loads(bot.events[0]["event"]["message"]["content"]) == {"text": "方案下周五报 😀"}
    assert not (await feishu.shown("a"))[0]["undelivered"]


async def test_words_that_nobody_takes_say_so(feishu: Phone, bot: Bot):
    bot.statuses = [500] * 5
    await feishu.say("a", "好")
    await feishu.quiet()
    assert (await feishu.shown("a"))[0]["undelivered"]


async def test_a_tap_is_carried_once_and_its_answer_may_change_the_card(feishu: Phone, bot: Bot):
    sent = await message(feishu, kind="interactive", content=CARD)
    [shown] = await feishu.shown("a")
    tap = {"user": "a", "platform": "feishu", "message": shown["id"], "button": shown["buttons"][0]["key"]}
    bot.statuses = [500]
    await feishu.post("tap", tap)
    await feishu.quiet()
    assert [event["event"]["action"]["value"] for event in bot.events] == [{"card": "c-1", "key": "yes"}]
    assert bot.events[0]["event"]["context"]["open_message_id"] == sent
    assert len(bot.events[0]["header"]["create_time"]) == 16
    bot.reply = {"toast": {"type": "success", "content": "已记下"}, "card": {"type": "raw", "data": SETTLED}}
    await feishu.post("tap", tap)
    await feishu.quiet()
    shown, lost, toast = await feishu.shown("a")
    assert (shown["settled"], lost["kind"], toast["text"]) == ("已认领", "notice", "已记下")
    await feishu.post("tap", tap, status=409)


async def test_events_come_twice_and_forged(feishu: Phone, bot: Bot):
    for mode, events, refused in (
        ("duplicate", 4, 0),
        ("renamed", 4, 0),
        ("lost_answer", 2, 0),
        ("bad_signature", 1, 1),
    ):
        bot.events.clear()
        bot.refused = 0
        await feishu.post("faults", {"endpoint": "callback", "mode": mode, "copies": 3})
        await feishu.say("a", mode)
        await feishu.quiet()
        assert (len(bot.events), bot.refused) == (events, refused), mode
        names = {event["header"]["event_id"] for event in bot.events}
        assert len(names) == (4 if mode == "renamed" else 1)
        assert len({event["event"]["message"]["message_id"] for event in bot.events}) == 1


@pytest.mark.parametrize("mode", ["foreign_receiver", "bad_padding"])
async def test_what_no_key_opens_is_sent_before_the_right_one(feishu: Phone, bot: Bot, mode: str):
    await feishu.post("faults", {"endpoint": "callback", "mode": mode})
    await feishu.say("a", "好")
    await feishu.quiet()
    assert (len(bot.events), bot.refused) == (1, 1)


async def test_without_a_key_events_are_plain(open_feishu: OpenPhone, bot: Bot):
    bot.key = ""
    phone = await open_feishu()
    await phone.say("a", "好")
    await phone.quiet()
    assert bot.events[0]["header"]["token"] == TOKEN
    assert await phone.post("verify?platform=feishu", {}) == {"ok": True, "cause": ""}


async def test_the_address_is_proved(feishu: Phone, open_feishu: OpenPhone):
    assert await feishu.post("verify?platform=feishu", {}) == {"ok": True, "cause": ""}
    lost = await open_feishu(url="http://127.0.0.1:9/callback/feishu")
    assert (await lost.post("verify?platform=feishu", {}))["ok"] is False


async def test_pictures_are_fetched_from_the_message_they_came_in(feishu: Phone, bot: Bot):
    await feishu.post("say", {"user": "a", "platform": "feishu", "image": True})
    await feishu.post("say", {"user": "a", "platform": "feishu", "voice": True})
    await feishu.quiet()
    picture, voice = (event["event"]["message"] for event in bot.events)
    key = json.loads(picture["content"])["image_key"]
    url = f"{feishu.base}/open-apis/im/v1/messages/{picture['message_id']}/resources/{key}"
    headers = {"Authorization": f"Bearer {feishu.token}"}
    async with feishu.session.get(url, params={"type": "image"}, headers=headers) as answer:
        assert (await answer.read())[:4] == b"\x89PNG"
    status, answer = await feishu.ask("GET", f"im/v1/messages/{voice['message_id']}/resources/{key}", type="image")
    assert (status, answer["code"]) == (400, 234003)


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        ("images", {"image_type": "message", "image": b"GIF89a"}, 234011),
        ("images", {"image_type": "other", "image": drawn_picture("x")}, 234001),
        ("files", {"file_type": "exe", "file_name": "a", "file": b"x"}, 234001),
        ("files", {"file_type": "stream", "file_name": "a", "file": b""}, 234010),
        ("files", {"file_type": "stream", "file_name": "台账.xlsx", "file": b"PK"}, 0),
    ],
)
async def test_uploads_are_checked(feishu: Phone, path: str, fields: dict, code: int):
    from aiohttp import FormData

    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value, **({"filename": "x"} if isinstance(value, bytes) else {}))
    headers = {"Authorization": f"Bearer {feishu.token}"}
    async with feishu.session.post(f"{feishu.base}/open-apis/im/v1/{path}", data=form, headers=headers) as answer:
        assert (await answer.json())["code"] == code


async def test_the_directory_comes_in_pages(feishu: Phone):
    people = [{"user": f"u{n}", "name": f"第{n}人", "unit": f"第{n % 3}局", "platform": "feishu"} for n in range(7)]
    await feishu.post("people", people)
    path, names, token = "contact/v3/departments/0/children", [], ""
    while True:
        _, answer = await feishu.ask("GET", path, page_size="2", **({"page_token": token} if token else {}))
        names += [one["name"] for one in answer["data"]["items"]]
        if not answer["data"]["has_more"]:
            break
        token = answer["data"]["page_token"]
    assert names == ["第0局", "第1局", "第2局"]
    first = answer["data"]["items"][0] if len(names) % 2 else None
    assert first
    _, answer = await feishu.ask(
        "GET", "contact/v3/users/find_by_department", department_id=first["open_department_id"]
    )
    assert [one["name"] for one in answer["data"]["items"]] == ["第2人", "第5人"]
    for query, code in (({"page_size": "51"}, 40011), ({"page_token": "x"}, 40012)):
        assert (await feishu.ask("GET", path, **query))[1]["code"] == code
    assert (await feishu.ask("GET", "contact/v3/users/find_by_department", department_id="od-99"))[1]["code"] == 40004
    assert (await feishu.ask("GET", "contact/v3/users/nobody", user_id_type="user_id"))[1]["code"] == 41050


async def test_faults_are_played_on_order(feishu: Phone):
    await feishu.post("faults", {"endpoint": "im/v1/messages", "errcode": 99991400})
    status, answer = await feishu.send()
    assert (status, answer["code"]) == (429, 99991400)
    await feishu.post("faults", {"endpoint": "open-apis/im/v1/messages", "truncate": True})
    with pytest.raises(ValueError, match=r"."):
        await feishu.send()
    assert (await feishu.send())[0] == 200
    assert len(await feishu.shown("a")) == 2


async def test_phones_outlive_the_messenger(open_feishu: OpenPhone, tmp_path: Path):
    first = await open_feishu(state_file=tmp_path / "phones.jsonl")
    sent = await message(first, kind="interactive", content=CARD, uuid="u-1")
    second = await open_feishu(state_file=tmp_path / "phones.jsonl")
    [shown] = await second.shown("a")
    assert shown["card"]["shown"]["look"] == "feishu"
    assert await message(second, kind="interactive", content=CARD, uuid="u-1") == sent
    assert KEY not in (tmp_path / "phones.jsonl").read_text()
