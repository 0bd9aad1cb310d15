"""How it ends: asked politely it finishes what it has begun; when a part of it dies, all of it does."""

import asyncio
import time

from offices import Offices
from small_city import head_of, tasks_of
from verdicts import ENDED
from wecom_by_hand import typed


async def test_asked_to_end_under_load_it_finishes_what_it_began_within_ten_seconds(stage, city_url):
    scene = await stage(city_url)
    scene.phones.latency_s = 0.05
    offices = Offices([scene.bot])
    talking = asyncio.create_task(offices.talk())
    await asyncio.sleep(1.5)
    began = time.monotonic()
    code = await scene.bot.stop()
    took = time.monotonic() - began
    offices.stop()
    await talking
    assert code == 0
    assert took < 10
    assert await scene.count("inbox WHERE state = 'working'") <= 50  # claimed and not begun: free for the next run
    sent = await scene.count("outbox WHERE state = 'sent' AND kind <> 'card_update'")
    assert len(scene.phones.shown) == sent, "what reached a phone is known to have"
    assert await scene.count("outbox WHERE state = 'sending'") == 0
    assert len(await scene.rows("SELECT message_id FROM inbox")) >= len(offices.said.promised) > 10
    await scene.bot.start()
    await scene.bot.turn_clock(60)
    assert await scene.count(f"outbox WHERE state NOT IN {tuple(ENDED)}") == 0
    assert await scene.count("inbox WHERE state <> 'applied'") == 0
    assert "Traceback" not in scene.bot.log.read_text(encoding="utf-8")


async def test_a_loop_that_dies_ends_the_process(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    await scene.write("ALTER TABLE outbox RENAME TO elsewhere")
    async with asyncio.timeout(10):
        assert scene.bot.process is not None
        assert await scene.bot.process.wait() not in {0, None}
    assert "no such table" in scene.bot.log.read_text(encoding="utf-8")


async def test_a_second_run_on_the_same_file_is_refused(stage, city_on_sqlite):
    scene = await stage(city_on_sqlite)
    assert scene.bot.process is not None
    first, log = scene.bot.process, scene.bot.log
    await scene.bot.launch()
    try:
        async with asyncio.timeout(20):
            assert await scene.bot.process.wait() in {1, 2}
        assert "another mashang already runs" in log.read_text(encoding="utf-8")
    finally:
        scene.bot.process = first
    assert await scene.bot.hear(typed(head_of(1), f"{tasks_of(1)[0]}进度30%，已开工")) == 200
