"""Has pictures looked at by a process of their own, two at a time: the event loop goes on meanwhile."""

import asyncio
import base64
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.photos import limits

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-B", "-m", "bot.photos.child")
# Nothing of our own environment: the child needs no secret.
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture to keep: a JPEG without anything but its pixels."""

    jpeg: bytes
    is_red_head: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """A picture not to keep: foreign, broken or large; `costly` where looking at it was cut short."""

    why: str


class Darkroom:
    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def develop(self, data: bytes) -> Developed | Unusable | None:
        """None when it could not be looked at now: the machine, not the picture."""
        async with self._turns:
            try:
                answer, code = await asyncio.wait_for(_ask(data), limits.WALL_S)
            except (OSError, TimeoutError):
                return None
        return _read(answer) if code == 0 else _fallen(code)


async def _ask(data: bytes) -> tuple[bytes, int]:
    child = await asyncio.create_subprocess_exec(
        *_COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT, cwd=_ROOT,
    )  # fmt: skip
    try:
        answer, _ = await child.communicate(data)
    finally:
        if child.returncode is None:
            child.kill()
            await asyncio.shield(child.wait())
    return answer, child.returncode or 0


def _fallen(code: int) -> Unusable | None:
    """Ended by a signal: it took too much. Ended otherwise: it never began, as without its library."""
    return Unusable("costly") if code < 0 else None


def _read(answer: bytes) -> Developed | Unusable | None:
    try:
        found = json.loads(answer)
    except ValueError:
        return None
    if "refused" in found:
        return Unusable(found["refused"])
    return Developed(base64.b64decode(found["jpeg"]), bool(found["is_red_head"]))
