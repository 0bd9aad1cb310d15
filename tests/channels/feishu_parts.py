"""Made-up credentials and events of Feishu, sealed by a library that the channel does not use."""

import base64
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from Crypto.Cipher import AES

APP, SECRET = "cli_demo0001", "s3cret-of-the-app"
KEY, TOKEN = "demo-encrypt-key-01", "vtok-demo-1"
NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
LI = {"open_id": "ou_84aad35d", "union_id": "on_8ed6aa67", "user_id": "lihua"}


def sealed(plaintext: str, *, key: str = KEY, iv: bytes = bytes(range(16))) -> str:
    """The platform's side of the page."""
    raw = plaintext.encode("utf-8", "surrogatepass")
    padding = 16 - len(raw) % 16
    cipher = AES.new(sha256(key.encode()).digest(), AES.MODE_CBC, iv)
    return base64.b64encode(iv + cipher.encrypt(raw + bytes([padding]) * padding)).decode()


def callback(event: dict[str, Any] | str, *, key: str = KEY, at: float | None = None) -> tuple[dict[str, str], bytes]:
    """Headers and body, as the platform sends them."""
    text = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
    return signed(json.dumps({"encrypt": sealed(text, key=key)}).encode(), key=key, at=at)


def signed(body: bytes, *, key: str = KEY, at: float | None = None) -> tuple[dict[str, str], bytes]:
    stamp = str(int(NOON.timestamp() if at is None else at))
    signature = sha256(f"{stamp}n7{key}".encode() + body).hexdigest()
    return {"X-Lark-Request-Timestamp": stamp, "X-Lark-Request-Nonce": "n7", "X-Lark-Signature": signature}, body


def event(kind: str, inner: dict[str, Any], **header: str) -> dict[str, Any]:
    heading = {"event_id": "ev1", "event_type": kind, "create_time": "1767585600123", "token": TOKEN, "app_id": APP}
    return {"schema": "2.0", "header": heading | {"tenant_key": "tk1"} | header, "event": inner}


def message(
    kind: str, content: Any, *, user: dict[str, str] = LI, sender_type: str = "user", **parts: Any
) -> dict[str, Any]:
    said = {
        "message_id": "om_1",
        "create_time": "1767585600100",
        "chat_id": "oc_1",
        "chat_type": "p2p",
        "message_type": kind,
    }
    said |= {"content": content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)} | parts
    sender = {"sender_id": user, "sender_type": sender_type, "tenant_key": "tk1"}
    return event("im.message.receive_v1", {"sender": sender, "message": said})


def text(words: str, **parts: Any) -> dict[str, Any]:
    return message("text", {"text": words}, **parts)


def tap(value: Any, **action: Any) -> dict[str, Any]:
    inner = {
        "operator": LI | {"tenant_key": "tk1"},
        "token": "c-9f",
        "action": {"value": value, "tag": "button"} | action,
        "host": "im_message",
        "context": {"open_message_id": "om_9", "open_chat_id": "oc_1"},
    }
    return event("card.action.trigger", inner, event_id="ev2", create_time="1767585600000000")
