"""`tasks/{id}/pictures` and `pictures/{id}`: what people sent as evidence, as it is kept: pixels alone, never shown by a browser in place."""

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

PICTURE = "/api/v1/pictures/{}"


async def listed(want: asked.Pictures, caller: Caller, now: datetime) -> schemas.PicturePage:
    """The pictures of a task, in the order they came in; of an internal matter an admin's alone."""
    task = await existing(want.id)
    query = attachments.of_tasks([] if is_hidden(task, caller) else await _assignments(task))
    found, following = await page(query, want, f"pictures-{task.id}")
    return schemas.PicturePage(items=[_answer(row) for row in found], next=following)


async def one(want: asked.OnePicture, caller: Caller, now: datetime) -> schemas.File:
    """One picture, a JPEG to be saved; of an internal matter an admin's alone."""
    row = await Attachment.filter(id=want.id, state="kept").first()
    given = await Assignment.filter(id=row.assignment_id or 0).select_related("task").first() if row else None
    content = await files.content_of(row.sha256) if row and given and not is_hidden(given.task, caller) else None
    if row is None or given is None or content is None:
        raise Refused(404, "there is no picture with this id; /api/v1/tasks/{id}/pictures lists those of a task")
    return schemas.File(name=words.name(given.task.number, row.id), content_type=attachments.JPEG, content=content)


async def _assignments(task: Task) -> list[int]:
    return [assignment.id for assignment in await Assignment.filter(task_id=task.id)]


async def by_update(assignments: Sequence[int], successors: Mapping[int, int]) -> dict[int, list[schemas.Picture]]:
    """Under the update in force: what was evidence of a word that was corrected is evidence of its correction."""
    found: dict[int, list[schemas.Picture]] = {}
    for row in await attachments.of_tasks(assignments).order_by("id"):
        event = row.event_id or 0
        while event in successors:
            event = successors[event]
        found.setdefault(event, []).append(_answer(row))
    return found


def _answer(row: Attachment) -> schemas.Picture:
    return schemas.Picture(
        id=row.id, url=PICTURE.format(row.id), content_type=row.content_type, sha256=row.sha256,
        received_at=row.received_at, update=row.event_id,
    )  # fmt: skip
