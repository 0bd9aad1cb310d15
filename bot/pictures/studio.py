"""Has pictures drawn by a process of their own, several at a time: the event loop goes on meanwhile."""

import asyncio
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-B", "-m", "bot.pictures.child")
# Nothing of our own environment: the child needs no secret.
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
WALL_S = 20.0


class Undrawn(Exception):
    """Says why. `is_passing`: it may be drawn another time."""

    def __init__(self, error: str, *, is_passing: bool = False) -> None:
        super().__init__(error)
        self.is_passing = is_passing


async def draw(values: Sequence[bytes]) -> list[bytes | Undrawn]:
    """The PNG of each value, or why there is none; never raises."""
    try:
        answer = await asyncio.wait_for(_ask(values), WALL_S)
        found = [_read(one) for one in json.loads(answer)]
    except (OSError, TimeoutError, ValueError) as error:  # it could not start, or fell, or hangs
        return [Undrawn(f"the picture was not drawn: {type(error).__name__}", is_passing=True)] * len(values)
    return found


async def _ask(values: Sequence[bytes]) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *_COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT, cwd=_ROOT,
    )  # fmt: skip
    try:
        answer, _ = await child.communicate(json.dumps([value.decode() for value in values]).encode())
    finally:
        if child.returncode is None:
            child.kill()
            await asyncio.shield(child.wait())
    return answer


def _read(one: dict[str, str]) -> bytes | Undrawn:
    return base64.b64decode(one["png"]) if "png" in one else Undrawn(one["error"])
