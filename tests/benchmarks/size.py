"""The memory of a running bot under callbacks, and how soon it is ready."""

import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError

from tests.benchmarks import servers, wire
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.flood import Generator
from tests.benchmarks.inbound import PATH

FIRST, ALL = 1000, 10_000
WORK_S = 10.0
WHERE = "Imports are most of it: python -X importtime -c 'import bot.app'."


def measure(migrated: Path, *, quick: bool) -> list[Figure]:
    with servers.platform() as platform, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        servers.new_database(migrated, folder)
        memory = _memory(folder, platform, work_s=1.0 if quick else WORK_S)
        ready = [_ready_s(folder, platform) for _ in range(3 if quick else 5)]
    return [*memory, middle("mashang run ready on an existing database", ready, "s", at_most=1.5, where=WHERE)]


def _memory(folder: Path, platform: int, *, work_s: float) -> list[Figure]:
    """All of the bot, working what comes in; each measure is taken after it has worked for a while."""
    requests = wire.callbacks(ALL, PATH)
    port = servers.free_port()
    with servers.Process(
        "bot", "run", core=servers.SERVER_CORE, environment=servers.settings(folder, port, platform)
    ) as bot:
        bot.until_open(port)
        idle = bot.memory_mib()
        Generator(port, requests[:FIRST]).run()
        time.sleep(work_s)
        first = bot.memory_mib()
        Generator(port, requests[FIRST:]).run()
        time.sleep(work_s)
        after = bot.memory_mib()
    return [
        Figure("mashang run, resident, before the first callback", idle, "MiB"),
        Figure(f"  after {ALL:,} callbacks", after, "MiB", at_most=120),
        Figure(f"  grown from callback {FIRST:,} to {ALL:,}", after - first, "MiB"),
    ]


def _ready_s(folder: Path, platform: int) -> float:
    port = servers.free_port()
    with servers.Process(
        "bot", "run", core=servers.SERVER_CORE, environment=servers.settings(folder, port, platform)
    ) as bot:
        bot.until_open(port)
        while not _is_ready(port):
            time.sleep(0.005)
        return time.perf_counter() - bot.began_at


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, URLError):
        return False
    finally:
        connection.close()
