"""Pages by key: a page starts after the id where the one before ended, so that new rows never shift it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from bot.web.api.asked import LARGEST_ID, List
from bot.web.api.refusals import Refused

M = TypeVar("M", bound=Model)


async def page(query: QuerySet[M], asked: List, resource: str) -> tuple[list[M], str | None]:
    """The rows of this page, and the cursor of the next one."""
    last = _last(asked, resource)
    if last is not None:
        query = query.filter(**{"id__gt" if asked.order == "asc" else "id__lt": last})
    found = await query.order_by("id" if asked.order == "asc" else "-id").limit(asked.limit + 1)
    kept = found[: asked.limit]
    return kept, _cursor(resource, asked.order, kept[-1].pk) if len(found) > len(kept) else None


def _cursor(resource: str, order: str, last: int) -> str:
    return urlsafe_b64encode(f"{resource}:{order}:{last}".encode()).decode().rstrip("=")


def _last(asked: List, resource: str) -> int | None:
    """A cursor is good only for the list and the order it came from."""
    if asked.cursor is None:
        return None
    try:
        text = urlsafe_b64decode(asked.cursor + "=" * (-len(asked.cursor) % 4)).decode("ascii")
        last = int(text.rsplit(":", 1)[-1])
    except ValueError:
        last = -1
    if not 0 < last <= LARGEST_ID or _cursor(resource, asked.order, last) != asked.cursor:
        raise Refused(400, "cursor: send what `next` of the page before says, as it is, with the same order")
    return last
