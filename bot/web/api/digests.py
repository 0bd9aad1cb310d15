"""`digests`: what each leader read, and behind each of its figures the tasks and the words it was counted from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise.queryset import QuerySet

from bot.pictures import studio
from bot.telemetry import log
from bot.web import digest_schemas as schemas
from bot.web.api import asked, labels
from bot.web.api.holders import names_of
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.refusals import Refused
from bot.web.api.tasks import is_hidden
from bot.web.schemas import File
from models import files, overview, portfolios
from models.digests import Digest
from models.events import Event
from models.outbox import Outbox
from models.people import Post
from models.tasks import Assignment
from models.wording import pictures

UPDATES = "/api/v1/tasks/{}/updates"
PICTURE = "/api/v1/digests/{}/picture"
FIGURE = "/api/v1/digests/{}/figures?key={}"


async def listed(want: asked.Digests, caller: Caller, now: datetime) -> schemas.DigestPage:
    """What leaders and their aides read in the morning, and what was skipped."""
    query = Digest.all()
    for column in ("person_id", "day"):
        if (value := getattr(want, column)) is not None:
            query = query.filter(**{column: value})
    found, following = await page(query, want, "digests")
    return schemas.DigestPage(items=await _answers(found), next=following)


async def one(want: asked.OneDigest, caller: Caller, now: datetime) -> schemas.Digest:
    """One digest, with its figures."""
    [answer] = await _answers([await _existing(want.id)])
    return answer


async def picture(want: asked.OneDigest, caller: Caller, now: datetime) -> File:
    """The picture that goes with a digest: lamps by unit and bars against pace, as a PNG."""
    digest = await _existing(want.id)
    kept = await files.content_of(digest.picture) if digest.picture else None
    if kept is None:
        raise Refused(404, "this digest has no picture; `picture` of a digest says where one is")
    [drawn] = await studio.draw([kept])
    if isinstance(drawn, studio.Undrawn):
        log.error("picture_not_drawn", digest=digest.id, error=str(drawn))
        raise Refused(503, "the picture could not be drawn now; try again, and see the log")
    return File(name=pictures.name(digest.at), content_type="image/png", content=drawn)


async def behind(want: asked.OneFigure, caller: Caller, now: datetime) -> schemas.BehindPage:
    """The tasks that a figure of a digest was counted from, each with the word it rested on at that moment."""
    digest = await _existing(want.id)
    figures = [figure for figure in digest.figures if figure["key"] == want.key]
    if not figures:
        raise Refused(404, f"this digest has no such figure; /api/v1/digests/{digest.id} lists its figures")
    tasks = [figure["task"] for figure in figures if "task" in figure]
    query = Assignment.filter(task_id__in=tasks, role="lead", ordinal=0) if tasks else await _counted(digest, want.key)
    found, following = await page(
        query.select_related("task", "task__plan", "unit"), want, f"figure-{digest.id}-{want.key.replace(':', '-')}"
    )
    items = await _behind(found, digest.at, caller)
    return schemas.BehindPage(items=items, next=following)


async def _existing(digest_id: int) -> Digest:
    digest = await Digest.filter(id=digest_id).first()
    if digest is None:
        raise Refused(404, "there is no digest with this id; /api/v1/digests lists them")
    return digest


async def _counted(digest: Digest, key: str) -> QuerySet[Assignment]:
    posts = await Post.filter(id=digest.post_id)
    return overview.counted(await portfolios.of_posts(posts, digest.at), key, digest.at)


async def _answers(found: Sequence[Digest]) -> list[schemas.Digest]:
    people = await names_of(digest.person_id for digest in found)
    rows = Outbox.filter(id__in=[digest.outbox_id for digest in found if digest.outbox_id])
    states = dict(await rows.values_list("id", "state"))
    return [
        schemas.Digest(
            id=d.id, day=d.day, at=d.at, person_id=d.person_id, person=people.get(d.person_id), role=d.role,
            state=states.get(d.outbox_id or 0, d.state) if d.state == "queued" else d.state, reason=d.reason, text=d.text,
            picture=PICTURE.format(d.id) if d.picture else None, figures=[_figure(d, figure) for figure in d.figures],
        )
        for d in found
    ]  # fmt: skip


def _figure(digest: Digest, figure: dict[str, Any]) -> schemas.DigestFigure:
    task = figure.get("task")
    return schemas.DigestFigure(
        key=figure["key"], label=figure.get("label", ""), value=figure.get("value"), unit=figure.get("unit", "项"),
        task=task, update=figure.get("update"), behind=FIGURE.format(digest.id, figure["key"]),
        updates=UPDATES.format(task) if task else None,
    )  # fmt: skip


async def _behind(found: Sequence[Assignment], at: datetime, caller: Caller) -> list[schemas.Behind]:
    words = await overview.last_words_at([a.id for a in found], at)
    shown = await overview.shown_at([a.id for a in found], at)
    people = await names_of(event.person_id for event in words.values())
    return [_one(a, shown[a.id], words.get(a.id), people, caller) for a in found]


def _one(a: Assignment, shown: str, event: Event | None, people: dict[int, str], caller: Caller) -> schemas.Behind:
    hidden = is_hidden(a.task, caller)
    said = (event.data.get("text") or "") if event else None
    return schemas.Behind(
        task=a.task_id, number=a.task.number, title=labels.INTERNAL if hidden else a.task.title, unit=a.unit.name, lamp=shown,
        percent=a.percent, standing=a.standing, update=event.id if event else None,
        person=people.get(event.person_id or 0) if event else None, said_at=event.at if event else None,
        text=labels.INTERNAL if hidden and said else said, updates=UPDATES.format(a.task_id),
    )  # fmt: skip
