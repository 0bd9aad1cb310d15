"""Bots of others, on wechatpy and on the SDKs of DingTalk and Feishu, work with the messenger: so it speaks as the platforms do."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port
from ding_party import CLIENT
from ding_party import SECRET as DING_SECRET
from ding_party import party as ding
from feishu_party import APP, KEY, button, card
from feishu_party import SECRET as LARK_SECRET
from feishu_party import TOKEN as LARK_TOKEN
from feishu_party import Phone as LarkPhone
from sandbox_party import AES_KEY, AGENT, CORP, SECRET, TOKEN, OpenPhone, button_card
from wechatpy.exceptions import WeChatClientException
from wechatpy.work import WeChatClient
from wechatpy.work.crypto import WeChatCrypto
from wechatpy.work.parser import parse_message
from wechatpy.work.replies import TextReply

from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import FeishuConfig
from bot.sandbox.keys import SWITCHBOARD
from models.messages import Button, Card, Outgoing, OutgoingKind
from models.wording.fallbacks import fitted

FOREIGN = Path(__file__).parent / "foreign"


@dataclass
class Stranger:
    """A bot of another make, as a process of its own."""

    process: asyncio.subprocess.Process

    async def told(self) -> list[Any]:
        assert self.process.stdout is not None
        async with asyncio.timeout(30):
            line = await self.process.stdout.readline()
        assert line, "it ended"
        found: list[Any] = json.loads(line)
        return found


@asynccontextmanager
async def stranger(script: str, *args: str) -> AsyncIterator[Stranger]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, FOREIGN / script, *args, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield Stranger(process)
    finally:
        process.kill()
        await process.communicate()


# WeCom, by wechatpy


class WechatpyBot:
    """Its callback address. Answers words at once, by a passive reply."""

    def __init__(self) -> None:
        self.crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
        self.heard: list[Any] = []

    async def verify(self, request: web.Request) -> web.Response:
        asked = request.query
        echo = self.crypto.check_signature(asked["msg_signature"], asked["timestamp"], asked["nonce"], asked["echostr"])
        return web.Response(body=echo)

    async def take(self, request: web.Request) -> web.Response:
        asked, body = request.query, await request.text()
        opened = self.crypto.decrypt_message(body, asked["msg_signature"], asked["timestamp"], asked["nonce"])
        message = parse_message(opened)
        self.heard.append(message)
        if message.type != "text":
            return web.Response()
        reply = TextReply(message=message, content=f"收到{len(message.content)}字").render()
        return web.Response(text=self.crypto.encrypt_message(reply, asked["nonce"], asked["timestamp"]))


class WechatpyApi(WeChatClient):
    """wechatpy has the address of the token in its code."""

    def fetch_access_token(self) -> Any:
        return self._fetch_access_token(
            f"{self.API_BASE_URL}gettoken", {"corpid": self.corp_id, "corpsecret": self.secret}
        )


async def test_wechatpy_opens_what_wecom_sends_and_its_answers_are_opened(open_phone: OpenPhone) -> None:
    bot, app = WechatpyBot(), web.Application()
    app.router.add_get("/callback/wecom", bot.verify)
    app.router.add_post("/callback/wecom", bot.take)
    async with TestServer(app) as server:
        phone = await open_phone(callback_url=str(server.make_url("/callback/wecom")))
        assert (await phone.post("verify", {})) == {"ok": True, "cause": ""}
        said = ["46号打通5条", "<xml> & ]]> 😀\n第二行", "长" * 600]
        for words in said:
            await phone.say("lugx", words)
            await phone.quiet()
        await phone.send_card("lugx", button_card("t-1"))
        shown = await phone.shown("lugx")
        await phone.post("tap", {"user": "lugx", "message": shown[-1]["id"], "button": "yes"})
        await phone.post("say", {"user": "lugx", "image": True})
        await phone.post("enter", {"user": "lugx"})
        await phone.quiet()
    assert [one.content for one in bot.heard[:3]] == said
    assert {(one.source.lower(), one.agent) for one in bot.heard[:3]} == {("lugx", AGENT)}
    tapped, picture, entered = bot.heard[3:]
    assert [tapped._data[name] for name in ("Event", "EventKey", "TaskId")] == ["template_card_event", "yes", "t-1"]
    assert (picture.type, bool(picture.media_id)) == ("image", True)
    assert entered._data["Event"] == "enter_agent"
    answers = [one["text"] for one in shown if one["from"] == "bot" and one["kind"] == "text"]
    assert answers == [f"收到{len(words)}字" for words in said]


async def test_wechatpy_sends_and_is_refused_as_by_wecom(open_phone: OpenPhone) -> None:
    phone = await open_phone()
    client = WechatpyApi(CORP, SECRET)
    client.API_BASE_URL = f"{phone.base}/cgi-bin/"
    ask = asyncio.to_thread
    try:
        await ask(client.message.send_text, AGENT, ["lugx", "suw"], "46号请报一句")
        await ask(client.message.send_markdown, AGENT, "lugx", "**46号** 还差一句")
        media = await ask(client.media.upload, "file", ("通报.docx", b"PK-paper"))
        await ask(client.message.send_file, AGENT, "lugx", media["media_id"])
        await phone.post("revoke-token", {})
        await ask(client.message.send_text, AGENT, "lugx", "换了凭证再发")  # it takes a new one by itself
        with pytest.raises(WeChatClientException) as refused:
            await ask(client.message.send_text, AGENT + 1, "lugx", "不是这个应用")
        assert refused.value.errcode != 0
    finally:
        client._http.close()
    shown = await phone.shown("lugx")
    assert [one["kind"] for one in shown] == ["text", "markdown", "file", "text"]
    assert [one["text"] for one in await phone.shown("suw")] == ["46号请报一句"]


# DingTalk, by its own SDK


async def test_dingtalks_sdk_hears_words_cards_and_events_by_the_stream_and_answers() -> None:
    async with ding(listens=False, card_template="ours.schema", events_url="") as ours, stranger("ding_by_sdk.py", ours.base, CLIENT, DING_SECRET) as bot:  # fmt: skip
        async with asyncio.timeout(30):
            while not (await ours.post("verify?platform=dingtalk", {}))["ok"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        said = ["46号打通5条", "😀 <b> & ]]>", "长" * 900]
        for words in said:
            await ours.say("LuGX", text=words)
            assert await bot.told() == ["words", "lugx", "text", words]
            assert await bot.told() == ["answered", {"errcode": 0, "errmsg": "ok"}]
        asked = Card("c-0007f3a", "46号 请认领", "断头路12条", (), (Button("yes", "认领"),))
        await ours.send(fitted(Outgoing(OutgoingKind.CARD, card=asked), ours.channel.capabilities))
        shown = (await ours.shown())[-1]
        press = {"user": "lugx", "platform": "dingtalk", "message": shown["id"], "button": shown["buttons"][0]["key"]}
        await ours.post("tap", press)
        what, user, instance, actions = await bot.told()
        assert (what, user, instance, len(actions)) == ("card", "lugx", "c-0007f3a", 1)
        await ours.post("dingtalk/leave", {"users": ["LuGX"]})
        assert await bot.told() == ["event", "user_leave_org", {"userId": ["lugx"]}]
        await ours.post("faults", {"endpoint": "callback", "mode": "end"})  # the gateway asks it to leave
        await ours.post("say", {"user": "lugx", "platform": "dingtalk", "text": "换一条线"})
        assert await bot.told() == ["words", "lugx", "text", "换一条线"]
        await bot.told()
        answers = [one["text"] for one in await ours.shown() if one["from"] == "bot" and one["kind"] == "text"]
        assert answers == [f"收到：{words}" for words in [*said, "换一条线"]]
        callbacks = (await ours.get("ledger"))["callbacks"]
        assert [one["status"] for one in callbacks[:5]] == [200] * 5


# Feishu, by its own SDK


@pytest.mark.parametrize("is_stream", [True, False], ids=["long connection", "address"])
async def test_feishus_sdk_opens_events_and_taps_and_answers(is_stream: bool) -> None:
    port = unused_port()
    played = FeishuConfig(APP, LARK_SECRET, KEY, LARK_TOKEN, f"http://127.0.0.1:{port}/", is_stream)
    config = SandboxConfig(feishu=played, retry_gaps_s=(), callback_timeout_s=2.0)
    sandbox = create_app(config)
    [messenger] = sandbox[SWITCHBOARD].all()
    async with TestServer(sandbox) as server, ClientSession() as session:
        phone = LarkPhone(session, str(server.make_url("")).rstrip("/"))
        await phone.sign_in()
        at = () if is_stream else (str(port),)
        async with stranger("lark_by_sdk.py", phone.base, APP, LARK_SECRET, KEY, LARK_TOKEN, *at) as bot:
            if is_stream:
                async with asyncio.timeout(30):
                    await messenger._lines.is_open.wait()  # type: ignore[attr-defined]
            else:
                assert await bot.told() == ["ready"]
                assert await phone.post("verify?platform=feishu", {}) == {"ok": True, "cause": ""}
            said = ["46号打通5条", "😀 <b> & ]]>", "长" * 9000]
            for words in said:
                await phone.say("LuGuangSha", words)
                assert await bot.told() == ["words", "luguangsha", "text", words]
                assert await bot.told() == ["answered", 0]
            await phone.send("luguangsha", "interactive", card(button("认领", {"key": "yes"})))
            asked = (await phone.shown("luguangsha"))[-1]
            await phone.post(
                "tap",
                {
                    "user": "luguangsha",
                    "platform": "feishu",
                    "message": asked["id"],
                    "button": asked["buttons"][0]["key"],
                },
            )
            assert await bot.told() == ["card", "luguangsha", {"key": "yes"}]
            await phone.quiet()
        shown = await phone.shown("luguangsha")
        answers = [one["text"] for one in shown if one["from"] == "bot" and one["kind"] == "text"]
        assert answers == [*(f"收到：{words[:20]}" for words in said), "好"]
        callbacks = (await phone.get("ledger"))["callbacks"]
        assert [one["status"] for one in callbacks] == [200] * 4
