"""Pages for people: templates and one style sheet, and headers that let in nothing from elsewhere."""

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.wording.logins import Trouble

HERE = Path(__file__).parent
STYLE = "/static/pages.css"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # an address may hold a link that is still good
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)  # fmt: skip


def page(name: str, *, status: int = 200, policy: str = POLICY, **shown: object) -> web.Response:
    text = _templates.get_template(f"{name}.html").render(style=STYLE, **shown)
    headers = HEADERS | {"Content-Security-Policy": policy}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def trouble(what: Trouble, *, next_path: str = "") -> web.Response:
    """Why it did not work, and what to do."""
    return page("trouble", status=what.status, trouble=what, next_path=next_path)


def routes() -> list[web.RouteDef]:
    async def style(request: web.Request) -> web.FileResponse:
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=300"}
        return web.FileResponse(HERE / "static" / "pages.css", headers=headers)

    return [web.get(STYLE, style)]
