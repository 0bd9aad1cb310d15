"""What can be asked of a message, and done to it, once it was sent: who has read it, and taking it back.

Follows open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages (2026-04-22) and
batch-message-recall-chat (2026-04-22): within a day, by the key that its sending was answered with.
"""

import json
from datetime import timedelta

from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.ledger import Send
from bot.sandbox.dingtalk.state import PLATFORM, State
from bot.sandbox.phones import Entry
from bot.sandbox.roster import phone_of
from bot.sandbox.wire import Json, strings_of, text_of

KNOWN_FOR = timedelta(hours=24)
NOT_YET = timedelta(seconds=1)  # right after the sending nothing is known of it
MOST_KEYS = 20


def read_status(state: State, robot: str, key: str) -> Json:
    _must_be_ours(state, robot)
    send = _found(state, key)
    if send is None or not NOT_YET <= state.world.now() - send.at < KNOWN_FOR:
        raise DingError("processQueryKey.expireTime", "processQueryKey 未生成或已过期")
    shown = _entries(state, send)
    status = "RECALLED" if shown and all(entry.recalled for entry in shown) else "SUCCESS"
    return {"sendStatus": status, "messageReadInfoList": [_read(state, send, entry) for entry in shown]}


def recall(state: State, body: Json) -> Json:
    _must_be_ours(state, text_of(body, "robotCode"))
    keys = strings_of(body, "processQueryKeys")
    if not 0 < len(keys) <= MOST_KEYS:
        raise DingError("invalidParameter.processQueryKeys", "processQueryKeys")
    done, failed = [], {}
    for key in keys:
        if fault := _recalled(state, key):
            failed[key] = fault
        else:
            done.append(key)
    if not done:
        raise DingError("notRevoke.all.messages", "没有可撤回的消息")
    return {"successResult": done, "failedResult": failed}


def _recalled(state: State, key: str) -> str:
    """Why it cannot be taken back; empty once it is."""
    send = _found(state, key)
    if send is None or state.world.now() - send.at >= KNOWN_FOR:
        return "robot.processQueryKey.expired"
    for entry in _entries(state, send):
        state.world.phones.change(entry.id, recalled=True)
    return ""


def _must_be_ours(state: State, robot: str) -> None:
    if robot != state.config.robot_code:
        raise DingError("not.allowed.robotCode", "robotCode")


def _found(state: State, key: str) -> Send | None:
    return state.ledger.of(key) if key else None


def _entries(state: State, send: Send) -> list[Entry]:
    """A card goes by the bot's own id of it."""
    number = text_of(json.loads(send.raw), "outTrackId") or send.key
    return state.world.phones.sent_as(number)


def _read(state: State, send: Send, entry: Entry) -> Json:
    user = next((user for user in send.fates if phone_of(PLATFORM, user) == entry.user), "")
    person = state.people.find(user)
    is_read = state.world.phones.seen(entry.user) >= entry.id
    return {"name": person.name if person else user, "userId": user, "readStatus": "READ" if is_read else "UNREAD"}
