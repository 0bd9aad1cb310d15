"""Where the application keeps its parts."""

from aiohttp import web

from bot.sandbox.switchboard import Switchboard
from bot.sandbox.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)
SWITCHBOARD: web.AppKey[Switchboard] = web.AppKey("switchboard", Switchboard)
