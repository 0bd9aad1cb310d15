"""A platform's login page and the codes it hands out: five minutes, one use.

A real browser is known to its platform. Here nobody is: the page asks whose phone, or whose scan, it is to be.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.sandbox.world import World

LASTS = timedelta(minutes=5)
NOBODY = ""  # a person whom the organisation does not know
STYLE = "/sandbox/static/login.css"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for: a person, and where the page was to lead back to."""

    user: str
    back: str
    until: datetime
    is_used: bool = False


class Codes:
    """Of this run only."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}

    def issue(self, user: str, back: str, now: datetime) -> str:
        code = secrets.token_urlsafe(24)
        self._grants[code] = Grant(user, back, now + LASTS)
        return code

    def take(self, code: str, now: datetime, refuse: Callable[[str], Exception]) -> Grant:
        """`refuse` makes the platform's own error of unknown, expired or used."""
        grant = self._grants.get(code)
        if grant is None:
            raise refuse("unknown")
        if grant.is_used:
            raise refuse("used")
        if now >= grant.until:
            raise refuse("expired")
        self._grants[code] = replace(grant, is_used=True)
        return grant


@dataclass(frozen=True)
class LoginPage:
    """`asked` are the parameters that must be as written, `code` is what the page adds to the address it leads back to,
    `refused` what it adds there for a person who cancels.
    """

    title: str
    platform: str
    world: World
    codes: Codes
    asked: dict[str, str]
    untrusted: str
    code: str = "code"
    refused: tuple[tuple[str, str], ...] = (("error", "access_denied"),)

    def routes(self, path: str) -> list[web.RouteDef]:
        return [web.get(path, self._show), web.post(path, self._chosen)]

    async def _show(self, request: web.Request) -> web.Response:
        if fault := self._fault(request):
            return _html(self.title, f"<p>{escape(fault)}</p>", status=400)
        people = [
            (one.user, f"{one.name or one.user} {one.unit}".strip())
            for one in self.world.roster.on(self.platform).everyone()
        ]
        buttons = "".join(
            f'<button name="user" value="{escape(user)}">{escape(name)}</button>' for user, name in people
        )
        others = '<button name="user" value="">外人</button><button name="cancel" value="1">取消</button>'
        return _html(self.title, f'<p>沙箱：这是谁的手机？</p><form method="post">{buttons}{others}</form>')

    async def _chosen(self, request: web.Request) -> web.Response:
        if fault := self._fault(request):
            return _html(self.title, f"<p>{escape(fault)}</p>", status=400)
        form, back = await request.post(), request.query["redirect_uri"]
        told = dict(self.refused)
        if "cancel" not in form:
            told = {self.code: self.codes.issue(str(form.get("user", NOBODY)), back, self.world.now())}
        told |= {"state": request.query.get("state", "")}
        glue = "&" if "?" in back else "?"
        return web.Response(status=302, headers={"Location": f"{back}{glue}{urlencode(told)}"})

    def _fault(self, request: web.Request) -> str:
        for name, value in self.asked.items():
            if request.query.get(name, "") != value:
                return f"参数错误：{name}"
        if urlsplit(request.query.get("redirect_uri", "")).netloc not in self.world.config.trusted:
            return self.untrusted
        return ""


def _html(title: str, body: str, *, status: int = 200) -> web.Response:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
    text = f'<!doctype html><html lang="zh-CN"><head>{head}<link rel="icon" href="data:,"><link rel="stylesheet" href="{STYLE}"></head><body><h1>{escape(title)}</h1>{body}</body></html>'
    return web.Response(text=text, status=status, content_type="text/html")
