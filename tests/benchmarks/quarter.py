"""How fast a quarter of twelve units is lived: the simulation of the tests, in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.servers import ROOT

_LIVED = re.compile(r"(?P<days>\d+) working days, .*?(?P<worked>\d+) s of processor time")


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    rounds = [_live() for _ in range(1 if quick else 3)]
    return [
        middle("a quarter lived, processor time", [worked for _, worked in rounds], "s"),
        middle("working days a second of processor time", [days / worked for days, worked in rounds], "days/s"),
    ]


def _live() -> tuple[int, int]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/simulation/test_a_quarter.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lived = _LIVED.search(done.stdout)
    if done.returncode or lived is None:
        raise RuntimeError(f"the quarter failed: {done.stdout[-2000:]}")
    return int(lived["days"]), int(lived["worked"])
