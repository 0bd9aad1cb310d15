"""WeCom (企业微信) as a channel: one self-built app (pages 90238, 2024-07-22, and 90236, 2025-09-24)."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import ClientSession
from multidict import MultiMapping

from bot.channels import wecom_groups, wecom_inbound, wecom_login, wecom_media, wecom_render
from bot.channels.contract import Door, Login, MediaGone, Received, not_given
from bot.channels.envelope import Envelope
from bot.channels.line import TOO_LARGE
from bot.channels.wecom_api import WeComApi, WeComSettings
from bot.channels.wecom_directory import WeComDirectory
from bot.channels.wecom_errors import CARD_ID_USED, MEDIA_GONE, OK, TICKET_USED
from bot.channels.wecom_menu import WeComMenu
from bot.channels.wecom_wire import TIMEOUT_S, Binary, Wire
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
    group_of,
)

__all__ = ["WeComChannel", "WeComSettings"]

BODY_BYTES = 64 * 1024
MEDIA_BYTES = 10 * 1024 * 1024
SEND, UPDATE, RECALL = "message/send", "message/update_template_card", "message/recall"
UPLOAD_AGAIN_S = 10.0

_UPLOAD_ANEW = Retry(1.0, "平台已不认上传过的文件，重新上传", scope="media")
# A card's id is used for one card only: when the platform knows it, an earlier attempt got there.
_TAKEN = frozenset({OK})
_WITH_MEDIA = frozenset({OK, MEDIA_GONE})
_UNDERSTOOD: dict[str, frozenset[int]] = {
    OutgoingKind.CARD: frozenset({OK, CARD_ID_USED}),
    OutgoingKind.IMAGE: _WITH_MEDIA,
    OutgoingKind.FILE: _WITH_MEDIA,
}

_ENCRYPT = re.compile(r"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]{1,87400})(?:\]\]>)?\s*</Encrypt>")
_CHARSET = re.compile(r"""<\?xml[^>]{0,200}?encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_MISSING = {
    "invaliduser": "收信人不存在，或不在应用可见范围内（invaliduser）",
    "unlicenseduser": "收信人没有基础接口许可，或许可已过期（unlicenseduser）",
}


