"""Made-up credentials and messages of DingTalk for the tests of the channel."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.channels.contract import Callback
from bot.channels.dingtalk import DingTalkChannel, DingTalkSettings
from bot.channels.dingtalk_callbacks import sign
from bot.channels.dingtalk_stream import Timing

CLIENT, SECRET = "dingdemo0001", "s3cret-of-the-dingtalk-app"
TOKEN, AES_KEY = "fD0w0hP5AR4x", "yuYRjcqdNe4oFvxMBuNS3Iwou9sDzRTiK17XoCTKXoL"
NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)
VECTORS: dict[str, Any] = json.loads((Path(__file__).parent.parent / "data" / "dingtalk_vectors.json").read_text())
QUICK = Timing(first_s=0.01, longest_s=0.05, jitter_s=0.0, heartbeat_s=0.2, leave_s=0.5)


def settings(**changed: Any) -> DingTalkSettings:
    return DingTalkSettings(**({"client_id": CLIENT, "client_secret": SECRET} | changed))


def channel(base: str = "", **changed: Any) -> DingTalkChannel:
    bases = {"api_base": base, "oapi_base": base} if base else {}
    return DingTalkChannel(settings(**bases | changed), now=lambda: NOON, timeout_s=0.5, timing=QUICK)


def by_http(base: str = "", **changed: Any) -> DingTalkChannel:
    return channel(base, is_stream=False, token=TOKEN, aes_key=AES_KEY, **changed)


def message(*, user: str = "LiHua", number: str = "msgA1==", **more: Any) -> dict[str, Any]:
    return {
        "msgtype": "text", "text": {"content": " 46号打通5条"}, "msgId": number, "createAt": NOON_MS,
        "conversationType": "1", "conversationId": "cid1==", "senderId": "$:LWCP_v1:$abc", "senderNick": "李华",
        "senderStaffId": user, "chatbotCorpId": "dingcorp1", "robotCode": CLIENT,
        "sessionWebhook": "https://oapi.dingtalk.com/robot/sendBySession?session=0123abcd",
        "sessionWebhookExpiredTime": NOON_MS + 5_400_000,
    } | more  # fmt: skip


def text(content: str, **more: Any) -> dict[str, Any]:
    return message(text={"content": content}, **more)


def call(body: Any, *, stamp: int = NOON_MS, secret: str = SECRET) -> Callback:
    headers = {"timestamp": str(stamp), "sign": sign(str(stamp), secret)}
    return Callback({}, headers, body if isinstance(body, bytes) else json.dumps(body).encode())
