"""message/send, message/recall and message/get_statistics.

Follows developer.work.weixin.qq.com/document/path/90236 (2025-09-24), 94867 and 92369.
"""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.sandbox.clock import SHANGHAI
from bot.sandbox.errors import ApiError
from bot.sandbox.phones import BOT, bubble
from bot.sandbox.roster import Directory
from bot.sandbox.wecom.contents import Content, read_content
from bot.sandbox.wecom.ledger import DROPPED, INVALID, SHOWN, UNLICENSED, Send
from bot.sandbox.wecom.receivers import Receivers, read_receivers
from bot.sandbox.wecom.state import State
from bot.sandbox.wecom.uploads import stored
from bot.sandbox.wire import Json, number_of, text_of
from bot.sandbox.world import World

ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
DEFAULT_INTERVAL_S, LONGEST_INTERVAL_S = 1800, 14400
RECALLABLE = timedelta(hours=24)


@dataclass(frozen=True)
class Call:
    """One call of the API, its token already checked."""

    state: State
    query: dict[str, str]
    raw: str
    now: datetime

    @property
    def world(self) -> World:
        return self.state.world

    @property
    def people(self) -> Directory:
        return self.world.roster.on("wecom")

    @cached_property
    def body(self) -> Json:
        """Raises 40058 for anything but a JSON object."""
        try:
            body = json.loads(self.raw)
        except ValueError:
            raise ApiError(40058, "the body is not JSON") from None
        if not isinstance(body, dict):
            raise ApiError(40058, "the body must be an object")
        return body


def send(call: Call) -> Json:
    try:
        return _send(call)
    except ApiError as error:
        call.state.ledger.record(Send(call.now, call.raw, error.errcode))
        raise


def _send(call: Call) -> Json:
    if ESCAPED.search(call.raw):
        raise ApiError(40033, "unicode escapes in the body")
    check_agent(call, missing=41011)
    receivers = read_receivers(call.body, call.people)
    content = read_content(call.body)
    if earlier := _repeated(call):
        return _suppress(call, earlier)
    _check_against_world(call, content)
    return _deliver(call, content, receivers)


def check_agent(call: Call, *, missing: int) -> None:
    agent = number_of(call.body, "agentid")
    if agent is None:
        raise ApiError(missing, "agentid missing or not a number")
    if agent != call.state.config.agent_id:
        raise ApiError(301002, "agentid is not of this token")


def _repeated(call: Call) -> Send | None:
    if number_of(call.body, "enable_duplicate_check") != 1:
        return None
    interval_s = number_of(call.body, "duplicate_check_interval") or DEFAULT_INTERVAL_S
    return call.state.ledger.same_within(call.raw, min(interval_s, LONGEST_INTERVAL_S), call.now)


def _suppress(call: Call, earlier: Send) -> Json:
    """Taken and shown to nobody. The real answer is not documented: here, no code to change the card."""
    msgid = _new_msgid()
    call.state.ledger.record(Send(call.now, call.raw, msgid=msgid, kind=earlier.kind, repeats=earlier.msgid))
    return {"msgid": msgid}


def _check_against_world(call: Call, content: Content) -> None:
    if content.can_change and not call.state.config.callback_url:
        raise ApiError(43012, "callback url needed")
    if content.task_id and call.state.ledger.knows_task(content.task_id):
        raise ApiError(42014, "task_id was used before")
    if content.media and stored(call.world.media, content.media, call.now).kind != content.kind:
        raise ApiError(40007, "media_id is of another type")


def _deliver(call: Call, content: Content, receivers: Receivers) -> Json:
    state, msgid = call.state, _new_msgid()
    fates = dict.fromkeys(receivers.invalid, INVALID) | dict.fromkeys(receivers.unlicensed, UNLICENSED)
    for user in receivers.reached:
        fates[user] = DROPPED if state.ledger.is_flooded(user, call.now) else SHOWN
        if fates[user] == SHOWN:
            _show(call, content, user, msgid)
    state.ledger.record(Send(call.now, call.raw, 0, msgid, content.kind, content.task_id, fates))
    answer = receivers.as_json() | {"msgid": msgid}
    return answer | {"response_code": state.tickets.issue(msgid, call.now)} if content.can_change else answer


def _show(call: Call, content: Content, user: str, msgid: str) -> None:
    file = call.world.media.on_phone(content.media) if content.kind == "file" else None
    parts = {"text": file.name if file else content.text, "media": content.media, "card": content.card}
    call.world.phones.show(bubble(user, call.now, BOT, content.kind, msgid=msgid, **parts))


def recall(call: Call) -> Json:
    msgid = text_of(call.body, "msgid")
    sent = call.state.ledger.find(msgid)
    if sent is None:
        raise ApiError(40058, "msgid unknown or of another app")
    if call.now - sent.at > RECALLABLE:
        raise ApiError(42052, "older than 24 hours")
    for entry in call.world.phones.sent_as(msgid):
        call.world.phones.change(entry.id, recalled=True)
    return {}


def statistics(call: Call) -> Json:
    """Person-times of today (time_type 0) or yesterday (1)."""
    today = call.now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    start = today - timedelta(days=number_of(call.body, "time_type") or 0)
    config = call.state.config
    count = call.state.ledger.shown_between(start, start + timedelta(days=1))
    return {"statistics": [{"agentid": config.agent_id, "app_name": config.app_name, "count": count}]}


def _new_msgid() -> str:
    return secrets.token_urlsafe(40)
