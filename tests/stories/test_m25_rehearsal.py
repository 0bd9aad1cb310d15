"""M25: who would receive what in the days to come is played on a copy, beside the running bot; and so it then comes."""

import asyncio
import json
import os
import sys
from collections import Counter
from typing import Any

from city_of_stories import BUILDING, HOMES, LAND, PLOTS, City
from office import Office
from tortoise import Tortoise

from bot.commands.players import SHANGHAI
from models import db
from models.outbox import Outbox

STANDS_STILL = {"setting"}  # the running bot writes there that it is alive


async def rehearse(office: Office, *words: str) -> str:
    environment = os.environ | {"DATABASE_URL": office.database_url, "MASHANG_ENV_FILE": os.devnull}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "rehearse", *words, env=environment, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


async def everything() -> dict[str, list[Any]]:
    """Every row of every table, as text."""
    assert Tortoise.apps is not None
    tables = {m._meta.db_table for app in Tortoise.apps.values() for m in app.values()} | {"due", "inbox_key"}
    return {
        table: sorted(repr(sorted(row.items())) for row in await db.rows(f"SELECT * FROM {table}"))
        for table in sorted(tables - STANDS_STILL)
    }


async def test_what_is_rehearsed_is_what_then_comes_when_nobody_answers(office: Office) -> None:
    office.city = City(units=(LAND, BUILDING), tasks=(PLOTS, HOMES))
    await office.digests("active")
    await office.open_year()
    await office.pass_time(1)
    before, sent = await everything(), set(await Outbox.all().values_list("id", flat=True))
    told = await rehearse(office, "--days", "4", "--json")
    assert await everything() == before, "nothing is written, nothing is sent"
    foretold = [json.loads(line) for line in told.splitlines()]
    await office.at("2026-03-06 08:46")
    came = await Outbox.filter(state="sent").exclude(id__in=sent).order_by("sent_at", "id")
    assert Counter((one["at"][:10], one["user"], one["reason"]) for one in foretold) == Counter(
        (f"{row.sent_at.astimezone(SHANGHAI):%Y-%m-%d}", row.userid, row.reason) for row in came
    )
    assert {"晨单", "收单", "领导摘要"} <= {one["what"] for one in foretold}
    for who in ("石守山", "沈在舟"):
        user = office._user(who)
        heard = "\n".join(await office.read(who))
        assert [one["text"].splitlines()[-1] in heard for one in foretold if one["user"] == user]
