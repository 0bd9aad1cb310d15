"""Reads an office file into tables, in a child process that can be spent."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from bot.documents import limits
from models.errors import FileRefused
from models.rules.plan.grid import Sheet

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-B", "-m", "bot.documents.child")
# Nothing of our own environment: the child needs no secret and no proxy.
_ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
_BROKEN = "文件内部结构有误，没有读取。请用 WPS 或 Excel 打开，另存后再发。"
_TOO_HEAVY = "文件太复杂，读取超过限额，已停止。请只保留任务表，另存为新的 .xlsx 或 .docx 后再发。"


async def read_tables(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """The tables of an .xlsx or .docx; raises FileRefused with the reason in Chinese."""
    _check_bytes(data)
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd=_ROOT,
    )
    try:
        answer, _ = await asyncio.wait_for(child.communicate(data), limits.WALL_S)
    except TimeoutError as error:
        raise FileRefused(_TOO_HEAVY) from error
    finally:
        if child.returncode is None:
            child.kill()
            await asyncio.shield(child.wait())
    return _tables(answer, filename, returned=child.returncode)


def read_tables_now(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """The same for a command that has no event loop."""
    _check_bytes(data)
    try:
        done = subprocess.run(
            _COMMAND,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd=_ROOT,
            timeout=limits.WALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(_TOO_HEAVY) from error
    return _tables(done.stdout, filename, returned=done.returncode)


def _check_bytes(data: bytes) -> None:
    if len(data) > limits.PACKED_BYTES:
        raise FileRefused("文件超过 10 MB，没有读取。请删去图片和无关的工作表后再发。")


def _tables(answer: bytes, filename: str, *, returned: int | None) -> tuple[Sheet, ...]:
    try:
        read = json.loads(answer)
    except ValueError as error:  # the child fell (1) or was stopped by a limit (a signal): no answer, or half
        reason = _BROKEN if returned == 1 else _TOO_HEAVY
        raise FileRefused(f"《{filename}》：{reason}") from error
    if "refused" in read:
        raise FileRefused(read["refused"])
    return tuple(
        Sheet(
            name=sheet["name"],
            rows=tuple(tuple(row) for row in sheet["rows"]),
            merges=tuple((m[0], m[1], m[2], m[3]) for m in sheet["merges"]),
            texts=tuple(sheet["texts"]),
            is_hidden=sheet["is_hidden"],
            widths=tuple(sheet["widths"]),
        )
        for sheet in read["sheets"]
    )
