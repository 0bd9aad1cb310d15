"""A plan's line as it was stored at the last import, back as a value."""

from datetime import date
from typing import Any

from models.rules.plan.values import DueKind, Indicator, Milestone, PlanLine, Problem


def line_from(stored: dict[str, Any]) -> PlanLine:
    """The opposite of PlanLine.to_json, but for the raw cells, which are not kept."""
    resolved = stored["lead_units_resolved"]
    part = stored.get("part")
    whole = int(str(stored["seq"]).partition(".")[0]) if part is not None else stored["seq"]
    return PlanLine(
        index=stored["index"], seq=whole if isinstance(whole, int) else None, part=part, parent=stored.get("parent"), seq_text=str(stored["seq"] or ""),
        sheet=stored["sheet"], row=stored["row"], row_end=stored["row_end"], section=stored["section"], title=stored["title"],
        goal=stored["goal"], lead_units=tuple(stored["lead_units"]), lead_units_resolved=None if resolved is None else tuple(resolved),
        support_units=tuple(stored["support_units"]), leader=stored["leader"], owners=tuple(stored["owners"]),
        due=date.fromisoformat(stored["due"]) if stored["due"] else None, due_raw=stored["due_raw"], due_kind=DueKind(stored["due_kind"]),
        milestones=tuple(Milestone(m["name"], date.fromisoformat(m["due"])) for m in stored["milestones"]),
        indicators=tuple(Indicator(i["name"], i["target"], i["unit"], i["comparator"]) for i in stored["indicators"]),
        note=stored["note"], is_key=stored["is_key"], is_redline=stored["is_redline"], off_chat=stored["off_chat"],
        problems=tuple(Problem(p) for p in stored["problems"]), notes=tuple(stored["notes"]),
    )  # fmt: skip
