"""Callbacks: what is taken in, under which key, and forty ways of being refused."""

import base64
import random
import time
from datetime import timedelta

import pytest
from multidict import MultiDict
from wecom_parts import (
    CORP,
    NOON,
    VECTORS,
    callback,
    channel,
    element,
    envelope,
    event_xml,
    settings,
    text_xml,
    wrap,
    xml,
)

from models.errors import CallbackRefused

OURS = channel()


def received(plaintext, **how):
    return OURS.receive(*callback(plaintext, **how), NOON)


def refused(query, body):
    with pytest.raises(CallbackRefused) as caught:
        OURS.receive(query, body, NOON)
    return caught.value.cause


def test_a_message_is_known_by_the_platforms_id():
    taken = received(text_xml("已完成"))
    assert taken.key == f"wecom:{CORP}:1000042:7591234567890123456"
    assert taken.message_id == "7591234567890123456"
    assert taken.user == "lihua"
    assert taken.payload == text_xml("已完成")


def test_a_retry_in_a_new_envelope_has_the_same_key():
    first = received(text_xml("已完成"), timestamp=1767578400, nonce="a")
    again = received(text_xml("已完成"), timestamp=1767578405, nonce="b")
    assert first == again
    tap = event_xml("template_card_event", EventKey="done", TaskId="c1", ResponseCode="RC-1")
    assert received(tap, nonce="a").key == received(tap, nonce="b").key


@pytest.mark.parametrize(
    "other",
    [
        event_xml("template_card_event", EventKey="done", TaskId="c1", ResponseCode="RC-2"),
        event_xml("template_card_event", EventKey="late", TaskId="c1", ResponseCode="RC-1"),
        event_xml("template_card_event", EventKey="done", TaskId="c2", ResponseCode="RC-1"),
        event_xml("template_card_event", EventKey="done", TaskId="c1", ResponseCode="RC-1", CreateTime=1767578401),
        event_xml("template_card_event", EventKey="done", TaskId="c1", ResponseCode="RC-1", FromUserName="wang"),
        event_xml("click", EventKey="done"),
    ],
)
def test_another_tap_has_another_key(other):
    tap = event_xml("template_card_event", EventKey="done", TaskId="c1", ResponseCode="RC-1")
    assert received(tap).key != received(other).key


def test_contact_changes_of_one_second_are_told_apart():
    first = xml(MsgType="event", FromUserName="sys", Event="change_contact", ChangeType="update_user", UserID="a")
    second = xml(MsgType="event", FromUserName="sys", Event="change_contact", ChangeType="update_user", UserID="b")
    assert received(first).key != received(second).key


@pytest.mark.parametrize(
    "typed",
    [
        "<MsgId>1</MsgId>",
        "</Content><MsgId>1</MsgId>",
        "]]><MsgId>1</MsgId>",
        "]]></Content><MsgId>1</MsgId><Content><![CDATA[",
        "<FromUserName>leader</FromUserName>",
        "<FromUserName><![CDATA[leader]]></FromUserName>",
        "<![CDATA[<MsgId>1</MsgId>",
        "<xml><MsgId>1</MsgId>",
    ],
)
def test_nobody_forges_ids_with_what_he_types(typed):
    taken = received(text_xml(typed))
    assert (taken.message_id, taken.user) == ("7591234567890123456", "lihua")
    assert OURS.read(taken.payload).text == typed


def test_a_document_type_is_refused_inside_too_but_may_be_talked_about():
    assert received(text_xml("网页第一行是 <!DOCTYPE html> 吗")).user == "lihua"
    bomb = '<!DOCTYPE xml [<!ENTITY a "aaaa">]>' + text_xml("&a;")
    assert refused(*callback(bomb)) == "doctype_inside"


def test_a_nul_is_taken_out_before_anything_is_stored():
    taken = received(text_xml("a\0b"))
    assert "\0" not in taken.payload
    assert OURS.read(taken.payload).text == "ab"


def test_every_known_message_of_this_app_is_taken():
    for vector in VECTORS:
        if vector["valid"] and vector["kind"] == "message" and "FromUserName" in vector["plaintext"]:
            query = {name: vector[name] for name in ("msg_signature", "timestamp", "nonce")}
            assert OURS.receive(query, wrap(vector["encrypt"]), NOON).payload == vector["plaintext"]


