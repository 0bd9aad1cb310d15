"""Message bodies: what WeCom takes, and what it would take for something else."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wecom_parts import AGENT, channel

from bot.channels.wecom_render import cut_bytes
from models.messages import Button, ButtonStyle, Card, Outgoing, OutgoingKind

OURS = channel()
CARD = Card(
    id="card-7",
    title="R-204 今天能完成吗？",
    body="点选后仍可用文字补充",
    fields=(("责任人", "李华"), ("截止", "1月5日 18:00")),
    buttons=(
        Button("done", "已完成", ButtonStyle.PRIMARY),
        Button("ask", "补充说明"),
        Button("late", "需延期", ButtonStyle.DANGER),
    ),
)


def rendered(kind, user="lihua", **message):
    return json.loads(OURS.render(Outgoing(kind, **message), user))


def test_a_text_is_sent_with_the_duplicate_check():
    assert rendered(OutgoingKind.TEXT, text="已记下。\n编号：R-204") == {
        "touser": "lihua",
        "msgtype": "text",
        "agentid": AGENT,
        "text": {"content": "已记下。\n编号：R-204"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 14400,
    }


def test_a_markdown_message_has_its_own_type():
    body = rendered(OutgoingKind.MARKDOWN, text="**R-204** 逾期")
    assert (body["msgtype"], body["markdown"]) == ("markdown", {"content": "**R-204** 逾期"})


def test_a_card_with_buttons():
    body = rendered(OutgoingKind.CARD, card=CARD)
    assert body["msgtype"] == "template_card"
    assert body["template_card"] == {
        "card_type": "button_interaction",
        "task_id": "card-7",
        "main_title": {"title": "R-204 今天能完成吗？"},
        "sub_title_text": "点选后仍可用文字补充",
        "horizontal_content_list": [
            {"keyname": "责任人", "value": "李华"},
            {"keyname": "截止", "value": "1月5日 18:00"},
        ],
        "button_list": [
            {"text": "已完成", "style": 1, "key": "done"},
            {"text": "补充说明", "style": 3, "key": "ask"},
            {"text": "需延期", "style": 4, "key": "late"},
        ],
    }


def test_a_card_without_buttons_becomes_a_text():
    body = rendered(OutgoingKind.CARD, card=Card("c", "通报", "已办结", (("责任人", "李华"),)))
    assert body["text"] == {"content": "通报\n已办结\n责任人：李华"}


def test_a_settled_card_takes_the_word_for_its_buttons():
    body = rendered(OutgoingKind.CARD_UPDATE, card=CARD, ticket="RC-7", settled="已认领")
    assert (body["userids"], body["agentid"], body["response_code"]) == (["lihua"], AGENT, "RC-7")
    assert body["template_card"]["replace_text"] == "已认领"
    assert body["template_card"]["task_id"] == "card-7"
    assert "touser" not in body
    assert "enable_duplicate_check" not in body


def test_a_settled_card_that_has_no_buttons_left_still_has_the_one_the_platform_wants():
    bare = Card("card-7", "R-204")
    card = rendered(OutgoingKind.CARD_UPDATE, card=bare, ticket="RC-7", settled="已认领")["template_card"]
    assert card["button_list"] == [{"text": "已认领", "style": 3, "key": "settled"}]
    assert card["replace_text"] == "已认领"


def test_a_card_that_is_changed_but_not_settled_keeps_its_buttons_alive():
    card = rendered(OutgoingKind.CARD_UPDATE, card=CARD, ticket="RC-7")["template_card"]
    assert "replace_text" not in card
    assert len(card["button_list"]) == 3


def test_without_a_new_card_only_the_buttons_change():
    body = rendered(OutgoingKind.CARD_UPDATE, ticket="RC-7", settled="已认领")
    assert body == {
        "userids": ["lihua"],
        "agentid": AGENT,
        "response_code": "RC-7",
        "button": {"replace_name": "已认领"},
    }


def big(**changed):
    values = {"id": "c", "title": "题", "body": "", "fields": (), "buttons": (Button("k", "好"),)}
    return rendered(OutgoingKind.CARD, card=Card(**(values | changed)))["template_card"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (lambda: big(title="字" * 36)["main_title"]["title"], "字" * 36),
        (lambda: big(title="字" * 37)["main_title"]["title"], "字" * 35 + "…"),
        (lambda: big(title="两\n行")["main_title"]["title"], "两 行"),
        (lambda: big(body="字" * 160)["sub_title_text"], "字" * 160),
        (lambda: big(body="字" * 161)["sub_title_text"], "字" * 159 + "…"),
        (lambda: big(fields=(("责任单位", "值"),))["horizontal_content_list"][0]["keyname"], "责任单位"),
        (lambda: big(fields=(("牵头责任单位", "值"),))["horizontal_content_list"][0]["keyname"], "牵头责任…"),
        (lambda: big(fields=(("名", "值" * 31),))["horizontal_content_list"][0]["value"], "值" * 29 + "…"),
        (lambda: len(big(fields=tuple((str(n), "值") for n in range(9)))["horizontal_content_list"]), 6),
        (lambda: big(fields=(("", "值"), ("名", "值")))["horizontal_content_list"][0]["keyname"], "名"),
        (lambda: big(buttons=(Button("k", "字" * 11),))["button_list"][0]["text"], "字" * 9 + "…"),
        (lambda: len(big(buttons=tuple(Button(str(n), "好") for n in range(8)))["button_list"]), 6),
        (lambda: len(big(buttons=(Button("k" * 1024, "好"),))["button_list"][0]["key"]), 1024),
        (lambda: rendered(OutgoingKind.TEXT, text="x" * 3000)["text"]["content"], "x" * 2048),
        (lambda: rendered(OutgoingKind.TEXT, text="字" * 700)["text"]["content"], "字" * 682),
        (lambda: rendered(OutgoingKind.TEXT, text="x" + "👍" * 600)["text"]["content"], "x" + "👍" * 511),
        (lambda: rendered(OutgoingKind.MARKDOWN, text="字" * 700)["markdown"]["content"], "字" * 682),
        (lambda: rendered(OutgoingKind.CARD_UPDATE, ticket="t", settled="字" * 21)["button"]["replace_name"],
         "字" * 19 + "…"),
    ],
)  # fmt: skip
def test_the_platforms_limits_are_kept(shown, expected):
    assert shown() == expected


@pytest.mark.parametrize(
    "user",
    ["@all", "@ALL", "a|b", "", "李华", "a b", "lihua ", "a\n", "a" * 65, "a,b", "<a>", "a/b", "\ud800"],
)
def test_nobody_is_written_to_whom_the_platform_takes_for_several(user):
    with pytest.raises(ValueError, match="one person"):
        OURS.render(Outgoing(OutgoingKind.TEXT, text="x"), user)
    with pytest.raises(ValueError, match="one person"):
        OURS.render(Outgoing(OutgoingKind.CARD_UPDATE, ticket="t", settled="好"), user)


@pytest.mark.parametrize("user", ["lihua", "LiHua", "zhang.wei", "a@b.c", "a" * 64, "0", "_-."])
def test_every_id_the_platform_gives_may_be_written_to(user):
    assert rendered(OutgoingKind.TEXT, user, text="x")["touser"] == user


@pytest.mark.parametrize(
    "message",
    [
        Outgoing(OutgoingKind.CARD),
        Outgoing(OutgoingKind.CARD_UPDATE, settled="好"),
        Outgoing(OutgoingKind.CARD, card=Card("", "题", buttons=(Button("k", "好"),))),
        Outgoing(OutgoingKind.CARD, card=Card("有字", "题", buttons=(Button("k", "好"),))),
        Outgoing(OutgoingKind.CARD, card=Card("c" * 129, "题", buttons=(Button("k", "好"),))),
        Outgoing(OutgoingKind.CARD, card=Card("c", "题", buttons=(Button("", "好"),))),
        Outgoing(OutgoingKind.CARD, card=Card("c", "题", buttons=(Button("键" * 342, "好"),))),
        Outgoing(OutgoingKind.CARD, card=Card("c", "题", buttons=(Button("k", "好"), Button("k", "不")))),
    ],
)
def test_what_can_only_be_a_bug_is_not_rendered(message):
    with pytest.raises(ValueError, match=r"card|key"):
        OURS.render(message, "lihua")


def test_every_attempt_has_the_same_bytes():
    message = Outgoing(OutgoingKind.CARD, card=CARD, ref="41")
    assert OURS.render(message, "lihua") == channel().render(message, "lihua")


def test_two_messages_that_say_the_same_are_told_apart_within_the_safe_time():
    bodies = {OURS.render(Outgoing(OutgoingKind.TEXT, text="已记下。", ref=str(n)), "lihua") for n in range(20)}
    assert len(bodies) == 20
    for body in bodies:
        interval = json.loads(body)["duplicate_check_interval"]
        assert OURS.capabilities.safe_repeat_s < interval <= 14400


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=900))
def test_no_text_is_sent_as_an_escape_or_too_long(text):
    body = OURS.render(Outgoing(OutgoingKind.TEXT, text=text), "lihua")
    assert not re.search(rb"\\u[0-9A-Fa-f]{4}", body)
    assert len(json.loads(body)["text"]["content"].encode()) <= 2048


@pytest.mark.parametrize("text", ["\\u4e2d", "a\\\\u4E2d", "\x01\x1f\x0b", "\ud83d", "\x00", "\x7f\u2028"])
def test_nothing_looks_like_an_escape(text):
    body = OURS.render(Outgoing(OutgoingKind.TEXT, text=text), "lihua")
    assert not re.search(rb"\\u[0-9A-Fa-f]{4}", body)


def test_a_cut_never_splits_a_character():
    for limit in range(12):
        assert cut_bytes("字👍é", limit).encode() == "字👍é".encode()[:limit].decode("utf-8", "ignore").encode()
