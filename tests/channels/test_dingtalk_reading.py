"""What DingTalk's messages say."""

import json
from datetime import UTC, datetime

import pytest
from ding_parts import NOON, message

from bot.channels.dingtalk_inbound import opened, read
from models.errors import CallbackRefused
from models.messages import InboundKind


def said(**more):
    return read(json.dumps(message(**more)))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (" 明天谁值班", "明天谁值班"),
        ("\u2005\u00a046号 打通5条\u200b", "46号 打通5条"),
        ("好", "好"),
        ("两行\n一条", "两行\n一条"),
        ("", ""),
    ],
)
def test_words_without_the_blanks_of_an_at(content, text):
    inbound = said(text={"content": content})
    assert (inbound.kind, inbound.text, inbound.user, inbound.message_id) == (
        InboundKind.TEXT,
        text,
        "lihua",
        "msgA1==",
    )


def test_the_documentations_slip_costs_nothing():
    assert said(text=None, content=" 明天谁值班").text == "明天谁值班"


@pytest.mark.parametrize(("stamp", "at"), [(1767585600000, NOON), ("1767585600000", NOON), ("soon", datetime.fromtimestamp(0, UTC)), (None, datetime.fromtimestamp(0, UTC)), (10**30, datetime.fromtimestamp(0, UTC))])  # fmt: skip
def test_the_platforms_own_time(stamp, at):
    assert said(createAt=stamp).said_at == at


def test_speech_is_taken_as_it_was_written_down():
    spoken = said(msgtype="audio", content={"duration": 4200, "downloadCode": "dc2", "recognition": "46号 我明天报"})
    assert (spoken.kind, spoken.text, spoken.media) == (InboundKind.VOICE, "46号 我明天报", "dc2")


@pytest.mark.parametrize("recognition", ["", None, " "])
def test_speech_that_was_not_written_down_is_kept(recognition):
    spoken = said(msgtype="audio", content={"downloadCode": "dc2", "recognition": recognition})
    assert (spoken.kind, spoken.key, spoken.media) == (InboundKind.OTHER, "voice", "dc2")


def test_a_picture_and_a_file():
    picture = said(msgtype="picture", content={"downloadCode": "dc1", "pictureDownloadCode": "pdc1"})
    assert (picture.kind, picture.media) == (InboundKind.IMAGE, "dc1")
    file = said(msgtype="file", content={"downloadCode": "dc4", "fileName": "排班表.xlsx"})
    assert (file.kind, file.key, file.media) == (InboundKind.UNUSABLE, "file", "dc4")


def test_rich_text_is_its_words_and_its_first_picture():
    parts = [
        {"text": "46号看图"},
        {"type": "picture", "downloadCode": "dc5"},
        {"text": "，打通5条"},
        {"type": "picture", "downloadCode": "dc6"},
    ]
    both = said(msgtype="richText", content={"richText": parts})
    assert (both.kind, both.text, both.media) == (InboundKind.TEXT, "46号看图，打通5条", "dc5")
    alone = said(msgtype="richText", content={"richText": parts[1:2]})
    assert (alone.kind, alone.media) == (InboundKind.IMAGE, "dc5")


@pytest.mark.parametrize("content", [None, 7, [], {}, {"richText": None}, {"richText": ["x", 3]}])
@pytest.mark.parametrize("kind", ["richText", "picture", "audio", "video", "file", "unknownMsgType", "", None])
def test_nothing_that_was_kept_is_unreadable(kind, content):
    read(json.dumps(message(msgtype=kind, content=content, text=content))).said_at.isoformat()


def test_a_message_whose_text_was_withheld_says_so():
    withheld = message(text=None, errorCode=20001, errorMessage="quota")
    assert read(json.dumps(withheld)).key == "withheld"


def test_keys_of_events_in_either_spelling():
    for told in (
        {"EventType": "user_leave_org", "EventTime": 1767585600000, "UserId": "A1"},
        {"eventType": "user_leave_org", "eventTime": "1767585600000", "userId": ["A1"]},
    ):
        inbound = read(json.dumps(told))
        assert (inbound.kind, inbound.text, inbound.said_at) == (InboundKind.LEFT, "a1", NOON)


@pytest.mark.parametrize("text", ["", "[]", "1", '{"a":1,"a":2}', '{"a":Infinity}', "{", '{"a":' * 30 + "1" + "}" * 30])
def test_what_is_no_plain_object_is_refused(text):
    with pytest.raises(CallbackRefused):
        opened(text)
