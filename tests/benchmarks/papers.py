"""How long the sample plan takes from the file to the database."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.city import SAMPLES
from bot.documents.reader import read_tables
from handlers import contacts, plans
from models import db, people
from models.rules.contacts import read_contacts
from models.rules.plan.reading import read_plan
from tests.benchmarks.figures import Figure, middle


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    rounds = [asyncio.run(_round(migrated)) for _ in range(3 if quick else 5)]
    tasks = int(rounds[0].pop("tasks"))
    names = {
        "opened": "the file opened in its own process (read_tables)", "understood": f"{tasks} tasks understood (read_plan)",
        "imported": "and written to the database",
    }  # fmt: skip
    return [middle(words, [round_[key] * 1000 for round_ in rounds], "ms") for key, words in names.items()]


async def _round(migrated: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        database = shutil.copyfile(migrated, Path(folder) / "plan.sqlite3")
        await db.open_database(f"sqlite://{database}")
        try:
            return await _read_and_import()
        finally:
            await db.close()


async def _read_and_import() -> dict[str, float]:
    now = datetime.now(UTC)
    listed = read_contacts(await read_tables((SAMPLES / "contacts.xlsx").read_bytes(), "contacts.xlsx"))
    await db.tx(lambda: contacts.import_contacts(listed, now=now, actor="benchmark"))
    directory = await people.directory()
    sheet = (SAMPLES / "plan.xlsx").read_bytes()
    tables, opened = await _timed(lambda: read_tables(sheet, "plan.xlsx"))
    began = time.perf_counter()
    reading = read_plan(tables, contacts=directory)
    understood = time.perf_counter() - began
    _, imported = await _timed(
        lambda: db.tx(lambda: plans.import_plan(reading, file_name="plan.xlsx", now=now, actor="benchmark"))
    )
    return {"opened": opened, "understood": understood, "imported": imported, "tasks": len(reading.tasks)}


async def _timed(work: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = await work()
    return found, time.perf_counter() - began
