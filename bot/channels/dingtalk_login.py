"""DingTalk's word for whom a browser belongs to: the app tells a page's script, login.dingtalk.com whoever scans or presses.

Pages obtain-the-userid-of-a-user-by-using-the-log-free (2026-07-02), obtain-user-token (2026-06-30),
dingtalk-retrieve-user-information (2026-07-30) and query-a-user-by-the-union-id (2026-06-08).
"""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from bot.channels.contract import BRIDGED, Bridge, Login
from bot.channels.dingtalk_api import DingTalkApi, DingTalkSettings, Fault
from bot.channels.dingtalk_errors import BAD_SECRET, OK, verdict
from bot.channels.dingtalk_wire import Ask, Reply, Wire
from models.messages import Refused, Unknown

IN_APP, USER_TOKEN, ME = "/topapi/v2/user/getuserinfo", "/v1.0/oauth2/userAccessToken", "/v1.0/contact/users/me"
CODES = (BRIDGED, "authCode", "code")
BY_UNION = "/topapi/user/getbyunionid"
CODE_REFUSED = frozenset({"40078", "invalidParameter.authCode.notFound", "invalidCode", "invalid.code"})
STRANGERS = frozenset({"60121", "33012", "40089", "60011"})
OUTSIDER = 1  # of contact_type: an external contact
NOT_OURS = Refused("不是本组织的成员", blame="recipient")

_ASK = """dd.ready(function () {
  dd.runtime.permission.requestAuthCode({corpId: %s, onSuccess: function (got) { give(got.code); }, onFail: fail});
});
dd.error(fail);"""


def login(settings: DingTalkSettings, wire: Wire, api: DingTalkApi) -> Login:
    return Logins(settings, wire, api).ways()


class Logins:
    def __init__(self, settings: DingTalkSettings, wire: Wire, api: DingTalkApi) -> None:
        self._settings, self._wire, self._api = settings, wire, api

    def ways(self) -> Login:
        """The page of login.dingtalk.com works in the app too: one press more than the script."""
        bridge = Bridge(self._settings.jsapi_url, _ASK % json.dumps(self._settings.corp_id))
        bridge_if_known = bridge if self._settings.corp_id else None
        return Login(("DingTalk",), CODES, self._page, self._page, self._redeem, bridge_if_known)

    def _page(self, back: str, state: str) -> str:
        query = {"redirect_uri": back, "response_type": "code", "client_id": self._settings.client_id}
        query |= {"scope": "openid corpid", "state": state, "prompt": "consent"}
        query |= {"corpId": self._settings.corp_id} if self._settings.corp_id else {}
        return f"{self._settings.login_url}?{urlencode(query)}"

    async def _redeem(self, brought: Mapping[str, str], back: str) -> tuple[str, ...] | Fault:
        if code := brought.get(BRIDGED):
            return _member(await self._old(IN_APP, {"code": code}, CODE_REFUSED))
        return await self._by_token(brought.get("authCode") or brought.get("code", ""))

    async def _by_token(self, code: str) -> tuple[str, ...] | Fault:
        """What the person's own token says of him counts only as far as our directory knows him."""
        token = await self._user_token(code)
        if not isinstance(token, str):
            return token
        me = await self._wire.ask(Ask(ME, method="GET"), token=token)
        if not isinstance(me, Reply):
            return me
        if me.code:
            return verdict(me.code, me.status, me.said)
        if not (union := str(me.data.get("unionId") or "")):
            return Unknown("平台的答复里没有 unionId")
        found = await self._old(BY_UNION, {"unionid": union}, STRANGERS)
        if isinstance(found, Reply) and found.code in STRANGERS:
            return NOT_OURS
        return _member(found)

    async def _user_token(self, code: str) -> str | Fault:
        told = {"clientId": self._settings.client_id, "clientSecret": self._settings.client_secret}
        body = json.dumps(told | {"code": code, "grantType": "authorization_code"}).encode()
        reply = await self._wire.ask(Ask(USER_TOKEN, body), secrets=(self._settings.client_secret, code))
        if not isinstance(reply, Reply):
            return reply
        if reply.code:
            # Nothing is wrong with what we ask but the secret or the code.
            is_ours = reply.code in BAD_SECRET or reply.status >= 500
            return verdict(reply.code, reply.status, reply.said) if is_ours else Refused(reply.said)
        if self._settings.corp_id and reply.data.get("corpId", self._settings.corp_id) != self._settings.corp_id:
            return NOT_OURS
        token = reply.data.get("accessToken")
        return token if isinstance(token, str) and token else Unknown("平台的答复里没有 accessToken")

    async def _old(self, path: str, told: Mapping[str, str], answers: frozenset[str]) -> Reply | Fault:
        return await self._api.call(Ask(path, json.dumps(told).encode(), is_old=True), answers=answers)


def _member(reply: Reply | Fault) -> tuple[str, ...] | Fault:
    if not isinstance(reply, Reply):
        return reply
    if reply.code != OK:
        return Refused(reply.said)
    found = reply.data.get("result")
    userid = found.get("userid") if isinstance(found, dict) and found.get("contact_type") != OUTSIDER else None
    return (str(userid).casefold(),) if userid else NOT_OURS
