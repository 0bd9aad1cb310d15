"""46历史: all that was ever said and decided of a task, with what became of each word."""

import re
from collections.abc import Mapping, Sequence

from handlers import views
from handlers.hearing import Hearing
from models import ledger
from models.events import Event
from models.people import Person
from models.rules.states import EventKind
from models.tasks import Assignment
from models.wording import history as words
from models.wording.answers import no_such_task

_ASKED = re.compile(
    r"(?:查看|看看?)?(?:第)?(?P<number>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?\s*的?(?:历史|经过|全部记录|所有记录|来龙去脉)(?:记录)?\s*(?:第)?(?P<page>\d{1,2})?页?[。？?]*"
    r"|(?:查看|看看?)?(?:历史|经过)\s*(?:第)?(?P<other>J?\d{1,4}(?:\.\d{1,2})?)\s*[号项]?[。？?]*",
    re.IGNORECASE,
)
PAGE = 6
_SAID = ("correction", "text", "missing", "words", "reason", "document")


async def words_of(hearing: Hearing) -> bool:
    match = _ASKED.fullmatch(hearing.text)
    if match is None:
        return False
    number = (match["number"] or match["other"]).upper().lstrip("0")
    found = await views.visible(hearing, number)
    if not found:
        await hearing.say(no_such_task(number))
    for assignment in found[:2]:
        await hearing.say(await _page(assignment, int(match["page"] or 1)))
    return True


async def _page(assignment: Assignment, page: int) -> str:
    """The newest page is the first; each is read from old to new."""
    lines = await lines_of(assignment)
    end = max(len(lines) - (page - 1) * PAGE, 0)
    first = max(end - PAGE, 0)
    return words.page(
        assignment.task.number, lines[first:end], first + 1, len(lines), page + 1 if first and end else None
    )


async def lines_of(assignment: Assignment) -> list[str]:
    found = await Event.filter(assignment_id=assignment.id).order_by("id")
    ids = {each for e in found for each in (e.person_id, e.data.get("prepared_by")) if each}
    names = {person.id: person.name for person in await Person.filter(id__in=ids)}
    told = [event for event in found if event.kind != EventKind.UNDONE]
    return [
        words.line(
            event.at, _whose(event, names), _label(event, found), _said(assignment, event), await _fate(event, found, names)
        )
        for event in told
    ]  # fmt: skip


def _whose(event: Event, names: Mapping[int, str]) -> str:
    said, by = names.get(event.person_id or 0, ""), names.get(event.data.get("prepared_by") or 0, "")
    return f"{said}（{by}{'电话登记' if event.data.get('by_phone') else '备'}）" if by else said


def _label(event: Event, found: Sequence[Event]) -> str:
    before = next((e for e in found if e.id == event.replaces), None)
    is_same = before is not None and before.kind == event.kind
    return "更正" if is_same else EventKind(event.kind).label


def _said(assignment: Assignment, event: Event) -> str:
    if assignment.task.off_chat:
        return words.HIDDEN
    return next((str(event.data[name]) for name in _SAID if event.data.get(name)), "")


async def _fate(event: Event, found: Sequence[Event], names: Mapping[int, str]) -> str:
    """What stands in its place by now; the last word on it counts."""
    undone = {e.replaces for e in found if e.kind == EventKind.UNDONE}
    after = [e for e in found if e.replaces == event.id and e.id not in undone]
    origin = await ledger.event(event.data.get("moved_from"))
    said = [words.moved_from(await _number(origin.assignment_id))] if origin else []
    if after:
        last = after[-1]
        who = names.get(last.person_id or 0, "")
        if to := last.data.get("moved_to"):
            said.append(words.moved_to(last.at, who, await _number(to)))
        elif last.kind == EventKind.UNDONE:
            said.append(words.taken_back(last.at, who))
        elif last.kind != event.kind:
            said.append(words.confirmed(last.at, who))
        else:
            said.append(words.corrected(last.at))
    return "，".join(said)


async def _number(assignment_id: int | None) -> str:
    return (await ledger.get(assignment_id or 0)).task.number
