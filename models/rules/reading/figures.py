"""The figures of a reply: how much of the task is done, and where its indicators stand."""

from __future__ import annotations

from models.rules.reading.indicators import read_indicators
from models.rules.reading.percents import read_percent
from models.rules.reading.said import said_in
from models.rules.reading.statement import Statement
from models.rules.reading.values import Figures


def read_figures(st: Statement) -> Figures:
    """Values of the task's indicators, and the percentage of the whole task."""
    said = said_in(st)
    values = read_indicators(st, said)
    return Figures(read_percent(st, said, values), values)
