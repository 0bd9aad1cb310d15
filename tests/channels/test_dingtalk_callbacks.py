"""Callbacks by HTTP: the reference's known answers, what is taken in under which key, and what is refused."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from ding_parts import (
    AES_KEY,
    CLIENT,
    NOON,
    NOON_MS,
    SECRET,
    TOKEN,
    VECTORS,
    by_http,
    call,
    channel,
    message,
    settings,
    text,
)

from bot.channels.contract import Answer, Callback, Received
from bot.channels.dingtalk import DingTalkChannel
from bot.channels.dingtalk_callbacks import is_stale, opened_message, sign, stamp_of
from bot.channels.envelope import Envelope
from models.errors import CallbackRefused, OperatorError
from models.messages import InboundKind

OURS = by_http()
MESSAGE, EVENT = OURS.doors[""], OURS.doors["/events"]


def refused(door, callback):
    with pytest.raises(CallbackRefused) as caught:
        door(callback, NOON)
    return caught.value.cause


def event(told, *, owner=CLIENT, stamp=NOON_MS, name="msg_signature"):
    sealed = Envelope(TOKEN, AES_KEY, owner).seal(json.dumps(told), str(stamp), "n1")
    query = {name: sealed.signature, "timestamp": sealed.timestamp, "nonce": sealed.nonce}
    return Callback(query, {}, json.dumps({"encrypt": sealed.encrypt}).encode())


@pytest.mark.parametrize("vector", VECTORS["http_sign"] + VECTORS["http_sign_extra"], ids=lambda one: one["id"])
def test_the_signs_of_the_reference(vector):
    callback = Callback({}, vector["headers"], b"{}")
    now = datetime.fromtimestamp(vector["now_ms"] / 1000, UTC)
    try:
        opened_message(callback, vector["app_secret"])
        accepted = not is_stale(stamp_of(callback), now, vector["max_skew_ms"] // 1000)
    except CallbackRefused:
        accepted = False
    assert accepted == (vector["expect"] == "accept"), vector["reason"]


@pytest.mark.parametrize("vector", VECTORS["event_crypto"] + VECTORS["event_crypto_extra"], ids=lambda one: one["id"])
def test_the_events_of_the_reference(vector):
    query, encrypt = vector["query"], vector["body"]["encrypt"]
    envelope = Envelope(vector["token"], vector["aes_key"], vector["owner_key"])
    try:
        envelope.verify(query["msg_signature"], query["timestamp"], query["nonce"], encrypt)
        opened = envelope.open(encrypt)
    except CallbackRefused:
        assert vector["expect"] == "reject", vector["reason"]
        return
    assert (vector["expect"], opened) == ("accept", vector["plaintext"])
    random16 = vector["build"]["random16"].encode()
    assert envelope.seal(opened, query["timestamp"], query["nonce"], prefix=random16).encrypt == encrypt


@pytest.mark.parametrize("vector", VECTORS["custom_robot_sign"], ids=lambda one: one["id"])
def test_a_robot_of_a_group_is_signed_for_alike(vector):
    signed = sign(vector["timestamp"], vector["secret"])
    assert (signed, quote(signed, safe="")) == (vector["sign_raw"], vector["sign_in_url"])


def test_the_examples_that_the_platform_prints():
    signed, sealed = VECTORS["published_vectors"]
    assert sign(signed["timestamp"], signed["app_secret"]) == signed["sign"]
    envelope = Envelope(sealed["token"], sealed["aes_key"], sealed["owner_key"])
    envelope.verify(sealed["msg_signature"], sealed["timestamp"], sealed["nonce"], sealed["encrypt"])
    assert envelope.open(sealed["encrypt"]) == sealed["plaintext"]


def test_a_message_is_known_by_robot_and_id_and_keeps_no_secret():
    taken = MESSAGE(call(message()), NOON)
    assert (taken.key, taken.message_id, taken.user) == (f"dingtalk:{CLIENT}:msgA1==", "msgA1==", "lihua")
    assert "0123abcd" not in taken.payload
    assert taken.answer == Answer('{"msgtype":"empty"}', "application/json")


def test_a_captured_sign_serves_another_body_so_the_message_id_must_tell_them_apart():
    first, again = MESSAGE(call(message()), NOON), MESSAGE(call(message(), stamp=NOON_MS + 5), NOON)
    assert first == again
    assert MESSAGE(call(message(number="msgB2==")), NOON).key != first.key


@pytest.mark.parametrize(
    ("seconds", "stale"), [(0, False), (600, False), (-600, False), (601, True), (-601, True), (86400, True)]
)
def test_a_callback_out_of_its_time_is_kept_apart(seconds, stale):
    stamp = NOON_MS + seconds * 1000
    assert MESSAGE(call(message(), stamp=stamp), NOON).is_stale is stale
    assert (
        EVENT(event({"EventType": "user_leave_org", "eventId": "e", "UserId": "a"}, stamp=stamp), NOON).is_stale
        is stale
    )
    assert not by_http(skew_s=0).doors[""](call(message(), stamp=stamp), NOON).is_stale


@pytest.mark.parametrize(
    "stranger", [{"senderStaffId": ""}, {"senderStaffId": None}, {"senderStaffId": "a b"}, {"senderStaffId": "a" * 65}]
)
def test_whoever_is_no_member_gets_silence_and_is_not_kept(stranger):
    assert MESSAGE(call(message() | stranger), NOON) == Answer('{"msgtype":"empty"}', "application/json")


GOOD = call(message())
TWINS = json.dumps(message())[:-1] + ',"msgId":"x"}'
BROKEN = {
    "no headers": (Callback({}, {}, GOOD.body), "missing_header"),
    "no sign": (Callback({}, {"timestamp": str(NOON_MS)}, GOOD.body), "missing_header"),
    "another's secret": (call(message(), secret="x"), "bad_signature"),
    "a sign in Chinese": (Callback({}, dict(GOOD.headers) | {"sign": "签名"}, GOOD.body), "bad_signature"),
    "a time that is none": (call(message(), stamp="soon"), "bad_timestamp"),
    "not JSON": (call(b"msg=1"), "not_json"),
    "not UTF-8": (call(b'{"msgId":"\xff"}'), "not_json"),
    "a list": (call([1]), "not_an_object"),
    "too deep": (call(b'{"a":' * 40 + b"1" + b"}" * 40), "not_an_object"),
    "much too deep": (call(b'{"a":' * 20_000 + b"1" + b"}" * 20_000), "oversize"),
    "twin keys": (call(TWINS.encode()), "not_json"),
    "not a number": (call(b'{"a":NaN}'), "not_json"),
    "too large": (call(b"{" + b" " * 65536 + b"}"), "oversize"),
    "another robot's": (call(message(robotCode="ding2")), "foreign_robot"),
    "no id": (call(message(msgId="")), "no_message_id"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused(name):
    callback, cause = BROKEN[name]
    assert refused(MESSAGE, callback) == cause


def test_the_address_is_proved_with_the_one_word_that_counts():
    for name in ("msg_signature", "signature"):
        answer = EVENT(event({"EventType": "check_url"}, name=name), NOON)
        told = json.loads(answer.body)
        envelope = Envelope(TOKEN, AES_KEY, CLIENT)
        envelope.verify(told["msg_signature"], told["timeStamp"], told["nonce"], told["encrypt"])
        assert envelope.open(told["encrypt"]) == "success"


def test_who_left_is_kept_and_every_other_event_passed_by():
    taken = EVENT(
        event({"EventType": "user_leave_org", "eventId": "e-1", "UserId": ["Ops-0042", "张三", "ops-43"]}), NOON
    )
    assert isinstance(taken, Received)
    assert (taken.key, taken.user) == (f"dingtalk:{CLIENT}:event-e-1", "ops-0042")
    read = OURS.read(taken.payload)
    assert (read.kind, read.text) == (InboundKind.LEFT, "ops-0042,ops-43")
    for told in ({"EventType": "user_add_org", "UserId": ["a"]}, {"EventType": "user_leave_org"}, {"hello": 1}):
        assert isinstance(EVENT(event(told), NOON), Answer)


def test_events_for_another_app_and_broken_ones_are_refused():
    good = event({"EventType": "check_url"})
    assert refused(EVENT, event({"EventType": "check_url"}, owner="dingother")) == "receive_id_mismatch"
    assert refused(EVENT, Callback({**good.query, "msg_signature": "0" * 40}, {}, good.body)) == "bad_signature"
    assert refused(EVENT, Callback({}, {}, good.body)) == "missing_parameter"
    assert refused(EVENT, Callback(good.query, {}, b'{"encrypt":7}')) == "no_encrypt"
    garbage = base64.b64encode(b"x" * 160).decode()
    signed = Envelope(TOKEN, AES_KEY, CLIENT).sign("1", "n", garbage)
    forged = Callback(
        {"signature": signed, "timestamp": "1", "nonce": "n"}, {}, json.dumps({"encrypt": garbage}).encode()
    )
    assert refused(EVENT, forged) in {"bad_padding", "bad_msg_len", "receive_id_mismatch"}


def test_by_stream_it_has_no_address_but_that_of_events_which_has_a_key():
    assert channel().doors == {}
    assert channel().listen is not None
    assert by_http().listen is None
    assert set(channel(token=TOKEN, aes_key=AES_KEY).doors) == {"/events"}
    with pytest.raises(OperatorError):
        channel(token=TOKEN, aes_key="short")
    with pytest.raises(CallbackRefused):
        OURS.answer_verification({}, NOON)


async def test_a_session_is_remembered_only_of_the_platforms_own_address():
    ours = DingTalkChannel(settings(is_stream=False), now=lambda: NOON + timedelta(minutes=1))
    for address in (
        "https://evil.test/robot/sendBySession?session=1", "http://oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com:8443/robot/sendBySession?session=1", "https://a@oapi.dingtalk.com/robot/sendBySession",
        "https://oapi.dingtalk.com/robot/send?access_token=1", "//oapi.dingtalk.com/robot/sendBySession", "x", None,
    ):  # fmt: skip
        ours.doors[""](call(text("好", sessionWebhook=address)), NOON)
        assert ours._sessions.of("lihua") is None
    ours.doors[""](call(text("好", sessionWebhookExpiredTime=NOON_MS)), NOON)
    assert ours._sessions.of("lihua") is None
    ours.doors[""](call(text("好")), NOON)
    assert str(ours._sessions.of("lihua")).endswith("session=0123abcd")
    assert SECRET not in repr(settings())


@pytest.mark.parametrize("odd", [{"msgId": "msg\ud800"}, {"sessionWebhook": "https://\ud800.com/robot/sendBySession"}])
def test_half_a_surrogate_pair_is_no_fault_of_ours(odd):
    kept = MESSAGE(call(text("好") | odd), NOON)
    assert isinstance(kept, Received)
    assert kept.message_id.isascii()


def test_half_a_surrogate_pair_in_an_event_without_an_id_is_no_fault_of_ours():
    kept = EVENT(event({"EventType": "user_leave_org", "UserId": ["LiHua"], "CorpId": "\udfff"}), NOON)
    assert isinstance(kept, Received)
