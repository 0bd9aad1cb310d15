"""Bringing a database to this version: once, whole, by whoever comes first; and never losing an index."""

import importlib
import re
import sqlite3

import pytest
from processes import run_and_die, run_together
from second import second_connection
from tortoise import Tortoise
from tortoise.connection import get_connections
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.operations import AlterModelOptions
from unmended import plain_tortoise

from models import db, schema
from models.errors import OperatorError

NAMED_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX IF NOT EXISTS (\w+) ON (\w+) \((.+?)\)(?: WHERE (.+))?$")

COLUMNS = """
SELECT table_name, column_name, is_nullable = 'NO' FROM information_schema.columns
WHERE table_schema = 'public'
"""
INDEXES_OF_SQLITE = """
SELECT name, tbl_name, sql LIKE '% UNIQUE %' FROM sqlite_master WHERE type = 'index' AND sql <> ''
"""
INDEXES_OF_POSTGRES = """
SELECT i.relname, t.relname, x.indisunique FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND NOT x.indisprimary AND t.relname <> 'tortoise_migrations'
"""
REFERENCES = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'
"""
WIDENED = """
from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "{after}")]
    operations = [ops.AlterField("Outbox", "dedupe", fields.CharField(null=True, max_length=256))]
"""


def written_indexes() -> dict[str, tuple[str, bool]]:
    """Name → (table, unique) of every index that the shipped migrations write."""
    found = {}
    for name in schema.shipped():
        for statement in getattr(importlib.import_module(f"models.migrations.{name}"), "INDEXES", ()):
            unique, index, table, _, _ = NAMED_INDEX.fullmatch(statement).groups()
            found[index] = (table, bool(unique))
    return found


async def indexes(url: str) -> dict[str, tuple[str, bool]]:
    """The same of a database, without those that stand behind primary keys."""
    query = INDEXES_OF_SQLITE if url.startswith("sqlite") else INDEXES_OF_POSTGRES
    async with second_connection(url) as second:
        return {name: (table, bool(unique)) for name, table, unique in await second.run(query)}


async def tables(url: str) -> set[str]:
    catalogue = (
        "sqlite_master WHERE type = 'table'" if url.startswith("sqlite") else "pg_tables WHERE schemaname = 'public'"
    )
    name = "name" if url.startswith("sqlite") else "tablename"
    async with second_connection(url) as second:
        return {found for (found,) in await second.run(f"SELECT {name} FROM {catalogue}")} - {"sqlite_sequence"}


async def test_a_migrated_database_has_every_index_that_was_written(database_url):
    assert len(written_indexes()) > 20
    assert await indexes(database_url) == written_indexes()


async def test_both_engines_have_the_same_tables_columns_and_references(sqlite_url, postgres_url):
    assert await tables(sqlite_url) == await tables(postgres_url)
    async with second_connection(sqlite_url) as lite, second_connection(postgres_url) as grown:
        in_sqlite = {
            (table, name, bool(must or key))
            for table in await tables(sqlite_url)
            for _, name, _, must, _, key in await lite.run(f"PRAGMA table_info({table})")
        }
        assert in_sqlite == set(await grown.run(COLUMNS))
        references = [
            (table, row[2])
            for table in await tables(sqlite_url)
            for row in await lite.run(f"PRAGMA foreign_key_list({table})")
        ]
        assert sorted(references) == sorted(await grown.run(REFERENCES))


async def test_the_models_are_what_the_migrations_make(sqlite_url):
    await db.open_database(sqlite_url)
    try:
        writers = await MigrationAutodetector(Tortoise.apps, db.FOR_MIGRATIONS["apps"]).changes()
        changes = [change for writer in writers for change in writer.operations]
        # the options hold the docstring of each model, which is no part of the database
        assert [vars(change) for change in changes if not isinstance(change, AlterModelOptions)] == []
    finally:
        await db.close()


@pytest.mark.parametrize("name", schema.shipped())
async def test_no_shipped_migration_rebuilds_a_table_on_sqlite(sqlite_url, name):
    """A rebuilt table loses its indexes in silence; such a change is written by hand."""
    await db.open_database(sqlite_url)
    try:
        executor = MigrationExecutor(get_connections().get("default"), db.FOR_MIGRATIONS["apps"])
        statements = await executor.collect_sql("models", name)
        assert len(statements) > 0
        assert not [statement for statement in statements if "new__" in statement]
    finally:
        await db.close()


async def test_a_generated_change_of_a_column_would_be_caught(sqlite_url, tmp_path, monkeypatch):
    folder = tmp_path / "trial_migrations"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name in schema.shipped():
        module = f"import importlib\nMigration = importlib.import_module('models.migrations.{name}').Migration\n"
        (folder / f"{name}.py").write_text(module)
    (folder / "9999_widened.py").write_text(WIDENED.format(after=schema.shipped()[-1]))
    monkeypatch.syspath_prepend(tmp_path)
    apps = {"models": {**db.FOR_MIGRATIONS["apps"]["models"], "migrations": "trial_migrations"}}
    await db.open_database(sqlite_url, foreign_keys=False)
    try:
        executor = MigrationExecutor(get_connections().get("default"), apps)
        assert "new__" in " ".join(await executor.collect_sql("models", "9999_widened"))
        await executor.migrate()
        lost = written_indexes().keys() - (await indexes(sqlite_url)).keys()
        assert "ux_outbox_dedupe" in lost
    finally:
        await db.close()


async def test_three_processes_migrate_an_empty_database_at_once(empty_url):
    answers = run_together(3, "migrate", empty_url)
    assert sorted(answers) == [[], [], schema.shipped()], "all of them succeed, one of them does it"
    assert await indexes(empty_url) == written_indexes()


@pytest.mark.parametrize("statements", [1, 12, 40, 0])
async def test_a_process_killed_while_it_migrates_leaves_nothing_behind(empty_url, statements):
    assert run_and_die("migrate_and_die", empty_url, str(statements)) == -9
    assert await tables(empty_url) == set()
    assert await schema.migrate(empty_url) == schema.shipped()
    assert await indexes(empty_url) == written_indexes()


async def test_without_the_remedy_half_a_migration_stays_on_sqlite(tmp_path):
    url = f"sqlite://{tmp_path / 'mashang.sqlite3'}"
    async with plain_tortoise(url):

        async def interrupted() -> None:
            executor = MigrationExecutor(get_connections().get("default"), db.FOR_MIGRATIONS["apps"])
            executor.recorder.record_applied = _interrupt  # type: ignore[method-assign]
            await executor.migrate()

        with pytest.raises(InterruptedError):
            await db.tx(interrupted)
    assert "task" in await tables(url)
    with pytest.raises(Exception, match="already exists"):
        await schema.migrate(url)


async def _interrupt(*_: str) -> None:
    raise InterruptedError


async def test_migrating_again_changes_nothing(database_url):
    assert await schema.migrate(database_url) == []


async def test_a_database_newer_than_the_program_is_refused(database):
    await db.execute(
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES (?, ?, ?)",
        "models", "9998_from_the_future", db.moment("2027-01-01 00:00:00+00:00"),
    )  # fmt: skip
    with pytest.raises(OperatorError, match="newer than the program"):
        await schema.is_current()
    await db.close()
    with pytest.raises(OperatorError, match="9998_from_the_future"):
        await schema.migrate(database)


async def test_an_empty_database_is_not_current_and_says_so(empty_url):
    await db.open_database(empty_url)
    try:
        assert await schema.applied() == []
        assert not await schema.is_current()
    finally:
        await db.close()


async def test_rows_that_point_nowhere_stop_a_migration(sqlite_url):
    with sqlite3.connect(sqlite_url.removeprefix("sqlite://")) as raw:
        raw.execute("INSERT INTO account (platform, userid, person_id, stale) VALUES ('wecom', 'x', 4711, 0)")
        raw.execute("DELETE FROM tortoise_migrations")
        for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in {"account", "tortoise_migrations", "sqlite_sequence"}:
                raw.execute(f"DROP TABLE {table}")
        raw.execute("ALTER TABLE account RENAME TO account_of_before")
    raw.close()
    with pytest.raises(OperatorError, match="nothing was changed"):
        await schema.migrate(sqlite_url)
    assert "task" not in await tables(sqlite_url)
