"""A messenger on a real port, and a receiver on another."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from sandbox_party import AES_KEY, AGENT, CORP, SECRET, TOKEN, OpenPhone, Phone, Receiver

from bot.sandbox import SandboxConfig, create_app
from bot.sandbox.config import WeComConfig


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    bot = Receiver()
    app = web.Application()
    app.router.add_post("/callback/wecom", bot.handle)
    async with TestServer(app) as server:
        bot.url = str(server.make_url("/callback/wecom"))
        yield bot


@pytest.fixture
async def open_phone(receiver: Receiver) -> AsyncIterator[OpenPhone]:
    """Starts a messenger; calling it again with the same state file is a restart."""
    servers: list[TestServer] = []
    session = ClientSession()

    async def start(*, state_file: Path | None = None, callback_url: str | None = None) -> Phone:
        config = SandboxConfig(
            WeComConfig(CORP, AGENT, SECRET, TOKEN, AES_KEY, receiver.url if callback_url is None else callback_url),
            state_file=state_file,
            retry_gaps_s=(0.01, 0.01, 0.01),
            callback_timeout_s=2.0,
        )
        server = TestServer(create_app(config))
        await server.start_server()
        servers.append(server)
        phone = Phone(session, str(server.make_url("")).rstrip("/"))
        await phone.sign_in()
        return phone

    yield start
    for server in servers:
        await server.close()
    await session.close()


@pytest.fixture
async def phone(open_phone: OpenPhone) -> Phone:
    return await open_phone()
