"""The audit trail: who changed what and when, one row in the same transaction as the change, append-only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models import db
from models.fields import MomentField, stored


class AuditEntry(Model):
    id = fields.BigIntField(primary_key=True)
    at = MomentField()
    actor = fields.CharField(max_length=64)  # person:12, cli:root, api:name, clock
    action = fields.CharField(max_length=48)
    subject = fields.CharField(max_length=64)
    data: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "audit_entry"


COLUMNS = ("at", "actor", "action", "subject", "data")
INSERT = f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"


async def record_many(entries: Sequence[AuditEntry]) -> None:
    if entries:
        await db.execute_many(INSERT, [stored(entry, COLUMNS) for entry in entries])


async def record(actor: str, action: str, subject: str, *, now: datetime, **data: Any) -> None:
    await AuditEntry.create(at=now, actor=actor, action=action, subject=subject, data=data)
