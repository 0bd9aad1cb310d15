"""Messages a second through the whole outbox, beside an aiohttp client that remembers nothing."""

import json
import tempfile
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.figures import Figure, middle

BARE, BARE_UV, WECHATPY, OUTBOX = (
    "bare aiohttp client, 50 at once",
    "the same on uvloop",
    "wechatpy's client, one at a time",
    "the outbox: claim, judge, render, send, settle",
)
WAYS = {BARE: ("bare",), BARE_UV: ("bare", "--uvloop"), WECHATPY: ("wechatpy",), OUTBOX: ("outbox", "--uvloop")}
WHERE = (
    "Profile Sender.drain with cProfile.Profile(time.thread_time): bot/sender.py, models/outbox.py, models/delivery.py."
)


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    rounds, count = (3, 1000) if quick else (5, 3000)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in WAYS}
    with servers.platform() as platform, tempfile.TemporaryDirectory() as folder:
        for _, name in servers.in_turn(rounds, list(WAYS)):
            database = servers.new_database(migrated, Path(folder))
            arguments = (
                "--count",
                str(count),
                "--platform",
                f"http://127.0.0.1:{platform}",
                "--database",
                f"sqlite://{database}",
            )
            with servers.Process(
                "tests.benchmarks.sending", *WAYS[name], *arguments, core=servers.SERVER_CORE
            ) as process:
                runs[name].append(json.loads(process.said()))
    return [*_rates(runs, count), *_ratios(runs)]


def _rates(runs: dict[str, list[dict[str, float]]], count: int) -> list[Figure]:
    return [middle(name, [count / run["seconds"] for run in mine], "/s") for name, mine in runs.items()]


def _ratios(runs: dict[str, list[dict[str, float]]]) -> list[Figure]:
    found = []
    for base, goal in ((BARE, 0.6), (BARE_UV, None), (WECHATPY, 6.0)):
        shares = [other["seconds"] / mine["seconds"] for mine, other in zip(runs[OUTBOX], runs[base], strict=True)]
        found.append(middle(f"outbox : {base}", shares, "x", at_least=goal, where=WHERE))
    return found
