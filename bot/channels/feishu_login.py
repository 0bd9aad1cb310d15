"""Feishu's word for whom a browser belongs to: one page inside the app and outside of it.

Pages obtain-oauth-code (2026-03-19), get-user-access-token (2026-04-08), authen-v1/user_info (2025-07-22).
"""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from bot.channels.contract import Login
from bot.channels.feishu_api import LOGIN, FeishuApi, FeishuSettings
from bot.channels.feishu_errors import BAD_SECRET, OK, verdict
from bot.channels.feishu_wire import Answer, Ask, Binary, Wire
from models.messages import Refused, Retry, Unknown

Fault = Retry | Refused | Unknown
IDS = ("user_id", "open_id", "union_id")
BAD_CLIENT = frozenset({20002, 20048, *BAD_SECRET})  # id or secret of the app
NOT_FOR_HIM = frozenset({20008, 20009, 20010})  # no such user, another organisation, outside the app's range
NOT_THERE = frozenset({41012, 41050, 40003})  # of the contacts, as our app sees them
_CLIENT = "请核对 FEISHU_APP_ID、FEISHU_APP_SECRET"


def login(settings: FeishuSettings, wire: Wire, api: FeishuApi) -> Login:
    logins = Logins(settings, wire, api)
    return Login(("Lark", "Feishu"), ("code",), logins.page, logins.page, logins.redeem)


class Logins:
    def __init__(self, settings: FeishuSettings, wire: Wire, api: FeishuApi) -> None:
        self._settings, self._wire, self._api = settings, wire, api

    def page(self, back: str, state: str) -> str:
        query = {"client_id": self._settings.app_id, "response_type": "code", "redirect_uri": back, "state": state}
        return f"{self._settings.login_url}?{urlencode(query)}"

    async def redeem(self, brought: Mapping[str, str], back: str) -> tuple[str, ...] | Fault:
        """The person's token names him; whether he is of our organisation is for our own contacts to say."""
        token = await self._user_token(brought.get("code", ""), back)
        if not isinstance(token, str):
            return token
        me = await self._wire.send(Ask("GET", "authen/v1/user_info"), token)
        if not isinstance(me, Answer):
            return Unknown("平台的答复不是飞书的 JSON") if isinstance(me, Binary) else me
        open_id = me.data.get("open_id")
        if me.code != OK or not isinstance(open_id, str) or not open_id:
            return verdict(me.code, f"{me.code} {me.said}") if me.code else Unknown("平台的答复里没有 open_id")
        return await self._in_contacts(open_id)

    async def _user_token(self, code: str, back: str) -> str | Fault:
        told = {"grant_type": "authorization_code", "client_id": self._settings.app_id, "code": code}
        told |= {"client_secret": self._settings.app_secret, "redirect_uri": back}
        ask = Ask("POST", "authen/v2/oauth/token", json.dumps(told).encode())
        reply = await self._wire.send(ask, secrets=(self._settings.app_secret, code))
        if not isinstance(reply, Answer):
            return Unknown("平台的答复不是飞书的 JSON") if isinstance(reply, Binary) else reply
        said = f"{reply.code} {reply.said or reply.body.get('error_description', '')}"
        if reply.code in BAD_CLIENT:
            return Refused(f"{_CLIENT}（{said}）", blame="config")
        if reply.code != OK:
            return Refused(said, blame="recipient" if reply.code in NOT_FOR_HIM else "content")
        token = reply.body.get("access_token")
        return token if isinstance(token, str) and token else Unknown("平台的答复里没有 access_token")

    async def _in_contacts(self, open_id: str) -> tuple[str, ...] | Fault:
        ask = Ask("GET", f"contact/v3/users/{open_id}", query={"user_id_type": "open_id"})
        answer = await self._api.call(LOGIN, ask, answers=frozenset({OK, *NOT_THERE}))
        if not isinstance(answer, Answer):
            return answer
        if answer.code in NOT_THERE:
            return Refused("不在本组织应用可见的通讯录里", blame="recipient")
        user = answer.data.get("user")
        found = user if isinstance(user, dict) else {}
        ids = tuple(str(found[name]).casefold() for name in IDS if found.get(name))
        return ids or Unknown("平台的答复里没有这个人的 ID")
