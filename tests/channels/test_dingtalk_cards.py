"""Interactive cards: made once by our own id of them, changed in place, pressed by number."""

import json

import pytest
from ding_double import Ding, ding, frame
from ding_parts import CLIENT, NOON, NOON_MS, QUICK, SECRET, VECTORS, settings
from qyapi_double import hang
from test_dingtalk_stream import listening

from bot.channels.contract import Answer, Callback
from bot.channels.dingtalk import DingTalkChannel
from bot.channels.dingtalk_callbacks import card_secret, card_sign, opened_press
from models.errors import CallbackRefused
from models.messages import Button, Card, Delivered, InboundKind, Outgoing, OutgoingKind, Refused, Retry, Unknown
from models.wording.fallbacks import fitted

REGISTER = "v1.0/card/callbacks/register"
CREATE, CHANGE = "v1.0/card/instances/createAndDeliver", "v1.0/card/instances"
CARD = Card(
    "c7f3a", "46号 请认领", "断头路12条", (("牵头", "市住建局"),), (Button("yes", "认领"), Button("no", "不属我局职责"))
)
SHOWN = Outgoing(OutgoingKind.CARD, card=CARD, ref="5")
MADE = {
    "success": True,
    "result": {
        "outTrackId": "c7f3a",
        "deliverResults": [{"spaceType": "IM_ROBOT", "success": True, "carrierId": "pqk9=="}],
    },
}
KNOWN = (400, {"code": "param.cardAlreadyExist", "message": "exists"})


@pytest.fixture
async def server():
    async with ding(SECRET) as double:
        yield double


@pytest.fixture
async def ours(server: Ding):
    given = settings(api_base=server.base, oapi_base=server.base, card_template="tpl.schema")
    channel = DingTalkChannel(given, now=lambda: NOON, timeout_s=0.3, timing=QUICK)
    yield channel
    await channel.close()


async def send(ours, message=SHOWN):
    message = fitted(message, ours.capabilities)
    return await ours.deliver(message.kind, ours.render(message, "lihua"))


def test_buttons_that_call_back_want_a_template_and_a_way_back():
    for given, cards in (
        ({}, False),
        ({"card_template": "t"}, True),
        ({"card_template": "t", "is_stream": False}, False),
        ({"card_template": "t", "is_stream": False, "public_url": "https://m.example.cn"}, True),
    ):
        can = DingTalkChannel(settings(**given), now=lambda: NOON).capabilities
        assert (can.cards, can.card_updates, can.card_buttons) == (cards, cards, 6 if cards else 5)


async def test_a_card_is_made_of_the_templates_variables(server, ours):
    server.will(CREATE, MADE)
    assert await send(ours) == Delivered("pqk9==", "c7f3a")
    [body] = server.bodies(CREATE)
    assert (body["cardTemplateId"], body["outTrackId"], body["callbackType"]) == ("tpl.schema", "c7f3a", "STREAM")
    assert body["openSpaceId"] == "dtv1.card//IM_ROBOT.lihua"
    assert body["imRobotOpenDeliverModel"] == {"spaceType": "IM_ROBOT", "robotCode": CLIENT}
    params = body["cardData"]["cardParamMap"]
    assert (params["title"], params["body"], params["fields"]) == ("46号 请认领", "断头路12条", "牵头：市住建局")
    assert [params[f"button{n}"] for n in range(1, 7)] == ["认领", "不属我局职责", "", "", "", ""]
    assert set(map(type, params.values())) == {str}


async def test_six_choices_stand_on_the_card_and_a_long_text_is_cut(server, ours):
    server.will(CREATE, MADE)
    buttons = tuple(Button(f"k{n}", f"第{n}个") for n in range(1, 7))
    await send(ours, Outgoing(OutgoingKind.CARD, card=Card("c1", "46号", "督" * 900, buttons=buttons)))
    params = server.bodies(CREATE)[0]["cardData"]["cardParamMap"]
    assert params["button6"] == "第6个"
    assert len(params["body"].encode()) <= 1000


async def test_a_lost_answer_is_asked_for_once_more_and_the_card_stands_once(server, ours):
    server.will(CREATE, hang, KNOWN)
    assert await send(ours) == Delivered(ticket="c7f3a")
    server.will(CREATE, hang, (500, {"code": "system.busy", "message": "x"}))
    assert not isinstance(await send(ours), Delivered)
    assert server.bodies(CREATE)[0] == server.bodies(CREATE)[1]


async def test_a_card_is_changed_by_key_with_put(server, ours):
    server.will(CHANGE, {"success": True, "result": True}, {"success": True, "result": True})
    settled = Outgoing(OutgoingKind.CARD_UPDATE, card=CARD, ticket="c7f3a", settled="已认领")
    assert await send(ours, settled) == Delivered(ticket="c7f3a")
    await send(ours, Outgoing(OutgoingKind.CARD_UPDATE, ticket="c7f3a", settled="已处理"))
    whole, word = server.bodies(CHANGE)
    assert whole["cardData"]["cardParamMap"]["settled"] == "已认领"
    assert whole["cardUpdateOptions"]["updateCardDataByKey"] is True
    assert word["cardData"]["cardParamMap"] == {"settled": "已处理"}


