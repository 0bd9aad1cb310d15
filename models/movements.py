"""What a task's percentage and lamp changed to, and from: appended at each change, never changed."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField, stored


class Movement(Model):
    """`event_id` is the word or decision that moved it; None when time passed."""

    id = fields.BigIntField(primary_key=True)
    assignment_id = fields.BigIntField()
    at = MomentField()
    event_id = fields.BigIntField(null=True)
    percent_before = fields.FloatField(null=True)
    percent = fields.FloatField(null=True)
    lamp_before = fields.CharField(max_length=8)
    lamp = fields.CharField(max_length=8)

    class Meta:
        table = "movement"


COLUMNS = ("assignment_id", "at", "event_id", "percent_before", "percent", "lamp_before", "lamp")


async def add(found: Sequence[Movement]) -> None:
    if found:
        insert = f"INSERT INTO movement ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"
        await db.execute_many(insert, [stored(movement, COLUMNS) for movement in found])


async def lamps_at(moment: datetime, assignment_ids: Sequence[int]) -> dict[int, str]:
    """The lamps of these assignments as they were then; one that had not moved yet was white."""
    listed = ", ".join(str(int(each)) for each in assignment_ids) or "NULL"
    newest = f"SELECT MAX(id) AS id FROM movement WHERE at <= ? AND assignment_id IN ({listed}) GROUP BY assignment_id"
    found = await db.rows(f"SELECT m.assignment_id, m.lamp FROM movement m JOIN ({newest}) n ON n.id = m.id", moment)
    known = {row["assignment_id"]: row["lamp"] for row in found}
    return {each: known.get(each, "white") for each in assignment_ids}
