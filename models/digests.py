"""Digests: what a leader reads in the morning, with the figures behind each number."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField


class Digest(Model):
    """At most one a person and day. `said` is what each line said, so that the same line does not stand every day."""

    id = fields.BigIntField(primary_key=True)
    person_id = fields.BigIntField()
    post_id = fields.BigIntField()  # the leader's post whose portfolio it shows
    role = fields.CharField(max_length=16)  # leader | aide
    day = fields.DateField()
    at = MomentField()
    state = fields.CharField(max_length=12)  # queued | skipped
    reason = fields.CharField(max_length=64, default="")  # why it was skipped
    text = fields.TextField(default="")
    figures: list[dict[str, Any]] = fields.JSONField(default=list)
    said: dict[str, Any] = fields.JSONField(default=dict)
    outbox_id = fields.BigIntField(null=True)

    class Meta:
        table = "digest"
