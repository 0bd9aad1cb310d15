"""The one form of every refusal: {"error": {"code", "message"}}."""

from urllib.parse import quote

from aiohttp import web

from bot.web.schemas import Fault, File, Refusal

CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 501: "not_yet", 503: "busy",
}  # fmt: skip


class Refused(Exception):
    """Ends a request; `say` tells the caller what is wrong and what to send instead."""

    def __init__(self, status: int, say: str, **headers: str) -> None:
        super().__init__(say)
        self.status = status
        self.say = say
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self) -> web.Response:
        content = Refusal(error=Fault(code=CODES[self.status], message=self.say))
        return json_answer(content.model_dump_json(), status=self.status, headers=self.headers)


def file_answer(file: File) -> web.Response:
    """To be saved under its name, and never shown by a browser as something else."""
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **named}
    return web.Response(body=file.content, content_type=file.content_type, headers=kept)


def json_answer(text: str, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **(headers or {})}
    return web.Response(text=text, status=status, content_type="application/json", headers=kept)
