"""What Feishu's events say, and what they do not get to say."""

import json
from datetime import UTC, datetime

import pytest
from feishu_parts import LI, event, message, tap, text
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import feishu_inbound
from models.errors import CallbackRefused
from models.messages import Inbound, InboundKind

BOT = {"key": "@_user_1", "id": {"open_id": "ou_b"}, "mentioned_type": "bot", "name": "马上"}
PERSON = {"key": "@_user_2", "id": {"open_id": "ou_c"}, "mentioned_type": "user", "name": "甘一帆"}


def read(said: dict) -> Inbound:
    return feishu_inbound.read(feishu_inbound.kept(said))


def test_a_text_is_read_with_who_and_when():
    found = read(text("46号打通5条"))
    assert found == Inbound(
        "feishu",
        "om_1",
        "lihua",
        datetime(2026, 1, 5, 4, 0, 0, 100_000, UTC),
        InboundKind.TEXT,
        text="46号打通5条",
        aliases=("ou_84aad35d", "on_8ed6aa67"),
    )


@pytest.mark.parametrize(
    ("ids", "user", "aliases"),
    [
        ({"open_id": "ou_1", "union_id": "on_1"}, "ou_1", ("on_1",)),
        ({"open_id": "ou_1", "user_id": ""}, "ou_1", ()),
        ({"open_id": "ou_1", "user_id": None}, "ou_1", ()),
        ({"open_id": "ou_1", "user_id": "GanYF"}, "ganyf", ("ou_1",)),
        ({"open_id": "ou_1", "user_id": "x y"}, "ou_1", ()),
    ],
)
def test_whoever_it_is_has_the_ids_the_app_may_see(ids, user, aliases):
    found = read(text("好", user=ids))
    assert (found.user, found.aliases) == (user, aliases)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (text("@_user_1 46号好了", mentions=[BOT], chat_type="group"), InboundKind.TEXT, "46号好了"),
        (text("@_user_1 让 @_user_2 盯", mentions=[BOT, PERSON], chat_type="group"), InboundKind.TEXT, "让 @甘一帆 盯"),
        (text("@_user_9 好"), InboundKind.TEXT, "@_user_9 好"),
        (text("@_all 好"), InboundKind.TEXT, "好"),
        (text("闲聊", chat_type="group"), InboundKind.OTHER, ""),
        (text("叫 @_user_2", mentions=[PERSON], chat_type="group"), InboundKind.OTHER, ""),
        (text("我也是机器人", sender_type="app"), InboundKind.OTHER, ""),
        (text("a\x00b\ud800c"), InboundKind.TEXT, "abc"),
        (message("text", "not json"), InboundKind.TEXT, ""),
        (message("sticker", {"file_key": "file_1"}), InboundKind.OTHER, ""),
    ],
)
def test_words_are_what_was_said_to_the_robot(said, kind, words):
    found = read(said)
    assert (found.kind, found.text) == (kind, words)


def test_a_post_is_its_words_line_by_line():
    content = {
        "title": "进展",
        "content": [
            [
                {"tag": "at", "user_id": "@_user_1"},
                {"tag": "text", "text": " 46号 "},
                {"tag": "a", "text": "验收意见", "href": "http://x"},
            ],
            [{"tag": "img", "image_key": "img_1"}],
            [{"tag": "text", "text": "打通5条"}],
        ],
    }
    found = read(message("post", content, mentions=[BOT]))
    assert (found.kind, found.text, found.media) == (
        InboundKind.TEXT,
        "进展\n 46号 验收意见\n打通5条",
        "om_1/img_1/image",
    )
    assert read(message("post", {"zh_cn": content}, mentions=[BOT])).text == found.text


def test_a_post_of_a_picture_alone_is_a_picture():
    found = read(message("post", {"title": "", "content": [[{"tag": "img", "image_key": "img_1"}]]}))
    assert (found.kind, found.media) == (InboundKind.IMAGE, "om_1/img_1/image")


@pytest.mark.parametrize(
    ("said", "kind", "media", "key"),
    [
        (message("image", {"image_key": "img_v2_1"}), InboundKind.IMAGE, "om_1/img_v2_1/image", None),
        (message("audio", {"file_key": "file_1", "duration": 2000}), InboundKind.VOICE, "om_1/file_1/file", None),
        (
            message("file", {"file_key": "file_1", "file_name": "批文.pdf"}),
            InboundKind.UNUSABLE,
            "om_1/file_1/file",
            "file",
        ),
        (
            message("media", {"file_key": "file_1", "image_key": "img_1"}),
            InboundKind.UNUSABLE,
            "om_1/file_1/file",
            "video",
        ),
        (message("image", {"image_key": "../../auth/v3"}), InboundKind.OTHER, None, "image"),
        (message("image", {}), InboundKind.OTHER, None, "image"),
    ],
)
def test_what_is_fetched_later_says_where_it_lies(said, kind, media, key):
    found = read(said)
    assert (found.kind, found.media, found.key) == (kind, media, key)


