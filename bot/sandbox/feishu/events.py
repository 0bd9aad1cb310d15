"""What an event says before it is sealed: messages (page of 2026-04-20), taps (2026-05-09), menu, opening of the chat."""

import json
import secrets
from datetime import datetime

from bot.sandbox.config import FeishuConfig
from bot.sandbox.feishu.names import ids_of
from bot.sandbox.wire import Json

TENANT = "tk-sandbox"


def message(config: FeishuConfig, account: str, message_id: str, kind: str, content: Json, at: datetime) -> str:
    said = {
        "message_id": message_id, "create_time": _ms(at), "update_time": _ms(at), "chat_id": chat_of(account),
        "chat_type": "p2p", "message_type": kind, "content": _dumps(content), "user_agent": "sandbox",
    }  # fmt: skip
    sender = {"sender_id": ids_of(config.app_id, account), "sender_type": "user", "tenant_key": TENANT}
    return _event(config, "im.message.receive_v1", {"sender": sender, "message": said}, at)


def tap(config: FeishuConfig, account: str, message_id: str, value: object, token: str, at: datetime) -> str:
    inner: Json = {
        "operator": ids_of(config.app_id, account) | {"tenant_key": TENANT},
        "token": token,
        "action": {"value": value, "tag": "button"},
        "host": "im_message",
        "context": {"open_message_id": message_id, "open_chat_id": chat_of(account)},
    }
    return _event(config, "card.action.trigger", inner, at, create_time=str(int(at.timestamp() * 1e6)))


def menu(config: FeishuConfig, account: str, key: str, at: datetime) -> str:
    operator = {"operator_name": "", "operator_id": ids_of(config.app_id, account)}
    inner: Json = {"operator": operator, "event_key": key, "timestamp": int(at.timestamp())}
    return _event(config, "application.bot.menu_v6", inner, at)


def entered(config: FeishuConfig, account: str, at: datetime) -> str:
    inner: Json = {"chat_id": chat_of(account), "operator_id": ids_of(config.app_id, account)}
    return _event(config, "im.chat.access_event.bot_p2p_chat_entered_v1", inner, at)


def read(config: FeishuConfig, account: str, message_ids: list[str], at: datetime) -> str:
    reader = {"reader_id": ids_of(config.app_id, account), "read_time": _ms(at), "tenant_key": TENANT}
    return _event(config, "im.message.message_read_v1", {"reader": reader, "message_id_list": message_ids}, at)


def renamed(plaintext: str) -> str:
    """The same under another event id: for a message the platform's page warns of it."""
    event = json.loads(plaintext)
    event["header"]["event_id"] = secrets.token_hex(16)
    return _dumps(event)


def chat_of(account: str) -> str:
    return "oc_" + "".join(char for char in account if char.isalnum())


def _event(config: FeishuConfig, kind: str, inner: Json, at: datetime, *, create_time: str = "") -> str:
    header = {
        "event_id": secrets.token_hex(16), "event_type": kind, "create_time": create_time or _ms(at),
        "token": config.verification_token, "app_id": config.app_id, "tenant_key": TENANT,
    }  # fmt: skip
    return _dumps({"schema": "2.0", "header": header, "event": inner})


def _ms(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _dumps(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
