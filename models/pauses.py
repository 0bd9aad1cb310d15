"""Pauses: time that does not count, each with its reason, who approved it and what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import judging, ledger, obligations, people, telling
from models.fields import MomentField
from models.obligations import Obligation
from models.rulebook import Rulebook
from models.rules.labelled import Labelled
from models.rules.obligations import Kind
from models.rules.states import EventKind, State
from models.tasks import Assignment
from models.wording import pauses as words


class PauseKind(Labelled):
    EXTENSION = "extension", "延期待批"
    STATUTORY = "statutory", "法定期间"
    SEASON = "season", "季节性停工"
    ORDERED = "ordered", "按要求暂停"
    CALL = "call", "电话说明了原因"
    DATA = "data", "待数据公布"
    MEETING = "meeting", "在开会"
    HELP = "help", "等别人答复"
    AWAY = "away", "外出"  # stops nothing: the AB岗 has the ball


class Pause(Model):
    """Of one assignment, or of what one person answers himself; `until` is None while it lasts."""

    id = fields.BigIntField(primary_key=True)
    assignment_id = fields.BigIntField(null=True)
    person_id = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=16)
    reason = fields.CharField(max_length=256)
    approver_id = fields.BigIntField(null=True)
    evidence = fields.CharField(max_length=256, default="")
    since = MomentField()
    until = MomentField(null=True)
    event_id = fields.BigIntField(null=True)  # undoing the event ends the pause it began
    noted_at = MomentField()

    class Meta:
        table = "pause"


SUSPENSIONS = {PauseKind.STATUTORY.value, PauseKind.SEASON.value, PauseKind.ORDERED.value}
OF_THE_OFFICE = {Kind.VERIFICATION.value, Kind.LOOK_BACK.value, Kind.ARBITRATION.value, Kind.EXTENSION.value}


RUNS_ON = OF_THE_OFFICE | {Kind.HELP.value}  # clocks of the other side, while the unit's own stand still


async def of_assignment(
    assignment: Assignment, kind: PauseKind, reason: str, now: datetime, book: Rulebook, *, until: datetime | None = None,
    approver_id: int | None = None, evidence: str = "", event_id: int | None = None,
) -> Pause:  # fmt: skip
    """Every clock of the unit on this assignment stands still; those of the other side run on."""
    pause = await Pause.create(
        assignment_id=assignment.id, kind=kind.value, reason=reason[:256], approver_id=approver_id, evidence=evidence[:256],
        since=now, until=until, event_id=event_id, noted_at=now,
    )  # fmt: skip
    owed = [o for o in await obligations.open_of(assignment.id) if o.kind not in RUNS_ON]
    await lay(pause, owed, now, book)
    return pause


async def lay(pause: Pause, owed: Sequence[Obligation], now: datetime, book: Rulebook) -> None:
    for obligation in owed:
        obligation.pauses = [*obligation.pauses, _entry(pause)]
        await judging.look_again(obligation, now, book)


async def resting(assignment_id: int, now: datetime) -> list[Pause]:
    """What holds up this assignment now: a clock that begins meanwhile stands still from its start."""
    found = await Pause.filter(assignment_id=assignment_id, since__lte=now).order_by("id")
    return [pause for pause in found if pause.until is None or pause.until > now]


async def over(pause: Pause, now: datetime, book: Rulebook) -> None:
    """It ends now, or never began: the clocks go on from where they were."""
    pause.until = now if pause.until is None else min(pause.until, now)
    await pause.save()
    held = Obligation.filter(state="open")
    held = held.filter(assignment_id=pause.assignment_id) if pause.assignment_id else held
    for obligation in await held.order_by("id"):
        if any(entry.get("id") == pause.id for entry in obligation.pauses):
            obligation.pauses = [_entry(pause) if e.get("id") == pause.id else e for e in obligation.pauses]
            await judging.look_again(obligation, now, book)


async def over_of_event(event_id: int, now: datetime, book: Rulebook) -> None:
    for pause in await Pause.filter(event_id=event_id):
        await over(pause, now, book)


async def away(person_ids: Iterable[int], now: datetime) -> list[Pause]:
    found = Pause.filter(person_id__in=list(person_ids), kind=PauseKind.AWAY.value, since__lte=now)
    return [pause for pause in await found if pause.until is None or pause.until > now]


async def resume(assignment: Assignment, book: Rulebook, **said: Any) -> None:
    """The suspension ends: the task is under way again, its clocks go on from where they were."""
    await ledger.record(assignment, EventKind.RESUMED, **said)
    now: datetime = said["now"]
    for pause in await resting(assignment.id, now):
        if pause.kind in SUSPENSIONS:
            await over(pause, now, book)


async def run_out(pause_id: int, now: datetime, book: Rulebook) -> None:
    pause = await Pause.filter(id=pause_id).first()
    assignment = await ledger.get(pause.assignment_id) if pause and pause.assignment_id else None
    if assignment is None or assignment.state != State.PAUSED or await resting(assignment.id, now):
        return
    await ledger.record(assignment, EventKind.RESUMED, now=now)
    members = await people.team(assignment.unit_id, now)
    text = words.ran_out(assignment.task.number)
    for person in members.values():
        await telling.tell(person.id, f"ranout:{pause_id}", text, now, assignment_id=assignment.id)


def entries(found: Sequence[Pause]) -> list[dict[str, Any]]:
    return [_entry(pause) for pause in found]


def _entry(pause: Pause) -> dict[str, Any]:
    """As an obligation keeps it, so that a judgement needs no other table."""
    return {
        "id": pause.id, "since": pause.since.isoformat(), "until": pause.until.isoformat() if pause.until else None,
    }  # fmt: skip
