"""Whether what was reported covers a step of the plan: by its figures (打通断头路4条) or in its words (全部开工)."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from models.rules.dates import find_dates
from models.rules.quantities import find_quantities
from models.rules.units_of_measure import measure

_CLAUSE = re.compile(r"[，,。；;！!\n]")
_NOT_YET = re.compile(r"没|未|还差|尚|待|不能|预计|争取|力争|计划|准备|将|拟|能|要|困难|推迟|延|%|％|过半|部分")
_FINISHED = re.compile("完成|完毕|已|了|均|都|全部|正式")


def reaches(step: str, figures: Sequence[dict[str, Any]]) -> bool:
    """Every figure of the step has a reported one of its unit, of the same thing, that is at least as large."""
    wanted = find_quantities(step)
    return bool(wanted) and all(
        any(
            measure(f["unit"]) == measure(w.unit) and f["value"] >= w.value and same_thing(step, f["name"])
            for f in figures
        )
        for w in wanted
    )


def same_thing(step: str, name: str) -> bool:
    return len(set(step) & set(name)) >= 2


def told(step: str, text: str, today: date) -> bool:
    """A clause says the step itself as done: 46个小区全部开工, 招标完成; not 6月底前全部开工, nor 开工6所."""
    if find_quantities(step):
        return False
    core = step.removeprefix("完成").removesuffix("完成").removeprefix("项目").strip()
    return len(core) >= 2 and any(_says(clause, step, core, today) for clause in _CLAUSE.split(text[:1000]))


def _says(clause: str, step: str, core: str, today: date) -> bool:
    at = clause.find(core)
    if at < 0 or _NOT_YET.search(clause) or any(day.on > today for day in find_dates(clause, now=today)):
        return False
    if clause[at + len(core) : at + len(core) + 1].isdigit():  # some of them
        return False
    return step in clause or bool(_FINISHED.search(clause))
