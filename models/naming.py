"""Naming (R4): what is still not updated is a line 到期未更新 for the leader, after 督查室 has seen the proof of it.

A naming is raised by the ladder; the holder reads it in his next list; 督查室 sees it at 17:00 and may add a line or
hold it once for two working days; from the next working day on it is the leader's to read, as long as it is still so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField
from models.obligations import Obligation
from models.rules.obligations import Rung
from models.tasks import Assignment

HOLD_WORKDAYS = 2


class Naming(Model):
    id = fields.BigIntField(primary_key=True)
    obligation_id = fields.BigIntField()
    assignment_id = fields.BigIntField()
    leader_post_id = fields.BigIntField(null=True)
    raised_at = MomentField()
    proof_on = fields.DateField(null=True)  # the day on which 督查室 saw it at 17:00
    held_until = fields.DateField(null=True)
    held_because = fields.CharField(max_length=256, default="")
    note = fields.CharField(max_length=256, default="")  # the line that 督查室 added
    officer_id = fields.BigIntField(null=True)  # who added it, or held it
    named_on = fields.DateField(null=True)  # the first digest that said it

    class Meta:
        table = "naming"


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a leader's digest, fresh from the tables."""

    naming: Naming
    obligation: Obligation
    assignment: Assignment

    @property
    def is_new(self) -> bool:
        return self.naming.named_on is None


async def rise(obligation: Obligation, assignment: Assignment, now: datetime) -> Naming:
    """The ladder has come to the leader; nothing is said to him yet."""
    return await Naming.create(
        obligation_id=obligation.id,
        assignment_id=assignment.id,
        leader_post_id=assignment.task.leader_post_id,
        raised_at=now,
    )


async def named(leader_post_ids: Sequence[int], day: date) -> list[Named]:
    """What the digest of that day says of these leaders' tasks: proofed on a day before, not held, and still so."""
    found = Naming.filter(leader_post_id__in=list(leader_post_ids), proof_on__lt=day)
    return await _standing(await found.order_by("id"), day)


async def say(found: Sequence[Named], day: date) -> None:
    """The digest of that day carries these."""
    await Naming.filter(id__in=[one.naming.id for one in found], named_on=None).update(named_on=day)


async def for_proof(today: date, before: datetime) -> list[Named]:
    """What 督查室 is to see this afternoon: raised before this morning's lists, so that its holder was told first."""
    found = await Naming.filter(proof_on=None, raised_at__lt=before).order_by("leader_post_id", "id")
    return [one for one in await _standing(found, today) if not _is_held(one.naming, today)]


async def numbered(number: str, today: date) -> list[Named]:
    """Those of this task that were raised and not said yet."""
    found = await Naming.filter(named_on=None).order_by("id")
    return [one for one in await _standing(found, today) if one.assignment.task.number.removesuffix("号") == number]


async def _standing(found: Sequence[Naming], day: date) -> list[Named]:
    """What was answered, paused or begun anew meanwhile needs no naming; units and tasks in their official order."""
    owed = {o.id: o for o in await Obligation.filter(id__in={n.obligation_id for n in found}, state="open")}
    given = Assignment.filter(id__in={n.assignment_id for n in found}, task__state="live")
    by_id = {a.id: a for a in await given.select_related("task", "task__plan", "unit")}
    standing = [
        Named(one, owed[one.obligation_id], by_id[one.assignment_id])
        for one in found
        if one.assignment_id in by_id and _still(owed.get(one.obligation_id), one, day)
    ]
    return sorted(standing, key=_official)


def _official(one: Named) -> tuple[int, int, int, int, int]:
    unit, task = one.assignment.unit, one.assignment.task
    return one.naming.leader_post_id or 0, unit.ordinal, unit.id, task.row or 0, one.naming.id


def _still(obligation: Obligation | None, one: Naming, day: date) -> bool:
    if obligation is None or (obligation.rung or 0) < Rung.R4 or obligation.started_at > one.raised_at:
        return False
    return not any(pause["until"] is None or pause["until"][:10] > day.isoformat() for pause in obligation.pauses)


def _is_held(one: Naming, day: date) -> bool:
    return one.held_until is not None and day < one.held_until
