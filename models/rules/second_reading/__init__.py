"""What a second reader proposes is held against the words of the reply, and against what the first reader read."""

from models.rules.second_reading.checking import check
from models.rules.second_reading.comparing import Comparison, compare, raised
from models.rules.second_reading.hiding import hide, shown
from models.rules.second_reading.values import (
    Checked,
    Difference,
    Dropped,
    Proposal,
    ProposedFigure,
    ProposedNeed,
    Why,
)
from models.rules.second_reading.wanting import wanted_for

__all__ = [
    "Checked",
    "Comparison",
    "Difference",
    "Dropped",
    "Proposal",
    "ProposedFigure",
    "ProposedNeed",
    "Why",
    "check",
    "compare",
    "hide",
    "raised",
    "shown",
    "wanted_for",
]
