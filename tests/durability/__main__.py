"""`python -m tests.durability --kills 50 --engine sqlite`: the trial of test_kills.py, as long as one likes."""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from postgres import Server  # noqa: E402 after the path is set, as pytest sets it
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mashang-kills-") as name, database(given.engine, Path(name)) as url:
        return asyncio.run(play(url, Path(name), given.kills, given.seed))


if __name__ == "__main__":
    sys.exit(main())
