"""From a request of Feishu's to a proven event: size, signature, decryption, token, app, in this order.

The address check is the one thing the platform does not sign (page of 2025-04-07); it proves itself by its
encryption, its Verification Token, or both.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels import feishu_envelope
from bot.channels.contract import Answer
from bot.channels.feishu_api import FeishuSettings
from bot.channels.feishu_envelope import Envelope
from bot.channels.feishu_inbound import parse
from models.errors import CallbackRefused

BODY_BYTES = 64 * 1024
CHALLENGE_CHARS = 512
JSON_TYPE = "application/json"
# An event that was not answered comes again after 15 s, 5 min, 1 h and 6 h, and may carry its first time stamp. Seen
# before, it has no effect; never seen, it is what somebody said while we were down.
RETRIES_S = 15 + 300 + 3600 + 6 * 3600
SIGNATURE, TIMESTAMP, NONCE = "X-Lark-Signature", "X-Lark-Request-Timestamp", "X-Lark-Request-Nonce"
_SECONDS = re.compile(r"[0-9]{1,12}")

Json = dict[str, Any]


class Gate:
    def __init__(self, settings: FeishuSettings) -> None:
        self._settings = settings
        self._envelope = Envelope(settings.encrypt_key) if settings.encrypt_key else None

    def open(self, headers: Mapping[str, str], body: bytes) -> Json | Answer:
        """The event, proven to be for us, or what answers the address check; CallbackRefused else."""
        if len(body) > BODY_BYTES:
            raise CallbackRefused("oversize")
        is_signed = self._verify(headers, body)
        event = self._decrypted(parse(body))
        self._check_token(event)
        if event.get("type") == "url_verification":
            return _challenge(event)
        if self._envelope and not is_signed:
            raise CallbackRefused("missing_parameter")
        self._check_app(event)
        return event

    def of_line(self, payload: bytes) -> Json:
        """Of a connection that we opened with our secret: nothing is sealed, and nothing but the app is checked."""
        event = parse(payload)
        self._check_app(event)
        return event

    def is_stale(self, headers: Mapping[str, str], now: datetime) -> bool:
        stamp = headers.get(TIMESTAMP, "")
        if not self._settings.skew_s or self._envelope is None:
            return False  # without a key nothing proves what a time stamp says
        if not _SECONDS.fullmatch(stamp):
            return True
        age_s = now.timestamp() - int(stamp)
        return not -self._settings.skew_s <= age_s <= RETRIES_S + self._settings.skew_s

    def _verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        if self._envelope is None or SIGNATURE not in headers:
            return False
        feishu_envelope.verify(
            self._settings.encrypt_key, signature=headers[SIGNATURE], body=body,
            timestamp=headers.get(TIMESTAMP, ""), nonce=headers.get(NONCE, ""),
        )  # fmt: skip
        return True

    def _decrypted(self, outer: Json) -> Json:
        if self._envelope is None:
            if "encrypt" in outer:
                raise CallbackRefused("encrypted_without_key")
            return outer
        encrypt = outer.get("encrypt")
        if not isinstance(encrypt, str):
            raise CallbackRefused("no_encrypt")
        return parse(self._envelope.open(encrypt))

    def _check_token(self, event: Json) -> None:
        expected = self._settings.verification_token
        header = event.get("header")
        told = header.get("token") if isinstance(header, dict) else event.get("token")
        if expected and not (isinstance(told, str) and feishu_envelope.is_same(expected, told)):
            raise CallbackRefused("bad_token")
        if not expected and self._envelope is None:
            raise CallbackRefused("nothing_to_prove_it")

    def _check_app(self, event: Json) -> None:
        header = event.get("header")
        app = header.get("app_id") if isinstance(header, dict) else None
        if app is not None and app != self._settings.app_id:
            raise CallbackRefused("foreign_app")


def _challenge(event: Json) -> Answer:
    told = event.get("challenge")
    if not isinstance(told, str) or not 0 < len(told) <= CHALLENGE_CHARS:
        raise CallbackRefused("no_challenge")
    return Answer(json.dumps({"challenge": told}), JSON_TYPE)
