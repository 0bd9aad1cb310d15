"""Whether the right values of a correction stand in the words that were corrected: then the reader was wrong, not the writer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.rules.dates import find_dates
from models.rules.quantities import find_quantities


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    at: datetime  # local


def is_in_words(said: Said, right: Mapping[str, Any], *, before: Mapping[str, Any]) -> bool:
    """Each value that is not as it was read at first."""
    values = {quantity.value for quantity in find_quantities(said.text)}
    days = {found.on.isoformat() for found in find_dates(said.text, now=said.at.date())}
    was = {(figure["name"], figure["value"], figure["unit"]) for figure in before.get("indicators") or ()}
    figures = [f for f in right.get("indicators") or () if (f["name"], f["value"], f["unit"]) not in was]
    percent, on = right.get("percent"), right.get("next_date")
    named = [word for word in right.get("blockers") or () if word not in (before.get("blockers") or ())]
    return (
        all(figure["value"] in values for figure in figures)
        and (percent in {None, before.get("percent")} or percent in values)
        and (on in {None, before.get("next_date")} or on in days)
        and all(word in said.text for word in named)
    )
