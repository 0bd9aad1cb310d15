"""Made-up credentials and texts of WeCom for the tests of the channel."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.envelope import Envelope
from bot.channels.wecom import WeComChannel, WeComSettings

CORP = "ww9a7c31e5d2408f66"
AGENT = 1000042
TOKEN = "gH7kQ2bV9sLx"
AES_KEY = "Qm9yZWFsLUhhcmJvci1NdXNldW0tMjAyNi0wMS1KZXk"
SECRET = "s3cret-of-the-app"
NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent.parent / "data" / "wecom_vectors.json").read_text())


def settings(**changed: Any) -> WeComSettings:
    values: dict[str, Any] = {
        "corp_id": CORP,
        "agent_id": AGENT,
        "secret": SECRET,
        "token": TOKEN,
        "aes_key": AES_KEY,
    }
    return WeComSettings(**(values | changed))


def channel(**changed: Any) -> WeComChannel:
    return WeComChannel(settings(**changed), now=lambda: NOON)


def envelope() -> Envelope:
    return Envelope(TOKEN, AES_KEY, CORP)


def element(name: str, value: str | int) -> str:
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    inner = value.replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{inner}]]></{name}>"


def xml(*, inner: str = "", **elements: str | int) -> str:
    heading = {"ToUserName": CORP, "FromUserName": "LiHua", "CreateTime": 1767578400}
    return "<xml>" + "".join(element(*pair) for pair in (heading | elements).items()) + inner + "</xml>"


def text_xml(content: str, *, message_id: int = 7591234567890123456, user: str = "LiHua") -> str:
    return xml(FromUserName=user, MsgType="text", Content=content, MsgId=message_id, AgentID=AGENT)


def event_xml(event: str, *, inner: str = "", **elements: str | int) -> str:
    return xml(MsgType="event", Event=event, AgentID=AGENT, inner=inner, **elements)


def callback(plaintext: str, *, timestamp: int | None = None, nonce: str = "n7") -> tuple[dict[str, str], bytes]:
    """The query and the body, as the platform would send them."""
    sealed = envelope().seal(plaintext, str(timestamp or int(NOON.timestamp())), nonce)
    query = {"msg_signature": sealed.signature, "timestamp": sealed.timestamp, "nonce": sealed.nonce}
    return query, wrap(sealed.encrypt)


def wrap(encrypt: str) -> bytes:
    return ("<xml>" + element("ToUserName", CORP) + element("Encrypt", encrypt) + "</xml>").encode()
