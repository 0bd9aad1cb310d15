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
    """A picture that somebody sent as evidence, from its receipt on.

    Life of a row: waiting (to be fetched) → kept | refused (no usable picture) | gone (the platform let it go)
                   waiting → held (looks like a paper that does not belong here) → kept | purged
    What is kept lies under `sha256` among the stored files; `body` holds what is held, and what an older version
    fetched.
    """

    id = fields.BigIntField(primary_key=True)
    person_id = fields.BigIntField()
    assignment_id = fields.BigIntField(null=True)
    media = fields.CharField(max_length=512)
    content_type = fields.CharField(max_length=64, default="")
    sha256 = fields.CharField(max_length=64, default="")
    body = fields.BinaryField(null=True)
    received_at = MomentField()
    inbox_id = fields.BigIntField(null=True)
    event_id = fields.BigIntField(null=True)  # the update it goes with
    state = fields.CharField(max_length=12, default="waiting", db_default="waiting")
    tries = fields.IntField(default=0, db_default=0)
    next_try_at = MomentField(null=True)

    class Meta:
        table = "attachment"
