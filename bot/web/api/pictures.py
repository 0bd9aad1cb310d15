"""`tasks/{id}/pictures`: what people sent as evidence, as it is kept: pixels alone, never shown by a browser in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.web import schemas
from bot.web.api import asked
from bot.web.api.keys import Caller
from bot.web.api.paging import page
from bot.web.api.refusals import Refused
from bot.web.api.tasks import existing, is_hidden
from models import attachments, files
from models.events import Attachment
from models.tasks import Assignment, Task
from models.wording import evidence as words

PICTURE = "/api/v1/tasks/{}/pictures/{}"


async def listed(want: asked.Pictures, caller: Caller, now: datetime) -> schemas.PicturePage:
    """The pictures of a task, in the order they came in; of an internal matter an admin's alone."""
    task = await existing(want.id)
    query = attachments.of_tasks([] if is_hidden(task, caller) else await _assignments(task))
    found, following = await page(query, want, f"pictures-{task.id}")
    return schemas.PicturePage(items=[_answer(task.id, row) for row in found], next=following)


async def one(want: asked.OnePicture, caller: Caller, now: datetime) -> schemas.File:
    """One picture, a JPEG to be saved."""
    task = await existing(want.id)
    row = None if is_hidden(task, caller) else await _found(task, want.picture)
    content = await files.content_of(row.sha256) if row else None
    if row is None or content is None:
        raise Refused(404, f"this task has no such picture; {PICTURE.format(task.id, '')[:-1]} lists those it has")
    return schemas.File(name=words.name(task.number, row.id), content_type=attachments.JPEG, content=content)


async def _found(task: Task, picture: int) -> Attachment | None:
    return await attachments.of_tasks(await _assignments(task)).filter(id=picture).first()


async def _assignments(task: Task) -> list[int]:
    return [assignment.id for assignment in await Assignment.filter(task_id=task.id)]


async def by_update(
    task_id: int, assignments: Sequence[int], successors: Mapping[int, int]
) -> dict[int, list[schemas.Picture]]:
    """Under the update in force: what was evidence of a word that was corrected is evidence of its correction."""
    found: dict[int, list[schemas.Picture]] = {}
    for row in await attachments.of_tasks(assignments).order_by("id"):
        event = row.event_id or 0
        while event in successors:
            event = successors[event]
        found.setdefault(event, []).append(_answer(task_id, row))
    return found


def _answer(task_id: int, row: Attachment) -> schemas.Picture:
    return schemas.Picture(
        id=row.id, url=PICTURE.format(task_id, row.id), content_type=row.content_type, sha256=row.sha256,
        received_at=row.received_at, update=row.event_id,
    )  # fmt: skip
