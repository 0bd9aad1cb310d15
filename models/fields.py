"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from tortoise import fields


class NaiveMoment(ValueError):
    """A moment without an offset was about to be stored."""


def to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise NaiveMoment(f"a stored moment needs its offset: {value!r}")
    return value.astimezone(UTC)


class MomentField(fields.DatetimeField):
    """An aware moment, stored in UTC: SQLite compares datetimes as text, so one offset for all of them.

    Tortoise alone stores whatever offset came, and 07:00+08:00 then sorts after 00:30+00:00.
    """

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, datetime):
            value = to_utc(value)
        return super().to_db_value(value, instance)
