"""Rows of a file of replies as arguments of the reader, and its reading as a line of predictions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.rules.reading.lexicon import Lexicon
from models.rules.reading.reader import read_reply
from models.rules.reading.values import IndicatorTarget, Reading, TaskContext


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a reply, the tasks it may be about, and the reply before it."""

    id: str
    text: str
    sent_at: datetime
    tasks: tuple[TaskContext, ...]
    previous: str | None

    def read(self, lexicon: Lexicon | None = None) -> Reading:
        return read_reply(self.text, sent_at=self.sent_at, tasks=self.tasks, previous=self.previous, lexicon=lexicon)


def from_json(row: Mapping[str, Any]) -> Row:
    """Takes {id, sent_at, task, other_tasks?, previous_reply?, reply} and looks at nothing else."""
    tasks = [row["task"], *(row.get("other_tasks") or [])]
    return Row(
        id=str(row["id"]),
        text=str(row["reply"]),
        sent_at=datetime.fromisoformat(row["sent_at"]),
        tasks=tuple(_task(each) for each in tasks),
        previous=row.get("previous_reply"),
    )


def predict(row: Mapping[str, Any], lexicon: Lexicon | None = None) -> dict[str, Any]:
    """The line of predictions for the row."""
    read = from_json(row)
    return {"id": read.id, **read.read(lexicon).to_json()}


def _task(task: Mapping[str, Any]) -> TaskContext:
    return TaskContext(
        ref=str(task.get("ref") or ""),
        title=str(task.get("title") or ""),
        due=_day(task.get("due")),
        indicators=tuple(
            IndicatorTarget(str(each["name"]), float(each["target"]), str(each["unit"]))
            for each in task.get("indicators") or []
        ),
        started=_day(task.get("started")),
        last_percent=task.get("last_percent"),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
