"""Where the application keeps its parts."""

from aiohttp import web

from bot.sandbox.callbacks import Callbacks
from bot.sandbox.hands import Hands
from bot.sandbox.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)
CALLBACKS: web.AppKey[Callbacks] = web.AppKey("callbacks", Callbacks)
HANDS: web.AppKey[Hands] = web.AppKey("hands", Hands)
