"""DingTalk (钉钉) as a channel: the robot of one internal app, by stream or by HTTP (pages configure-stream-push,
2026-07-22, and receive-message, 2025-12-29).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from bot.channels import dingtalk_cards, dingtalk_media, dingtalk_render
from bot.channels import dingtalk_inbound as inbound
from bot.channels.contract import Answer, Batch, Callback, Door, Listen, MediaGone, MediaLater, Received, not_given
from bot.channels.dingtalk_api import DingTalkApi, DingTalkSettings, Fault
from bot.channels.dingtalk_callbacks import SILENT, EventGate, is_stale, opened_message, stamp_of
from bot.channels.dingtalk_cards import CHANGE, CREATE, created
from bot.channels.dingtalk_errors import CARD_KNOWN, SESSION_OVER
from bot.channels.dingtalk_sessions import Sessions
from bot.channels.dingtalk_stream import (
    CARDS,
    MESSAGES,
    NO_TOPIC,
    OF_CARD,
    OF_EVENT,
    OF_MESSAGE,
    Acknowledged,
    NoConnection,
    Stream,
    Timing,
)
from bot.channels.dingtalk_wire import Ask, Reply, Wire
from bot.channels.line import TIMEOUT_S, TOO_LARGE, Got
from bot.telemetry import log
from models.errors import CallbackRefused
from models.messages import (
    Capabilities,
    Delivered,
    Inbound,
    Outcome,
    Outgoing,
    OutgoingKind,
    Refused,
    Retry,
    Unknown,
)

__all__ = ["DingTalkChannel", "DingTalkSettings"]

SEND, POST = "/v1.0/robot/oToMessages/batchSend", "/v1.0/robot/groupMessages/send"
READ = "/v1.0/robot/oToMessages/readStatus"
MOST_RECEIVERS = 20  # the text of the error says 100, the page 20
MEDIA_BYTES = 20 * 1024 * 1024
UPLOAD_AGAIN_S = 10.0
FLOODED_S = 60.0
QUOTA_OF_MESSAGES = 20001


class DingTalkChannel:
    """`now` is domain time; callbacks are judged by the real time that is passed to them."""

    platform = inbound.PLATFORM

    def __init__(
        self,
        settings: DingTalkSettings,
        *,
        now: Callable[[], datetime],
        session: ClientSession | None = None,
        timeout_s: float = TIMEOUT_S,
        timing: Timing | None = None,
    ) -> None:
        self.capabilities = Capabilities(
            text_bytes=dingtalk_render.TEXT_BYTES,
            cards=settings.has_cards,
            card_buttons=dingtalk_cards.BUTTONS if settings.has_cards else dingtalk_render.BUTTONS,
            card_updates=settings.has_cards,
            safe_repeat_s=0,  # a robot's message has no key
            per_person_minute=16,  # no page says: of the 20 of a robot in a group, less a fifth
            per_person_hour=400,
            per_group_minute=16,  # no page says; that of a custom robot, less a fifth
            media_s=dingtalk_media.LIFETIME_S,
            typed_buttons=dingtalk_render.BUTTONS,
            monthly_sends=settings.monthly_calls,
            monthly_received=settings.monthly_messages,
            voice_text=True,
        )
        self._settings = settings
        self._prefix = f"{self.platform}:{settings.robot}:"
        self._wire = Wire(settings.api_base, settings.oapi_base, session, timeout_s=timeout_s)
        self._api = DingTalkApi(settings, self._wire, now=now)
        self._sessions = Sessions(self._wire.is_of_platform, now=now)
        self._stream = Stream(settings, self._wire, self._taken, timing)
        has_events = settings.token and settings.aes_key
        self._events = EventGate(settings.token, settings.aes_key, settings.client_id) if has_events else None

    @property
    def doors(self) -> Mapping[str, Door]:
        messages: dict[str, Door] = {} if self._settings.is_stream else {"": self._message}
        return messages | ({"/events": self._event} if self._events else {})

    @property
    def listen(self) -> Listen | None:
        return self._stream.run if self._settings.is_stream else None

    @property
    def batch(self) -> Batch:
        return Batch(MOST_RECEIVERS, dingtalk_render.words_of, self._deliver_many)

    async def read_by(self, platform_id: str) -> frozenset[str] | Retry | Refused | Unknown:
        """Of one call, of at most a day ago."""
        query = {"robotCode": self._settings.robot, "processQueryKey": platform_id}
        answer = await self._api.call(Ask(READ, method="GET", query=query))
        return dingtalk_render.readers(answer.data) if isinstance(answer, Reply) else answer

    @property
    def calls(self) -> int:
        return self._api.counted

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        raise CallbackRefused("not_asked_by_get")

    def read(self, payload: str) -> Inbound:
        return inbound.read(payload)

    def render(self, message: Outgoing, user: str) -> bytes:
        template = self._settings.card_template if self._settings.has_cards else ""
        return dingtalk_render.render(message, user, robot=self._settings.robot, template=template)

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        sent = json.loads(body)
        if "msgKey" not in sent:
            return await self._card(body, sent)
        if "openConversationId" in sent:
            return await self._post(body)
        answer = await self._api.call(Ask(SEND, body))
        return await self._settled(answer, sent, maybe_sent=maybe_sent)

    async def _post(self, body: bytes) -> Outcome:
        """Into a group. A limit of groups keeps nobody's own messages back."""
        answer = await self._api.call(Ask(POST, body))
        if isinstance(answer, Retry):
            return replace(answer, scope="message")
        return _taken(answer) if isinstance(answer, Reply) else answer

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> str | Retry | Refused:
        if fault := dingtalk_media.fault_of(kind, content):
            return Refused(f"《{name}》没有发出：{fault}")
        answer = await self._api.call(dingtalk_media.upload(kind, name, content))
        if isinstance(answer, Unknown):
            return Retry(UPLOAD_AGAIN_S, answer.error)
        if not isinstance(answer, Reply):
            return answer
        return _word(answer.data.get("media_id")) or Retry(UPLOAD_AGAIN_S, "平台的答复里没有 media_id")

    async def fetch_media(self, media: str) -> tuple[bytes, str]:
        answer = await self._api.call(dingtalk_media.download(media, self._settings.robot))
        if not isinstance(answer, Reply):
            raise not_given(answer)
        got = await self._wire.download(_word(answer.data.get("downloadUrl")) or "", limit=MEDIA_BYTES)
        if not isinstance(got, Got):
            raise MediaGone(TOO_LARGE) if got.error == TOO_LARGE else not_given(got)
        if got.status != 200:
            said = f"下载地址答复 HTTP {got.status}"
            raise MediaLater(said) if got.status >= 500 else MediaGone(said)
        return got.content, got.content_type.partition(";")[0].strip().lower() or "application/octet-stream"

    async def probe(self) -> str | None:
        """Token, and in stream mode a place at the gateway; the address of the event push is proved from the console."""
        if fault := await self._api.fault():
            return fault.error
        if self._settings.is_stream:
            try:
                await self._stream.open()
            except NoConnection as error:
                return f"收不到消息：{error}"
        return None

    async def close(self) -> None:
        await self._api.close()

    def _message(self, call: Callback, now: datetime) -> Received | Answer:
        body = opened_message(call, self._settings.client_secret)
        received = self._kept(body, is_old=is_stale(stamp_of(call), now, self._settings.skew_s))
        return received or SILENT

    def _event(self, call: Callback, now: datetime) -> Received | Answer:
        assert self._events is not None, "there is no such door without them"
        event, answer = self._events.open(call), self._events.success(now)
        return self._kept_event(event, answer, is_old=is_stale(stamp_of(call), now, self._settings.skew_s)) or answer

    def _taken(self, frame: dict[str, Any]) -> Received | Acknowledged:
        """Of the stream, whose line is proven: what is to be kept."""
        headers, data = frame["headers"], inbound.opened(str(frame.get("data") or "{}"))
        if frame["type"] == "EVENT":
            given = {name: headers.get(name) for name in ("eventType", "eventId")} | {
                "eventTime": headers.get("eventBornTime")
            }
            return self._kept_event(data | given) or OF_EVENT
        match headers.get("topic"):
            case str(topic) if topic == MESSAGES:
                return self._kept(data) or OF_MESSAGE
            case str(topic) if topic == CARDS:
                return self._kept_press(data, headers) or OF_CARD
            case _:
                return Acknowledged({}, NO_TOPIC)

    def _kept(self, body: dict[str, Any], *, is_old: bool = False) -> Received | None:
        if body.get("errorCode") == QUOTA_OF_MESSAGES:
            log.error("platform_quota_used_up", platform=self.platform, what="received")
        ids = inbound.identify(body, self._settings.robot)
        if ids is None:
            how = "not a member, or the app has no published version: publish one in the console"
            log.warning("sender_without_id", platform=self.platform, hint=how)
            return None
        self._sessions.remember(ids.user, body)
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, inbound.kept(body), is_old, SILENT)

    def _kept_press(self, told: dict[str, Any], headers: dict[str, Any]) -> Received | None:
        frame_id = str(headers.get("messageId") or "")
        ids = inbound.identify_press(told, frame_id)
        if ids is None:
            return None
        payload = inbound.kept(told | {"frameId": frame_id, "createAt": headers.get("time")})
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, payload)

    def _kept_event(self, event: dict[str, Any], answer: Answer = SILENT, *, is_old: bool = False) -> Received | None:
        ids = inbound.identify_event(event)
        if ids is None:
            return None
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, inbound.kept(event), is_old, answer)

    async def _card(self, body: bytes, sent: dict[str, Any]) -> Outcome:
        """Made or changed. Our own id of a card makes its repeat harmless, so a lost answer is asked for once more."""
        is_new, card_id = "cardTemplateId" in sent, str(sent["outTrackId"])
        ask, known = (
            Ask(CREATE, body) if is_new else Ask(CHANGE, body, method="PUT"),
            frozenset({CARD_KNOWN} if is_new else ()),
        )
        answer = await self._api.call(ask, answers=known)
        if isinstance(answer, Unknown):
            answer = await self._api.call(ask, answers=known)
        if not isinstance(answer, Reply):
            return answer
        return created(answer, card_id) if is_new and not answer.code else Delivered(ticket=card_id)

    async def _deliver_many(self, bodies: Sequence[bytes]) -> list[Outcome]:
        """What the platform refuses as a whole for one of them took nothing: then each goes by itself."""
        each = [json.loads(body) for body in bodies]
        answer = await self._api.call(Ask(SEND, dingtalk_render.joined(each)))
        if isinstance(answer, Refused) and answer.blame != "config":
            return [await self.deliver("", body) for body in bodies]
        return [await self._settled(answer, sent) for sent in each]

    async def _settled(self, answer: Reply | Fault, sent: dict[str, Any], *, maybe_sent: bool = False) -> Outcome:
        if isinstance(answer, Reply):
            return _settled(answer, sent)
        is_closed = isinstance(answer, Refused) and answer.blame == "config"
        if not maybe_sent and is_closed and (said := await self._answer_in_chat(sent)):
            return said
        return answer

    async def _answer_in_chat(self, sent: dict[str, Any]) -> Outcome | None:
        """Where the ordinary way is closed: by the address that the question brought along.

        None where nobody asked lately, or the message has no such form.
        """
        [user], told = dingtalk_render.receivers(sent), dingtalk_render.as_session(sent)
        url = self._sessions.of(user)
        if url is None or told is None:
            return None
        reply = await self._wire.post_session(url, told)
        if not isinstance(reply, Reply):
            return reply
        if reply.code == SESSION_OVER:
            self._sessions.forget(user)
        return None if reply.code else Delivered()


def _settled(answer: Reply, sent: dict[str, Any]) -> Delivered | Retry | Refused | Unknown:
    """HTTP 200 does not yet mean that this person got it."""
    wanted = dingtalk_render.receivers(sent)
    if _listed(answer.data.get("invalidStaffIdList")) & wanted:
        return Refused("收信人不存在，或不在应用可见范围内（invalidStaffIdList）", blame="recipient")
    if _listed(answer.data.get("flowControlledStaffIdList")) & wanted:
        return Retry(FLOODED_S, "平台对这位收信人限流（flowControlledStaffIdList）")
    return _taken(answer)


def _taken(answer: Reply) -> Delivered | Unknown:
    number = _word(answer.data.get("processQueryKey"))
    return Delivered(platform_id=number) if number else Unknown("平台的答复里没有 processQueryKey")


def _listed(value: object) -> set[str]:
    return {str(one).casefold() for one in value} if isinstance(value, list) else set()


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
