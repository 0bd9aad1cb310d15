"""The bot as its user starts it: `python -m bot run` as a process of its own, killed and started again at will."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from wecom_by_hand import PATH, Callback, Message, callback

from bot.city import CREDENTIALS, FIRST_MOMENT, free_port

ROOT = Path(__file__).parents[2]
READY_S = 40.0
EVE = "2026-02-24T08:39:58+08:00"  # every head has his tasks and is late; in two seconds the morning list is due


@dataclass
class Bot:
    """`sandbox_url` is whoever plays the platform; `more` are settings of this run."""

    database_url: str
    sandbox_url: str
    log: Path
    session: ClientSession
    more: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None
    answers: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns when it is ready."""
        await self.launch()
        await self.until_ready()
        self.answers = True

    async def launch(self) -> None:
        command = [sys.executable, "-m", "bot", "run", *self.arguments]
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )

    def _environment(self) -> dict[str, str]:
        names = {"PATH": os.environ.get("PATH", ""), "MASHANG_ENV_FILE": os.devnull}
        names |= {key.upper(): str(value) for key, value in CREDENTIALS.items()}
        names |= {
            "DATABASE_URL": self.database_url,
            "LISTEN": f"127.0.0.1:{self.port}",
            "WECOM_API_BASE": self.sandbox_url,
        }
        return names | {"SANDBOX": "1", "SANDBOX_URL": self.sandbox_url, "SANDBOX_CLOCK": FIRST_MOMENT} | self.more

    async def until_ready(self, path: str = "/health/ready") -> None:
        async with asyncio.timeout(READY_S):
            while not await self._is_ready(path):
                assert self.process is not None
                assert self.process.returncode is None, f"it ended with {self.process.returncode}: {self.complaints()}"
                await asyncio.sleep(0.03)

    async def _is_ready(self, path: str) -> bool:
        try:
            async with self.session.get(f"{self.url}{path}") as answer:
                return answer.status == 200
        except ClientError:
            return False

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Asked politely; returns its exit code."""
        return await self._end(signal.SIGTERM)

    async def end(self) -> None:
        if self.is_up:
            await self.kill()

    async def _end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.answers = False
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await self.process.wait()

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def hear(self, message: Message) -> int:
        return await self.take(callback(message))

    async def take(self, one: Callback) -> int:
        """The status of the answer; raises ClientError when there is none."""
        async with self.session.post(f"{self.url}{PATH}", params=one.query, data=one.body) as answer:
            await answer.read()
            return answer.status

    async def turn_clock(self, minutes: float) -> dict[str, Any]:
        return await self._clock({"advance_minutes": minutes})

    async def turn_clock_to(self, moment: str) -> dict[str, Any]:
        return await self._clock({"now": moment})

    async def _clock(self, wanted: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(
            f"{self.url}/sandbox/clock", json=wanted, timeout=ClientTimeout(total=180)
        ) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
            return found

    def complaints(self) -> str:
        return self.log.read_text(encoding="utf-8")[-3000:]

    @property
    def rss_mb(self) -> float:
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
