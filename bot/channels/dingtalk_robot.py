"""The robot of a DingTalk app: what it says to a person, to many, into a group, by a card, and what became of it (pages
chatbots-send-one-on-one-chat-messages-in-batches, chatbot-batch-query-the-read-status-of-messages, both 2026-04-22, and
the-robot-sends-a-group-message, 2025-10-21).
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from yarl import URL

from bot.channels import dingtalk_render
from bot.channels.dingtalk_api import DingTalkApi, Fault
from bot.channels.dingtalk_cards import CHANGE, CREATE, REGISTER, created
from bot.channels.dingtalk_errors import CARD_KNOWN, SESSION_OVER
from bot.channels.dingtalk_sessions import Sessions
from bot.channels.dingtalk_wire import Ask, Reply
from models.messages import Delivered, Outcome, Refused, Retry, Unknown

SEND, POST = "/v1.0/robot/oToMessages/batchSend", "/v1.0/robot/groupMessages/send"
READ = "/v1.0/robot/oToMessages/readStatus"
MOST_RECEIVERS = 20  # the text of the error says 100, the page 20
FLOODED_S = 60.0

Answer = Callable[[URL, bytes], Awaitable[Reply | Retry | Unknown]]


class Robot:
    """`answer` posts into a chat by the address that its question brought along; `presses` registers the address that presses
    on cards are posted to, where they do not come by the stream.
    """

    def __init__(
        self, code: str, api: DingTalkApi, sessions: Sessions, answer: Answer, *, presses: bytes | None = None
    ) -> None:
        self._code = code
        self._api = api
        self._sessions = sessions
        self._answer = answer
        self._presses = presses
        self._is_registered = presses is None

    async def deliver(self, body: bytes, *, maybe_sent: bool = False) -> Outcome:
        sent = json.loads(body)
        if "msgKey" not in sent:
            return await self._card(body, sent)
        if "openConversationId" in sent:
            return await self._post(body)
        answer = await self._api.call(Ask(SEND, body))
        return await self._settled(answer, sent, maybe_sent=maybe_sent)

    async def deliver_many(self, bodies: Sequence[bytes]) -> list[Outcome]:
        """What the platform refuses as a whole for one of them took nothing: then each goes by itself."""
        each = [json.loads(body) for body in bodies]
        answer = await self._api.call(Ask(SEND, dingtalk_render.joined(each)))
        if isinstance(answer, Refused) and answer.blame != "config":
            return [await self.deliver(body) for body in bodies]
        return [await self._settled(answer, sent) for sent in each]

    async def read_by(self, platform_id: str) -> frozenset[str] | Retry | Refused | Unknown:
        """Of one call, of at most a day ago."""
        query = {"robotCode": self._code, "processQueryKey": platform_id}
        answer = await self._api.call(Ask(READ, method="GET", query=query))
        return dingtalk_render.readers(answer.data) if isinstance(answer, Reply) else answer

    async def _post(self, body: bytes) -> Outcome:
        """Into a group. A limit of groups keeps nobody's own messages back."""
        answer = await self._api.call(Ask(POST, body))
        if isinstance(answer, Retry):
            return replace(answer, scope="message")
        return _taken(answer) if isinstance(answer, Reply) else answer

    async def _card(self, body: bytes, sent: dict[str, Any]) -> Outcome:
        """Made or changed. Our own id of a card makes its repeat harmless, so a lost answer is asked for once more."""
        is_new, card_id = "cardTemplateId" in sent, str(sent["outTrackId"])
        ask, known = (
            Ask(CREATE, body) if is_new else Ask(CHANGE, body, method="PUT"),
            frozenset({CARD_KNOWN} if is_new else ()),
        )
        if is_new and (fault := await self._register()):
            return fault
        answer = await self._api.call(ask, answers=known)
        if isinstance(answer, Unknown):
            answer = await self._api.call(ask, answers=known)
        if not isinstance(answer, Reply):
            return answer
        return created(answer, card_id) if is_new and not answer.code else Delivered(ticket=card_id)

    async def _register(self) -> Retry | Refused | None:
        """Once a run, before the first card: until then a press would go nowhere."""
        if self._is_registered or self._presses is None:
            return None
        answer = await self._api.call(Ask(REGISTER, self._presses))
        if isinstance(answer, Reply):
            self._is_registered = True
            return None
        return Retry(60.0, answer.error) if isinstance(answer, Unknown) else answer

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
        reply = await self._answer(url, told)
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
    number = answer.data.get("processQueryKey")
    if isinstance(number, str) and number:
        return Delivered(platform_id=number)
    return Unknown("平台的答复里没有 processQueryKey")


def _listed(value: object) -> set[str]:
    return {str(one).casefold() for one in value} if isinstance(value, list) else set()
