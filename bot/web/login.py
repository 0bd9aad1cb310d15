"""Logging in without a password: the messenger says whose browser it is, in the app, by a scan, or by a link the bot sent."""

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from markupsafe import Markup

from bot.channels.contract import BRIDGED, Bridge, Channel, Login
from bot.telemetry import log
from bot.web.pages import POLICY, page, trouble
from bot.web.sessions import HOME, Attempt, Sessions, own_path
from models import audit, logins, people
from models.logins import Standing
from models.messages import Refused
from models.people import TITLES, Account
from models.rules.contact_matching import PLATFORMS as NAMES
from models.wording import logins as words

BY_LINK = "link"
_SCRIPT = """(function () {
  function give(code) { location.replace(%s + encodeURIComponent(code)); }
  function fail() { location.replace(%s); }
  try { %s } catch (error) { fail(); }
})();"""
_REFUSALS = {"content": words.CODE_OVER, "recipient": words.OUTSIDE, "config": words.NOT_SET_UP}
_LINKS = {Standing.USED: words.LINK_USED, Standing.OVER: words.LINK_OVER, Standing.NEVER: words.LINK_OVER}


class Entrance:
    def __init__(self, channels: Mapping[str, Channel], sessions: Sessions, now: Callable[[], datetime]) -> None:
        found = {name: channel.login for name, channel in channels.items()}
        self._ways = {name: login for name, login in found.items() if login is not None}
        self._sessions = sessions
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/login", self._choose),
            web.get("/login/link/{token}", self._show_link),
            web.post("/login/link/{token}", self._use_link),
            web.get("/login/{platform}", self._start),
            web.get("/login/{platform}/back", self._back),
            web.post("/logout", self._leave),
        ]

    async def _choose(self, request: web.Request) -> web.StreamResponse:
        if not self._sessions.is_open:
            return trouble(words.NOT_OPEN)
        next_path = own_path(request.query.get("next", HOME))
        for platform, login in self._ways.items():
            if _is_inside(request, login):
                raise web.HTTPFound(f"/login/{platform}?{urlencode({'next': next_path})}")
        ways = [(f"/login/{one}", NAMES.get(one, one)) for one, login in self._ways.items() if login.desk]
        return page("login", ways=ways, next_path=next_path)

    async def _start(self, request: web.Request) -> web.StreamResponse:
        platform, login = request.match_info["platform"], self._ways.get(request.match_info["platform"])
        if not self._sessions.is_open:
            return trouble(words.NOT_OPEN)
        if login is None:
            return trouble(words.NO_WAY)
        is_inside = _is_inside(request, login)
        attempt = self._sessions.attempt(platform, request.query.get("next", HOME))
        if is_inside and login.bridge is not None and "pressed" not in request.query:
            return self._remembered(_bridged(login.bridge, platform, attempt), attempt)
        way = login.inside if is_inside else login.desk
        if way is None:
            return trouble(words.NO_WAY)
        away = web.Response(status=302, headers={"Location": way(self._address_of(platform), attempt.state)})
        return self._remembered(away, attempt)

    async def _back(self, request: web.Request) -> web.StreamResponse:
        platform, now = request.match_info["platform"], self._now()
        if (login := self._ways.get(platform)) is None:
            return trouble(words.NO_WAY)
        if await logins.is_locked(_address(request), now):
            return trouble(words.TOO_OFTEN)
        attempt = self._sessions.returned(request, platform, request.query.get("state", ""))
        if attempt is None or not await logins.spend(attempt.state, now):
            await logins.failed(_address(request), now)
            return trouble(words.STATE_OVER)
        if not any(request.query.get(name) for name in login.codes):
            return trouble(words.REFUSED, next_path=attempt.next_path)
        member = await login.redeem(request.query, self._address_of(platform))
        if isinstance(member, tuple):
            return await self._admit(await people.account_at(platform, member), attempt.next_path)
        log.warning("login_refused", platform=platform, error=member.error)
        if not isinstance(member, Refused):
            return trouble(words.NOT_NOW, next_path=attempt.next_path)
        if member.blame == "content":
            await logins.failed(_address(request), now)
        return trouble(_REFUSALS.get(member.blame, words.CODE_OVER), next_path=attempt.next_path)

    async def _show_link(self, request: web.Request) -> web.StreamResponse:
        """What a messenger's preview, or a finger, opens: nothing is used before the button is pressed."""
        if not self._sessions.is_open:
            return trouble(words.NOT_OPEN)
        account = await self._linked(request)
        if isinstance(account, web.Response):
            return account
        attempt = self._sessions.attempt(BY_LINK, HOME)
        return self._remembered(page(BY_LINK, who=await self._named(account), state=attempt.state), attempt)

    async def _use_link(self, request: web.Request) -> web.StreamResponse:
        state = (await request.post()).get("state", "")
        if self._sessions.returned(request, BY_LINK, str(state)) is None:
            return trouble(words.STATE_OVER)
        account = await self._linked(request)
        if isinstance(account, web.Response):
            return account
        if not await logins.use(request.match_info["token"], self._now()):
            return trouble(words.LINK_USED)
        return await self._admit(account, HOME)

    async def _linked(self, request: web.Request) -> Account | web.Response:
        now = self._now()
        if await logins.is_locked(_address(request), now):
            return trouble(words.TOO_OFTEN)
        standing, account = await logins.look_at(request.match_info["token"], now)
        if account is not None:
            return account
        if standing is Standing.NEVER:
            await logins.failed(_address(request), now)
        return trouble(_LINKS[standing])

    async def _admit(self, account: Account | None, next_path: str) -> web.StreamResponse:
        if account is None or not await logins.may_enter(account, self._now()):
            return trouble(words.UNKNOWN)
        response = web.Response(status=303, headers={"Location": next_path})
        await self._sessions.begin(response, account)
        actor = f"person:{account.person.id}"
        await audit.record(actor, "login", f"account:{account.id}", now=self._now(), platform=account.platform)
        return response

    async def _leave(self, request: web.Request) -> web.StreamResponse:
        response = web.Response(status=303, headers={"Location": "/login"})
        await self._sessions.end(request, response)
        return response

    async def _named(self, account: Account) -> str:
        identity = await people.identity_of(account.person, self._now())
        return words.who(account.person.name, posts_of(identity))

    def _address_of(self, platform: str) -> str:
        return f"{self._sessions.address}/login/{platform}/back"

    def _remembered(self, response: web.Response, attempt: Attempt) -> web.Response:
        self._sessions.remember(response, attempt)
        response.headers["Cache-Control"] = "no-store"
        return response