def test_the_address_is_verified_with_the_plain_echo():
    sealed = envelope().seal("6423897105518824369", "1767578400", "97")
    query = {
        "msg_signature": sealed.signature,
        "timestamp": "1767578400",
        "nonce": "97",
        "echostr": sealed.encrypt,
    }
    assert OURS.answer_verification(query, NOON) == "6423897105518824369"
    assert OURS.answer_verification(query | {"echostr": sealed.encrypt.replace("+", " ")}, NOON)
    for broken in ({"echostr": "AAAA"}, {"msg_signature": "0" * 40}, {"nonce": "98"}, {"echostr": ""}):
        with pytest.raises(CallbackRefused):
            OURS.answer_verification(query | broken, NOON)


GOOD_QUERY, GOOD_BODY = callback(text_xml("已完成"))
GOOD_TEXT = GOOD_BODY.decode()


def _flipped(at):
    encrypt = envelope().seal(text_xml("x"), GOOD_QUERY["timestamp"], "n7").encrypt
    raw = bytearray(base64.b64decode(encrypt))
    raw[at] ^= 1
    return _signed(base64.b64encode(raw).decode())


def _signed(encrypt):
    signature = envelope().sign(GOOD_QUERY["timestamp"], "n7", encrypt)
    return GOOD_QUERY | {"msg_signature": signature}, wrap(encrypt)


def _without(name):
    return {key: value for key, value in GOOD_QUERY.items() if key != name}, GOOD_BODY


def _twice(name):
    query = MultiDict(GOOD_QUERY)
    query.add(name, "other")
    return query, GOOD_BODY


def _body(raw):
    return GOOD_QUERY, raw


