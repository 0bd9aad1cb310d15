"""Two bots on one PostgreSQL live through a week in which nobody answers, killed in turn at the crowded minutes.

Both turn their clocks to the same moments and race for everything that falls due between them. Phones must show what
one bot that nobody kills would show.
"""

import asyncio
import json
import random
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from offices import Said
from phones_by_hand import Json, phones
from postgres import Server
from running_bot import EVE, ROOT, Bot
from scene import Scene
from small_city import TASKS_EACH, UNITS, head_of
from verdicts import judge

DAYS = ("2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28", "2026-03-02")
HOURS = ("08:42", "09:30", "10:12", "12:01", "14:31", "15:05", "16:40", "17:02", "18:00")
KILLED_AT = {"02-24 08:42", "02-25 08:42", "02-25 17:02", "02-26 08:42", "02-27 15:05", "03-02 08:42"}
WORDS = "今天的数请在下班前核一遍"
BROADCAST = f"每个工作日15:00 给所有主要负责人 发：{WORDS}"
BEFORE = ("2026-02-11", "2026-02-12", "2026-02-13", "2026-02-14")  # one of them alone, until the week begins
TASKS = UNITS * TASKS_EACH


async def test_a_week_of_two_replicas_shows_what_one_would(
    postgres_server: Server, settled_postgres: str, tmp_path: Path
) -> None:
    expected, found = [
        await lived(postgres_server, postgres_server.create(settled_postgres), tmp_path, replicas=count)
        for count in (1, 2)
    ]
    assert expected.total() > 300
    assert found == expected


async def lived(server: Server, name: str, folder: Path, *, replicas: int) -> Counter[tuple[str, str]]:
    """How often each phone showed what; judged against the database first."""
    url = server.url(name)
    async with phones() as played, ClientSession(timeout=ClientTimeout(total=20)) as session:
        bots = [Bot(url, played.base, folder / f"log{replicas}{n}", session) for n in range(replicas)]
        try:
            await schedule(bots[0])
            await bots[0].start()
            await bots[0].turn_clock_to(EVE)
            await asyncio.gather(*(bot.start() for bot in bots[1:]))
            killed = await live(bots, random.Random(2026))
            assert killed == (len(KILLED_AT) if replicas > 1 else 0)
            for bot in bots:
                assert await bot.stop() == 0
        finally:
            for bot in bots:
                await bot.end()
        scene = Scene(bots[0], played)
        await assert_everything_once(scene)
        await assert_each_is_on_one_phone_once(scene)
        assert_each_slot_is_on_each_phone_once(scene)
        verdict = await judge(url, Said(), played, datetime(2026, 3, 2, 10, tzinfo=UTC))
        assert verdict.faults == []
    server.drop(name)
    return Counter((one.user, without_hours(one.content)) for one in played.shown)


async def schedule(bot: Bot) -> None:
    """Beside what the rules bring: a line to every head each afternoon."""
    command = [sys.executable, "-m", "bot", "schedule", "add", BROADCAST]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=bot._environment(), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


async def live(bots: list[Bot], dice: random.Random) -> int:
    """How often one of them was killed while both raced."""
    victims = 0
    for day in DAYS:
        for hour in HOURS:
            moment = f"{day}T{hour}:00+08:00"
            turns = [asyncio.create_task(turn(bot, moment)) for bot in bots]
            if f"{day[5:]} {hour}" in KILLED_AT and len(bots) > 1:
                victim = bots[victims % len(bots)]
                victims += 1
                await asyncio.sleep(dice.uniform(0.02, 0.4))
                assert victim.is_up
                await victim.kill()
                await asyncio.gather(*turns)
                await victim.start()
            await asyncio.gather(*turns)
    return victims


async def turn(bot: Bot, moment: str) -> None:
    """Whoever is killed meanwhile answers nothing."""
    try:
        await bot.turn_clock_to(moment)
    except ClientError:
        assert not bot.answers


async def assert_everything_once(scene: Scene) -> None:
    """Each (obligation, rung, occasion, occurrence) is one step, each (schedule, slot) one firing."""
    steps = Counter(
        (number, step["rung"], step["occasion"], step["at"][:13])
        for number, steps in await scene.rows("SELECT id, steps FROM obligation")
        for step in json.loads(steps)
    )
    assert steps.total() > 100
    assert [step for step, times in steps.items() if times > 1] == []
    slots = Counter(await scene.rows("SELECT schedule_id, slot_at FROM firing"))
    assert max(slots.values()) == 1
    assert slots.total() >= 2 * len(DAYS)


async def assert_each_is_on_one_phone_once(scene: Scene) -> None:
    """Each (obligation, rung, occasion, occurrence, person) is in one message, and that message on its phone once."""
    said = await scene.rows("SELECT key, outbox_id FROM notice WHERE state = 'sent' AND obligation_id IS NOT NULL")
    assert {key.split(":")[2] for key, _ in said if key.startswith("o")} == {"r2", "r3", "r4"}
    assert len({key for key, _ in said}) == len(said) > 5 * TASKS
    sent = await scene.rows("SELECT id, body FROM outbox WHERE state = 'sent' AND kind <> 'card_update'")
    assert {outbox_id for _, outbox_id in said} <= {number for number, _ in sent}
    on_phones = Counter(json.dumps(one.content, sort_keys=True) for one in scene.phones.shown)
    assert on_phones == Counter(json.dumps(json.loads(bytes(body)), sort_keys=True) for _, body in sent)


def assert_each_slot_is_on_each_phone_once(scene: Scene) -> None:
    """The afternoon's line of each working day, alone or in a list."""
    days = [f"{int(day[5:7])}月{int(day[8:])}日" for day in (*BEFORE, *DAYS)]
    for unit in range(UNITS):
        lines = [text for text in scene.phones.texts(head_of(unit)) if WORDS in text]
        found = [day for text in lines for day in re.findall(r"督查室 ?(\d+月\d+日)", text)]
        assert sorted(found) == sorted(days)


def without_hours(content: Json) -> str:
    """What is said, but for the minute it names: one clock may be some minutes ahead of the other."""
    words = content.get("text", {}).get("content") or content["template_card"]["main_title"]["title"]
    return re.sub(r"\d{1,2}:\d{2}", "", words)