def test_what_was_read_is_named_by_the_ids_of_its_messages():
    told = {"reader": {"reader_id": LI, "read_time": "1767585601500"}, "message_id_list": ["om_1", "om_2", 7, "om 3"]}
    found = read(event("im.message.message_read_v1", told, event_id="ev7"))
    assert (found.kind, found.user, found.text, found.message_id) == (InboundKind.READ, "lihua", "om_1,om_2", "ev7")
    assert found.said_at == datetime(2026, 1, 5, 4, 0, 1, 500_000, tzinfo=UTC)


def test_a_tap_names_card_button_and_the_message_that_can_be_changed():
    found = read(tap({"card": "c-17", "key": "take"}))
    assert (found.kind, found.message_id, found.user) == (InboundKind.TAP, "ev2", "lihua")
    assert (found.card, found.key, found.ticket) == ("c-17", "take", "om_9")
    assert found.said_at == datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", ["approve", None, [], {"card": 7, "key": ["x"]}])
def test_a_tap_on_a_foreign_card_is_a_tap_without_a_card(value):
    found = read(tap(value))
    assert (found.kind, found.card, found.key) == (InboundKind.TAP, None, None)


def test_the_menu_and_the_opening_of_the_chat():
    chosen = read(
        event("application.bot.menu_v6", {"operator": {"operator_id": LI}, "event_key": "today", "timestamp": 1})
    )
    assert (chosen.kind, chosen.key, chosen.user) == (InboundKind.MENU, "today", "lihua")
    opened = read(event("im.chat.access_event.bot_p2p_chat_entered_v1", {"chat_id": "oc_1", "operator_id": LI}))
    assert (opened.kind, opened.user) == (InboundKind.ENTER, "lihua")


def test_who_left_is_told_by_all_of_his_ids():
    gone = read(event("contact.user.deleted_v3", {"object": LI | {"name": "李华"}, "old_object": {}}))
    assert (gone.kind, gone.text) == (InboundKind.LEFT, "lihua,ou_84aad35d,on_8ed6aa67")


@pytest.mark.parametrize(
    "said",
    [
        event("contact.scope.updated_v3", {}),
        event("im.message.reaction.created_v1", {"user_id": LI}),
        {"uuid": "1", "type": "event_callback", "event": {"type": "message"}},
        {},
        {"header": "x", "event": []},
    ],
)
def test_what_we_have_no_use_for_has_nobody(said):
    assert feishu_inbound.identify(said) is None


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (text("好", user={}), "no_sender"),
        (text("好", user={"open_id": "@all"}), "no_sender"),
        (text("好", user={"open_id": "a|b"}), "no_sender"),
        (text("好", message_id=""), "no_message_id"),
        (text("好", message_id="x" * 200), "no_message_id"),
        (text("好", message_id=["om_1"]), "no_message_id"),
    ],
)
def test_without_ids_it_is_refused(said, cause):
    with pytest.raises(CallbackRefused, match=cause):
        feishu_inbound.identify(said)


def test_the_same_message_under_another_event_id_is_the_same():
    again = text("好")
    again["header"]["event_id"] = "ev9"
    assert feishu_inbound.identify(again) == feishu_inbound.identify(text("好"))


def test_no_token_is_stored():
    told = feishu_inbound.kept(tap({"card": "c-17", "key": "take"}))
    assert "vtok" not in told
    assert "c-9f" not in told
    assert "\0" not in feishu_inbound.kept(text("a\0b"))


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "7", '"x"', "{", "[" * 100_000, '{"a":NaN}', '{"a":' + "9" * 5000 + "}", b"\xff"]
)
def test_what_is_no_object_is_refused(body):
    with pytest.raises(CallbackRefused, match="bad_json"):
        feishu_inbound.parse(body)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["text", "group", "om_1", "ou_1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["content", "tag", "text", "title", "key"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["text", "post", "image", "audio", "x"]), _json, _json)
def test_reading_never_raises(kind, content, mentions):
    said = message(kind, json.dumps(content), mentions=mentions)
    assert isinstance(read(said), Inbound)
    assert isinstance(read(tap(content, option=content, options=mentions)), Inbound)
