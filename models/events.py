"""What happened to an assignment, append-only: every figure, state and correction is a fold over these rows."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField


class Event(Model):
    """One fact. `at` is when it was said or done; a correction names in `replaces` what it takes the place of."""

    id = fields.BigIntField(primary_key=True)
    task_id = fields.BigIntField()
    assignment_id = fields.BigIntField(null=True)
    obligation_id = fields.BigIntField(null=True)
    kind = fields.CharField(max_length=24)
    at = MomentField()
    person_id = fields.BigIntField(null=True)
    inbox_id = fields.BigIntField(null=True)  # the message it was read from
    replaces = fields.BigIntField(null=True)
    data: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "event"


class Attachment(Model):
    """A picture or a paper that somebody sent as evidence."""

    id = fields.BigIntField(primary_key=True)
    person_id = fields.BigIntField()
    assignment_id = fields.BigIntField(null=True)
    media = fields.CharField(max_length=512)
    content_type = fields.CharField(max_length=64, default="")
    sha256 = fields.CharField(max_length=64, default="")
    body = fields.BinaryField(null=True)
    received_at = MomentField()

    class Meta:
        table = "attachment"
