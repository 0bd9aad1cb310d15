"""The platforms' callbacks: limit, verify, decrypt, keep, answer 200 with nothing. No meaning is looked for here."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial

from aiohttp import web

from bot.arrivals import Arrivals
from bot.channels.contract import Channel, Received
from bot.clock import Clock
from bot.telemetry import CALLBACKS, log
from models.errors import CallbackRefused, StorageBusy
from models.inbox import Arrival

LARGEST_BODY = 64 * 1024
BODY_S = 3.0
REFUSED = "callback refused"  # one text for every cause: an answer must not help a forger


class Callbacks:
    def __init__(self, channels: Mapping[str, Channel], arrivals: Arrivals, clock: Clock) -> None:
        self._channels = channels
        self._arrivals = arrivals
        self._clock = clock
        self._count = cache(CALLBACKS.labels)  # finding a counter by its labels takes longer than counting

    def routes(self) -> list[web.RouteDef]:
        found = []
        for platform, channel in self._channels.items():
            verify, post = partial(self._verify, channel), partial(self._post, channel)
            found.append(web.post(f"/callback/{platform}", post, name=f"callback-{platform}"))  # first: most are of it
            found.append(web.get(f"/callback/{platform}", verify, name=f"verify-{platform}", allow_head=False))
        return found

    async def _verify(self, channel: Channel, request: web.Request) -> web.Response:
        try:
            answer = channel.answer_verification(request.query, datetime.now(UTC))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        return web.Response(text=answer)

    async def _post(self, channel: Channel, request: web.Request) -> web.Response:
        received_at, query = datetime.now(UTC), query_of(request)
        try:
            received = channel.receive(query, await _body(request), received_at)
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(channel, CallbackRefused("oversize"))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        return await self._keep(channel, received, is_stale=channel.is_stale(query, received_at))

    async def _keep(self, channel: Channel, received: Received, *, is_stale: bool) -> web.Response:
        arrival = Arrival(
            key=received.key, platform=channel.platform, message_id=received.message_id, userid=received.user,
            payload=received.payload, received_at=self._clock.now(), quarantined=is_stale,
        )  # fmt: skip
        try:
            await self._arrivals.keep(arrival)
        except StorageBusy:
            self._count(channel.platform, "busy").inc()
            return web.Response(status=503, text="try again")
        self._count(channel.platform, "quarantined" if is_stale else "kept").inc()
        return web.Response()

    def _refuse(self, channel: Channel, error: CallbackRefused) -> web.Response:
        self._count(channel.platform, "refused").inc()
        log.warning("callback_refused", platform=channel.platform, cause=error.cause)
        return web.Response(status=413 if error.cause == "oversize" else 403, text=REFUSED)


async def _body(request: web.Request) -> bytes:
    """Platforms send it whole; whoever trickles it is not waited for."""
    if request.content.is_eof():
        return await request.read()
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text=REFUSED) from None


def query_of(request: web.Request) -> Mapping[str, str]:
    """A signed query is plain `a=1&b=2`: split by hand it costs a tenth. Whatever is less plain is left to aiohttp."""
    raw = request.rel_url.raw_query_string
    if "%" in raw or "+" in raw or ";" in raw:
        return request.query
    parts = [part.partition("=") for part in raw.split("&")]
    found = {name: value for name, _, value in parts}
    return found if len(found) == len(parts) else request.query
