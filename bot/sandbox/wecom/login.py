"""Web logins: connect/oauth2/authorize, the scan page, and auth/getuserinfo (pages 96441, 96442 and 98152)."""

import hashlib

from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.logins import LoginPage
from bot.sandbox.wecom.sending import Call
from bot.sandbox.wecom.state import State
from bot.sandbox.wire import Json

_REFUSALS = {
    "unknown": (40029, "invalid code"),
    "expired": (42003, "code expired"),
    "used": (42022, "code has been used"),
}
UNTRUSTED = "50001 redirect_url未登记可信域名"


def routes(state: State) -> list[web.RouteDef]:
    config = state.config
    inside = {"appid": config.corp_id, "response_type": "code", "scope": "snsapi_base", "agentid": str(config.agent_id)}
    desk = {"login_type": "CorpApp", "appid": config.corp_id, "agentid": str(config.agent_id)}
    pages = {"oauth": ("企业微信", inside), "scan": ("企业微信扫码登录", desk)}
    return [
        route
        for name, (title, asked) in pages.items()
        for route in LoginPage(title, "wecom", state.world, state.codes, asked, UNTRUSTED, refused=()).routes(
            f"/sandbox/wecom/{name}"
        )
    ]


def getuserinfo(call: Call) -> Json:
    userid = _redeemed(call)
    return {"userid": userid} if userid else {"openid": _openid(call)}


def older_getuserinfo(call: Call) -> Json:
    """As private deployments still answer."""
    userid = _redeemed(call)
    return {"UserId": userid, "DeviceId": ""} if userid else {"OpenId": _openid(call)}


def _redeemed(call: Call) -> str:
    """The userid as the organisation writes it; nothing for whoever is no member."""
    grant = call.state.codes.take(call.query.get("code", ""), call.now, lambda why: ApiError(*_REFUSALS[why]))
    person = call.people.find(grant.user) if grant.user else None
    return person.user if person else ""


def _openid(call: Call) -> str:
    return "o" + hashlib.sha256(call.query.get("code", "").encode()).hexdigest()[:27]
