"""Feishu (飞书) as a channel: one custom app with a robot (pages of 2026-04-10, 2026-04-20 and 2026-05-09)."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from bot.channels import feishu_inbound, feishu_login, feishu_media, feishu_render
from bot.channels.contract import Answer, Callback, Door, Listen, Login, MediaGone, Received, not_given
from bot.channels.feishu_api import CHANGE, RECALL, SEND, UPLOAD, FeishuApi, FeishuSettings
from bot.channels.feishu_callbacks import JSON_TYPE, Gate
from bot.channels.feishu_directory import FeishuDirectory
from bot.channels.feishu_errors import MEDIA_GONE, OK, WITHDRAWN
from bot.channels.feishu_stream import NoConnection, Stream, Timing
from bot.channels.feishu_wire import TIMEOUT_S, Ask, Binary, Wire
from bot.channels.feishu_wire import Answer as Reply
from bot.channels.line import TOO_LARGE
from bot.channels.pace import Pace
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

__all__ = ["FeishuChannel", "FeishuSettings"]

MESSAGES = "im/v1/messages"
UPLOAD_AGAIN_S = 10.0
ANSWERED_S = 0.3  # a change that overtakes our answer to the tap is undone by it, the page of late updates says
TAKEN = Answer("{}", JSON_TYPE)  # a tap on a card must be answered with an object; events do not mind
# 20 % below the platform's: 5 a second to one person or of one card, 50 a second and 1,000 a minute of the app
A_SECOND = 4  # to one person, and to one group
WHOLE_APP = ((40, 1.0), (800, 60.0))
CHANGEABLE_S = 13 * 24 * 3600  # a day less than the platform's
LONGEST_WAIT_S = 2.0  # for its place; beyond that the message steps back

_GONE = frozenset({OK, WITHDRAWN})
_WITH_MEDIA = frozenset({OK, *MEDIA_GONE})


class FeishuChannel:
    """`now` is domain time; callbacks are judged by the real time that is passed to them."""

    platform = feishu_inbound.PLATFORM

    def __init__(
        self,
        settings: FeishuSettings,
        *,
        now: Callable[[], datetime],
        session: ClientSession | None = None,
        timeout_s: float = TIMEOUT_S,
        timing: Timing | None = None,
    ) -> None:
        self.capabilities = Capabilities(
            text_bytes=feishu_render.TEXT_BYTES,
            cards=True,
            card_buttons=feishu_render.BUTTONS,
            card_updates=True,
            card_update_s=CHANGEABLE_S,
            recall_s=feishu_render.RECALL_S,
            safe_repeat_s=feishu_render.SAFE_REPEAT_S,
            per_person_second=A_SECOND,
            per_person_minute=A_SECOND * 60,
            per_person_hour=A_SECOND * 3600,
            per_app=WHOLE_APP,
            media_s=feishu_media.LIFETIME_S,
            monthly_sends=settings.monthly_calls,
            read_state=True,
            per_group_minute=A_SECOND * 60,
            group_repeat_s=feishu_render.SAFE_REPEAT_S,
            directory=True,
        )
        self._gate = Gate(settings)
        self._prefix = f"{self.platform}:{settings.app_id}:"
        self._settings = settings
        self._wire = wire = Wire(settings.api_base, session, timeout_s=timeout_s, ca=settings.ca)
        self._api = FeishuApi(settings, wire, now=now)
        self._directory = FeishuDirectory(self._api, now=now)
        self._stream = Stream(settings, wire, self._taken, timing) if settings.is_stream else None
        self._of_app = Pace(*WHOLE_APP, now=now)

    @property
    def doors(self) -> Mapping[str, Door]:
        """One for events and taps on cards: both come to the same address. None where we hold a connection."""
        return {} if self._stream else {"": self.receive}

    @property
    def listen(self) -> Listen | None:
        return self._stream.run if self._stream else None

    @property
    def batch(self) -> None:
        return None

    @property
    def login(self) -> Login:
        return feishu_login.login(self._settings, self._wire, self._api)

    @property
    def calls(self) -> int:
        return self._api.counted

    @property
    def read_by(self) -> None:
        return None

    @property
    def directory(self) -> FeishuDirectory:
        return self._directory

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        raise CallbackRefused("the platform proves an address by a POST")

    def receive(self, call: Callback, now: datetime) -> Received | Answer:
        event = self._gate.open(call.headers, call.body)
        if isinstance(event, Answer):
            return event
        received = self._received(event)
        if received is None:
            return TAKEN
        return replace(received, is_stale=self._gate.is_stale(call.headers, now), answer=TAKEN)

    def read(self, payload: str) -> Inbound:
        return feishu_inbound.read(payload)

    def render(self, message: Outgoing, user: str) -> bytes:
        return feishu_render.render(message, user)

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        """A repeat is known by its `uuid`, and a card that is changed twice looks as if changed once."""
        told = json.loads(body)
        change = kind == OutgoingKind.CARD_UPDATE
        if waiting := await self._place():
            return waiting
        if change:
            return await self._change(told)
        if kind == OutgoingKind.RECALL:
            answer = await self._api.call(RECALL, Ask("DELETE", f"{MESSAGES}/{told['message_id']}"), answers=_GONE)
            return Delivered() if isinstance(answer, Reply) else answer
        ask = Ask("POST", MESSAGES, body, query={"receive_id_type": feishu_render.receive_id_type(told["receive_id"])})
        answers = _WITH_MEDIA if kind in (OutgoingKind.IMAGE, OutgoingKind.FILE) else frozenset({OK})
        answer = await self._api.call(SEND, ask, answers=answers)
        if not isinstance(answer, Reply):
            return answer
        if answer.code in MEDIA_GONE:
            return Retry(1.0, "平台已不认上传过的文件，重新上传", scope="media")
        message_id = _word(answer.data.get("message_id"))
        return Delivered(platform_id=message_id, ticket=message_id if kind == OutgoingKind.CARD else None)

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> str | Retry | Refused:
        if fault := feishu_media.fault_of(kind, content):
            return Refused(f"《{name}》没有发出：{fault}")
        answer = await self._api.call(UPLOAD, feishu_media.upload(kind, name, content))
        if isinstance(answer, Unknown):
            return Retry(UPLOAD_AGAIN_S, answer.error)
        if not isinstance(answer, Reply):
            return answer
        key = answer.data.get("image_key" if kind is OutgoingKind.IMAGE else "file_key")
        return _word(key) or Retry(UPLOAD_AGAIN_S, "平台的答复里没有文件的编号")

    async def fetch_media(self, media: str) -> tuple[bytes, str]:
        ask = feishu_media.download(media)
        if ask is None:
            raise MediaGone("这不是飞书的文件")
        answer = await self._api.fetch(ask)
        if not isinstance(answer, Binary):
            raise MediaGone(TOO_LARGE) if answer.error == TOO_LARGE else not_given(answer)
        return answer.content, answer.content_type

    async def probe(self) -> str | None:
        """Token, and a place at the gateway where a connection is held; an address is proved from the console."""
        if fault := await self._api.token_fault():
            return fault.error
        try:
            if self._stream:
                await self._stream.open()
        except NoConnection as error:
            return str(error)
        return None

    async def close(self) -> None:
        await self._api.close()

    def _taken(self, payload: bytes) -> Received | None:
        return self._received(self._gate.of_line(payload))

    def _received(self, event: dict[str, Any]) -> Received | None:
        """None for an event that is ours, and of no use to us."""
        ids = feishu_inbound.identify(event)
        if ids is None:
            return None
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, feishu_inbound.kept(event))

    async def _place(self) -> Retry | None:
        """Waits for its turn, where that is soon; how the replicas share what the app may send is in the claim."""
        wait_s = self._of_app.wait_s("")
        if wait_s > LONGEST_WAIT_S:
            return Retry(wait_s, "发得太快，等平台的频率限制放行", scope="api")
        await asyncio.sleep(self._of_app.take(""))
        return None

    async def _change(self, told: dict[str, Any]) -> Outcome:
        message_id = str(told["message_id"])
        body = feishu_render.as_json({"content": told["content"]}).encode()
        await asyncio.sleep(ANSWERED_S)
        answer = await self._api.call(CHANGE, Ask("PATCH", f"{MESSAGES}/{message_id}", body))
        return Delivered(platform_id=message_id, ticket=message_id) if isinstance(answer, Reply) else answer


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
