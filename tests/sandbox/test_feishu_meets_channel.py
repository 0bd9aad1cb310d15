"""The bot's Feishu channel and the messenger, written apart, understand each other: by an address, and by a long connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from feishu_party import APP, KEY, SECRET, TOKEN, Phone

from bot.channels.contract import Callback, Received
from bot.channels.feishu import FeishuChannel, FeishuSettings
from bot.channels.feishu_stream import Timing
from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import FeishuConfig
from bot.sandbox.feishu import lines
from bot.sandbox.feishu.lines import Lines
from bot.sandbox.keys import SWITCHBOARD
from models.errors import StorageBusy
from models.messages import Button, Card, Delivered, Inbound, InboundKind, Outgoing, OutgoingKind

CARD = Card("c-1", "46号 请认领", "断头路12条", (("牵头", "市住建局"),), (Button("yes", "认领"),))
TIMING = Timing(ping_s=5, every_s=0.1, nonce_s=0.05, leave_s=0.2)


@dataclass
class Party:
    phone: Phone
    channel: FeishuChannel
    kept: list[Received]
    lines: Lines
    busy: list[bool] = field(default_factory=list)

    async def connected(self) -> None:
        async with asyncio.timeout(5):
            await self.lines.is_open.wait()

    @property
    def read(self) -> list[Inbound]:
        return [self.channel.read(one.payload) for one in self.kept]

    async def keep(self, received: Received) -> None:
        if self.busy:
            self.busy.pop()
            raise StorageBusy("full")
        self.kept.append(received)

    async def deliver(self, message: Outgoing, user: str = "luguangsha") -> Delivered:
        outcome = await self.channel.deliver(message.kind, self.channel.render(message, user))
        assert isinstance(outcome, Delivered), outcome
        return outcome


@asynccontextmanager
async def met(*, is_stream: bool, secret: str = SECRET) -> AsyncIterator[Party]:
    party, app = Party(None, None, [], None), web.Application()  # type: ignore[arg-type]

    async def take(request: web.Request) -> web.Response:
        door = party.channel.doors[""]
        received = door(Callback({}, request.headers, await request.read()), datetime.now(UTC))
        answer = received
        if isinstance(received, Received):
            await party.keep(received)
            answer = received.answer
        return web.Response(text=answer.body, content_type=answer.content_type)  # type: ignore[union-attr]

    app.router.add_post("/callback/feishu", take)
    async with TestServer(app) as bot, ClientSession() as session:
        played = FeishuConfig(APP, SECRET, KEY, TOKEN, str(bot.make_url("/callback/feishu")), is_stream)
        config = SandboxConfig(feishu=played, retry_gaps_s=(0.05, 0.2, 0.4), callback_timeout_s=2.0)
        sandbox = create_app(config)
        [messenger] = sandbox[SWITCHBOARD].all()
        party.lines = messenger._lines  # type: ignore[attr-defined]
        async with TestServer(sandbox) as server:
            party.phone = Phone(session, str(server.make_url("")).rstrip("/"))
            await party.phone.sign_in()
            told = FeishuSettings(APP, secret, KEY, TOKEN, party.phone.base, is_stream=is_stream)
            party.channel = FeishuChannel(told, now=lambda: datetime.now(UTC), timing=TIMING)
            listening = asyncio.create_task(party.channel.listen(party.keep)) if party.channel.listen else None
            try:
                yield party
            finally:
                if listening:
                    listening.cancel()
                    await asyncio.wait([listening])
                await party.channel.close()


@pytest.fixture(params=[False, True], ids=["address", "long connection"])
async def party(request: pytest.FixtureRequest) -> AsyncIterator[Party]:
    async with met(is_stream=request.param) as found:
        if request.param:
            await found.connected()
        yield found


async def test_words_and_taps_are_read_and_cards_are_settled(party: Party):
    await party.deliver(Outgoing(OutgoingKind.TEXT, "您好，鲁局长", ref="1"))
    sent = await party.deliver(Outgoing(OutgoingKind.CARD, card=CARD, ref="2"))
    text, card = await party.phone.shown("luguangsha")
    assert (text["text"], card["text"]) == ("您好，鲁局长", "46号 请认领\n断头路12条\n牵头：市住建局")

    said = "方案下周五报 ]]> 😀" + "长" * 6000
    message_id = await party.phone.say("LuGuangSha", said)
    await party.phone.quiet()
    button = card["buttons"][0]["key"]
    await party.phone.post("tap", {"user": "luguangsha", "platform": "feishu", "message": card["id"], "button": button})
    await party.phone.quiet()
    words, tapped = party.read
    assert (words.kind, words.text, words.user, words.message_id) == (InboundKind.TEXT, said, "luguangsha", message_id)
    assert (tapped.kind, tapped.card, tapped.key, tapped.ticket) == (InboundKind.TAP, "c-1", "yes", sent.ticket)

    await party.deliver(Outgoing(OutgoingKind.CARD_UPDATE, card=CARD, ticket=tapped.ticket, settled="已认领"))
    assert (await party.phone.shown("luguangsha"))[1]["settled"] == "已认领"
    assert await party.channel.probe() is None


async def test_a_menu_and_an_opened_chat_come_through(party: Party):
    await party.phone.post("menu", {"user": "a", "platform": "feishu", "key": "today"})
    await party.phone.post("enter", {"user": "a", "platform": "feishu"})
    await party.phone.quiet()
    assert [(one.kind, one.key) for one in party.read] == [(InboundKind.MENU, "today"), (InboundKind.ENTER, None)]


async def test_what_could_not_be_kept_comes_again(party: Party):
    party.busy = [True]
    await party.phone.say("a", "好")
    await party.phone.quiet()
    assert [one.text for one in party.read] == ["好"]
    assert not (await party.phone.shown("a"))[0]["undelivered"]


async def test_pictures_and_files_travel_both_ways(party: Party):
    await party.phone.post("say", {"user": "a", "platform": "feishu", "image": True})
    await party.phone.quiet()
    [picture] = party.read
    content, kind = await party.channel.fetch_media(picture.media or "")
    assert (content[:4], kind) == (b"\x89PNG", "image/png")
    key = await party.channel.upload(OutgoingKind.FILE, "年度台账.xlsx", b"PK" + bytes(range(256)))
    assert isinstance(key, str)
    await party.deliver(Outgoing(OutgoingKind.FILE, media=key, ref="3"), "a")
    file = (await party.phone.shown("a"))[-1]
    assert (file["kind"], file["text"]) == ("file", "年度台账.xlsx")


async def test_a_line_that_was_cut_is_opened_anew_and_a_long_message_comes_in_parts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LARGEST_PART", 50)
    async with met(is_stream=True) as party:
        for _ in range(2):
            await party.connected()
            await party.phone.say("a", "好")
            await party.phone.quiet()
            await party.lines.cut()
        assert [one.text for one in party.read] == ["好", "好"]


async def test_a_place_at_the_gateway_needs_the_right_secret():
    async with met(is_stream=True) as party:
        for app, secret, code in ((APP, "x", 514), ("cli_x", SECRET, 1000040344)):
            url = f"{party.phone.base}/callback/ws/endpoint"
            async with party.phone.session.post(url, json={"AppID": app, "AppSecret": secret}) as answer:
                assert (await answer.json())["code"] == code
        async with party.phone.session.get(f"{party.phone.base}/feishu-line?ticket=x") as answer:
            assert answer.status == 403
    async with met(is_stream=True, secret="wrong") as party:
        assert "FEISHU_APP_SECRET" in (await party.channel.probe() or "")
