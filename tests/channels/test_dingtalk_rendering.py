"""The bodies that go to DingTalk."""

import json
from urllib.parse import unquote

import pytest
from ding_parts import CLIENT, channel

from bot.channels.dingtalk_render import as_session, render
from models.messages import Button, Card, FileRef, Outgoing, OutgoingKind
from models.wording.fallbacks import fitted

OURS = channel()


def sent(message, user="lihua"):
    body = json.loads(render(message, user, robot=CLIENT))
    assert isinstance(body["msgParam"], str)
    return body | {"msgParam": json.loads(body["msgParam"])}


def card(*buttons, **more):
    found = Card(**{"id": "c7f3a", "title": "46号", "body": "断头路12条", "buttons": buttons} | more)
    return fitted(Outgoing(OutgoingKind.CARD, card=found), OURS.capabilities)


def test_a_text_to_one_person():
    assert sent(Outgoing(OutgoingKind.TEXT, "请于今日报送\n46号")) == {
        "robotCode": CLIENT, "userIds": ["lihua"], "msgKey": "sampleText", "msgParam": {"content": "请于今日报送\n46号"},
    }  # fmt: skip


def test_every_value_is_a_string():
    for message in (
        Outgoing(OutgoingKind.MARKDOWN, "**一**\n二"),
        card(Button("y", "认领")),
        card(Button("y", "认领"), Button("n", "不属")),
    ):
        assert {type(value) for value in sent(message)["msgParam"].values()} == {str}


def test_one_button_is_the_whole_card():
    body = sent(card(Button("y", "认领")))
    assert body["msgKey"] == "sampleActionCard"
    assert body["msgParam"]["singleTitle"] == "认领"
    assert unquote(body["msgParam"]["singleURL"]) == "dtmd://dingtalkclient/sendMessage?content=选1 认领 #7f3a"


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_several_buttons_stand_below_each_other_and_type_their_number(count):
    body = sent(card(*(Button(f"k{n}", f"第{n}个") for n in range(1, count + 1))))
    assert body["msgKey"] == f"sampleActionCard{count}"
    assert [body["msgParam"][f"actionTitle{n}"] for n in range(1, count + 1)] == [
        f"第{n}个" for n in range(1, count + 1)
    ]
    assert unquote(body["msgParam"][f"actionURL{count}"]).endswith(f"=选{count} 第{count}个 #7f3a")


def test_six_choices_are_said_in_words():
    body = sent(card(*(Button(f"k{n}", f"第{n}个") for n in range(1, 7))))
    assert body["msgKey"] == "sampleText"
    assert "选6 第6个" in body["msgParam"]["content"]


def test_a_settled_card_is_markdown():
    body = sent(card(fields=(("牵头", "市住建局"),)))
    assert (body["msgKey"], body["msgParam"]["text"]) == (
        "sampleMarkdown",
        "#### 46号\n\n- 牵头：市住建局\n\n断头路12条",
    )


def test_what_people_wrote_is_never_markup():
    body = sent(card(Button("y", "好"), title="# [点我](dtmd://x)", body="![图](http://x)\n**粗** <b> `码`"))
    shown = body["msgParam"]["text"].removeprefix("#### ")
    assert not set("[]*`<>#!_") & set(shown.split("按钮点不动")[0])


def test_a_picture_and_a_paper_by_their_media():
    picture = Outgoing(OutgoingKind.IMAGE, file=FileRef("0" * 64, "图.png"), media="@lAD1")
    assert sent(picture)["msgParam"] == {"photoURL": "@lAD1"}
    paper = Outgoing(OutgoingKind.FILE, file=FileRef("0" * 64, "通报.DOCX"), media="@lAD2")
    assert sent(paper)["msgParam"] == {"mediaId": "@lAD2", "fileName": "通报.DOCX", "fileType": "docx"}


@pytest.mark.parametrize(
    "message",
    [
        Outgoing(OutgoingKind.CARD),
        Outgoing(OutgoingKind.CARD_UPDATE, ticket="t"),
        Outgoing(OutgoingKind.IMAGE, file=FileRef("0" * 64, "图.png")),
        Outgoing(OutgoingKind.FILE, file=FileRef("0" * 64, "程序.exe"), media="m"),
        Outgoing(OutgoingKind.CARD, card=Card("c1", "46号", buttons=(Button("y", "认领"),))),
    ],
)
def test_what_the_platform_has_no_form_for_is_refused(message):
    with pytest.raises(ValueError, match=r"."):
        render(message, "lihua", robot=CLIENT)


def test_a_long_text_is_cut_at_a_character():
    content = sent(Outgoing(OutgoingKind.TEXT, "督" * 4000))["msgParam"]["content"]
    assert content == "督" * 2000


def test_the_same_as_an_answer_into_the_chat():
    def answer(message):
        return json.loads(as_session(json.loads(render(message, "lihua", robot=CLIENT))))

    assert answer(Outgoing(OutgoingKind.TEXT, "好")) == {"msgtype": "text", "text": {"content": "好"}}
    two = answer(card(Button("y", "认领"), Button("n", "不属")))["actionCard"]
    assert [button["title"] for button in two["btns"]] == ["认领", "不属"]
    assert answer(card(Button("y", "认领")))["actionCard"]["singleTitle"] == "认领"
    assert answer(card())["msgtype"] == "markdown"
    picture = Outgoing(OutgoingKind.IMAGE, file=FileRef("0" * 64, "图.png"), media="@lAD1")
    assert as_session(json.loads(render(picture, "lihua", robot=CLIENT))) is None
