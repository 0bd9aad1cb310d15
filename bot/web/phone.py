"""Pages for a phone: who you are, your list, a task with its history. What the chat would not show is not here either."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from bot.web.login import posts_of
from bot.web.pages import page, trouble
from bot.web.server import Handler
from bot.web.sessions import Sessions
from handlers import history, views
from handlers.hearing import Viewer
from models import ledger, people, portfolios, routes, rulebook
from models.wording import answers
from models.wording import logins as words

Show = Callable[[web.Request, Viewer], Awaitable[web.Response]]


class PhonePages:
    def __init__(self, sessions: Sessions, now: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/m", self._to_list),
            web.get("/m/", self._for_members(_list)),
            web.get("/m/find", self._for_members(_find)),
            web.get("/m/tasks/{number}", self._for_members(_task)),
            web.get(r"/m/{rest:[\s\S]*}", self._for_members(_nothing)),
        ]

    async def _to_list(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/m/")

    def _for_members(self, show: Show) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            if not self._sessions.is_open:
                return trouble(words.NOT_OPEN)
            if (viewer := await self._viewer(request)) is None:
                raise web.HTTPFound(f"/login?next={quote(request.path)}")
            return await show(request, viewer)

        return serve

    async def _viewer(self, request: web.Request) -> Viewer | None:
        if (account := await self._sessions.whose(request)) is None:
            return None
        now = self._now()
        identity = await routes.with_led_units(await people.identity_of(account.person, now), now)
        return Viewer(identity, now, await rulebook.current())


async def _list(request: web.Request, viewer: Viewer) -> web.Response:
    found = await views.current(viewer)
    whole = await ledger.whole_words(viewer.today) if viewer.is_office and not found else ""
    rows = [(f"/m/tasks/{_bare(one.task.number)}", answers.task_line(one, ledger.LABELS)) for one in found]
    can_find = viewer.is_office or bool(await portfolios.posts_of(viewer.who))
    return page(
        "list", who=viewer.who.person.name, posts=posts_of(viewer.who), rows=rows, whole=whole, can_find=can_find
    )


async def _find(request: web.Request, viewer: Viewer) -> web.Response:
    number = _bare(request.query.get("number", "").strip().upper())
    raise web.HTTPFound(f"/m/tasks/{quote(number, safe='')}" if number else "/m/")


async def _task(request: web.Request, viewer: Viewer) -> web.Response:
    found = await views.visible(viewer, request.match_info["number"].upper())
    if not found:
        return trouble(words.NO_TASK)
    shown = []
    for assignment in found[:2]:
        title, *lines = (await views.whole(viewer, assignment)).splitlines()
        shown.append((title, lines, await history.lines_of(assignment)))
    return page("task", shown=shown)


async def _nothing(request: web.Request, viewer: Viewer) -> web.Response:
    return trouble(words.NO_PAGE)


def _bare(number: str) -> str:
    """46号 → 46, as it is asked for in chat."""
    return number.removesuffix("号").lstrip("0")