def posts_of(identity: people.Identity) -> str:
    """市住建局单位负责人、督查室"""
    named = [f"{post.unit.short if post.unit else ''}{post.title or TITLES[post.role]}" for post in identity.posts]
    return "、".join(dict.fromkeys(named))


def _is_inside(request: web.Request, login: Login) -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    return any(mark.lower() in agent for mark in login.marks)


def _bridged(bridge: Bridge, platform: str, attempt: Attempt) -> web.Response:
    """The one page that runs a script: the platform's own, from its own address, and a few lines of ours."""
    nonce, at = secrets.token_urlsafe(16), urlsplit(bridge.sdk)
    sources = f"'nonce-{nonce}' {at.scheme}://{at.netloc}"
    policy = f"{POLICY}; script-src {sources}; connect-src {at.scheme}://{at.netloc}; frame-src wvjbscheme:"
    back = f"/login/{platform}/back?{urlencode({'state': attempt.state})}&{BRIDGED}="
    pressed = f"/login/{platform}?{urlencode({'pressed': 1, 'next': attempt.next_path})}"
    script = Markup(_SCRIPT % (_quoted(back), _quoted(pressed), bridge.ask))
    return page("bridge", policy=policy, nonce=nonce, sdk=bridge.sdk, script=script, pressed=pressed)


def _quoted(text: str) -> str:
    return json.dumps(text).replace("<", "\\u003c")


def _address(request: web.Request) -> str:
    """Who asks: behind a proxy on this machine, whom that one names last."""
    peer = request.remote or ""
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return named[:64] if named and _is_here(peer) else peer


def _is_here(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
