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
        (
            xml(MsgType="video", MediaId="M-3", ThumbMediaId="M-4", MsgId=6),
            {"kind": InboundKind.UNUSABLE, "key": "video", "media": "M-3"},
        ),
        (
            xml(MsgType="location", Location_X="34.26", Location_Y="108.94", Scale=15, Label="市政府", MsgId=6),
            {"kind": InboundKind.UNUSABLE, "key": "location"},
        ),
        (
            xml(MsgType="link", Title="通知", Description="…", Url="https://n.example.test", PicUrl="", MsgId=6),
            {"kind": InboundKind.UNUSABLE, "key": "link", "text": "通知"},
        ),
        (xml(MsgType="file", MediaId="M-5", MsgId=6), {"kind": InboundKind.UNUSABLE, "key": "file"}),
        (event_xml("subscribe"), {"kind": InboundKind.JOINED, "text": "lihua"}),
        (event_xml("unsubscribe"), {"kind": InboundKind.LEFT, "text": "lihua", "key": "unsubscribe"}),
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


def changes(change: str, **elements: str) -> str:
    return xml(FromUserName="sys", MsgType="event", Event="change_contact", ChangeType=change, **elements)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (changes("create_user", UserID="ZhaoLiu", Name="赵六"), {"kind": InboundKind.JOINED, "text": "zhaoliu"}),
        (changes("delete_user", UserID="ZhaoLiu"), {"kind": InboundKind.LEFT, "text": "zhaoliu", "key": None}),
        (
            changes("update_user", UserID="ZhaoLiu", NewUserID="zhao.liu"),
            {"kind": InboundKind.RENAMED, "user": "zhao.liu", "aliases": ("zhaoliu",)},
        ),
        (changes("update_user", UserID="ZhaoLiu", NewUserID="zhaoliu"), {"kind": InboundKind.OTHER}),
        (changes("update_user", UserID="ZhaoLiu", Department="12,15"), {"kind": InboundKind.OTHER}),
        (changes("delete_user"), {"kind": InboundKind.OTHER}),
        (changes("create_party", Id="15", Name="三处", ParentId="3", Order="1"), {"kind": InboundKind.OTHER}),
        (changes("update_party", Id="15", ParentId="3"), {"kind": InboundKind.OTHER}),
        (changes("delete_party", Id="15"), {"kind": InboundKind.OTHER}),
        (changes("update_tag", TagId="3", AddUserItems="lihua"), {"kind": InboundKind.OTHER, "key": "change_contact"}),
    ],
)
def test_what_the_contacts_say(payload, expected):
    inbound = OURS.read(payload)
    assert {name: getattr(inbound, name) for name in expected} == expected


WARNINGS = (
    "inactive_alert", "low_active_alert", "close_inactive_agent", "reopen_inactive_agent", "low_active", "active_restored",
)  # fmt: skip
NOTHING_TO_DO = (
    "LOCATION", "view", "view_miniprogram", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album",
    "pic_weixin", "location_select", "batch_job_result", "open_approval_change", "share_agent_change",
    "share_chain_change", "taskcard_click", "unheard_of",
)  # fmt: skip


@pytest.mark.parametrize(
    ("event", "kind"),
    [*((name, InboundKind.WARNED) for name in WARNINGS), *((name, InboundKind.OTHER) for name in NOTHING_TO_DO)],
)
def test_other_events_are_told_apart_by_name(event, kind):
    inbound = OURS.read(event_xml(event, EventKey="k", EffectTime="1767578600"))
    assert (inbound.kind, inbound.key) == (kind, event)


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
