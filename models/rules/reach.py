"""Whether what was reported covers a step of the plan (打通断头路4条)."""

from collections.abc import Sequence
from typing import Any

from models.rules.quantities import find_quantities


def reaches(step: str, figures: Sequence[dict[str, Any]]) -> bool:
    """Every figure of the step has a reported one of its unit, of the same thing, that is at least as large."""
    wanted = find_quantities(step)
    return bool(wanted) and all(
        any(f["unit"] == w.unit and f["value"] >= w.value and same_thing(step, f["name"]) for f in figures)
        for w in wanted
    )


def same_thing(step: str, name: str) -> bool:
    return len(set(step) & set(name)) >= 2
