"""Emergencies (突发): what was said, whom it was told, who answered, and the log of all of it, append-only.

asked ─┬─ open (confirmed by a tap) ─┬─ ended (by whoever is on duty)
       └─ denied (不是突发)           └─ withdrawn (a false alarm)
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models import audit
from models.fields import MomentField
from models.rules.emergencies import Report


class State(StrEnum):
    ASKED = "asked"
    DENIED = "denied"
    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    LEADER = "leader"  # 带班领导 and who stands in for him
    OFFICE = "office"  # 总值班室


class Answer(StrEnum):
    RECEIVED = "received"  # 收到
    ON_IT = "on_it"  # 我来处置


class Step(StrEnum):
    """What a line of the log tells."""

    SAID = "said"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    TOLD = "told"
    UNREACHED = "unreached"
    ANSWERED = "answered"
    SILENT = "silent"
    ADDED = "added"
    TASKED = "tasked"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Emergency(Model):
    id = fields.BigIntField(primary_key=True)
    state = fields.CharField(max_length=12, default=State.ASKED.value)
    text = fields.TextField()
    what = fields.CharField(max_length=64, default="")
    place = fields.CharField(max_length=64, default="")
    happened = fields.CharField(max_length=64, default="")  # when, in his words
    reporter_id = fields.BigIntField()
    unit_id = fields.BigIntField(null=True)
    inbox_id = fields.BigIntField(null=True)
    phone = fields.CharField(max_length=32, default="")  # of 总值班室, as it was given to the reporter
    order_id = fields.BigIntField(null=True)  # the task (T0) that it was made
    said_at = MomentField()
    confirmed_at = MomentField(null=True)
    ended_at = MomentField(null=True)

    class Meta:
        table = "emergency"


class EmergencyCall(Model):
    """One person who is told, once. `heard_at`: the platform took it for him."""

    id = fields.BigIntField(primary_key=True)
    emergency_id = fields.BigIntField()
    person_id = fields.BigIntField()
    side = fields.CharField(max_length=8)
    stands_for = fields.BigIntField(null=True)  # the person who did not answer
    told_at = MomentField()
    heard_at = MomentField(null=True)
    answer = fields.CharField(max_length=12, default="")
    answered_at = MomentField(null=True)
    passed_on_at = MomentField(null=True)

    class Meta:
        table = "emergency_call"


class EmergencyEntry(Model):
    id = fields.BigIntField(primary_key=True)
    emergency_id = fields.BigIntField()
    at = MomentField()
    person_id = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=16)
    text = fields.TextField(default="")

    class Meta:
        table = "emergency_entry"


async def ask(
    report: Report, now: datetime, *, reporter_id: int, unit_id: int | None, phone: str, inbox_id: int, said_at: datetime
) -> Emergency:  # fmt: skip
    """Kept, with nothing sent to anybody: the reporter is asked first."""
    emergency = await Emergency.create(
        text=report.words, what=report.what[:64], place=report.place[:64], happened=report.when[:64], reporter_id=reporter_id,
        unit_id=unit_id, inbox_id=inbox_id, phone=phone[:32], said_at=said_at,
    )  # fmt: skip
    await note(emergency.id, Step.SAID, said_at, person_id=reporter_id, text=report.words)
    await audit.record(f"person:{reporter_id}", "emergency_asked", f"emergency:{emergency.id}", now=now)
    return emergency


async def note(
    emergency_id: int, kind: Step, now: datetime, *, person_id: int | None = None, text: str = ""
) -> None:  # fmt: skip
    await EmergencyEntry.create(emergency_id=emergency_id, at=now, person_id=person_id, kind=kind.value, text=text)


STEPS = {
    State.OPEN: Step.CONFIRMED, State.DENIED: Step.DENIED, State.ENDED: Step.ENDED, State.WITHDRAWN: Step.WITHDRAWN,
}  # fmt: skip
BEFORE = {State.OPEN: State.ASKED, State.DENIED: State.ASKED, State.ENDED: State.OPEN, State.WITHDRAWN: State.OPEN}


async def move(emergency: Emergency, to: State, now: datetime, *, person_id: int, text: str = "") -> bool:
    """False for whoever comes second: one alarm, one end."""
    columns = {"confirmed_at": now} if to is State.OPEN else {"ended_at": now}
    found = Emergency.filter(id=emergency.id, state=BEFORE[to].value)
    if not await found.update(state=to.value, **columns):
        return False
    emergency.state = to.value
    await note(emergency.id, STEPS[to], now, person_id=person_id, text=text)
    await audit.record(f"person:{person_id}", f"emergency_{STEPS[to]}", f"emergency:{emergency.id}", now=now)
    return True


async def open_ones() -> list[Emergency]:
    return await Emergency.filter(state=State.OPEN.value).order_by("-id")


async def calls_of(emergency_id: int) -> list[EmergencyCall]:
    return await EmergencyCall.filter(emergency_id=emergency_id).order_by("id")


async def over(ids: Sequence[int]) -> set[int]:
    """Those of these that are not open any more."""
    still = set(await Emergency.filter(id__in=list(ids), state=State.OPEN.value).values_list("id", flat=True))
    return set(ids) - still


async def log_of(emergency_id: int) -> list[EmergencyEntry]:
    return await EmergencyEntry.filter(emergency_id=emergency_id).order_by("at", "id")


async def newest(limit: int) -> list[Emergency]:
    """Whatever was confirmed once."""
    return await Emergency.exclude(confirmed_at=None).order_by("-id").limit(limit)
