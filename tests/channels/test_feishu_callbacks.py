"""Which requests are Feishu's, and what each cause of doubt is called."""

import base64
import json
from pathlib import Path

import pytest
from feishu_parts import APP, KEY, NOON, SECRET, TOKEN, callback, event, sealed, signed, tap, text
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.contract import Answer, Callback, Received
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.channels.feishu_callbacks import RETRIES_S
from models.errors import CallbackRefused

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "feishu_vectors.json").read_text())
CHECK = {"challenge": "c1", "token": TOKEN, "type": "url_verification"}


def channel(**changed):
    values = {"app_id": APP, "app_secret": SECRET, "encrypt_key": KEY, "verification_token": TOKEN}
    return FeishuChannel(FeishuSettings(**(values | changed)), now=lambda: NOON)


def plain(said):
    return {}, json.dumps(said, ensure_ascii=False).encode()


def taken(ours, headers, body):
    return ours.doors[""](Callback({}, headers, body), NOON)


def gate(**changed):
    return channel(**changed)._gate


def test_a_message_is_kept_under_the_platforms_own_id_and_answered_with_an_object():
    received = taken(channel(), *callback(text("好")))
    assert (received.key, received.message_id, received.user) == ("feishu:cli_demo0001:om_1", "om_1", "lihua")
    assert (received.is_stale, received.answer) == (False, Answer("{}", "application/json"))
    assert channel().read(received.payload).text == "好"


def test_a_tap_is_kept_under_its_events_id():
    received = taken(channel(), *callback(tap({"card": "c-1", "key": "yes"})))
    assert (received.key, received.user) == ("feishu:cli_demo0001:ev2", "lihua")


@pytest.mark.parametrize("vector", VECTORS["url_verification"], ids=lambda vector: vector["id"])
def test_the_address_check_of_the_reference(vector):
    ours = channel(encrypt_key="", verification_token=vector["verification_token"])
    if vector["expect"] == "accept":
        assert json.loads(taken(ours, *plain(vector["request"])).body) == vector["response"]
    else:
        with pytest.raises(CallbackRefused, match="bad_token"):
            taken(ours, *plain(vector["request"]))


def test_the_address_check_comes_encrypted_and_unsigned():
    body = json.dumps({"encrypt": sealed(json.dumps(CHECK))}).encode()
    for ours in (channel(), channel(verification_token="")):
        assert taken(ours, {}, body) == Answer('{"challenge": "c1"}', "application/json")


def test_an_event_of_no_use_is_taken_and_forgotten():
    assert isinstance(taken(channel(), *callback(event("contact.scope.updated_v3", {}))), Answer)


def test_without_a_key_the_token_is_what_counts():
    ours = channel(encrypt_key="")
    assert taken(ours, *plain(text("好"))).message_id == "om_1"
    foreign = text("好")
    foreign["header"]["token"] = "vtok-demo-10"
    with pytest.raises(CallbackRefused, match="bad_token"):
        taken(ours, *plain(foreign))


def with_header(**changed):
    said = text("好")
    said["header"] |= changed
    return said


def tampered():
    headers, body = callback(text("好"))
    return headers, body + b" "


def unsigned(said):
    return {}, callback(said)[1]


@pytest.mark.parametrize(
    ("request_", "cause"),
    [
        (tampered(), "bad_signature"),
        (callback(text("好"), key="another"), "bad_signature"),
        (unsigned(text("好")), "missing_parameter"),
        (signed(json.dumps(text("好")).encode()), "no_encrypt"),
        (signed(b'{"encrypt":7}'), "no_encrypt"),
        (signed(b'{"encrypt":"AAAA"}'), "bad_length"),
        (signed(b"not json"), "bad_json"),
        (callback("[]"), "bad_json"),
        (callback("hello world, twice"), "bad_json"),
        (callback(with_header(token="another")), "bad_token"),
        (callback(with_header(token=None)), "bad_token"),
        (callback(with_header(app_id="cli_other")), "foreign_app"),
        (callback({"type": "url_verification", "token": TOKEN}), "no_challenge"),
        (callback(CHECK | {"challenge": "x" * 600}), "no_challenge"),
        (signed(b'{"encrypt":"' + b"A" * 70_000 + b'"}'), "oversize"),
        (callback(text("好", user={})), "no_sender"),
    ],
)
def test_what_is_not_proven_is_refused(request_, cause):
    with pytest.raises(CallbackRefused) as refused:
        taken(channel(), *request_)
    assert refused.value.cause == cause


def test_a_well_signed_event_of_another_day_is_kept_in_quarantine():
    assert taken(channel(), *callback(text("好"), at=NOON.timestamp() - 86_400)).is_stale


def test_without_key_and_token_nothing_is_believed():
    with pytest.raises(CallbackRefused, match="nothing_to_prove_it"):
        taken(channel(encrypt_key="", verification_token=""), *plain(text("好")))
    with pytest.raises(CallbackRefused, match="encrypted_without_key"):
        taken(channel(encrypt_key=""), *callback(text("好")))


@pytest.mark.parametrize(
    ("age_s", "is_stale"),
    [
        (0, False),
        (600, False),
        (-600, False),
        (-700, True),
        (6 * 3600, False),
        (RETRIES_S + 500, False),
        (RETRIES_S + 700, True),
    ],
)
def test_a_retry_may_be_as_old_as_the_platforms_last_one(age_s, is_stale):
    headers, _ = callback(text("好"), at=NOON.timestamp() - age_s)
    assert gate().is_stale(headers, NOON) is is_stale
    assert not gate(skew_s=0).is_stale(headers, NOON)
    assert not gate(encrypt_key="").is_stale(headers, NOON)


@pytest.mark.parametrize("stamp", ["", "soon", "1" * 13, "-1", "１２"])
def test_a_time_stamp_that_is_none_is_stale(stamp):
    assert gate().is_stale({"X-Lark-Request-Timestamp": stamp}, NOON)


def test_rubbish_that_is_well_signed_is_refused():
    for blob in (bytes(32), bytes(48), b"\xff" * 160):
        with pytest.raises(CallbackRefused):
            taken(channel(), *signed(json.dumps({"encrypt": base64.b64encode(blob).decode()}).encode()))


def test_a_number_that_nobody_can_store_is_refused_before_it_is_kept():
    endless = json.dumps(text("好")).replace('"1767585600100"', "1e999")
    with pytest.raises(CallbackRefused):
        taken(channel(), *callback(endless))


_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from([TOKEN, APP, "im.message.receive_v1"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["header", "event", "token", "event_type", "sender", "sender_id", "message", "message_id", "open_id"]),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(_junk, st.dictionaries(st.sampled_from(["X-Lark-Signature", "X-Lark-Request-Timestamp"]), st.text(max_size=70)))
def test_whatever_is_posted_is_taken_or_refused_and_nothing_else(said, headers):
    sealed_body = callback(json.dumps(said))
    for ours in (channel(), channel(encrypt_key="")):
        for head, body in (sealed_body, (headers, sealed_body[1]), ({}, json.dumps(said).encode())):
            try:
                assert isinstance(taken(ours, head, body), Received | Answer)
            except CallbackRefused:
                continue
