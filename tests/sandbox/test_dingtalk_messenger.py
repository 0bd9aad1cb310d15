"""DingTalk's sandbox and the bot's channel, written apart, understand each other; and the sandbox refuses as the platform does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from ding_party import CLIENT, SECRET, Party, party

from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.sandbox.media import drawn_picture
from models.messages import (
    Button,
    Card,
    Delivered,
    FileRef,
    InboundKind,
    Outgoing,
    OutgoingKind,
    Refused,
    Retry,
    Unknown,
)
from models.wording.fallbacks import fitted

HELLO = Outgoing(OutgoingKind.TEXT, "46号本月进展还差贵局一句")
CARD = Card(
    "c-0007f3a",
    "46号 请认领",
    "断头路12条",
    (("牵头", "市住建局"),),
    (Button("yes", "认领"), Button("no", "不属我局职责")),
)
SEND = "/v1.0/robot/oToMessages/batchSend"


@pytest.fixture(params=["stream", "http"])
async def both(request):
    async with party(is_stream=request.param == "stream") as ours:
        yield ours


async def card_of(ours: Party) -> Outgoing:
    return fitted(Outgoing(OutgoingKind.CARD, card=CARD), ours.channel.capabilities)


async def test_what_is_said_is_heard(both):
    await both.say("LuGX", text="46号 打通5条")
    [heard] = both.heard
    assert (heard.kind, heard.user, heard.text) == (InboundKind.TEXT, "lugx", "46号 打通5条")
    [bubble] = await both.shown()
    assert (bubble["text"], bubble["pending"], bubble["undelivered"]) == ("46号 打通5条", False, False)


async def test_a_picture_a_voice_and_what_was_written_down_of_it(both):
    await both.say("lugx", image=True)
    await both.say("lugx", voice=True, text="46号我明天报")
    await both.say("lugx", voice=True)
    picture, spoken, unwritten = both.heard
    content, kind = await both.channel.fetch_media(picture.media)
    assert (kind, content[:4]) == ("image/png", b"\x89PNG")
    assert (spoken.kind, spoken.text) == (InboundKind.VOICE, "46号我明天报")
    assert (unwritten.kind, unwritten.key) == (InboundKind.OTHER, "voice")


async def sent_a_while_ago(ours: Party, user: str = "lugx") -> str:
    """The key of a message of two seconds ago: of a newer one the platform knows nothing."""
    sent = await ours.send(HELLO, user)
    await ours.post("time", {"now": (datetime.now(UTC) + timedelta(seconds=2)).isoformat()})
    return sent.platform_id


async def test_who_looked_has_read_it(both):
    assert isinstance(await both.channel.read_by((await both.send(HELLO)).platform_id), Retry)
    key = await sent_a_while_ago(both)
    assert await both.channel.read_by(key) == frozenset()
    await both.post("seen", {"user": "dingtalk:lugx", "id": (await both.shown())[-1]["id"]})
    assert await both.channel.read_by(key) == frozenset({"lugx"})
    await both.post("time", {"now": (datetime.now(UTC) + timedelta(hours=25)).isoformat()})
    assert isinstance(await both.channel.read_by(key), Retry)


async def test_every_form_of_message_is_shown(both):
    assert isinstance(await both.send(HELLO), Delivered)
    assert isinstance(await both.send(Outgoing(OutgoingKind.MARKDOWN, "**46号**\n还差一句")), Delivered)
    assert isinstance(await both.send(await card_of(both)), Delivered)
    media = await both.channel.upload(OutgoingKind.IMAGE, "图.png", drawn_picture("x"))
    assert isinstance(
        await both.send(Outgoing(OutgoingKind.IMAGE, file=FileRef("0", "图.png"), media=media)), Delivered
    )
    media = await both.channel.upload(OutgoingKind.FILE, "通报.docx", b"PK-paper")
    assert isinstance(
        await both.send(Outgoing(OutgoingKind.FILE, file=FileRef("0", "通报.docx"), media=media)), Delivered
    )
    shown = await both.shown()
    assert [one["kind"] for one in shown] == ["text", "markdown", "card", "image", "file"]
    card = shown[2]
    assert card["card"]["shown"]["look"] == "dingtalk"
    assert card["card"]["shown"]["lines"][:2] == [
        {"what": "title", "text": "46号 请认领"},
        {"what": "body", "text": "断头路12条"},
    ]
    assert card["card"]["shown"]["fields"] == [{"name": "牵头", "value": "市住建局"}]
    assert [one["text"] for one in card["buttons"]] == ["认领", "不属我局职责"]
    assert shown[4]["text"] == "通报.docx"


async def test_a_button_types_its_words(both):
    await both.send(await card_of(both))
    [card] = await both.shown()
    await both.post(
        "tap", {"user": "lugx", "platform": "dingtalk", "message": card["id"], "button": card["buttons"][1]["key"]}
    )
    assert await both.get("idle", wait_s="10") == {"pending": 0}
    [heard] = both.heard
    assert heard.text == "选2 不属我局职责 #7f3a"


async def test_who_leaves_is_told(both):
    await both.post("dingtalk/leave", {"users": ["LuGX"]})
    assert await both.get("idle", wait_s="10") == {"pending": 0}
    [heard] = both.heard
    assert (heard.kind, heard.text) == (InboundKind.LEFT, "lugx")


@pytest.mark.parametrize("fault", [{"mode": "duplicate", "copies": 3}, {"mode": "lost_answer"}])
async def test_what_comes_again_has_the_same_key(both, fault):
    await both.post("faults", {"endpoint": "callback", **fault})
    await both.say("lugx", text="好")
    assert len(both.received) == (4 if "copies" in fault else 2)
    assert len(both.heard) == 1


async def test_the_event_address_is_proved(both):
    assert await both.post("verify?platform=dingtalk", {}) == {"ok": True, "cause": ""}


@pytest.mark.parametrize("mode", ["cut", "end"])
async def test_a_line_that_breaks_or_is_to_end_loses_nothing(mode):
    async with party() as ours:
        await ours.say("lugx", text="一")
        await ours.post("faults", {"endpoint": "callback", "mode": mode})
        await ours.say("lugx", text="二")
        await ours.say("lugx", text="三")
        assert [one.text for one in ours.heard] == ["一", "二", "三"]
        assert len(ours.received) == (4 if mode == "cut" else 3)
        ledger = await ours.get("ledger")
        assert [one["status"] for one in ledger["callbacks"]] == (
            [200, 0, 200, 200] if mode == "cut" else [200, 200, 200]
        )


async def test_without_a_bot_a_message_stays_undelivered_and_can_be_sent_again():
    async with party(is_stream=False) as ours:
        ours.statuses = [500] * 4
        await ours.say("lugx", text="好")
        [bubble] = await ours.shown()
        assert bubble["undelivered"]
        await ours.post("resend", {"user": "dingtalk:lugx"})
        assert await ours.get("idle", wait_s="10") == {"pending": 0}
        assert [one.text for one in ours.heard] == ["好"]


async def test_with_the_quota_used_up_words_are_withheld_and_answers_go_by_the_chat():
    async with party(is_stream=False, monthly_messages=1, monthly_calls=1) as ours:
        assert isinstance(await ours.send(HELLO), Delivered)
        refused = await ours.send(HELLO)
        assert isinstance(refused, Refused)
        assert "额度" in refused.error
        await ours.say("lugx", text="一")
        assert await ours.send(HELLO) == Delivered()
        await ours.say("lugx", text="二")
        assert [(one.kind, one.text or one.key) for one in ours.heard] == [
            (InboundKind.TEXT, "一"),
            (InboundKind.OTHER, "withheld"),
        ]
        assert [one["from"] for one in await ours.shown()] == ["bot", "me", "bot", "me"]


async def test_who_is_not_in_the_directory_is_refused(both):
    await both.post("people", [{"user": "lugx", "platform": "dingtalk"}, {"user": "suw"}])
    assert isinstance(await both.send(HELLO), Delivered)
    for user in ("suw", "nobody"):  # known to another messenger only, or to none
        outcome = await both.send(HELLO, user)
        assert isinstance(outcome, Refused)
        assert outcome.blame == "recipient"


async def test_faults_on_order(both):
    for fault, outcome in (
        ({"status": 502}, Unknown),
        ({"code": "system.error", "status": 500}, Unknown),
        ({"drop_after": True}, Unknown),
        ({"truncate": True}, Unknown),
        ({"errcode": 90018}, Retry),
    ):
        await both.post("faults", {"endpoint": SEND, **fault})
        assert isinstance(await both.send(HELLO), outcome), fault
    assert [one["text"] for one in await both.shown()] == [HELLO.text] * 2  # dropped and truncated ones had arrived


async def test_the_platform_refuses_what_the_real_one_refuses():
    async with party() as ours:
        assert (await ours.call(SEND, {}))[1]["code"] == "AuthenticationFailed.MissingParameter"
        assert (await ours.call(SEND, {}, **{"x-acs-dingtalk-access-token": "x"}))[1]["code"] == "InvalidAuthentication"
        _, granted = await ours.call("/v1.0/oauth2/accessToken", {"appKey": CLIENT, "appSecret": SECRET})
        _, again = await ours.call("/v1.0/oauth2/accessToken", {"appKey": CLIENT, "appSecret": SECRET})
        assert granted == again
        head = {"x-acs-dingtalk-access-token": granted["accessToken"]}
        good = {
            "robotCode": CLIENT,
            "userIds": ["a"],
            "msgKey": "sampleText",
            "msgParam": json.dumps({"content": "好"}),
        }
        for change, code in (
            ({"robotCode": "x"}, "invalidParameter.robotCode.notExsit"),
            ({"userIds": []}, "invalidParameter.userIds.empty"),
            ({"userIds": [str(n) for n in range(21)]}, "invalidParameter.userIds.overMax"),
            ({"msgKey": "sampleNothing"}, "invalidParameter.msgKey.invalid"),
            ({"msgParam": {"content": "好"}}, "invalidParameter.msgParam.invalid"),
            ({"msgParam": "[]"}, "invalidParameter.msgParam.invalid"),
            ({"msgParam": "{}"}, "invalidParameter.msgParam.invalid"),
            ({"msgParam": json.dumps({"content": "好" * 6000})}, "invalidParameter.msgParam.tooLong"),
        ):
            status, told = await ours.call(SEND, good | change, **head)
            assert (status, told["code"]) == (400, code)
        assert (await ours.call("/v1.0/nowhere", {}, **head))[1]["errcode"] == 404
        assert (await ours.call("/topapi/nowhere", {}))[1]["errcode"] == 22
        assert (await ours.call("/robot/sendBySession?session=x", {"msgtype": "empty"}))[1]["errcode"] == 300001
        answers = [await ours.call(SEND, good, **head) for _ in range(25)]
        assert any(told.get("code") == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi" for _, told in answers)
        status, told = await ours.call(
            "/v1.0/gateway/connections/open", {"clientId": CLIENT, "clientSecret": "x"}, Accept="application/json"
        )
        assert (status, told["code"]) == (401, "authFailed")
        async with ours.session.get(f"{ours.base}/connect?ticket=x") as answer:
            assert answer.status == 401


@pytest.mark.parametrize("is_stream", [True, False], ids=["stream", "http"])
async def test_an_interactive_card_is_pressed_and_changed_in_place(is_stream):
    async with party(card_template="ours.schema", is_stream=is_stream) as ours:
        assert await ours.send(await card_of(ours)) == Delivered(
            ours_carrier := (await ours.get("ledger"))["sends"][0]["key"], CARD.id
        )
        assert ours_carrier
        assert await ours.send(await card_of(ours)) == Delivered(ticket=CARD.id)  # known by its id
        [card] = await ours.shown()
        assert card["card"]["shown"]["lines"] == [
            {"what": "title", "text": "46号 请认领"},
            {"what": "body", "text": "断头路12条"},
        ]
        assert card["card"]["shown"]["fields"] == [{"name": "牵头", "value": "市住建局"}]
        await ours.post("tap", {"user": "lugx", "message": card["id"], "button": "b2", "platform": "dingtalk"})
        assert await ours.get("idle", wait_s="10") == {"pending": 0}
        [heard] = ours.heard
        assert (heard.kind, heard.card, heard.key) == (InboundKind.TAP, CARD.id, "#2:不属我局职责")
        change = Outgoing(OutgoingKind.CARD_UPDATE, card=CARD, ticket=CARD.id, settled="已认领")
        assert isinstance(await ours.send(change), Delivered)
        [card] = await ours.shown()
        assert (card["settled"], card["buttons"], card["pressed"]) == ("已认领", [], None)
        await ours.post(
            "tap", {"user": "lugx", "message": card["id"], "button": "b1", "platform": "dingtalk"}, status=409
        )


async def test_a_card_of_no_template_is_the_operators_to_mend():
    async with party() as ours:
        given = DingTalkSettings(CLIENT, SECRET, card_template="x.schema", api_base=ours.base)
        channel = DingTalkChannel(given, now=lambda: datetime.now(UTC))
        refused = await channel.deliver("card", channel.render(Outgoing(OutgoingKind.CARD, card=CARD), "lugx"))
        assert isinstance(refused, Refused)
        assert (refused.blame, "DINGTALK_CARD_TEMPLATE" in refused.error) == ("config", True)
        assert isinstance(await channel.deliver("text", channel.render(HELLO, "lugx")), Delivered)  # words go on
        await channel.close()
