"""Interactive cards: made once by our own id of them, changed in place, pressed by number."""

import json

import pytest
from ding_double import Ding, ding, frame
from ding_parts import CLIENT, NOON, QUICK, SECRET, settings
from qyapi_double import hang
from test_dingtalk_stream import listening

from bot.channels.dingtalk import DingTalkChannel
from models.messages import Button, Card, Delivered, InboundKind, Outgoing, OutgoingKind, Refused, Unknown
from models.wording.fallbacks import fitted

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


def test_buttons_that_call_back_want_a_template_and_the_stream():
    for given, cards in (
        ({}, False),
        ({"card_template": "t"}, True),
        ({"card_template": "t", "is_stream": False}, False),
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
