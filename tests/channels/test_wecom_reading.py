"""What the stored payload of a callback says."""

from datetime import UTC, datetime

import pytest
from wecom_parts import AGENT, channel, event_xml, text_xml, xml

from models.messages import Inbound, InboundKind

OURS = channel()


def test_a_text_says_who_when_and_what():
    assert OURS.read(text_xml("12号 已完成80%\n预计下周五前完成")) == Inbound(
        platform="wecom",
        message_id="7591234567890123456",
        user="lihua",
        said_at=datetime(2026, 1, 5, 2, 0, tzinfo=UTC),
        kind=InboundKind.TEXT,
        text="12号 已完成80%\n预计下周五前完成",
    )


SPOKEN = xml(MsgType="voice", MediaId="M-2", Format="amr", Recognition="已经办完了", MsgId=5)
UNSPOKEN = xml(MsgType="voice", MediaId="M-2", Format="amr", MsgId=5)
PICTURE = xml(MsgType="image", PicUrl="http://p.example.test/a.jpg", MediaId="M-1", MsgId=4)
CHOSEN = (
    "<SelectedItems><SelectedItem><QuestionKey><![CDATA[why]]></QuestionKey><{0}s><{0}><![CDATA[wait]]></{0}>"
    "<{0}><![CDATA[staff]]></{0}></{0}s></SelectedItem></SelectedItems>"
)
CARD = {"EventKey": "done", "TaskId": "card-7", "CardType": "button_interaction", "ResponseCode": "RC-7"}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (PICTURE, {"kind": InboundKind.IMAGE, "media": "M-1"}),
        (SPOKEN, {"kind": InboundKind.VOICE, "text": "已经办完了", "media": "M-2"}),
        (UNSPOKEN, {"kind": InboundKind.OTHER, "media": "M-2", "key": "voice"}),
        (
            event_xml("template_card_event", **CARD),
            {"kind": InboundKind.TAP, "card": "card-7", "key": "done", "ticket": "RC-7", "text": ""},
        ),
        (
            event_xml("template_card_event", inner=CHOSEN.format("OptionId"), **CARD),
            {"kind": InboundKind.TAP, "key": "done", "text": "wait,staff"},
        ),
        (
            event_xml("template_card_event", inner=CHOSEN.format("OpitonId"), **CARD),
            {"kind": InboundKind.TAP, "key": "done", "text": "wait,staff"},
        ),
        (
            event_xml("template_card_menu_event", **CARD),
            {"kind": InboundKind.MENU, "card": "card-7", "key": "done", "ticket": "RC-7"},
        ),
        (
            event_xml("click", EventKey="my_tasks"),
            {"kind": InboundKind.MENU, "key": "my_tasks", "card": None},
        ),
        (event_xml("enter_agent", EventKey=""), {"kind": InboundKind.ENTER, "key": None}),
        (event_xml("subscribe"), {"kind": InboundKind.OTHER, "key": "subscribe"}),
        (
            event_xml("change_contact", ChangeType="update_user"),
            {"kind": InboundKind.OTHER, "key": "change_contact"},
        ),
        (event_xml("view", EventKey="https://x.example.test"), {"kind": InboundKind.OTHER, "key": "view"}),
        (xml(MsgType="location", Label="市政府", MsgId=6), {"kind": InboundKind.OTHER, "key": "location"}),
        (xml(MsgType="link", Title="通知", MsgId=6), {"kind": InboundKind.OTHER, "key": "link"}),
        (xml(MsgType="image", MsgId=6), {"kind": InboundKind.OTHER, "media": None}),
        (xml(MsgId=6), {"kind": InboundKind.OTHER, "key": None}),
        (text_xml(""), {"kind": InboundKind.TEXT, "text": ""}),
        (text_xml("a<b & c > d ]]> e"), {"kind": InboundKind.TEXT, "text": "a<b & c > d ]]> e"}),
        (text_xml("👩‍👩‍👧 已办结"), {"kind": InboundKind.TEXT, "text": "👩‍👩‍👧 已办结"}),
        (text_xml("响铃\x07一下"), {"kind": InboundKind.TEXT, "text": "响铃一下"}),
    ],
)
def test_what_a_callback_says(payload, expected):
    inbound = OURS.read(payload)
    assert {name: getattr(inbound, name) for name in expected} == expected
    assert (inbound.platform, inbound.user) == ("wecom", "lihua")


@pytest.mark.parametrize(
    "broken",
    [
        text_xml("x").removesuffix("</xml>"),
        text_xml("x") + "<more/>",
        text_xml("x").replace("<AgentID>", "<AgentID a=1>"),
        xml(inner="<Deep>" * 4000, MsgType="text", MsgId=1),
        xml(inner="&undefined;", MsgType="text", MsgId=1),
        xml(inner="&#0;", MsgType="text", MsgId=1),
    ],
)
def test_what_is_no_xml_is_kept_as_something_else(broken):
    inbound = OURS.read(broken)
    assert (inbound.kind, inbound.user) == (InboundKind.OTHER, "lihua")


@pytest.mark.parametrize("moment", ["", "soon", "9" * 30, "9" * 5000, "-99999999999999", "1e9", "nan"])
def test_what_is_no_moment_is_long_ago(moment):
    inbound = OURS.read(xml(CreateTime=moment, MsgType="text", Content="x", MsgId=1, AgentID=AGENT))
    assert inbound.said_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert inbound.text == "x"
