"""DingTalk (钉钉) as a channel: the robot of one internal app, by stream or by HTTP (pages configure-stream-push,
2026-07-22, and receive-message, 2025-12-29).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from aiohttp import ClientSession

from bot.channels import dingtalk_cards, dingtalk_login, dingtalk_media, dingtalk_render
from bot.channels import dingtalk_inbound as inbound
from bot.channels.contract import (
    Answer,
    Batch,
    Callback,
    Door,
    Listen,
    Login,
    MediaGone,
    MediaLater,
    ReadBy,
    Received,
    not_given,
)
from bot.channels.dingtalk_api import DingTalkApi, DingTalkSettings
from bot.channels.dingtalk_callbacks import (
    NO_CHANGE,
    SILENT,
    EventGate,
    card_secret,
    is_stale,
    opened_message,
    opened_press,
    stamp_of,
)
from bot.channels.dingtalk_directory import DingTalkDirectory
from bot.channels.dingtalk_robot import MOST_RECEIVERS, Robot
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
from bot.channels.dingtalk_wire import Reply, Wire
from bot.channels.line import TIMEOUT_S, TOO_LARGE, Got
from bot.telemetry import log
from models.errors import CallbackRefused
from models.messages import (
    Capabilities,
    Inbound,
    Outcome,
    Outgoing,
    OutgoingKind,
    Refused,
    Retry,
    Unknown,
)

__all__ = ["DingTalkChannel", "DingTalkSettings"]

PRESSES = "/cards"
MEDIA_BYTES = 20 * 1024 * 1024
UPLOAD_AGAIN_S = 10.0
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
            directory=True,
        )
        self._settings = settings
        self._prefix = f"{self.platform}:{settings.robot}:"
        self._wire = Wire(settings.api_base, settings.oapi_base, session, timeout_s=timeout_s)
        self._api = DingTalkApi(settings, self._wire, now=now)
        self._directory = DingTalkDirectory(self._api)
        self._sessions = Sessions(self._wire.is_of_platform, now=now)
        self._card_secret = card_secret(settings.client_secret)
        url, route = f"{settings.public_url.rstrip('/')}/callback/{self.platform}{PRESSES}", settings.card_route
        presses = dingtalk_cards.register(route, url, self._card_secret) if route else None
        self._robot = Robot(settings.robot, self._api, self._sessions, self._wire.post_session, presses=presses)
        self._stream = Stream(settings, self._wire, self._taken, timing)
        has_events = settings.token and settings.aes_key
        self._events = EventGate(settings.token, settings.aes_key, settings.client_id) if has_events else None

    @property
    def doors(self) -> Mapping[str, Door]:
        doors: dict[str, Door] = {} if self._settings.is_stream else {"": self._message}
        doors |= {PRESSES: self._press} if self._settings.has_cards and not self._settings.is_stream else {}
        return doors | ({"/events": self._event} if self._events else {})

    @property
    def listen(self) -> Listen | None:
        return self._stream.run if self._settings.is_stream else None

    @property
    def batch(self) -> Batch:
        return Batch(MOST_RECEIVERS, dingtalk_render.words_of, self._robot.deliver_many)

    @property
    def read_by(self) -> ReadBy:
        return self._robot.read_by

    @property
    def login(self) -> Login:
        return dingtalk_login.login(self._settings, self._wire, self._api)

    @property
    def calls(self) -> int:
        return self._api.counted

    @property
    def directory(self) -> DingTalkDirectory:
        return self._directory

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        raise CallbackRefused("not_asked_by_get")

    def read(self, payload: str) -> Inbound:
        return inbound.read(payload)

    def render(self, message: Outgoing, user: str) -> bytes:
        template = self._settings.card_template if self._settings.has_cards else ""
        return dingtalk_render.render(
            message, user, robot=self._settings.robot, template=template, route=self._settings.card_route
        )

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        return await self._robot.deliver(body, maybe_sent=maybe_sent)

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

    def _press(self, call: Callback, now: datetime) -> Received | Answer:
        """Of a card. It has no id: the same body with the same stamp is the same press."""
        told, stamp = opened_press(call, self._card_secret)
        number = sha256(stamp.encode() + call.body).hexdigest()[:32]
        is_old = is_stale(stamp, now, self._settings.skew_s)
        return self._kept_press(told, {"messageId": number, "time": stamp}, is_old=is_old) or NO_CHANGE

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

    def _kept_press(self, told: dict[str, Any], headers: dict[str, Any], *, is_old: bool = False) -> Received | None:
        frame_id = str(headers.get("messageId") or "")
        ids = inbound.identify_press(told, frame_id)
        if ids is None:
            return None
        payload = inbound.kept(told | {"frameId": frame_id, "createAt": headers.get("time")})
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, payload, is_old, NO_CHANGE)

    def _kept_event(self, event: dict[str, Any], answer: Answer = SILENT, *, is_old: bool = False) -> Received | None:
        ids = inbound.identify_event(event)
        if ids is None:
            return None
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, inbound.kept(event), is_old, answer)


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
