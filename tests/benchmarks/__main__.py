"""Runs the benchmarks and prints one table: `python -m tests.benchmarks [--only NAME] [--quick]`."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from models import schema
from tests.benchmarks import beats, digests, inbound, outbound, papers, quarter, servers, size, speech
from tests.benchmarks.figures import Figure, shortfalls, table

Measure = Callable[..., list[Figure]]
BENCHMARKS: dict[str, tuple[str, Measure]] = {
    "inbound": ("Callbacks a second, on disk before the 200 (SQLite, synchronous=FULL)", inbound.measure),
    "outbound": ("Messages a second to a platform that answers at once", outbound.measure),
    "beats": ("A beat of the clock", beats.measure),
    "digests": ("A leader's morning, 1,000,000 updates of 1,000 units behind it", digests.measure),
    "speech": ("A reply read (processor time)", speech.measure),
    "papers": ("The sample plan imported", papers.measure),
    "quarter": ("A quarter of twelve units", quarter.measure),
    "size": ("The running bot", size.measure),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="this one; may be given several times")
    parser.add_argument(
        "--quick", action="store_true", help="fewer and shorter rounds, a smaller table of what is open"
    )
    given = parser.parse_args()
    servers.pin(servers.GENERATOR_CORE)
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        migrated = Path(folder) / "migrated.sqlite3"
        asyncio.run(schema.migrate(f"sqlite://{migrated}"))
        for name in given.only or BENCHMARKS:
            found += _one(name, migrated, quick=given.quick)
    _say(shortfalls(found))
    return 0


def _one(name: str, migrated: Path, *, quick: bool) -> list[Figure]:
    title, measure = BENCHMARKS[name]
    began = time.perf_counter()
    found = measure(migrated, quick=quick)
    load = os.getloadavg()[0]
    _say(table(f"{title} [{time.perf_counter() - began:.0f} s, load {load:.1f}]", found))
    return found


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
