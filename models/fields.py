"""Values that mean the same on SQLite and PostgreSQL: moments in UTC, text without NUL."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

_NUL_IN_JSON = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class NaiveMoment(ValueError):
    """A moment without an offset was about to be stored."""


def to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise NaiveMoment(f"a stored moment needs its offset: {value!r}")
    return value.astimezone(UTC)


def storable(value: Any) -> Any:
    """Text without U+0000, bare or as JSON writes it, and without halves of surrogate pairs.

    PostgreSQL refuses them, SQLite takes some and cuts there. Nobody types them, so they are dropped: refusing
    would make a message undeliverable for ever.
    """
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def _clean(text: str) -> str:
    if "\x00" in text:
        text = text.replace("\x00", "")
    if "\\u0000" in text:
        text = _NUL_IN_JSON.sub(r"\1", text)
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def stored(row: Model, columns: Sequence[str]) -> list[Any]:
    """What these columns of the row hold in the database, for statements that write many rows at once."""
    fields_of = row._meta.fields_map
    return [fields_of[column].to_db_value(getattr(row, column), row) for column in columns]


class MomentField(fields.DatetimeField[Any]):
    """An aware moment, stored in UTC: SQLite compares datetimes as text, so one offset for all of them.

    Tortoise alone stores whatever offset came, and 07:00+08:00 then sorts after 00:30+00:00; and it takes a
    naive moment for UTC, which is eight hours wrong for whoever meant Beijing.
    """

    def to_python_value(self, value: Any) -> Any:
        if isinstance(value, str):  # by C, where Tortoise takes twenty times as long with a parser of its own
            value = datetime.fromisoformat(value)
            return to_utc(value) if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, datetime):
            return to_utc(value)
        return super().to_python_value(value)

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            value = to_utc(value)
        return super().to_db_value(value, instance)
