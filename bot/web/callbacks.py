"""The platforms' callbacks: limit, verify, decrypt, keep, answer 200 with nothing. No meaning is looked for here."""

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web

from bot.arrivals import Arrivals
from bot.channels.contract import Channel, Received
from bot.clock import Clock
from bot.telemetry import CALLBACKS, log
from models.errors import CallbackRefused, StorageBusy
from models.inbox import Arrival

LARGEST_BODY = 64 * 1024
REFUSED = "callback refused"  # one text for every cause: an answer must not help a forger


class Callbacks:
    def __init__(self, channels: Mapping[str, Channel], arrivals: Arrivals, clock: Clock) -> None:
        self._channels = channels
        self._arrivals = arrivals
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        found = []
        for platform in self._channels:
            found.append(web.get(f"/callback/{platform}", self._verify, name=f"verify-{platform}", allow_head=False))
            found.append(web.post(f"/callback/{platform}", self._post, name=f"callback-{platform}"))
        return found

    def _channel(self, request: web.Request) -> Channel:
        return self._channels[request.path.rsplit("/", 1)[-1]]

    async def _verify(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        try:
            answer = channel.answer_verification(request.query, datetime.now(UTC))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        return web.Response(text=answer)

    async def _post(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        received_at = datetime.now(UTC)
        try:
            received = channel.receive(request.query, await request.read(), received_at)
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(channel, CallbackRefused("oversize"))
        except CallbackRefused as error:
            return self._refuse(channel, error)
        return await self._keep(channel, received, is_stale=channel.is_stale(request.query, received_at))

    async def _keep(self, channel: Channel, received: Received, *, is_stale: bool) -> web.Response:
        arrival = Arrival(
            key=received.key, platform=channel.platform, message_id=received.message_id, userid=received.user,
            payload=received.payload, received_at=self._clock.now(), quarantined=is_stale,
        )  # fmt: skip
        try:
            await self._arrivals.keep(arrival)
        except StorageBusy:
            CALLBACKS.labels(channel.platform, "busy").inc()
            return web.Response(status=503, text="try again")
        CALLBACKS.labels(channel.platform, "quarantined" if is_stale else "kept").inc()
        return web.Response()

    def _refuse(self, channel: Channel, error: CallbackRefused) -> web.Response:
        CALLBACKS.labels(channel.platform, "refused").inc()
        log.warning("callback_refused", platform=channel.platform, cause=error.cause)
        return web.Response(status=413 if error.cause == "oversize" else 403, text=REFUSED)
