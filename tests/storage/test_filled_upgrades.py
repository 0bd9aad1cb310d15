"""Every migration is applied to a database that has a row in each of its tables, as a city's has."""

from tortoise.connection import get_connections
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from models import db, schema

COLUMNS_OF_POSTGRES = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""
TABLES_OF_POSTGRES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
TABLES_OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"


async def test_every_migration_stands_on_a_database_with_rows_in_every_table(empty_url):
    await db.open_database(empty_url, foreign_keys=False)
    try:
        filled: set[str] = set()
        for name in await _in_order():
            await _apply(name)
            filled |= await _fill_what_is_empty()
        assert len(filled) > 20
        assert {table for table in filled if await _is_empty(table)} == set()
        assert await schema.applied() == schema.shipped()
    finally:
        await db.close()


async def _in_order() -> list[str]:
    executor = MigrationExecutor(get_connections().get("default"), db.FOR_MIGRATIONS["apps"])
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
    return [step.migration.name for step in await executor.plan()]


async def _apply(name: str) -> None:
    async def body() -> None:
        executor = MigrationExecutor(get_connections().get("default"), db.FOR_MIGRATIONS["apps"])
        await executor.migrate([MigrationTarget("models", name)])

    await db.tx(body)


async def _fill_what_is_empty() -> set[str]:
    catalogue = TABLES_OF_POSTGRES if db.is_postgres() else TABLES_OF_SQLITE
    named = [row["name"] for row in await db.rows(catalogue)]
    empty = {name for name in named if name != "tortoise_migrations" and await _is_empty(name)}

    async def body() -> None:
        if db.is_postgres():
            await db.execute("SET LOCAL session_replication_role = replica")  # rows may come before those they name
        for table in empty:
            await _fill(table)

    await db.tx(body)
    return empty


async def _fill(table: str) -> None:
    wanted = await _must_be_given(table)
    names, values = ", ".join(f'"{name}"' for name in wanted), ", ".join(map(_literal, wanted.values()))
    await db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')


async def _must_be_given(table: str) -> dict[str, str]:
    """Column → type of those that have no value of themselves."""
    if db.is_postgres():
        rows = await db.rows(COLUMNS_OF_POSTGRES)
        return {row["column_name"]: row["data_type"] for row in rows if row["table_name"] == table}
    rows = await db.rows(f'PRAGMA table_info("{table}")')
    return {row["name"]: row["type"] for row in rows if row["notnull"] and row["dflt_value"] is None}


def _literal(kind: str) -> str:
    kind = kind.lower()
    if "json" in kind:
        return "'{}'"
    return "'2026-01-01 00:00:00+00:00'" if "time" in kind or kind == "date" else "'1'"


async def _is_empty(table: str) -> bool:
    return not await db.rows(f'SELECT 1 FROM "{table}" LIMIT 1')