@pytest.mark.parametrize(
    ("answer", "outcome", "blame"),
    [
        ((400, {"code": "param.templateUnpublished", "message": "x"}), Refused, "config"),
        ((400, {"code": "param.userIdNotExist", "message": "x"}), Refused, "recipient"),
        ((400, {"code": "param.contentUnsafe", "message": "x"}), Refused, "content"),
        ({"success": True, "result": {"deliverResults": [{"success": False, "errorMsg": "no"}]}}, Refused, "content"),
        ({"success": False}, Unknown, None),
        ({}, Unknown, None),
    ],
)
async def test_what_comes_of_a_card(server, ours, answer, outcome, blame):
    server.will(CREATE, answer)
    found = await send(ours)
    assert isinstance(found, outcome)
    assert getattr(found, "blame", None) == blame


def told(action="b2", **more):
    private = {"cardPrivateData": {"actionIds": [action], "params": more.pop("params", {})}}
    return {"type": "actionCallback", "outTrackId": "c7f3a", "userId": "LiHua", "content": json.dumps(private)} | more


async def test_a_press_is_kept_and_answered_without_a_change(server, ours):
    async with listening(server, ours) as inbox:
        line = await server.connected()
        await line.send_str(
            frame(
                told(params={"text": "不属我局职责"}),
                topic="/v1.0/card/instances/callback",
                number="f1",
                time="1767585600000",
            )
        )
        assert json.loads((await server.acknowledged())["data"]) == {"response": {}}
        await line.send_str(frame(told(), topic="/v1.0/card/instances/callback", number="f2", time="1767585600000"))
        await server.acknowledged()
        for nothing in (
            told(action="zoom"),
            told(content="{"),
            told(userId=""),
            told(outTrackId=""),
            told(content='{"cardPrivateData":[]}'),
        ):
            await line.send_str(frame(nothing, topic="/v1.0/card/instances/callback", number="f3"))
            assert (await server.acknowledged())["code"] == 200
    first, second = (ours.read(one.payload) for one in inbox.kept)
    assert (first.kind, first.user, first.card, first.key, first.ticket) == (
        InboundKind.TAP,
        "lihua",
        "c7f3a",
        "#2:不属我局职责",
        "c7f3a",
    )
    assert (second.key, second.said_at) == ("#2", NOON)
    assert inbox.kept[0].key != inbox.kept[1].key


@pytest.fixture
async def by_address(server: Ding):
    given = settings(
        api_base=server.base, oapi_base=server.base, card_template="tpl.schema", is_stream=False,
        public_url="https://m.example.cn/",
    )  # fmt: skip
    channel = DingTalkChannel(given, now=lambda: NOON, timeout_s=0.3)
    yield channel
    await channel.close()


PRESS = {
    "type": "actionCallback", "outTrackId": "c7f3a", "userId": "LiHua", "userIdType": 1,
    "content": json.dumps({"cardPrivateData": {"actionIds": ["b2"], "params": {"text": "不属我局职责"}}}),
}  # fmt: skip


def posted(told=PRESS, *, stamp=NOON_MS, secret=None):
    signed = card_sign(str(stamp), secret or card_secret(SECRET))
    headers = {"x-ddpaas-signature-timestamp": str(stamp), "x-ddpaas-signature": signed}
    return Callback({}, headers, json.dumps(told).encode())


async def test_by_http_the_address_of_presses_is_registered_once_before_the_first_card(server, by_address):
    server.will(CREATE, MADE, MADE)
    server.will(REGISTER, (500, {"code": "system.error", "message": "x"}))
    assert isinstance(await send(by_address), Retry), "a card whose presses went nowhere is not sent"
    assert server.count(CREATE) == 0
    assert await send(by_address) == await send(by_address) == Delivered("pqk9==", ticket="c7f3a")
    _, told = server.bodies(REGISTER)
    assert told["callbackUrl"] == "https://m.example.cn/callback/dingtalk/cards"
    assert (told["apiSecret"], told["forceUpdate"]) == (card_secret(SECRET), True)
    made = server.bodies(CREATE)[0]
    assert (made["callbackType"], made["callbackRouteKey"]) == ("HTTP", told["callbackRouteKey"])


def test_a_press_that_is_posted_is_kept_and_read_like_one_of_the_stream(by_address):
    door = by_address.doors["/cards"]
    taken = door(posted(), NOON)
    assert (taken.user, taken.answer.body, taken.is_stale) == ("lihua", "{}", False)
    assert door(posted(), NOON).key == taken.key
    assert door(posted(stamp=NOON_MS + 1), NOON).key != taken.key
    said = by_address.read(taken.payload)
    assert (said.kind, said.card, said.key, said.said_at) == (InboundKind.TAP, "c7f3a", "#2:不属我局职责", NOON)
    assert door(posted(stamp=NOON_MS - 3_600_000), NOON).is_stale
    assert door(posted(PRESS | {"content": "{}"}), NOON) == Answer("{}", "application/json")


def test_a_press_that_is_not_signed_by_our_secret_is_refused(by_address):
    stripped = Callback({}, {}, posted().body)
    for call in (posted(secret="another"), stripped, posted([])):
        with pytest.raises(CallbackRefused):
            by_address.doors["/cards"](call, NOON)


@pytest.mark.parametrize("vector", VECTORS["card_callback_sign"], ids=lambda one: one["id"])
def test_the_signed_presses_of_the_reference(vector):
    call = Callback({}, vector["headers"], b"{}")
    try:
        opened_press(call, vector["api_secret"])
        accepted = True
    except CallbackRefused:
        accepted = False
    assert accepted == (vector["expect"] == "accept"), vector["reason"]
