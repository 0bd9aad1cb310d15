"""A small language for sheets written by hand and what they must be read as."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.documents.reader import read_tables_now
from models.rules.plan.reading import read_plan
from models.rules.plan.values import PlanReading

DATA = Path(__file__).parents[1] / "data" / "plans"


def task(row: int, seq: int | None, title: str, goal: str | None, **fields: Any) -> dict[str, Any]:
    """One expected task; `ind` are (target, unit[, comparator]), `ms` ISO dates, owners and units are lists."""
    owners = fields.get("owners", [])
    return {
        "row": row,
        "seq": seq,
        "title": title,
        "goal": goal,
        "sheet": fields.get("sheet"),
        "section": fields.get("section"),
        "lead_units": fields.get("lead", []),
        "support_units": fields.get("support", []),
        "leader": fields.get("leader"),
        "owners": owners,
        "owner": owners[0] if owners else None,
        "due": fields.get("due"),
        "due_kind": fields.get("kind", "date"),
        "milestones": [{"due": due} for due in fields.get("ms", [])],
        "indicators": [
            {"target": each[0], "unit": each[1], "comparator": each[2] if len(each) > 2 else ">="}
            for each in fields.get("ind", [])
        ],
        "problems": fields.get("problems", []),
    }


Cell = str | int | float | None
Merge = tuple[int, int, int, int]


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]], Sequence[Merge]]]) -> bytes:
    """An .xlsx of (name, rows, merges); merges are 1-based (top, left, bottom, right) and keep their first text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows, merges in sheets:
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in (None, ""):
                        page.write(at, column, value)
            for top, left, bottom, right in merges:
                value = rows[top - 1][left - 1]
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, value if value is not None else "")
    return out.getvalue()


def score(reading: PlanReading, truth: Sequence[dict[str, Any]], tmp_path: Path) -> tuple[float, str]:
    """OVERALL of the scorer, and its whole answer with the errors of every field."""
    mine, expected = tmp_path / "mine.json", tmp_path / "expected.json"
    mine.write_text(json.dumps(reading.to_json(), ensure_ascii=False), "utf-8")
    expected.write_text(json.dumps({"tasks": truth}, ensure_ascii=False), "utf-8")
    return score_files(mine, expected)


def score_files(mine: Path, expected: Path) -> tuple[float, str]:
    words = []
    overall = 0.0
    for field in ("section", "title", "goal", "leader", "owners", "due", "due_kind", "lead_units", "support_units", "milestones", "indicators", "problems", "seq"):  # fmt: skip
        done = subprocess.run(
            [sys.executable, str(DATA / "score_plan.py"), str(mine), str(expected), "--errors", field],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        words += [line for line in done.stdout.splitlines() if f" {field}: " in line]
        summary = [line for line in done.stdout.splitlines() if line.startswith("OVERALL")][0]
        overall = float(summary.split()[1])
    return overall, "\n".join([*words, summary])


def read_bytes(data: bytes, name: str = "计划.xlsx", **options: Any) -> PlanReading:
    return read_plan(read_tables_now(data, name), **options)
