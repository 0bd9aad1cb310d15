"""The pages for people, put together: the way in, and what stands behind it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import web

from bot.channels.contract import Channel
from bot.settings import Settings
from bot.web import pages
from bot.web.login import Entrance
from bot.web.phone import PhonePages
from bot.web.sessions import Sessions


def routes(given: Settings, channels: Mapping[str, Channel], now: Callable[[], datetime]) -> list[web.RouteDef]:
    sessions = Sessions(given, now)
    return [*pages.routes(), *Entrance(channels, sessions, now).routes(), *PhonePages(sessions, now).routes()]
