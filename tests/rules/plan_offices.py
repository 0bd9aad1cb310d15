"""Builds the sheets kept as data in tests/data/plans/offices, and scores what was read from them."""

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.documents.reader import read_tables_now
from models.rules.plan.reading import read_plan
from models.rules.plan.values import PlanReading

DATA = Path(__file__).parents[1] / "data" / "plans"
OFFICES = sorted(path.stem for path in (DATA / "offices").glob("*.json"))
_FIELDS = "seq section title goal leader owners due due_kind lead_units support_units milestones indicators problems"


def office(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "offices" / f"{name}.json").read_text("utf-8"))
    return found


def file_of(described: dict[str, Any]) -> bytes:
    """The file of an office: a Word file when its tables are described so, else a workbook."""
    return _word(described) if "tables" in described else workbook(described["sheets"])


def workbook(sheets: list[dict[str, Any]]) -> bytes:
    """Merges are 1-based (top, left, bottom, right) and keep their first text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet["name"])
            for at, row in enumerate(sheet["rows"]):
                for column, value in enumerate(row):
                    _write(book, page, (at, column), value)
            for top, left, bottom, right in sheet.get("merges", []):
                first = sheet["rows"][top - 1][left - 1 : left]
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, first[0] if first else "")
    return out.getvalue()


def _write(book: Any, page: Any, at: tuple[int, int], value: Any) -> None:
    """A date or a share is written as a number with its format, as a spreadsheet keeps it."""
    shown = {"day": "yyyy/m/d", "month": 'yyyy"年"m"月"'}
    match value:
        case {"date": day, "shows": look}:
            page.write_datetime(*at, dt.datetime.fromisoformat(day), book.add_format({"num_format": shown[look]}))
        case {"share": share}:
            page.write(*at, share, book.add_format({"num_format": "0%"}))
        case "":
            pass
        case _:
            page.write(*at, value)


def _word(described: dict[str, Any]) -> bytes:
    """`#` in a cell is Word's own numbering, which leaves no text."""
    document = docx.Document()
    for line in described["paragraphs"]:
        document.add_paragraph(line)
    for table in described["tables"]:
        width = max(len(row) for row in table["rows"])
        made = document.add_table(rows=len(table["rows"]), cols=width)
        for at, row in enumerate(table["rows"]):
            for column, text in enumerate(row):
                _fill(made.cell(at, column), text)
        for top, left, bottom, right in table["merges"]:
            made.cell(top - 1, left - 1).merge(made.cell(bottom - 1, right - 1))
        document.add_paragraph("")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(cell: Any, text: str) -> None:
    if text != "#":
        cell.text = text
        return
    numbering = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(numbering))


def truth_of(described: dict[str, Any]) -> list[dict[str, Any]]:
    """The short form of the data files as the scorer wants it."""
    return [_long(task) for task in described["tasks"]]


def _long(task: dict[str, Any]) -> dict[str, Any]:
    owners = task.get("owners", [])
    indicators = [dict(zip(("target", "unit", "comparator"), one, strict=True)) for one in task.get("indicators", [])]
    return {
        "due_kind": "date",
        "section": None,
        "leader": None,
        "support_units": [],
        "problems": [],
        **task,
        "owners": owners,
        "owner": owners[0] if owners else None,
        "milestones": [{"due": due} for due in task.get("milestones", [])],
        "indicators": indicators,
    }


def read_bytes(data: bytes, **options: Any) -> PlanReading:
    return read_plan(read_tables_now(data, "计划.xlsx"), **options)


def score(reading: PlanReading, truth: list[dict[str, Any]], folder: Path) -> tuple[float, str]:
    """OVERALL of the scorer, and the errors of every field in words."""
    expected = folder / "expected.json"
    expected.write_text(json.dumps({"tasks": truth}, ensure_ascii=False), "utf-8")
    return score_with(reading, expected, folder)


def score_with(reading: PlanReading, expected: Path, folder: Path) -> tuple[float, str]:
    mine = folder / "mine.json"
    mine.write_text(json.dumps(reading.to_json(), ensure_ascii=False), "utf-8")
    overall, words = _scored(mine, expected, "title")
    if overall < 0.99:
        words = [line for field in _FIELDS.split() for line in _scored(mine, expected, field)[1]]
    return overall, "\n".join([*words, f"OVERALL {overall}"])


def _scored(mine: Path, expected: Path, field: str) -> tuple[float, list[str]]:
    command = [sys.executable, str(DATA / "score_plan.py"), str(mine), str(expected), "--errors", field]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    overall = next(line for line in lines if line.startswith("OVERALL"))
    return float(overall.split()[1]), [line for line in lines if f" {field}: " in line]
