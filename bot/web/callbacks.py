"""The platforms' callbacks: limit, verify, decrypt, keep, answer 200. No meaning is looked for here."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial

from aiohttp import web

from bot.channels.contract import NOTHING, Answer, Callback, Channel, Door, Received
from bot.reception import Reception
from bot.telemetry import CALLBACKS, log
from models.errors import CallbackRefused, StorageBusy

LARGEST_BODY = 64 * 1024
BODY_S = 3.0
REFUSED = "callback refused"  # one text for every cause: an answer must not help a forger


class Callbacks:
    def __init__(self, channels: Mapping[str, Channel], reception: Reception) -> None:
        self._channels = channels
        self._reception = reception
        self._count = cache(CALLBACKS.labels)  # finding a counter by its labels takes longer than counting

    def routes(self) -> list[web.RouteDef]:
        """First what is posted: most are of it. An address of a platform proves itself to a GET."""
        found = []
        for platform, channel in self._channels.items():
            for place, door in channel.doors.items():
                path, name = f"/callback/{platform}{place}", f"{platform}{place.replace('/', '-')}"
                found.append(web.post(path, partial(self._post, channel, door), name=f"callback-{name}"))
                found.append(web.get(path, partial(self._verify, channel), name=f"verify-{name}", allow_head=False))
        return found

    async def _verify(self, channel: Channel, request: web.Request) -> web.Response:
        try:
            answer = channel.answer_verification(request.query, datetime.now(UTC))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        return web.Response(text=answer)

    async def _post(self, channel: Channel, door: Door, request: web.Request) -> web.Response:
        received_at, query = datetime.now(UTC), query_of(request)
        try:
            received = door(Callback(query, request.headers, await _body(request)), received_at)
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(channel, CallbackRefused("oversize"))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        if isinstance(received, Answer):
            self._count(channel.platform, "passed").inc()
            return _answered(received)
        return await self._keep(channel, received)

    async def _keep(self, channel: Channel, received: Received) -> web.Response:
        try:
            await self._reception.keep(channel.platform, received)
        except StorageBusy:
            self._count(channel.platform, "busy").inc()
            return web.Response(status=503, text="try again")
        self._count(channel.platform, "quarantined" if received.is_stale else "kept").inc()
        return _answered(received.answer)

    def _refuse(self, channel: Channel, error: CallbackRefused) -> web.Response:
        self._count(channel.platform, "refused").inc()
        log.warning("callback_refused", platform=channel.platform, cause=error.cause)
        return web.Response(status=413 if error.cause == "oversize" else 403, text=REFUSED)


def _answered(answer: Answer) -> web.Response:
    return web.Response() if answer is NOTHING else web.Response(text=answer.body, content_type=answer.content_type)


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
