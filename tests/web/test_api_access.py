"""Who may ask the API for what: the matrix is made of the route table."""

from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import pytest
from api_parts import ADMIN, NOW, READER, Office, keys, office

from bot.web import api, server
from bot.web.api.keys import Access
from bot.web.api.table import PREFIX, Route
from bot.web.api.written import Written
from models.settings import ApiKey, hash_token

UNKNOWN, REVOKED = "msk_" + "u" * 43, "msk_" + "x" * 43
CALLERS = {"anonymous": None, "unknown": UNKNOWN, "revoked": REVOKED, "reader": READER, "admin": ADMIN}


@pytest.fixture
async def asking(database: str) -> AsyncIterator[Office]:
    await keys()
    await ApiKey.create(name="old", role="admin", token_hash=hash_token(REVOKED), created_at=NOW, revoked_at=NOW)
    async with office() as client:
        yield client


def expected(caller: str, route: Route[Any]) -> set[int]:
    if caller not in {"reader", "admin"}:
        return {401}
    if route.policy is Access.ADMIN and caller == "reader":
        return {403}
    # nothing is in the database, and nothing is sent as a body
    return {400} if issubclass(route.asked, Written) else {200, 404, 501}


async def test_the_matrix_of_the_route_table_holds(asking: Office) -> None:
    for route, caller in product(api.ROUTES, CALLERS):
        status, content = await asking.get(route.path.replace("{id}", "1"), CALLERS[caller], route.method)
        assert status in expected(caller, route), (route.path, caller, content)


def test_every_path_of_the_server_stands_in_the_table() -> None:
    """A wildcard only refuses; whatever answers has its policy in the table."""
    built = server.build(api.routes(lambda: NOW))
    served = {(r.method, r.resource.canonical) for r in built.router.routes() if r.resource is not None}
    named = {(r.method, PREFIX + r.path) for r in api.ROUTES}
    heads = {("HEAD", path) for method, path in named if method == "GET"}
    refusals = {("*", path) for _, path in named} | {("*", "/api/{rest}")}
    assert served - heads == named | refusals
    assert all(isinstance(route.policy, Access) for route in api.ROUTES)


async def test_other_methods_are_refused_in_the_same_form() -> None:
    async with office() as asking:
        for method, route in product(("PUT", "DELETE", "PATCH", "OPTIONS"), api.ROUTES):
            answer = await asking.client.request(method, PREFIX + route.path.replace("{id}", "1"))
            allowed = ", ".join(one.method for one in api.ROUTES if one.path == route.path)
            assert (answer.status, answer.headers["Allow"]) == (405, allowed)
            assert (await answer.json())["error"]["code"] == "method_not_allowed"


NO_TOKEN = [
    "", "Bearer", f"Basic {ADMIN}", ADMIN, f"Bearer {ADMIN} x", f"Bearer {ADMIN[:-1]}", f"Bearer  {ADMIN}é",
    "Bearer msk_" + "a" * 5000, "Bearer msk_' OR 1=1 --aaaaaaaaaaaaaa",
]  # fmt: skip


async def test_nothing_but_a_whole_token_opens(asking: Office) -> None:
    for header in NO_TOKEN:
        answer = await asking.client.get("/api/v1/units", headers={"Authorization": header})
        assert answer.status == 401, header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert (await answer.json())["error"]["code"] == "unauthorized"


async def test_a_token_in_the_address_opens_nothing(asking: Office) -> None:
    status, _ = await asking.get(f"/units?token={ADMIN}&access_token={ADMIN}", None)
    assert status == 401


async def test_head_answers_like_get_without_a_body(asking: Office) -> None:
    answer = await asking.client.head("/api/v1/units", headers={"Authorization": f"bearer {READER}"})
    assert (answer.status, await answer.read()) == (200, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await asking.client.head("/api/v1/units")).status == 401
