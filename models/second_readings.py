"""What a second reader was asked of a reply, what it said, and what became of it.

Life of a row: waiting (written with the report) → asking (sent, once) → agreed | silent (nothing to ask) | asked (the person
               was) → confirmed | declined | overtaken (he said something else)
               waiting | asking → dropped, with the reason: refused, too late, no answer, the process died
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db, ledger, people, vocabulary
from models.events import Event
from models.fields import MomentField
from models.rules.marking import is_marked
from models.rules.reading import Reading, TaskContext
from models.rules.references import without_references
from models.rules.second_reading import hide, wanted_for
from models.tasks import Assignment, Task
from models.wording.phrases import SHANGHAI

FRESH = timedelta(minutes=2)  # later a question would come out of nowhere


class SecondReading(Model):
    id = fields.BigIntField(primary_key=True)
    event_id = fields.BigIntField()  # the report or the draft that the first reader made
    assignment_id = fields.BigIntField()
    person_id = fields.BigIntField()
    inbox_id = fields.BigIntField()
    unsure: list[str] = fields.JSONField(default=list)  # why anybody else was asked
    state = fields.CharField(max_length=12, default="waiting")
    why = fields.CharField(max_length=64, null=True)  # it was dropped, or nobody was asked
    model = fields.CharField(max_length=64, default="")
    said: dict[str, Any] | None = fields.JSONField(
        null=True
    )  # what of its answer stands in the words, and what was dropped
    asked: list[dict[str, Any]] = fields.JSONField(default=list)  # the differences that the person was asked about
    created_at = MomentField()
    settled_at = MomentField(null=True)

    class Meta:
        table = "second_reading"


@dataclass(frozen=True, slots=True)
class Sent:
    """All that leaves this program: words of one task, people blotted out, the same length as what was said."""

    text: str
    task: TaskContext
    sent_at: datetime


_on: list[str] = []  # the model that this process asks; none: off


def turn_on(model: str) -> None:
    """Which model this process asks; an empty name asks none."""
    _on[:] = [model] if model else []


async def want(event: Event, assignment: Assignment, reading: Reading, text: str, now: datetime) -> None:
    """In the transaction of the report, where its reader is not sure; never of a task marked 内部."""
    if not _on or assignment.task.off_chat or event.inbox_id is None or event.person_id is None:
        return
    task, sent_at = await ledger.context_of(assignment), event.at.astimezone(SHANGHAI)
    unsure = wanted_for(reading, _said(text), task, sent_at, vocabulary.current())
    if unsure and not await SecondReading.filter(event_id=event.id).exists():
        await SecondReading.create(
            event_id=event.id, assignment_id=assignment.id, person_id=event.person_id, inbox_id=event.inbox_id,
            unsure=list(unsure), model=_on[0][:64], created_at=now,
        )  # fmt: skip


def _said(text: str) -> str:
    return without_references(text) or text


def words_of(event: Event) -> str:
    """As the first reader read it: places in it are those of the evidence."""
    return _said(str(event.data["text"]))


async def take(*, limit: int) -> list[SecondReading]:
    """Rows to ask about, oldest first. Each is asked about once: whoever dies with one has lost it."""
    found = await db.rows("SELECT 1 AS found FROM second_reading WHERE state = 'waiting' LIMIT 1")
    if not found:
        return []
    taken = await db.tx(
        lambda: db.claim(
            "second_reading", change="state = 'asking'", where="c.state = 'waiting'", values=(), limit=limit
        )
    )
    return await SecondReading.filter(id__in=[row["id"] for row in taken]).order_by("id")


async def lost(now: datetime) -> list[int]:
    """Rows whose process died while it asked, closed with that reason."""
    old = SecondReading.filter(state="asking", created_at__lt=now - FRESH)
    ids = [row.id for row in await old.only("id")]
    if ids:
        await SecondReading.filter(id__in=ids, state="asking").update(
            state="dropped", why="its process ended", settled_at=now
        )
    return ids


async def drop(row: SecondReading, why: str, now: datetime) -> None:
    row.state, row.why, row.settled_at = "dropped", why[:64], now
    await row.save(update_fields=["state", "why", "settled_at"])


async def to_send(row: SecondReading, now: datetime) -> Sent | str:
    """What may be sent of it; or the reason why nothing is."""
    if now - row.created_at > FRESH:
        return "too late"
    event = await Event.get(id=row.event_id)
    if is_marked(str(event.data["text"])) or await _is_off_chat(row):
        return "not for others' eyes"
    if not await ledger.is_in_force(event):
        return "corrected meanwhile"
    assignment = await ledger.get(row.assignment_id)
    text = hide(words_of(event), await people.all_names())
    return Sent(text, await ledger.context_of(assignment), event.at.astimezone(SHANGHAI))


async def _is_off_chat(row: SecondReading) -> bool:
    """A task marked 内部 that the same message spoke of keeps all of it."""
    tasks = await Event.filter(inbox_id=row.inbox_id).values_list("task_id", flat=True)
    return await Task.filter(id__in=list(tasks), off_chat=True).exists()
