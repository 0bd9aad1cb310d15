"""Logins: authen/v1/authorize, authen/v2/oauth/token and authen/v1/user_info (pages of 2025-07-22 to 2026-04-08)."""

import hmac
import json
import secrets

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.feishu.names import ids_of
from bot.sandbox.feishu.state import State
from bot.sandbox.logins import LoginPage
from bot.sandbox.wire import Json, text_of

TOKEN, ME = "authen/v2/oauth/token", "authen/v1/user_info"
TENANT = "sandboxtenant0001"
_REFUSALS = {
    "unknown": (20003, "The authorization code is not found. Please note that an authorization code can only be used once."),
    "used": (20065, "The authorization code has been used."),
    "expired": (20004, "The authorization code has expired."),
}  # fmt: skip


def routes(state: State) -> list[web.RouteDef]:
    asked = {"client_id": state.config.app_id, "response_type": "code"}
    page = LoginPage("飞书登录", "feishu", state.world, state.codes, asked, "20029 redirect_uri 请求不合法")
    return page.routes("/sandbox/feishu/login")


def token(state: State, raw: str) -> Json:
    """At the top level, without `data`."""
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict) or text_of(body, "grant_type") != "authorization_code":
        raise ApiError(20036, "The grant_type is invalid.")
    config = state.config
    is_ours = hmac.compare_digest(text_of(body, "client_secret").encode(), config.app_secret.encode())
    if text_of(body, "client_id") != config.app_id or not is_ours:
        raise ApiError(20002, "The client secret is invalid.")
    grant = state.codes.take(text_of(body, "code"), state.world.now(), lambda why: ApiError(*_REFUSALS[why]))
    if text_of(body, "redirect_uri") != grant.back:
        raise ApiError(20071, "The redirect_uri does not match the one of the authorization.")
    issued = "u-" + secrets.token_urlsafe(24)
    state.user_tokens[issued] = grant.user
    return {"code": 0, "access_token": issued, "expires_in": 7200, "token_type": "Bearer", "scope": "auth:user.id:read"}


def me(state: State, authorization: str) -> Json:
    user = state.user_tokens.get(authorization.removeprefix("Bearer "))
    if user is None:
        raise ApiError(20005, "The user access token passed is invalid. Please check the value")
    person = state.people.find(user)
    ids = ids_of(state.config.app_id, user or "stranger")
    known = {"name": person.name if person else "外人", "tenant_key": TENANT if person else "another"}
    return {
        "open_id": ids["open_id"],
        "union_id": ids["union_id"],
        **known,
        **({"user_id": ids["user_id"]} if person else {}),
    }
