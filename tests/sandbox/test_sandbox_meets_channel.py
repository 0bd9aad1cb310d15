"""The bot's channel and the messenger, written apart, understand each other on the wire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sandbox_party import AES_KEY, AGENT, CORP, SECRET, TOKEN, OpenPhone, Phone

from bot.channels.wecom import WeComChannel, WeComSettings
from bot.sandbox.media import drawn_picture
from models.messages import Button, Card, Delivered, Inbound, InboundKind, Outgoing, OutgoingKind, Retry

CARD = Card("c-1", "46号 请认领", body="断头路12条", fields=(("牵头", "市住建局"),), buttons=(Button("yes", "认领"),))


class Bot:
    """A channel behind a callback address, and what it read."""

    def __init__(self) -> None:
        self.channel: WeComChannel | None = None
        self.read: list[Inbound] = []

    async def verify(self, request: web.Request) -> web.Response:
        assert self.channel
        return web.Response(text=self.channel.answer_verification(request.query, datetime.now(UTC)))

    async def take(self, request: web.Request) -> web.Response:
        assert self.channel
        received = self.channel.receive(request.query, await request.read(), datetime.now(UTC))
        self.read.append(self.channel.read(received.payload))
        return web.Response()

    async def deliver(self, message: Outgoing, user: str) -> Delivered:
        assert self.channel
        outcome = await self.channel.deliver(message.kind, self.channel.render(message, user))
        assert isinstance(outcome, Delivered)
        return outcome


@pytest.fixture
async def bot() -> AsyncIterator[tuple[Bot, str]]:
    bot, app = Bot(), web.Application()
    app.router.add_get("/callback/wecom", bot.verify)
    app.router.add_post("/callback/wecom", bot.take)
    async with TestServer(app) as server:
        yield bot, str(server.make_url("/callback/wecom"))
    if bot.channel:
        await bot.channel.close()


async def connect(bot: Bot, url: str, open_phone: OpenPhone) -> Phone:
    phone = await open_phone(callback_url=url)
    settings = WeComSettings(
        corp_id=CORP, agent_id=AGENT, secret=SECRET, token=TOKEN, aes_key=AES_KEY, api_base=phone.base
    )
    bot.channel = WeComChannel(settings, now=lambda: datetime.now(UTC))
    return phone


async def test_the_callback_address_is_proved(bot: tuple[Bot, str], open_phone: OpenPhone) -> None:
    phone = await connect(*bot, open_phone)
    assert await phone.post("verify", {}) == {"ok": True, "cause": ""}
    lost = await open_phone(callback_url="http://127.0.0.1:9/callback/wecom")
    assert (await lost.post("verify", {}))["ok"] is False


async def test_words_and_taps_are_read_and_cards_are_settled(bot: tuple[Bot, str], open_phone: OpenPhone) -> None:
    phone = await connect(*bot, open_phone)
    party = bot[0]
    await party.deliver(Outgoing(OutgoingKind.TEXT, text="您好，鲁局长"), "luguangsha")
    await party.deliver(Outgoing(OutgoingKind.CARD, card=CARD), "luguangsha")
    text, card = await phone.shown("luguangsha")
    assert (text["text"], card["text"]) == ("您好，鲁局长", "46号 请认领\n断头路12条\n牵头：市住建局")

    msgid = await phone.say("LuGuangSha", "方案下周五报 ]]> 😀")
    await phone.post("tap", {"user": "luguangsha", "message": card["id"], "button": "yes"})
    await phone.quiet()
    said, tapped = party.read
    assert (said.kind, said.text, said.user) == (InboundKind.TEXT, "方案下周五报 ]]> 😀", "luguangsha")
    assert said.message_id == msgid
    assert (tapped.kind, tapped.card, tapped.key) == (InboundKind.TAP, "c-1", "yes")

    settle = Outgoing(OutgoingKind.CARD_UPDATE, card=CARD, ticket=tapped.ticket, settled="已认领")
    await party.deliver(settle, "luguangsha")
    assert (await phone.shown("luguangsha"))[1]["settled"] == "已认领"


async def test_a_picture_comes_through(bot: tuple[Bot, str], open_phone: OpenPhone) -> None:
    phone = await connect(*bot, open_phone)
    await phone.post("say", {"user": "a", "image": True})
    await phone.quiet()
    (picture,) = bot[0].read
    assert bot[0].channel
    assert picture.media
    content, kind = await bot[0].channel.fetch_media(picture.media)
    assert (content[:4], kind) == (b"\x89PNG", "image/png")


async def test_what_is_uploaded_is_on_the_phone_whole(bot: tuple[Bot, str], open_phone: OpenPhone) -> None:
    phone = await connect(*bot, open_phone)
    party, paper, board = bot[0], b"PK\x03\x04" + bytes(range(256)), drawn_picture("通报")
    assert party.channel
    for kind, name, content in ((OutgoingKind.FILE, "年度台账.xlsx", paper), (OutgoingKind.IMAGE, "板.png", board)):
        media = await party.channel.upload(kind, name, content)
        assert isinstance(media, str)
        await party.deliver(Outgoing(kind, media=media), "luguangsha")
    file, picture = await phone.shown("luguangsha")
    assert (file["kind"], file["text"]) == ("file", "年度台账.xlsx")
    assert picture["kind"] == "image"
    for bubble, content, wanted in ((file, paper, "attachment; filename*=UTF-8''%E5%B9%B4"), (picture, board, "")):
        async with phone.session.get(f"{phone.base}/sandbox/media/{bubble['media']}") as answer:
            assert await answer.read() == content
            assert answer.headers.get("Content-Disposition", "").startswith(wanted)
    # a picture's id is none of a file
    wrong = party.channel.render(Outgoing(OutgoingKind.FILE, media=picture["media"]), "luguangsha")
    assert isinstance(await party.channel.deliver("file", wrong), Retry)
