"""A copy of the database to try things on; the database itself is read only, and may be in use."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tortoise import Tortoise
from tortoise.models import Model

from models import db, schema
from models.errors import OperatorError

NOT_COPIED = {"inbox", "attachment", "audit_entry"}  # large, and nothing that time brings reads them


async def copy(url: str, folder: Path) -> str:
    """Copy it as it stands at one moment into an SQLite file of this version in the folder; returns the file's URL."""
    file = folder / "scratch.sqlite3"
    scratch = f"sqlite://{file}"
    if url.startswith("sqlite://"):
        _back_up(Path(url.removeprefix("sqlite://")), file)
        await schema.migrate(scratch)
    else:
        found = await _read_all(url)
        await schema.migrate(scratch)
        await _write_all(scratch, found)
    return scratch


def _back_up(source: Path, target: Path) -> None:
    if not source.exists():
        raise OperatorError(f"there is no database at {source} yet; run mashang migrate, or check DATABASE_URL")
    try:
        there, here = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(target)
        try:
            there.backup(here)
        finally:
            there.close()
            here.close()
    except sqlite3.Error as error:
        raise OperatorError(f"the database at {source} cannot be read: {error}") from None


@dataclass(frozen=True, slots=True)
class Content:
    rows: list[list[Model]]  # by table
    due: list[tuple[datetime, str, int]]


async def _read_all(url: str) -> Content:
    await db.open_database(url)
    try:
        if not await schema.is_current():
            raise OperatorError("the database is older than the program; run mashang migrate first")
        return await db.tx(_of_one_moment)
    finally:
        await db.close()


async def _of_one_moment() -> Content:
    await db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    tables = [model for app in (Tortoise.apps or {}).values() for model in app.values()]
    rows = [list(await model.all()) for model in tables if model._meta.db_table not in NOT_COPIED]
    due = await db.rows("SELECT due_at, kind, id FROM due")
    return Content(rows, [(db.moment(row["due_at"]), row["kind"], row["id"]) for row in due])


async def _write_all(url: str, found: Content) -> None:
    await db.open_database(url, foreign_keys=False)  # in whatever order they come
    try:
        await db.tx(lambda: _create_all(found))
    finally:
        await db.close()


async def _create_all(found: Content) -> None:
    for rows in found.rows:
        if rows:
            await type(rows[0]).bulk_create(rows, batch_size=500)
    await db.execute_many("INSERT INTO due (due_at, kind, id) VALUES (?, ?, ?)", found.due)
