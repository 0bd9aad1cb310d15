"""Health and metrics: live says the loop turns, ready says work can be done."""

import time
from collections.abc import Callable

from aiohttp import web
from prometheus_client import generate_latest

from bot.telemetry import QUEUE, REGISTRY
from models import db
from models.inbox import Inbox
from models.outbox import Outbox

SILENT_BEAT_S = 30.0


def routes(last_beat_s: Callable[[], float]) -> list[web.RouteDef]:
    async def live(request: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(request: web.Request) -> web.Response:
        faults = await _faults(last_beat_s())
        return web.json_response({"ready": not faults, "faults": faults}, status=503 if faults else 200)

    async def metrics(request: web.Request) -> web.Response:
        QUEUE.labels("inbox").set(await Inbox.filter(state__in=["received", "working"]).count())
        QUEUE.labels("outbox").set(await Outbox.filter(state__in=["pending", "sending"]).count())
        QUEUE.labels("dead").set(await Inbox.filter(state="dead").count())
        return web.Response(
            body=generate_latest(REGISTRY), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )

    return [web.get("/health/live", live), web.get("/health/ready", ready), web.get("/metrics", metrics)]


async def _faults(last_beat_s: float) -> list[str]:
    found = []
    if time.monotonic() - last_beat_s > SILENT_BEAT_S:
        found.append("the beat has been silent for 30 s")
    try:
        await db.tx(lambda: db.execute("UPDATE setting SET value = value WHERE key = 'mode'"))
    except Exception as error:  # noqa: BLE001 whatever keeps us from writing is the answer
        found.append(f"the database does not take writes: {type(error).__name__}")
    return found
