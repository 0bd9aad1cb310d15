"""Callbacks of each platform, damaged at every level: endless, and the same for the same seed.

Inside (the elements or members of what was sealed, or its bytes, rightly sealed and signed), outside (the body as it
travels, with its old signature or with a new one), and beside (query and headers).
"""

import base64
import hashlib
import hmac
import json
import os
import random
import re
import struct
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot import platforms, settings
from bot.channels.contract import Answer, Callback, Channel
from bot.city import CREDENTIALS, DINGTALK, FEISHU
from models.errors import CallbackRefused
from models.fields import storable
from models.messages import Inbound

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
HTTP_OF_DINGTALK = {
    "dingtalk_mode": "http", "dingtalk_token": CREDENTIALS["wecom_token"], "dingtalk_aes_key": CREDENTIALS["wecom_encoding_aes_key"],
}  # fmt: skip
LONGEST_ID, LONGEST_USER = 128, 64  # of the inbox's columns
SHOWN_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Post:
    """What is posted below /callback/<platform>."""

    place: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


# the three platforms' envelopes, each from its page


def _cbc(key: bytes, iv: bytes, padded: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def _padded(plain: bytes, block: int) -> bytes:
    count = block - len(plain) % block
    return plain + bytes([count]) * count


KEY = base64.b64decode(f"{CREDENTIALS['wecom_encoding_aes_key']}=")
TOKEN, CORP = str(CREDENTIALS["wecom_token"]), str(CREDENTIALS["wecom_corp_id"])
FEISHU_KEY = FEISHU["feishu_encrypt_key"]


def _boxed(plain: bytes, owner: str, dice: random.Random) -> str:
    frame = dice.randbytes(16) + struct.pack(">I", len(plain)) + plain + owner.encode()
    return base64.b64encode(_cbc(KEY, KEY[:16], _padded(frame, 32))).decode()


def _signed(encrypt: str) -> dict[str, str]:
    parts = "".join(sorted((TOKEN, STAMP, "n7", encrypt)))
    signature = hashlib.sha1(parts.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
    return {"msg_signature": signature, "timestamp": STAMP, "nonce": "n7"}


def wecom(plain: bytes, dice: random.Random) -> Post:
    encrypt = _boxed(plain, CORP, dice)
    return Post("", _signed(encrypt), {}, f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode())


def wecom_body(body: bytes) -> Post:
    found = re.search(rb"<!\[CDATA\[(.*?)\]\]>", body, re.DOTALL)
    return Post("", _signed(found[1].decode("utf-8", "surrogateescape") if found else ""), {}, body)


def dingtalk(plain: bytes, dice: random.Random) -> Post:
    """A message is signed by its time alone; an event is sealed."""
    if b'"EventType"' not in plain:
        return dingtalk_body(plain)
    encrypt = _boxed(plain, DINGTALK["dingtalk_client_id"], dice)
    return Post("/events", _signed(encrypt), {}, json.dumps({"encrypt": encrypt}).encode())


def dingtalk_body(body: bytes) -> Post:
    stamp, secret = f"{STAMP}000", DINGTALK["dingtalk_client_secret"]
    mac = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    return Post("", {}, {"timestamp": stamp, "sign": base64.b64encode(mac).decode()}, body)


def feishu(plain: bytes, dice: random.Random) -> Post:
    iv = dice.randbytes(16)
    sealed = _cbc(hashlib.sha256(FEISHU_KEY.encode()).digest(), iv, _padded(plain, 16))
    return feishu_body(json.dumps({"encrypt": base64.b64encode(iv + sealed).decode()}).encode())


def feishu_body(body: bytes) -> Post:
    signature = hashlib.sha256(f"{STAMP}n7{FEISHU_KEY}".encode() + body).hexdigest()
    heading = {"X-Lark-Request-Timestamp": STAMP, "X-Lark-Request-Nonce": "n7", "X-Lark-Signature": signature}
    return Post("", {}, heading, body)


# what is sound, before it is damaged


def _xml(**elements: object) -> bytes:
    heading = {
        "ToUserName": CORP,
        "FromUserName": "LiHua",
        "CreateTime": STAMP,
        "AgentID": CREDENTIALS["wecom_agent_id"],
    }
    told = "".join(
        f"<{name}>{value}</{name}>" if str(value)[:1] in "<0123456789" else f"<{name}><![CDATA[{value}]]></{name}>"
        for name, value in (heading | elements).items()
    )
    return f"<xml>{told}</xml>".encode()


_ITEMS = "<SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>1</OptionId></OptionIds></SelectedItem>"
OF_WECOM = (
    _xml(MsgType="text", Content="46号打通5条 ]] > & 42%", MsgId=7591234567890123456),
    _xml(MsgType="image", PicUrl="http://p/1", MediaId="M-1", MsgId=2),
    _xml(MsgType="voice", MediaId="M-2", Format="amr", MsgId=3),
    _xml(MsgType="location", Location_X="23.1", Label="工地", MsgId=4),
    _xml(MsgType="event", Event="enter_agent", EventKey=""),
    _xml(MsgType="event", Event="click", EventKey="today"),
    _xml(MsgType="event", Event="template_card_event", EventKey="yes", TaskId="c-1", CardType="button_interaction",
         ResponseCode="RC", SelectedItems=_ITEMS),
    _xml(MsgType="event", Event="change_contact", ChangeType="delete_user", UserID="lihua"),
)  # fmt: skip


def _json(*told: Any) -> tuple[bytes, ...]:
    return tuple(json.dumps(one, ensure_ascii=False).encode() for one in told)


def _said(msgtype: str, **more: Any) -> dict[str, Any]:
    return {
        "msgtype": msgtype, "msgId": "msgA1==", "createAt": int(STAMP) * 1000, "conversationType": "1", "conversationId": "cid1==",
        "senderId": "$:LWCP_v1:$abc", "senderNick": "李华", "senderStaffId": "LiHua", "chatbotCorpId": "dingcorp1", "robotCode": DINGTALK["dingtalk_client_id"],
        "sessionWebhook": "https://oapi.dingtalk.com/robot/sendBySession?session=01", "sessionWebhookExpiredTime": int(STAMP) * 1000 + 5_400_000,
    } | more  # fmt: skip


OF_DINGTALK = _json(
    _said("text", text={"content": " 46号打通5条"}),
    _said("picture", content={"downloadCode": "d1", "pictureDownloadCode": "d2"}),
    _said("audio", content={"duration": 4000, "downloadCode": "d3", "recognition": "46号我明天报"}),
    _said("richText", content={"richText": [{"text": "图"}, {"downloadCode": "d4", "type": "picture"}]}),
    _said("file", content={"fileName": "通报.docx", "downloadCode": "d5"}),
    _said("unknownMsgType", content={"unknownMsgType": "oa"}, errorCode=20001),
    {"EventType": "user_leave_org", "eventId": "e1", "CorpId": "c", "TimeStamp": int(STAMP) * 1000, "UserId": ["LiHua"]},
    {"EventType": "check_url"},
)  # fmt: skip


def _event(kind: str, inner: dict[str, Any]) -> dict[str, Any]:
    header = {
        "event_id": "ev1", "event_type": kind, "create_time": f"{STAMP}123", "token": FEISHU["feishu_verification_token"],
        "app_id": FEISHU["feishu_app_id"], "tenant_key": "tk1",
    }  # fmt: skip
    return {"schema": "2.0", "header": header, "event": inner}


_LI = {"open_id": "ou_84aad35d", "union_id": "on_8ed6aa67", "user_id": "lihua"}


def _heard(kind: str, content: Any) -> dict[str, Any]:
    said = {
        "message_id": "om_1", "create_time": f"{STAMP}100", "chat_id": "oc_1", "chat_type": "p2p", "message_type": kind, "content": json.dumps(content),
        "mentions": [{"key": "@_user_1", "id": _LI, "name": "李华"}],
    }  # fmt: skip
    return _event("im.message.receive_v1", {"sender": {"sender_id": _LI, "sender_type": "user"}, "message": said})


OF_FEISHU = _json(
    _heard("text", {"text": "46号打通5条 @_user_1"}),
    _heard("image", {"image_key": "img_1"}),
    _heard("post", {"title": "", "content": [[{"tag": "text", "text": "图"}], [{"tag": "img", "image_key": "img_2"}]]}),
    _heard("audio", {"file_key": "file_1", "duration": 1000}),
    _event("card.action.trigger", {
        "operator": _LI, "token": "c-9f", "action": {"value": {"card": "c-1", "key": "yes"}, "tag": "button"},
        "context": {"open_message_id": "om_9", "open_chat_id": "oc_1"},
    }),
    _event("application.bot.menu_v6", {"operator": {"operator_id": _LI}, "event_key": "today", "timestamp": int(STAMP)}),
    _event("im.chat.access_event.bot_p2p_chat_entered_v1", {"chat_id": "oc_1", "operator_id": _LI}),
    _event("contact.user.deleted_v3", {"object": _LI, "old_object": {"department_ids": ["od"]}}),
    {"challenge": "ajls384kdjx98XX", "token": FEISHU["feishu_verification_token"], "type": "url_verification"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wire:
    samples: tuple[bytes, ...]
    sealed: Callable[[bytes, random.Random], Post]
    signed: Callable[[bytes], Post]


WIRES = {
    "wecom": Wire(OF_WECOM, wecom, wecom_body),
    "dingtalk": Wire(OF_DINGTALK, dingtalk, dingtalk_body),
    "feishu": Wire(OF_FEISHU, feishu, feishu_body),
}

# how it is damaged

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), 2**70, 10**30, "", " ", "\x00", "\ud800", "长" * 3000, "x" * 70, "😀" * 40, "@all", "a|b", "../x", "]]>",
    "<b>", "%s{}", "2026-13-45", "1" * 400, [], {}, [[]], [None], {"": {}}, {"text": 1}, [[{"tag": []}]], "{\"text\":", "null",
)  # fmt: skip


def posts(platform: str, count: int, seed: int = 0) -> Iterator[Post]:
    dice, wire = random.Random(f"{platform}{seed}"), WIRES[platform]
    for _ in range(count):
        sound = dice.choice(wire.samples)
        match dice.choices(("inside", "bytes", "body", "signed", "beside"), (45, 20, 12, 13, 10))[0]:
            case "inside":
                yield wire.sealed(_changed(sound, dice), dice)
            case "bytes":
                yield wire.sealed(damaged(sound, dice), dice)
            case "body":
                post = wire.sealed(sound, dice)
                yield Post(post.place, post.query, post.headers, damaged(post.body, dice))
            case "signed":
                yield wire.signed(damaged(wire.sealed(sound, dice).body, dice))
            case _:
                post = wire.sealed(sound, dice)
                yield Post(post.place, _beside(post.query, dice), _beside(post.headers, dice), post.body)


def damaged(raw: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, gone, doubled or strange."""
    found = bytearray(raw)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(found) + 1)
        match dice.randint(0, 3):
            case 0:
                found[at : at + 1] = dice.randbytes(1)
            case 1:
                del found[at : at + dice.randint(1, 40)]
            case 2:
                found[at:at] = found[at : at + dice.randint(1, 40)]
            case _:
                found[at:at] = dice.choice(
                    (b"\x00", b"\xff\xfe", b"[" * 3000, b'{"a":' * 2000, b"<![CDATA[", b"]]>", b"\xed\xa0\x80")
                )
    return bytes(found)


def _beside(values: Mapping[str, str], dice: random.Random) -> dict[str, str]:
    found = dict(values)
    for name in [name for name in found if dice.random() < 0.5]:
        match dice.randint(0, 3):
            case 0:
                del found[name]
            case 1:
                found[name] = dice.choice(("", "0", "-1", "1e9", "9" * 400, "\udcff", "é", " ", found[name][::-1]))
            case 2:
                found[name.upper()] = found.pop(name)
            case _:
                found[name] = found[name] + dice.choice(("x", "\x00", "%", "\n"))
    return found


def _changed(sound: bytes, dice: random.Random) -> bytes:
    return _changed_xml(sound, dice) if sound.startswith(b"<") else _changed_json(sound, dice)


def _changed_json(sound: bytes, dice: random.Random) -> bytes:
    told = json.loads(sound)
    for _ in range(dice.randint(1, 3)):
        if not (places := list(_places(told))):
            break
        holder, key = dice.choice(places)
        match dice.randint(0, 5):
            case 0 | 1:
                holder[key] = deepcopy(dice.choice(ODD))
            case 2:
                del holder[key]
            case 3:
                holder[key] = dice.choice(([holder[key]], {"value": holder[key]}, str(holder[key])))
            case 4 if isinstance(holder, dict):
                holder[dice.choice((str(key).upper(), f"{key}\x00", ""))] = holder.pop(key)
            case _:
                other, there = dice.choice(places)
                holder[key] = json.loads(json.dumps(other[there]))
    text = json.dumps(told, ensure_ascii=dice.random() < 0.5)
    if dice.random() < 0.1:  # the same member twice
        text = text[:-1] + "," + text[1:]
    return text.encode("utf-8", "surrogatepass")


def _places(told: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(told) if isinstance(told, dict) else range(len(told)) if isinstance(told, list) else ()
    for key in keys:
        yield told, key
        yield from _places(told[key])


_ELEMENT = re.compile(rb"<(\w+)>((?:(?!</\1>).)*)</\1>", re.DOTALL)


def _changed_xml(sound: bytes, dice: random.Random) -> bytes:
    text = sound
    for _ in range(dice.randint(1, 3)):
        inner = text[5:-6] if text.startswith(b"<xml>") else text
        elements = [match[0] for match in _ELEMENT.finditer(inner)]
        if not elements:
            return text
        one, odd = dice.choice(elements), str(dice.choice(ODD)).encode("utf-8", "surrogatepass")
        name = one[1 : one.index(b">")]
        changed = dice.choice((
            b"", one + one, one.replace(name, name.lower()), one.replace(name, name + b"x"), b"<%b>%b</%b>" % (name, odd, name), b"<a>" + one + b"</a>",
            b"<%b><![CDATA[%b]]></%b>" % (name, odd, name), b"<%b><%b/></%b>" % (name, name, name), one[:-1], b"<!--" + one + b"-->", b"<%b/>" % name,
            b'<!DOCTYPE x [<!ENTITY a "b">]>' + one, b"<%b>&a;&#0;&lt;</%b>" % (name, name),
        ))  # fmt: skip
        text = text.replace(one, changed, 1)
    return text


# what must come of it


@dataclass
class Verdict:
    """`ends` counts how each ended: refused, kept, answered, or a fault; `faults` holds the first of those."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def channel_of(platform: str) -> Channel:
    found = settings.load(Path(os.devnull), **CREDENTIALS, **FEISHU, **DINGTALK, **HTTP_OF_DINGTALK)
    return platforms.channels(found, lambda: NOW)[platform]


def judge(platform: str, count: int, seed: int = 0) -> Verdict:
    """Every damaged callback through the channel's door, and what was kept read again."""
    structlog.configure(processors=[_drop])
    channel, verdict = channel_of(platform), Verdict()
    for post in posts(platform, count, seed):
        try:
            verdict.ends[_end(channel, post)] += 1
        except Exception:  # noqa: BLE001 whatever it is, it is what we look for
            verdict.ends["fault"] += 1
            if len(verdict.faults) < SHOWN_FAULTS:
                verdict.faults.append(f"{post!r:.2000}\n{traceback.format_exc()}")
    return verdict


def _drop(*_: object) -> str:
    raise structlog.DropEvent


def _end(channel: Channel, post: Post) -> str:
    try:
        found = channel.doors[post.place](Callback(post.query, post.headers, post.body), NOW)
    except CallbackRefused:
        return "refused"
    if isinstance(found, Answer):
        return "answered"
    key, user, message_id, payload = storable((found.key, found.user, found.message_id, found.payload))
    heard = channel.read(payload)
    assert isinstance(heard, Inbound)
    assert key
    assert 0 < len(user) <= LONGEST_USER
    assert 0 < len(message_id) <= LONGEST_ID
    assert heard.said_at.tzinfo is not None
    f"{heard.text}{heard.key}{heard.media}".encode()  # nothing that cannot be said again
    return "kept"