class WeComChannel:
    """`now` is domain time; callbacks are judged by the real time that is passed to them."""

    platform = wecom_inbound.PLATFORM
    capabilities = Capabilities(
        text_bytes=wecom_render.TEXT_BYTES,
        cards=True,
        card_buttons=wecom_render.BUTTONS,
        card_updates=True,
        safe_repeat_s=wecom_render.SAFE_REPEAT_S,
        per_person_minute=24,
        per_person_hour=800,
        per_app=(
            (8000, 60.0),
        ),  # of the 10,000 that the platform takes of one call; it does not count sending, it says
        media_s=wecom_media.LIFETIME_S,
        per_group_minute=wecom_groups.PER_MINUTE,
        makes_groups=True,
        directory=True,
        recall_s=wecom_render.RECALL_S,
    )

    def __init__(
        self,
        settings: WeComSettings,
        *,
        now: Callable[[], datetime],
        session: ClientSession | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._settings = settings
        self.capabilities = _reduced(self.capabilities, settings.without)
        self._webhooks = wecom_groups.keys(settings.webhook_keys)
        self._envelope = Envelope(settings.token, settings.aes_key, settings.corp_id)
        self._prefix = f"{self.platform}:{settings.corp_id}:{settings.agent_id}:"
        self._api = WeComApi(settings, _wire(settings, session, timeout_s), now=now)
        self._directory = WeComDirectory(self._api, now=now)
        self.menu = WeComMenu(self._api, settings.agent_id)

    @property
    def doors(self) -> Mapping[str, Door]:
        return {"": lambda call, now: self.receive(call.query, call.body, now)}

    @property
    def listen(self) -> None:
        return None

    @property
    def batch(self) -> None:
        return None

    @property
    def login(self) -> Login:
        return wecom_login.login(self._settings, self._api)

    @property
    def calls(self) -> int:
        return 0

    @property
    def read_by(self) -> None:
        return None

    @property
    def directory(self) -> WeComDirectory:
        return self._directory

    def answer_verification(self, query: Mapping[str, str], now: datetime) -> str:
        # Base64 has no spaces: one that is there was an unencoded + once.
        echo = _one(query, "echostr").replace(" ", "+")
        self._verify(query, echo)
        return self._envelope.open(echo)

    def receive(self, query: Mapping[str, str], body: bytes, now: datetime) -> Received:
        encrypt = _find_encrypt(body)
        self._verify(query, encrypt)
        # No database takes a NUL the same way as another.
        plaintext = self._envelope.open(encrypt).replace("\0", "")
        ids = wecom_inbound.identify(plaintext)
        stale = self.is_stale(query, now)
        return Received(self._prefix + ids.message_id, ids.message_id, ids.user, plaintext, stale)

    def is_stale(self, query: Mapping[str, str], now: datetime) -> bool:
        if not self._settings.skew_s:
            return False
        timestamp = query.get("timestamp", "")
        if not _TIMESTAMP.fullmatch(timestamp):
            return True
        return abs(now.timestamp() - int(timestamp)) > self._settings.skew_s

    def read(self, payload: str) -> Inbound:
        return wecom_inbound.read(payload)

    def render(self, message: Outgoing, user: str) -> bytes:
        if (group := group_of(user)) is not None:
            return wecom_groups.render(message, group)
        return wecom_render.render(message, user, agent_id=self._settings.agent_id)

    async def deliver(self, kind: str, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        if kind == OutgoingKind.CARD_UPDATE:
            return await self._change(body, maybe_sent=maybe_sent)
        if wecom_groups.is_for_group(body):
            return await self._post(kind, body)
        if kind == OutgoingKind.RECALL:
            answer = await self._api.call(RECALL, body, answers=_TAKEN)
            return Delivered() if isinstance(answer, dict) else answer
        answer = await self._api.call(SEND, body, answers=_UNDERSTOOD.get(kind, _TAKEN))
        if isinstance(answer, dict) and answer["errcode"] == MEDIA_GONE:
            return _UPLOAD_ANEW
        return _settled(answer, body) if isinstance(answer, dict) else answer

    async def _post(self, kind: str, body: bytes) -> Outcome:
        """Into a group, or the group itself."""
        if body.startswith(wecom_groups.BY_WEBHOOK):
            called = wecom_groups.webhook_call(body, self._webhooks)
            if isinstance(called, Refused):
                return called
            answer = await self._api.post_webhook(wecom_groups.WEBHOOK_SEND, *called)
        elif kind == OutgoingKind.GROUP:  # its id is ours: made twice, it is made once
            answer = await self._api.post(wecom_groups.CREATE, body)
            if isinstance(answer, Unknown):
                answer = await self._api.post(wecom_groups.CREATE, body)
        else:
            answer = await self._api.post(wecom_groups.SEND, body)
        if not isinstance(answer, tuple):
            return answer
        reply, said = answer
        if reply["errcode"] == MEDIA_GONE:
            return _UPLOAD_ANEW
        return wecom_groups.settled(reply, said, body)

    async def upload(self, kind: OutgoingKind, name: str, content: bytes) -> str | Retry | Refused:
        if fault := wecom_media.fault_of(kind, content):
            return Refused(f"《{name}》没有发出：{fault}")
        answer = await self._api.upload(kind, name, content)
        if isinstance(answer, Unknown):
            return Retry(UPLOAD_AGAIN_S, answer.error)
        if not isinstance(answer, dict):
            return answer
        return _word(answer.get("media_id")) or Retry(UPLOAD_AGAIN_S, "平台的答复里没有 media_id")

    async def fetch_media(self, media: str) -> tuple[bytes, str]:
        answer = await self._api.download(media, limit=MEDIA_BYTES)
        if isinstance(answer, Binary):
            return answer.content, answer.content_type
        raise MediaGone(TOO_LARGE) if answer.error == TOO_LARGE else not_given(answer)

    async def probe(self) -> str | None:
        """What keeps messages from going out and how to mend it, in Chinese; None when nothing does."""
        fault = await self._api.token_fault()
        return fault.error if fault else None

    async def close(self) -> None:
        await self._api.close()

    def _verify(self, query: Mapping[str, str], encrypt: str) -> None:
        signature = _one(query, "msg_signature")
        self._envelope.verify(signature, _one(query, "timestamp"), _one(query, "nonce"), encrypt)

    async def _change(self, body: bytes, *, maybe_sent: bool) -> Outcome:
        # A ticket works once. When the answer to its first use was lost, to a cut or to a kill, "used" is the answer.
        taken = {OK, TICKET_USED} if maybe_sent else {OK}
        answer = await self._api.call(UPDATE, body, answers=frozenset(taken))
        return _settled(answer, body) if isinstance(answer, dict) else answer


def _wire(settings: WeComSettings, session: ClientSession | None, timeout_s: float) -> Wire:
    return Wire(settings.api_base, session, timeout_s=timeout_s, ca=settings.ca)


def _reduced(can: Capabilities, without: str) -> Capabilities:
    """What an older private deployment cannot do is not asked of it."""
    lacks = {name.strip() for name in without.split(",")}
    has_cards = "cards" not in lacks
    return replace(
        can, cards=has_cards, card_updates=has_cards and "card_updates" not in lacks,
        recall_s=0 if "recall" in lacks else can.recall_s, media_s=0 if "files" in lacks else can.media_s,
    )  # fmt: skip


def _one(query: Mapping[str, str], name: str) -> str:
    value = query.get(name)
    if not value:
        raise CallbackRefused("missing_parameter")
    if type(query) is not dict and isinstance(query, MultiMapping) and len(query.getall(name)) > 1:
        raise CallbackRefused("twin_parameter")
    return value


def _find_encrypt(body: bytes) -> str:
    if len(body) > BODY_BYTES:
        raise CallbackRefused("oversize")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise CallbackRefused("not_utf8") from None
    if text.count("<!") != text.count("<![CDATA["):
        raise CallbackRefused("doctype")
    if _CHARSET.match(text):
        raise CallbackRefused("charset")
    if text.count("<Encrypt") != 1 or not (found := _ENCRYPT.search(text)):
        raise CallbackRefused("no_encrypt")
    return found[1]


def _settled(answer: dict[str, Any], body: bytes) -> Delivered | Refused:
    """errcode 0 does not yet mean that this person got it."""
    for name, error in _MISSING.items():
        if (listed := answer.get(name)) and _users(listed) & _receivers(body):
            return Refused(error, blame="recipient")
    return Delivered(platform_id=_word(answer.get("msgid")), ticket=_word(answer.get("response_code")))


def _receivers(body: bytes) -> set[str]:
    sent = json.loads(body)
    return _users(sent.get("touser")) | _users(sent.get("userids"))


def _users(listed: object) -> set[str]:
    """A send lists them in one string, a change of a card in an array; lower-cased either way."""
    users = listed.split("|") if isinstance(listed, str) else listed if isinstance(listed, list) else []
    return {str(user).strip().casefold() for user in users} - {""}


def _word(value: object) -> str | None:
    return str(value) if value else None
