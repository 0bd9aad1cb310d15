"""Reads what an official typed on a phone: what it means, and from which words."""

from models.rules.reading.explaining import explain
from models.rules.reading.intents import says_done
from models.rules.reading.quality import is_copy
from models.rules.reading.reader import read_reply
from models.rules.reading.rows import from_json, predict
from models.rules.reading.values import (
    Evidence,
    Grade,
    IndicatorTarget,
    Intent,
    Part,
    Quality,
    Reading,
    TaskContext,
)

__all__ = [
    "Evidence",
    "Grade",
    "IndicatorTarget",
    "Intent",
    "Part",
    "Quality",
    "Reading",
    "TaskContext",
    "explain",
    "from_json",
    "is_copy",
    "predict",
    "read_reply",
    "says_done",
]
