"""The web application: routes, limits, and the last resort for what nobody expected."""

import errno
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError, PayloadEncodingError
from aiohttp.web_protocol import RequestPayloadError

from bot.telemetry import log
from models.errors import NotYet, OperatorError, PersonError, StorageBusy

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LARGEST_BODY = 64 * 1024
LARGEST_UPLOAD = 12 * 1024 * 1024
UNREADABLE = (UnicodeError, RecursionError, RequestPayloadError, PayloadEncodingError)


def build(routes: Iterable[web.RouteDef], *, largest: int = LARGEST_BODY) -> web.Application:
    logging.getLogger("aiohttp.server").addFilter(_is_no_fault_of_theirs)
    app = web.Application(client_max_size=largest)
    app.add_routes([web.route(r.method, r.path, guarded(r.handler), **r.kwargs) for r in routes])
    return app


async def listen(runner: web.AppRunner, host: str, port: int) -> None:
    """Raises OperatorError where the address is not to be had."""
    try:
        await web.TCPSite(runner, host, port, backlog=1024).start()
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                how = "another program listens there, perhaps another mashang: stop it, or set LISTEN to a free port"
            case errno.EACCES:
                how = "ports below 1024 need rights of their own: set LISTEN to a higher one, behind a reverse proxy"
            case _:
                how = f"{error.strerror or error}; set LISTEN to an address of this machine, as in 127.0.0.1:8080"
        raise OperatorError(f"the bot cannot listen on {host}:{port}: {how}") from None


def guarded(handler: Handler) -> Handler:
    """The handler behind the last resort. No middleware: aiohttp's way to call one costs a tenth of a callback."""

    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 the last resort
            return last_resort(request, error)

    return serve


def last_resort(request: web.Request, error: Exception) -> web.Response:
    """Malformed requests are 400, what is not built is 501; anything else is a 500 with an id, the detail in the log."""
    match error:
        case NotYet():
            return _error(501, "not_yet", str(error) or "not built yet")
        case PersonError():
            return _error(400, "bad_request", error.say)
        case StorageBusy():
            return _error(503, "busy", "the database is busy; try again")
        case ConnectionResetError():
            return _error(400, "gone", "nobody is left to hear the answer")
        case _ if isinstance(error, UNREADABLE):
            log.warning("bad_request", path=request.path, error=type(error).__name__)
            return _error(400, "bad_request", "the request could not be read")
    number = secrets.token_hex(4)
    log.error("unexpected", id=number, path=request.path, exc_info=error)
    return _error(500, "unexpected", f"unexpected error {number}; the log has the detail")


def _is_no_fault_of_theirs(record: logging.LogRecord) -> bool:
    """aiohttp logs a traceback for each malformed request, and for each peer that hangs up before its 100 Continue."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, (HttpProcessingError, ConnectionResetError, *UNREADABLE))


def _error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
