"""What the contract names and nobody built yet answers 501 and says so; what is built stands in front of it."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web import later, server


async def here(request: web.Request) -> web.Response:
    return web.Response(text="here")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/callback/dingtalk/events", 501),
        ("GET", "/callback/feishu", 501),
        ("GET", "/admin", 501),
        ("GET", "/admin/", 501),
        ("POST", "/admin/tasks/46", 501),
        ("GET", "/callback/dingtalk", 200),
        ("GET", "/nowhere", 404),
    ],
)
async def test_a_path_of_the_contract_says_not_yet(method: str, path: str, status: int) -> None:
    built = [web.get("/callback/dingtalk", here)]
    async with TestClient(TestServer(server.build([*built, *later.routes(built)]))) as client:
        answer = await client.request(method, path)
        assert answer.status == status
        if status == 501:
            assert (await answer.json())["error"]["code"] == "not_yet"
