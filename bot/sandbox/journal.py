"""A JSON-lines file that lets the phones outlive the messenger's own process."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.sandbox.clock import Clock, parse_moment, stamp
from bot.sandbox.wire import Json, text_of


class Journal:
    """Lines are whole states of one thing, the later winning: reading them in order is loading.

    Flushed, not synced: it must survive a killed process, not a power cut. Without a path it forgets.
    """

    def __init__(self, path: Path | None, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _mend_torn_end(path)

    def write(self, kind: str, state: Json) -> None:
        if self._path is None:
            return
        line = {"kind": kind, "at": stamp(self._clock.now()), "state": state}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def lines(self) -> Iterator[tuple[str, datetime, Json]]:
        """A line that cannot be read was torn by a kill and is passed over."""
        if self._path is None or not self._path.exists():
            return
        with self._path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    yield _read_line(line)
                except ValueError:
                    continue

    def erase(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _read_line(line: str) -> tuple[str, datetime, Json]:
    record = json.loads(line)
    if not isinstance(record, dict) or not isinstance(record.get("state"), dict):
        raise ValueError("not a journal line")
    return text_of(record, "kind"), parse_moment(text_of(record, "at")), record["state"]


def _mend_torn_end(path: Path) -> None:
    """A last line without its newline would swallow the next one."""
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb+") as file:
        file.seek(-1, 2)
        if file.read(1) != b"\n":
            file.write(b"\n")
