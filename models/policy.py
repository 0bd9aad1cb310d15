"""The rule set and the calendar as this deployment keeps them: versions, overrides, seeded from the shipped default."""

from tortoise import fields
from tortoise.models import Model

from models.fields import MomentField


class PolicyVersion(Model):
    """A rule set, whole, as text; the newest one is in force, obligations keep the version they began under."""

    id = fields.BigIntField(primary_key=True)
    version = fields.IntField()
    text = fields.TextField()
    created_at = MomentField()

    class Meta:
        table = "policy_version"


class CalendarDay(Model):
    """A day the city or a State Council notice decides otherwise than the package."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    is_workday = fields.BooleanField()
    source = fields.CharField(max_length=64, default="")
    note = fields.CharField(max_length=128, default="")

    class Meta:
        table = "calendar_day"


class CalendarNotice(Model):
    """What was imported into the calendar, whole and as text; the newest one of a year is the truth of that year."""

    id = fields.BigIntField(primary_key=True)
    version = fields.IntField()
    source = fields.CharField(max_length=64)  # NATIONAL, or the city's own
    year = fields.IntField(null=True)  # of a national notice
    paper = fields.CharField(max_length=64, default="")  # its 文号
    text = fields.TextField(default="")
    created_at = MomentField()

    class Meta:
        table = "calendar_notice"


NATIONAL = "国务院通知"
LOCAL = "本市安排"
