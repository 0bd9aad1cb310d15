"""The audit trail: who changed what and when, one row in the same transaction as the change, append-only."""

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField


class AuditEntry(Model):
    id = fields.BigIntField(primary_key=True)
    at = MomentField()
    actor = fields.CharField(max_length=64)  # person:12, cli:root, api:name, clock
    action = fields.CharField(max_length=48)
    subject = fields.CharField(max_length=64)
    data: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "audit_entry"


async def record(actor: str, action: str, subject: str, *, now: datetime, **data: Any) -> None:
    await AuditEntry.create(at=now, actor=actor, action=action, subject=subject, data=data)
