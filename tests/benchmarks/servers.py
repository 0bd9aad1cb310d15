"""Processes pinned to a core, watched through /proc, and the ones that every benchmark needs."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.benchmarks import wire

ROOT = Path(__file__).parents[2]
GENERATOR_CORE, SERVER_CORE = 0, 1
TICK = os.sysconf("SC_CLK_TCK")
START_S = 30.0


def pin(core: int) -> None:
    """This process to one core, where there are several."""
    if core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Process:
    """One program on one core, in a fresh environment; stopped when the block ends."""

    def __init__(self, module: str, *arguments: str, core: int, environment: Mapping[str, str] | None = None) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._core = core
        self._environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)} | dict(environment or {})
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 closed in __exit__
        self.began_at = 0.0

    def __enter__(self) -> "Process":
        self.began_at = time.perf_counter()
        cores = {self._core} & os.sched_getaffinity(0) or os.sched_getaffinity(0)
        command = ["taskset", "-c", ",".join(map(str, cores | {self._core})), *self._command]
        self._child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child.poll() is None:
            self._child.terminate()
        try:
            self._child.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
        finally:
            self._complaints.close()

    def until_open(self, port: int) -> float:
        """Seconds from the start until the port answers."""
        while time.perf_counter() - self.began_at < START_S:
            if self._child.poll() is not None:
                raise self._failed()
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return time.perf_counter() - self.began_at
            except OSError:
                time.sleep(0.005)
        raise RuntimeError(f"nothing answers on port {port}")

    def said(self) -> str:
        """What it printed, once it has ended."""
        out, _ = self._child.communicate(timeout=300)
        if self._child.returncode:
            raise self._failed()
        return out.decode()

    def _failed(self) -> RuntimeError:
        self._complaints.seek(0)
        last = self._complaints.read().decode(errors="replace")[-2000:]
        return RuntimeError(f"{' '.join(self._command[1:])} ended with {self._child.returncode}: {last}")

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory_mib(self) -> float:
        """Resident, as the operating system counts it for this process alone."""
        for line in Path(f"/proc/{self._child.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                return int(line.split()[1]) / 1024
        return 0.0


def core_busy_s(core: int) -> float:
    """Seconds this core has worked for anybody, the hypervisor's other guests among them."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *ticks = line.split()
        if name == f"cpu{core}":
            user, nice, system, _, _, irq, softirq, steal = (int(tick) for tick in ticks[:8])
            return (user + nice + system + irq + softirq + steal) / TICK
    return 0.0


def settings(folder: Path, port: int, platform: int) -> dict[str, str]:
    """The environment of a bot that has its own database and speaks with a platform on this machine."""
    return {
        "MASHANG_ENV_FILE": os.devnull, "DATABASE_URL": f"sqlite://{folder}/mashang.sqlite3", "LISTEN": f"127.0.0.1:{port}",
        "WECOM_CORP_ID": wire.CORP_ID, "WECOM_AGENT_ID": str(wire.AGENT_ID), "WECOM_SECRET": wire.SECRET,
        "WECOM_TOKEN": wire.TOKEN, "WECOM_ENCODING_AES_KEY": wire.AES_KEY, "WECOM_API_BASE": f"http://127.0.0.1:{platform}",
    }  # fmt: skip


def new_database(migrated: Path, folder: Path) -> Path:
    """A fresh copy of the migrated file; what an earlier bot left beside it is gone."""
    for old in folder.glob("mashang.sqlite3*"):
        old.unlink()
    return Path(shutil.copyfile(migrated, folder / "mashang.sqlite3"))


@contextmanager
def platform(core: int = GENERATOR_CORE) -> Iterator[int]:
    """The port of a platform that takes every message at once."""
    port = free_port()
    with Process("tests.benchmarks.platform", "--port", str(port), core=core) as process:
        process.until_open(port)
        yield port


def in_turn(rounds: int, names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A B C, A B C …: whatever disturbs the machine for a while disturbs all of them."""
    for turn in range(rounds):
        for name in names:
            yield turn, name