MALFORMED = {
    "no signature": (*_without("msg_signature"), "missing_parameter"),
    "no timestamp": (*_without("timestamp"), "missing_parameter"),
    "no nonce": (*_without("nonce"), "missing_parameter"),
    "no query": ({}, GOOD_BODY, "missing_parameter"),
    "empty signature": (GOOD_QUERY | {"msg_signature": ""}, GOOD_BODY, "missing_parameter"),
    "two signatures": (*_twice("msg_signature"), "twin_parameter"),
    "two timestamps": (*_twice("timestamp"), "twin_parameter"),
    "two nonces": (*_twice("nonce"), "twin_parameter"),
    "signature of another": (GOOD_QUERY | {"msg_signature": "0" * 40}, GOOD_BODY, "bad_signature"),
    "signature in capitals": (
        GOOD_QUERY | {"msg_signature": GOOD_QUERY["msg_signature"].upper()},
        GOOD_BODY,
        "bad_signature",
    ),
    "signature in Chinese": (GOOD_QUERY | {"msg_signature": "签名"}, GOOD_BODY, "bad_signature"),
    "signature with a surrogate": (GOOD_QUERY | {"msg_signature": "\udc80"}, GOOD_BODY, "bad_signature"),
    "timestamp moved": (GOOD_QUERY | {"timestamp": "1767578401"}, GOOD_BODY, "bad_signature"),
    "timestamp a word": (GOOD_QUERY | {"timestamp": "soon"}, GOOD_BODY, "bad_signature"),
    "nonce changed": (GOOD_QUERY | {"nonce": "n8"}, GOOD_BODY, "bad_signature"),
    "nonce with a surrogate": (GOOD_QUERY | {"nonce": "\ud800"}, GOOD_BODY, "bad_signature"),
    "empty body": (*_body(b""), "no_encrypt"),
    "spaces": (*_body(b"   \n"), "no_encrypt"),
    "json": (*_body(b'{"Encrypt":"AAAA"}'), "no_encrypt"),
    "form": (*_body(b"Encrypt=AAAA"), "no_encrypt"),
    "one byte too large": (*_body(GOOD_BODY + b" " * (65537 - len(GOOD_BODY))), "oversize"),
    "a megabyte": (*_body(b"<xml>" * 200_000), "oversize"),
    "bytes that are not UTF-8": (*_body(GOOD_BODY + b"\xff"), "not_utf8"),
    "UTF-16": (*_body(GOOD_TEXT.encode("utf-16")), "not_utf8"),
    "a surrogate in UTF-8": (*_body(GOOD_BODY + b"\xed\xa0\x80"), "not_utf8"),
    "another charset declared": (*_body(b'<?xml version="1.0" encoding="gbk"?>' + GOOD_BODY), "charset"),
    "document type": (*_body(b"<!DOCTYPE xml>" + GOOD_BODY), "doctype"),
    "document type in small letters": (*_body(b"<!doctype xml>" + GOOD_BODY), "doctype"),
    "entity": (*_body(b'<!ENTITY a "b">' + GOOD_BODY), "doctype"),
    "external entity": (
        *_body(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GOOD_BODY),
        "doctype",
    ),
    "comment": (*_body(b"<!-- -->" + GOOD_BODY), "doctype"),
    "no Encrypt": (*_body(b"<xml><ToUserName>a</ToUserName></xml>"), "no_encrypt"),
    "empty Encrypt": (*_body(b"<xml><Encrypt></Encrypt></xml>"), "no_encrypt"),
    "two Encrypts": (*_body(GOOD_BODY + GOOD_BODY), "no_encrypt"),
    "Encrypt inside another's text": (
        *_body(GOOD_BODY + element("AgentID", "<Encrypt>AAAA</Encrypt>").encode()),
        "no_encrypt",
    ),
    "Encrypt cut off": (*_body(GOOD_BODY[:-40]), "no_encrypt"),
    "Encrypt in small letters": (*_body(GOOD_TEXT.replace("Encrypt", "encrypt").encode()), "no_encrypt"),
    "Encrypt with an attribute": (
        *_body(GOOD_TEXT.replace("<Encrypt>", "<Encrypt a='1'>").encode()),
        "no_encrypt",
    ),
    "Encrypt with a space": (*_body(wrap("AAAA AAAA")), "no_encrypt"),
    "Encrypt with Chinese": (*_body(wrap("密文")), "no_encrypt"),
    "ciphertext changed": (GOOD_QUERY, wrap("A" * 64), "bad_signature"),
    "signed, not base64": (*_signed("AAAAA"), "bad_base64"),
    "signed, padded too soon": (*_signed("AA=AAAAA"), "bad_base64"),
    "signed, no whole block": (*_signed("AAAA"), "bad_length"),
    "signed, last block changed": (*_flipped(-20), "bad_padding"),
    "signed, length changed": (*_flipped(16), "bad_msg_len"),
    "for another company": (
        *_signed(VECTORS[15]["encrypt"]),
        "receive_id_mismatch",
    ),
    "sealed, but nothing inside": (*callback(""), "no_sender"),
    "sealed json": (*callback('{"msgid":"1"}'), "no_sender"),
    "sealed, no sender": (*callback("<xml><MsgId>1</MsgId></xml>"), "no_sender"),
    "sealed, sender empty": (*callback(xml(FromUserName="", MsgType="text", MsgId=1)), "no_sender"),
    "sealed, sender is everybody": (*callback(xml(FromUserName="a|b", MsgType="text", MsgId=1)), "no_sender"),
    "sealed, sender too long": (*callback(xml(FromUserName="a" * 65, MsgType="text", MsgId=1)), "no_sender"),
    "sealed, sender with a tag": (
        *callback(xml(FromUserName="<b>a</b>", MsgType="text", MsgId=1)),
        "no_sender",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_callbacks_are_refused(name):
    query, body, cause = MALFORMED[name]
    assert refused(query, body) == cause


def test_there_are_at_least_forty_kinds():
    assert len(MALFORMED) >= 40


def test_mutated_callbacks_are_taken_or_refused_and_nothing_else():
    dice = random.Random(11)
    for _ in range(5_000):
        plaintext = bytearray(text_xml("已完成 80%").encode())
        for _ in range(dice.randint(1, 6)):
            plaintext[dice.randrange(len(plaintext))] = dice.randrange(256)
        try:
            taken = received(plaintext.decode("utf-8", "replace"))
        except CallbackRefused:
            continue
        OURS.read(taken.payload).said_at.isoformat()


def test_hostile_texts_are_identified_in_linear_time():
    started = time.process_time()
    for part in (
        "<a>",
        "]]>",
        "<![CDATA[",
        "<a><![CDATA[",
        "<a></b>",
        "<MsgId>",
        "<![CDATA[]]>",
        "]]><![CDATA[>",
    ):
        payload = "<FromUserName>a</FromUserName>" + part * (48_000 // len(part))
        assert OURS.read(received(payload).payload).user == "a"
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("seconds", "stale"),
    [(0, False), (600, False), (-600, False), (601, True), (-601, True), (86400, True)],
)
def test_a_callback_out_of_its_time_is_stale(seconds, stale):
    stamp = int((NOON + timedelta(seconds=seconds)).timestamp())
    assert OURS.is_stale({"timestamp": str(stamp)}, NOON) is stale


def test_what_is_no_time_is_stale_and_a_skew_of_zero_never_asks():
    for word in ("", "soon", "1e9", "-5", "9" * 400, "１７６７"):
        assert OURS.is_stale({"timestamp": word}, NOON)
    assert OURS.is_stale({}, NOON)
    assert not channel(skew_s=0).is_stale({"timestamp": "1"}, NOON)


def test_settings_do_not_show_their_secrets():
    shown = repr(settings())
    assert CORP in shown
    assert not any(secret in shown for secret in ("s3cret", "gH7kQ2bV9sLx", "Qm9yZWFs"))
