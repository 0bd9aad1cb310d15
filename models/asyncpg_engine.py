"""Tortoise's asyncpg engine, mended: text on its way in loses U+0000, which PostgreSQL refuses."""

from collections.abc import Iterable
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

from models.fields import storable


class Connection(asyncpg.Connection):  # type: ignore[misc]  # it ships no types
    async def execute(self, query: str, *args: Any, **options: Any) -> Any:
        return await super().execute(query, *storable(args), **options)

    async def fetch(self, query: str, *args: Any, **options: Any) -> Any:
        return await super().fetch(query, *storable(args), **options)

    async def fetchrow(self, query: str, *args: Any, **options: Any) -> Any:
        return await super().fetchrow(query, *storable(args), **options)

    async def executemany(self, command: str, args: Iterable[Any], **options: Any) -> Any:
        return await super().executemany(command, [storable(row) for row in args], **options)


class Client(AsyncpgDBClient):
    connection_class = Connection


client_class = Client
