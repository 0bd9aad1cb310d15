"""What the contract suite needs of each platform: signed callbacks, a small server, and how to make it refuse."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import ding_parts
import feishu_parts
import lark_double
import wecom_parts
from aiohttp import web
from ding_double import SEND, TOKEN, Ding, ding
from qyapi_double import QyApi, qyapi

from bot.channels import feishu_inbound
from bot.channels.contract import Callback, Channel
from bot.channels.feishu import FeishuChannel, FeishuSettings


class Server(Protocol):
    """`sent` is what came to be said to whom; the next send meets what was ordered."""

    base: str

    def sent(self) -> list[str]: ...

    def break_down(self) -> None:
        """HTTP 502 from a gateway."""
        ...

    def not_know(self, user: str) -> None: ...

    def refuse_secret(self) -> None: ...


@dataclass(frozen=True)
class Kit:
    """`words(text, user, message)` is a well-signed callback; `forged` changes its signature. `odd` are payloads that
    were received and mean nothing.
    """

    platform: str
    settings: dict[str, Any]
    words: Callable[..., Callback]
    forged: Callable[[], Callback]
    odd: tuple[str, ...]
    channel: Callable[[str], Channel]
    serving: Callable[[], Any]


class QyServer:
    def __init__(self, double: QyApi) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        return [
            f"{one['touser']}: {one['text']['content']}" for one in self._double.bodies("message/send") if "text" in one
        ]

    def break_down(self) -> None:
        self._double.will("message/send", web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will("message/send", {"errcode": 81013, "errmsg": "user & party & tag all invalid"})

    def refuse_secret(self) -> None:
        self._double.will("gettoken", {"errcode": 40001, "errmsg": "invalid credential"})


@asynccontextmanager
async def _qyapi() -> AsyncIterator[QyServer]:
    async with qyapi(wecom_parts.SECRET) as double:
        yield QyServer(double)


def _wecom_words(text: str, user: str = "LiHua", message: int = 1) -> Callback:
    query, body = wecom_parts.callback(wecom_parts.text_xml(text, message_id=message, user=user))
    return Callback(query, {}, body)


def _wecom_forged() -> Callback:
    call = _wecom_words("已完成")
    return Callback({**call.query, "msg_signature": "0" * 40}, {}, call.body)


WECOM = Kit(
    platform="wecom",
    settings={
        "wecom_corp_id": "ww1", "wecom_agent_id": 7, "wecom_secret": "s", "wecom_token": "t", "wecom_encoding_aes_key": wecom_parts.AES_KEY,
    },
    words=_wecom_words,
    forged=_wecom_forged,
    odd=(wecom_parts.xml(MsgType="unheard_of", MsgId=9), wecom_parts.event_xml("unheard_of")),
    channel=lambda base: wecom_parts.channel(**({"api_base": base} if base else {})),
    serving=_qyapi,
)  # fmt: skip


class DingServer:
    def __init__(self, double: Ding) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        bodies = self._double.bodies(SEND)
        return [f"{one['userIds'][0]}: {json.loads(one['msgParam'])['content']}" for one in bodies]

    def break_down(self) -> None:
        self._double.will(SEND, web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will(SEND, {"processQueryKey": "pqk1", "invalidStaffIdList": [user]})

    def refuse_secret(self) -> None:
        self._double.will(TOKEN, (400, {"code": "invalidClientIdOrSecret", "message": "无效"}))


@asynccontextmanager
async def _ding() -> AsyncIterator[DingServer]:
    async with ding(ding_parts.SECRET) as double:
        yield DingServer(double)


DINGTALK = Kit(
    platform="dingtalk",
    settings={"dingtalk_client_id": "ding1", "dingtalk_client_secret": "s", "dingtalk_mode": "http"},
    words=lambda text, user="LiHua", message=1: ding_parts.call(
        ding_parts.text(text, user=user, number=f"msg{message}==")
    ),
    forged=lambda: ding_parts.call(ding_parts.text("已完成"), secret="another"),
    odd=(
        json.dumps(ding_parts.message(msgtype="unknownMsgType", content={"unknownMsgType": "oa"})),
        json.dumps(ding_parts.message(msgtype="text", text=None, errorCode=20001, errorMessage="quota")),
    ),
    channel=ding_parts.by_http,
    serving=_ding,
)


class LarkServer:
    def __init__(self, double: lark_double.Lark) -> None:
        self._double = double
        self.base = double.base

    def sent(self) -> list[str]:
        bodies = [json.loads(body) for body in self._double.bodies(lark_double.SEND)]
        return [
            f"{one['receive_id']}: {json.loads(one['content'])['text']}" for one in bodies if one["msg_type"] == "text"
        ]

    def break_down(self) -> None:
        self._double.will(lark_double.SEND, web.Response(status=502, text="<html>bad gateway</html>"))

    def not_know(self, user: str) -> None:
        self._double.will(lark_double.SEND, {"code": 230013, "msg": "Bot has NO availability to this user."})

    def refuse_secret(self) -> None:
        self._double.will(lark_double.TOKEN, {"code": 10014, "msg": "app secret invalid"})


@asynccontextmanager
async def _lark() -> AsyncIterator[LarkServer]:
    async with lark_double.lark(feishu_parts.SECRET) as double:
        yield LarkServer(double)


def _feishu_words(text: str, user: str = "LiHua", message: int = 1) -> Callback:
    headers, body = feishu_parts.callback(feishu_parts.text(text, user={"user_id": user}, message_id=f"om_{message}"))
    return Callback({}, headers, body)


def _feishu_forged() -> Callback:
    call = _feishu_words("已完成")
    return Callback({}, {**call.headers, "X-Lark-Signature": "0" * 64}, call.body)


def _feishu_channel(base: str) -> Channel:
    settings = FeishuSettings(
        feishu_parts.APP,
        feishu_parts.SECRET,
        feishu_parts.KEY,
        feishu_parts.TOKEN,
        **({"api_base": base} if base else {}),
    )
    return FeishuChannel(settings, now=lambda: feishu_parts.NOON)


FEISHU = Kit(
    platform="feishu",
    settings={"feishu_app_id": "cli_1", "feishu_app_secret": "s", "feishu_encrypt_key": "k"},
    words=_feishu_words,
    forged=_feishu_forged,
    odd=(
        feishu_inbound.kept(feishu_parts.message("sticker", {"file_key": "file_1"})),
        feishu_inbound.kept(feishu_parts.text("众人的话", chat_type="group")),
    ),
    channel=_feishu_channel,
    serving=_lark,
)

KITS = [WECOM, DINGTALK, FEISHU]
