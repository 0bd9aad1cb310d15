"""Trials of the tests, as long as one likes.

`python -m tests.durability --kills 50 --engine sqlite`: that of test_kills.py.
`python -m tests.durability --mutations 100000`: damaged callbacks of each platform, as in test_mutated_callbacks.py.
`python -m tests.durability --sends 20000`: messages through a platform that fails a quarter of its calls, as in test_faulty_sends.py.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from models import schema

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from faulty_sends import PLAYED, trial  # noqa: E402 after the path is set, as pytest sets it
from mutations import WIRES, judge  # noqa: E402
from postgres import Server  # noqa: E402
from small_city import settle  # noqa: E402
from trial import Trial  # noqa: E402


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite://{folder / 'mashang.sqlite3'}"
        return
    server = Server()
    server.start()
    try:
        yield server.url(server.create())
    finally:
        server.stop()


async def play(url: str, folder: Path, kills: int, seed: int) -> int:
    await settle(url)
    verdict = await Trial(url, folder / "log", kills, seed).run(lambda words: sys.stderr.write(f"{words}\n"))
    sys.stdout.write(f"{json.dumps(verdict.figures, ensure_ascii=False)}\n")
    for fault in verdict.faults:
        sys.stdout.write(f"FAULT {fault}\n")
    return 1 if verdict.faults else 0


def damage(count: int, seed: int) -> int:
    code = 0
    for platform in WIRES:
        began = time.monotonic()
        verdict = judge(platform, count, seed)
        told = {"platform": platform, "callbacks": count, **verdict.ends, "seconds": round(time.monotonic() - began, 1)}
        sys.stdout.write(f"{json.dumps(told)}\n")
        for fault in verdict.faults:
            code = 1
            sys.stdout.write(f"FAULT {fault}\n")
    return code


async def send(count: int, seed: int) -> int:
    code = 0
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for platform in PLAYED:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mashang-sends-") as name:
            url = f"sqlite://{Path(name) / 'mashang.sqlite3'}"
            await schema.migrate(url)
            verdict = await trial(platform, count, url, seed)
        told = verdict.figures() | {"seconds": round(time.monotonic() - began, 1)}
        sys.stdout.write(f"{json.dumps(told)}\n")
        for fault in verdict.faults():
            code = 1
            sys.stdout.write(f"FAULT {fault}\n")
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--sends", type=int, default=0)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.mutations:
        return damage(given.mutations, given.seed)
    if given.sends:
        return asyncio.run(send(given.sends, given.seed))
    with tempfile.TemporaryDirectory(prefix="mashang-kills-") as name, database(given.engine, Path(name)) as url:
        return asyncio.run(play(url, Path(name), given.kills, given.seed))


if __name__ == "__main__":
    sys.exit(main())
