"""46 图片: the pictures of a task, shown to whoever may see the task."""

import re
from collections.abc import Sequence

from handlers import views
from handlers.hearing import Hearing
from models import attachments
from models.messages import FileRef
from models.tasks import Assignment
from models.wording import answers
from models.wording import evidence as words

SHOWN_AT_ONCE = 6
_PICTURES = re.compile(
    r"(?:看一?下?|查看)?\s*(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?的?\s*(?:图片|照片)[。？?]*",
    re.IGNORECASE,
)


async def words_of(hearing: Hearing) -> bool:
    match = _PICTURES.fullmatch(hearing.text)
    if match is None:
        return False
    number = match["number"].upper().lstrip("0")
    found = await views.visible(hearing, number)
    if not found:
        await hearing.say(answers.no_such_task(number))
    for assignment in found[:2]:
        await show(hearing, assignment)
    return True


async def show(hearing: Hearing, assignment: Assignment) -> None:
    number = assignment.task.number
    kept = [row for row in await attachments.of(assignment.id) if row.state == "kept"]
    if assignment.task.off_chat:
        await hearing.say(words.internal(number))
    elif not kept:
        await hearing.say(words.none_there(number))
    else:
        await _send(hearing, number, [row.sha256 for row in kept])


async def _send(hearing: Hearing, number: str, kept: Sequence[str]) -> None:
    first = max(0, len(kept) - SHOWN_AT_ONCE)
    for n, sha in enumerate(kept[first:], first + 1):
        await hearing.send_picture(FileRef(sha, words.name(number, n)), words.about(number))
    if first:
        await hearing.say(words.more(first))
