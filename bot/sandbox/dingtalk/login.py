"""Logins: the app's script asking for a code, the page of login.dingtalk.com, and what codes are good for (pages of 2026-06-08 to 2026-07-30)."""

import hmac
import json
import secrets

from aiohttp import web

from bot.sandbox.dingtalk.errors import DingError
from bot.sandbox.dingtalk.state import PLATFORM, State
from bot.sandbox.logins import LoginPage
from bot.sandbox.roster import fold
from bot.sandbox.wire import Json, text_of

IN_APP = "in-app"  # in place of the address that a code is led back to
SCRIPT = """(function () {
  var base = document.currentScript.src.split("?")[0];
  function ask(wanted) {
    fetch(base + "/people?corpId=" + encodeURIComponent(wanted.corpId)).then(function (got) {
      if (!got.ok) { wanted.onFail({errorCode: "3", errorMessage: "corpId"}); return; }
      got.json().then(function (people) {
        people.forEach(function (one) {
          var button = document.createElement("button");
          button.className = "button";
          button.textContent = one.name;
          button.onclick = function () { wanted.onSuccess({code: one.code}); };
          document.body.appendChild(button);
        });
      });
    });
  }
  window.dd = {ready: function (act) { act(); }, error: function () {}, runtime: {permission: {requestAuthCode: ask}}};
})();"""


def routes(state: State) -> list[web.RouteDef]:
    """`/sandbox/dingtalk/jsapi` is the script that the app's pages load; its codes are for getuserinfo alone."""
    asked = {
        "response_type": "code",
        "client_id": state.config.client_id,
        "scope": "openid corpid",
        "prompt": "consent",
    }
    page = LoginPage("钉钉登录", PLATFORM, state.world, state.codes, asked, "redirect_uri 未登记", code="authCode")

    async def script(request: web.Request) -> web.Response:
        return web.Response(text=SCRIPT, content_type="application/javascript")

    async def people(request: web.Request) -> web.Response:
        """In the app a code is for whoever holds the phone; here for whoever is picked."""
        if request.query.get("corpId") != state.config.corp_id:
            return web.Response(status=403)
        told = [
            {
                "user": one.user,
                "name": f"{one.name} {one.unit}",
                "code": state.codes.issue(one.user, IN_APP, state.world.now()),
            }
            for one in state.people.everyone()
        ]
        return web.json_response(told, dumps=lambda one: json.dumps(one, ensure_ascii=False))

    return [
        *page.routes("/sandbox/dingtalk/login"),
        web.get("/sandbox/dingtalk/jsapi", script),
        web.get("/sandbox/dingtalk/jsapi/people", people),
    ]


def in_app(state: State, body: Json) -> Json:
    grant = state.codes.take(
        text_of(body, "code"), state.world.now(), lambda _: DingError("40078", "不存在的临时授权码")
    )
    if grant.back != IN_APP:
        raise DingError("40078", "不存在的临时授权码")
    person = state.people.find(grant.user)
    if person is None:
        raise DingError("60121", "找不到该用户")
    told = {"userid": person.user, "unionid": union_of(person.user), "name": person.name, "device_id": "d1"}
    return {"errcode": 0, "errmsg": "ok", "result": told | {"sys": False, "sys_level": 0}}


def user_token(state: State, body: Json) -> Json:
    is_ours = hmac.compare_digest(text_of(body, "clientSecret").encode(), state.config.client_secret.encode())
    if text_of(body, "clientId") != state.config.client_id or not is_ours:
        raise DingError("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
    if text_of(body, "grantType") != "authorization_code":
        raise DingError("invalidParameter.grantType", "grantType")
    unknown = DingError("invalidParameter.authCode.notFound", "不存在的临时authCode")
    grant = state.codes.take(text_of(body, "code"), state.world.now(), lambda _: unknown)
    if grant.back == IN_APP:
        raise unknown
    token = secrets.token_hex(16)
    state.user_tokens[token] = grant.user
    return {
        "accessToken": token,
        "refreshToken": secrets.token_hex(16),
        "expireIn": 7200,
        "corpId": state.config.corp_id,
    }


def me(state: State, token: str) -> Json:
    if token not in state.user_tokens:
        raise DingError("InvalidAuthentication", "不合法的access_token")
    user = state.user_tokens[token]
    person = state.people.find(user)
    return {"nick": person.name if person else "外人", "unionId": union_of(user or "stranger"), "openId": "open1"}


def by_union(state: State, body: Json) -> Json:
    wanted = text_of(body, "unionid")
    found = next((one for one in state.people.everyone() if union_of(one.user) == wanted), None)
    if found is None:
        raise DingError("60121", "找不到该用户")
    return {"errcode": 0, "errmsg": "ok", "result": {"userid": found.user, "contact_type": 0}}


def union_of(user: str) -> str:
    return f"un{fold(user)}"
