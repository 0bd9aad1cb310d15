"""Tortoise as it comes: the same database without this project's remedies, to show that each is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise import Tortoise
from tortoise.connection import get_connections

from models import db

ENGINES = {
    "models.sqlite_engine": "tortoise.backends.sqlite",
    "models.asyncpg_engine": "tortoise.backends.asyncpg",
}


@asynccontextmanager
async def plain_tortoise(url: str) -> AsyncIterator[None]:
    config = db.config_of(url)
    connection = config["connections"]["default"]
    connection["engine"] = ENGINES[connection["engine"]]
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        if pool := getattr(get_connections().get("default"), "_pool", None):
            pool.terminate()  # close() would wait for what was lost
        await Tortoise.close_connections()
