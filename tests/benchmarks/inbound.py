"""Callbacks a second, each of them on disk before it is answered, beside servers that keep nothing."""

import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import servers, wire
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.flood import Flood, Generator

PATH = "/callback/wecom"
NOOP, CRYPTO = "bare aiohttp, no-op", "bare aiohttp, decrypt and parse, keep nothing"
NOOP_UV, CRYPTO_UV = "no-op on uvloop", "decrypt and parse on uvloop"
WEB, WHOLE = "mashang run --only web", "mashang run (works what comes in meanwhile)"
REFERENCES = {NOOP: ("noop",), CRYPTO: ("crypto",), NOOP_UV: ("noop", "--uvloop"), CRYPTO_UV: ("crypto", "--uvloop")}
BOTS = {WEB: ("run", "--only", "web"), WHOLE: ("run",)}
WHERE = "Profile App with cProfile.Profile(time.thread_time): bot/web/callbacks.py, bot/arrivals.py, models/inbox.py."
FIRST, FIRST_S = 200, 0.5


@dataclass(frozen=True, slots=True)
class Run:
    per_s: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    slowest_ms: float
    others: float  # of the server's core, what somebody else took


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    rounds, seconds = (3, 0.7) if quick else (7, 2.0)
    names = [NOOP, CRYPTO, WEB, WHOLE] if quick else [*REFERENCES, *BOTS]
    requests = wire.callbacks(int(30_000 * seconds), PATH)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    with servers.platform() as platform, tempfile.TemporaryDirectory() as folder:
        for _, name in servers.in_turn(rounds, names):
            runs[name].append(_run(name, requests, seconds, platform, migrated, Path(folder)))
    return _figures(runs)


def _run(name: str, requests: list[bytes], seconds: float, platform: int, migrated: Path, folder: Path) -> Run:
    port = servers.free_port()
    if name in REFERENCES:
        server = servers.Process(
            "tests.benchmarks.references",
            *REFERENCES[name],
            "--port",
            str(port),
            "--path",
            PATH,
            core=servers.SERVER_CORE,
        )
    else:
        servers.new_database(migrated, folder)
        server = servers.Process(
            "bot", *BOTS[name], core=servers.SERVER_CORE, environment=servers.settings(folder, port, platform)
        )
    with server:
        server.until_open(port)
        Generator(port, requests[:FIRST]).run()
        time.sleep(FIRST_S)  # what a server does once in its life it does now
        flood, cpu_s, others = flood_once(server, port, requests[FIRST:], seconds)
    if name in BOTS:
        _is_all_kept(folder / "mashang.sqlite3", flood)
    cpu_us = cpu_s / len(flood.latencies) * 1e6
    return Run(flood.per_s, cpu_us, flood.percentile_ms(0.5), flood.percentile_ms(0.99), flood.percentile_ms(1), others)


def flood_once(server: servers.Process, port: int, requests: list[bytes], seconds: float) -> tuple[Flood, float, float]:
    """What the flood found, the server's processor seconds for it, and the share of its core that others took."""
    began: list[tuple[float, float]] = []
    found = Generator(port, requests).run(seconds=seconds, on_warm=lambda: began.append(_spent(server)))
    if found.refused:
        raise RuntimeError(f"{found.refused} callbacks were refused")
    cpu_s, busy_s = (after - before for after, before in zip(_spent(server), began[0], strict=True))
    return found, cpu_s, round(max(0.0, busy_s - cpu_s) / (found.ended_at - found.warm_at), 3)


def _spent(server: servers.Process) -> tuple[float, float]:
    return server.cpu_s(), servers.core_busy_s(servers.SERVER_CORE)


def _is_all_kept(path: Path, flood: Flood) -> None:
    with sqlite3.connect(path) as database:
        [kept] = database.execute("SELECT COUNT(*) FROM inbox").fetchone()
    if kept < FIRST + flood.accepted:
        raise RuntimeError(f"{FIRST + flood.accepted} callbacks were answered 200 and only {kept} are kept")


def _figures(runs: dict[str, list[Run]]) -> list[Figure]:
    found = []
    for name, mine in runs.items():
        found.append(middle(name, [run.per_s for run in mine], "/s"))
        found.append(middle("  processor time a callback", [run.cpu_us for run in mine], "us"))
        found.append(middle("  p99 at 50 in flight", [run.p99_ms for run in mine], "ms"))
    for bot in BOTS:
        found += _ratios(bot, runs)
    others = [run.others * 100 for mine in runs.values() for run in mine]
    quiet = "Run it again on a quieter machine: the rates above are also of whoever else got the core."
    return [*found, middle("taken from the servers' core by others meanwhile", others, "%", at_most=10, where=quiet)]


def _ratios(bot: str, runs: dict[str, list[Run]]) -> list[Figure]:
    """Of each round, then their median: a slow minute of the machine is in both numbers."""
    found = []
    for base, goal in ((NOOP, 0.45), (CRYPTO, 0.85), (NOOP_UV, None), (CRYPTO_UV, None)):
        if base in runs:
            shares = [mine.per_s / other.per_s for mine, other in zip(runs[bot], runs[base], strict=True)]
            found.append(
                middle(
                    f"{bot.split(' (')[0]} : {base.split(',')[0]}{_what(base)}", shares, "x", at_least=goal, where=WHERE
                )
            )
    costs = [mine.cpu_us / other.cpu_us for mine, other in zip(runs[bot], runs[NOOP], strict=True)]
    found.append(middle(f"{bot.split(' (')[0]}, processor time : no-op", costs, "x"))
    return found


def _what(base: str) -> str:
    return {NOOP: " no-op", CRYPTO: " crypto"}.get(base, "")
