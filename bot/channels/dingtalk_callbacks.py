"""Callbacks of DingTalk by HTTP: a robot's messages (page receive-message, 2025-12-29) and presses on cards, whose sign covers
the time but not the body, and the sealed event push (page callback-event-message-body-encryption-and-decryption, 2025-10-16).
"""

import base64
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from multidict import CIMultiDict

from bot.channels.contract import Answer, Callback
from bot.channels.dingtalk_inbound import opened
from bot.channels.envelope import Envelope
from models.errors import CallbackRefused

BODY_BYTES = 64 * 1024
JSON = "application/json"
SILENT = Answer('{"msgtype":"empty"}', JSON)
NO_CHANGE = Answer("{}", JSON)  # to a press: its card is changed afterwards
CARD_STAMP, CARD_SIGN = "x-ddpaas-signature-timestamp", "x-ddpaas-signature"
_TIMESTAMP = re.compile(r"[0-9]{1,15}")
_BASE64 = re.compile(r"[A-Za-z0-9+/=]{1,87400}")


def sign(timestamp: str, secret: str) -> str:
    """Plain base64, nowhere URL-encoded."""
    mac = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), sha256)
    return base64.b64encode(mac.digest()).decode()


def opened_message(call: Callback, secret: str) -> dict[str, Any]:
    """Raises CallbackRefused unless its sign is ours and it is a JSON object."""
    if len(call.body) > BODY_BYTES:
        raise CallbackRefused("oversize")
    headers = _headers(call.headers)
    timestamp, given = headers.get("timestamp", ""), headers.get("sign", "")
    if not timestamp or not given:
        raise CallbackRefused("missing_header")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise CallbackRefused("bad_timestamp")
    if not hmac.compare_digest(sign(timestamp, secret).encode(), given.encode("utf-8", "surrogatepass")):
        raise CallbackRefused("bad_signature")
    return opened(call.body)


def is_stale(timestamp: str, now: datetime, skew_s: int) -> bool:
    """`timestamp` is in milliseconds; a skew of 0 never asks."""
    if not skew_s:
        return False
    if not _TIMESTAMP.fullmatch(timestamp):
        return True
    return abs(round(now.timestamp() * 1000) - int(timestamp)) > skew_s * 1000


def stamp_of(call: Callback) -> str:
    """When a callback says that it was signed, in milliseconds."""
    return _headers(call.headers).get("timestamp", "") or _query(call, "timestamp", "timeStamp")


def card_sign(timestamp: str, secret: str) -> str:
    """Of a press on a card (page event-callback-card, 2026-08-04)."""
    return base64.b64encode(hmac.new(secret.encode(), timestamp.encode(), sha256).digest()).decode()


def card_secret(client_secret: str) -> str:
    """What we register the address of presses with: of our own making, the same in every replica."""
    return hmac.new(client_secret.encode(), b"presses on cards", sha256).hexdigest()[:32]


def opened_press(call: Callback, secret: str) -> tuple[dict[str, Any], str]:
    """What a card tells, and when it was signed, in milliseconds; raises CallbackRefused. The body is not signed."""
    if len(call.body) > BODY_BYTES:
        raise CallbackRefused("oversize")
    headers = _headers(call.headers)
    timestamp, given = headers.get(CARD_STAMP, ""), headers.get(CARD_SIGN, "")
    if not timestamp or not given:
        raise CallbackRefused("missing_header")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise CallbackRefused("bad_timestamp")
    if not hmac.compare_digest(card_sign(timestamp, secret).encode(), given.encode("utf-8", "surrogatepass")):
        raise CallbackRefused("bad_signature")
    return opened(call.body), timestamp


class EventGate:
    """Opens the events of one app and seals what they are answered with."""

    def __init__(self, token: str, aes_key: str, owner: str) -> None:
        self._envelope = Envelope(token, aes_key, owner)

    def open(self, call: Callback) -> dict[str, Any]:
        """Raises CallbackRefused. Newer pages say msg_signature, older ones signature."""
        if len(call.body) > BODY_BYTES:
            raise CallbackRefused("oversize")
        encrypt = opened(call.body).get("encrypt")
        if not isinstance(encrypt, str) or not _BASE64.fullmatch(encrypt):
            raise CallbackRefused("no_encrypt")
        signature, nonce = _query(call, "msg_signature", "signature"), _query(call, "nonce")
        self._envelope.verify(signature, _query(call, "timestamp", "timeStamp"), nonce, encrypt)
        return opened(self._envelope.open(encrypt))

    def success(self, now: datetime) -> Answer:
        """The one word that counts as delivered, sealed."""
        sealed = self._envelope.seal("success", str(round(now.timestamp() * 1000)), secrets.token_hex(4))
        told = {
            "msg_signature": sealed.signature,
            "timeStamp": sealed.timestamp,
            "nonce": sealed.nonce,
            "encrypt": sealed.encrypt,
        }
        return Answer(json.dumps(told), JSON)


def _headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    return CIMultiDict(headers)


def _query(call: Callback, *names: str) -> str:
    value = next((call.query[name] for name in names if call.query.get(name)), "")
    if not value:
        raise CallbackRefused("missing_parameter")
    return value
