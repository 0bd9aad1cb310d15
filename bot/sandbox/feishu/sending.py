"""im/v1/messages: sent, changed, recalled, and who has read it.

Follows the pages of create (2026-04-10), patch (2025-07-15), delete (2024-12-11) and read_users (2026-04-09).
"""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.errors import ApiError
from bot.sandbox.feishu import faces
from bot.sandbox.feishu.calls import Call
from bot.sandbox.feishu.cards import read_card
from bot.sandbox.feishu.events import chat_of
from bot.sandbox.feishu.ledger import Send
from bot.sandbox.feishu.names import KINDS, account_of, ids_of
from bot.sandbox.feishu.uploads import stored
from bot.sandbox.phones import BOT, Entry, bubble
from bot.sandbox.roster import account_of as account_of_phone
from bot.sandbox.roster import phone_of
from bot.sandbox.wire import Json, objects_of, text_of

TEXT_BYTES, POST_BYTES, UUID_CHARS = 150 * 1024, 30 * 1024, 50
CHANGEABLE, READABLE = timedelta(days=14), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Content:
    kind: str
    text: str = ""
    media: str = ""
    card: Json | None = None


def send(call: Call) -> Json:
    try:
        return _send(call)
    except ApiError as error:
        call.state.ledger.record(Send(call.now, call.raw, error.errcode))
        raise


def _send(call: Call) -> Json:
    account = _receiver(call)
    content = _read(call)
    uuid = text_of(call.body, "uuid")
    if len(uuid) > UUID_CHARS:
        raise ApiError(230001, "uuid is longer than 50 characters")
    if earlier := call.state.ledger.same(uuid, call.now):
        call.state.ledger.record(
            Send(call.now, call.raw, msgid=earlier.msgid, user=account, uuid=uuid, repeats=earlier.msgid)
        )
        return _told(call, account, earlier.msgid, content)
    if call.state.ledger.is_too_fast(account, call.now):
        raise ApiError(230020, "This operation triggers the frequency limit.")
    message_id = "om_" + secrets.token_hex(16)
    parts = {"text": content.text, "media": content.media, "card": content.card}
    call.world.phones.show(bubble(phone_of("feishu", account), call.now, BOT, content.kind, msgid=message_id, **parts))
    call.state.ledger.record(Send(call.now, call.raw, 0, message_id, content.kind, account, uuid))
    return _told(call, account, message_id, content)


def _receiver(call: Call) -> str:
    kind, value = call.query.get("receive_id_type", ""), text_of(call.body, "receive_id")
    if kind not in KINDS or not value:
        raise ApiError(230001, "Your request contains an invalid request parameter: receive_id_type or receive_id")
    account = account_of(call.people, call.app_id, kind, value)
    if account is None:
        raise (
            ApiError(99992351, "not a valid open_id")
            if kind == "open_id"
            else ApiError(230034, "The receive_id is invalid.")
        )
    if not call.people.reaches(account):
        raise ApiError(230013, "Bot has NO availability to this user.")
    if not call.people.is_licensed(account):
        raise ApiError(230053, "The user has stopped the bot.")
    return account


def _read(call: Call) -> Content:
    kind, told = text_of(call.body, "msg_type"), text_of(call.body, "content")
    if len(call.raw.encode()) > (TEXT_BYTES if kind == "text" else POST_BYTES) and kind in (
        "text",
        "post",
        "interactive",
    ):
        raise ApiError(230025, "The length of the message content reaches its limit.")
    if kind == "interactive":
        return Content("card", card=read_card(told))
    try:
        content = json.loads(told)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise ApiError(
            230001, "Your request contains an invalid request parameter, ext=content is not a string in json format."
        )
    return _plain(call, kind, content)


def _plain(call: Call, kind: str, content: Json) -> Content:
    match kind:
        case "text" if text := text_of(content, "text"):
            return Content("text", text)
        case "post" if text := _post(content):
            return Content("markdown", text)
        case "image":
            return Content("image", media=stored(call.world, "image", text_of(content, "image_key"), call.now).id)
        case "file":
            file = stored(call.world, "file", text_of(content, "file_key"), call.now)
            return Content("file", file.name, file.id)
    raise ApiError(230001, "Your request contains an invalid request parameter: msg_type or content")


def _post(content: Json) -> str:
    language = next((one for one in content.values() if isinstance(one, dict)), {})
    lines = language.get("content")
    told = [objects_of({"line": line}, "line") for line in lines] if isinstance(lines, list) else []
    words = ["".join(text_of(part, "text") for part in line) for line in told]
    return "\n".join(filter(None, [text_of(language, "title"), *words]))


def _told(call: Call, account: str, message_id: str, content: Content) -> Json:
    now = str(int(call.now.timestamp() * 1000))
    return {
        "message_id": message_id, "msg_type": text_of(call.body, "msg_type"), "create_time": now, "update_time": now,
        "deleted": False, "updated": False, "chat_id": chat_of(account), "body": {"content": text_of(call.body, "content")},
        "sender": {"id": call.app_id, "id_type": "app_id", "sender_type": "app", "tenant_key": "tk-sandbox"},
    }  # fmt: skip


def change(call: Call) -> Json:
    """A card in the place of the one that stands there."""
    entry = _sent(call)
    if entry.card is None:
        raise ApiError(230001, "This message is NOT a card.")
    if call.now - entry.at > CHANGEABLE:
        raise ApiError(230031, "The message is out of date for update.")
    if len(call.raw.encode()) > POST_BYTES:
        raise ApiError(230025, "The length of the message content reaches its limit.")
    card = read_card(text_of(call.body, "content"))
    if call.state.ledger.is_too_fast(entry.msgid, call.now):
        raise ApiError(230020, "This operation triggers the frequency limit.")
    call.world.phones.change(entry.id, card=card, settled=faces.settled(card), pressed="")
    return {}


def recall(call: Call) -> Json:
    entry = _sent(call)
    call.world.phones.change(entry.id, recalled=True)
    return {}


def readers(call: Call) -> Json:
    """Whoever has had the message on his screen."""
    entry = _sent(call)
    if call.now - entry.at > READABLE:
        raise ApiError(230001, "older than 7 days")
    kind = call.query.get("user_id_type", "open_id")
    account = account_of_phone(entry.user)[1]
    seen = call.world.phones.seen(entry.user)
    items = [{"user_id_type": kind, "user_id": ids_of(call.app_id, account).get(kind)}] if seen >= entry.id else []
    return {"items": items, "has_more": False, "page_token": ""}


def _sent(call: Call) -> Entry:
    found: list[Entry] = call.world.phones.sent_as(call.names["message"])
    if not found or found[0].sender != BOT or found[0].platform != "feishu":
        raise ApiError(230001, "The message_id is invalid.")
    if found[0].recalled:
        raise ApiError(230011, "The message was withdrawn.")
    return found[0]
