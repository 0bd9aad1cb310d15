"""What the platform tells the bot of what a person did.

Follows open.dingtalk.com/document/development/receive-message (2025-12-29).
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.wire import Json

QUOTA = {"errorCode": 20001, "errorMessage": "本月可接收的消息数已用完"}


@dataclass(frozen=True, slots=True)
class Author:
    """Who and when. `session` and `session_until` are the address for answers; without `user` he is no member."""

    user: str
    name: str
    at: datetime
    robot: str
    corp: str
    session: str
    session_until: datetime


def text(author: Author, words: str) -> Json:
    return _body(author, "text") | {"text": {"content": words}}


def picture(author: Author, code: str) -> Json:
    return _body(author, "picture") | {"content": {"downloadCode": code, "pictureDownloadCode": f"p{code}"}}


def rich_text(author: Author, words: str, code: str) -> Json:
    parts = [{"text": words}, {"type": "picture", "downloadCode": code, "pictureDownloadCode": f"p{code}"}]
    return _body(author, "richText") | {"content": {"richText": parts}}


def audio(author: Author, code: str, recognition: str) -> Json:
    return _body(author, "audio") | {"content": {"duration": 1000, "downloadCode": code, "recognition": recognition}}


def other(author: Author, kind: str, name: str) -> Json:
    """A file or a video."""
    code = f"dc{secrets.token_urlsafe(12)}"
    return _body(author, kind) | {"content": {"downloadCode": code, "fileName": name, "spaceId": "1", "fileId": "1"}}


def withheld(body: Json) -> Json:
    """With the month's messages used up it comes without its words."""
    return {name: value for name, value in body.items() if name not in {"text", "content"}} | QUOTA


def leaving(users: list[str], at: datetime, corp: str) -> Json:
    number = f"e-{secrets.token_hex(8)}"
    return {"EventType": "user_leave_org", "CorpId": corp, "EventTime": _ms(at), "eventId": number, "UserId": users}


def as_text(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False)


def _body(author: Author, kind: str) -> Json:
    return {
        "msgtype": kind,
        "msgId": f"msg{secrets.token_urlsafe(12)}==",
        "createAt": _ms(author.at),
        "conversationType": "1",
        "conversationId": f"cid{author.user}==",
        "senderId": f"$:LWCP_v1:${secrets.token_urlsafe(9)}",
        "senderNick": author.name,
        "senderStaffId": author.user,
        "senderCorpId": author.corp,
        "isAdmin": False,
        "senderPlatform": "Android",
        "chatbotCorpId": author.corp,
        "chatbotUserId": "$:LWCP_v1:$bot",
        "robotCode": author.robot,
        "sessionWebhook": author.session,
        "sessionWebhookExpiredTime": _ms(author.session_until),
    }


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
