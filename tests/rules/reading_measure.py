"""How often each rule of the reader is right on the labelled replies; `python -m tests.rules.reading_measure` writes it down."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from models.rules.reading import Evidence, Part, Reading, from_json

ROOT = Path(__file__).parents[2]
REPLIES = ROOT / "tests" / "data" / "replies"
LABELLED = ("replies_public", "other_fields", "sixty_more", "more_trades")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_replies", REPLIES / "score_replies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(*names: str) -> list[dict[str, Any]]:
    found = (REPLIES / f"{name}.jsonl" for name in names)
    return [json.loads(line) for path in found for line in path.read_text(encoding="utf-8").splitlines() if line]


@dataclass(frozen=True, slots=True)
class Judged:
    """A value that was read, and whether its label says the same."""

    found: Evidence
    right: bool
    reply: str


def judged(labelled: Sequence[dict[str, Any]]) -> list[Judged]:
    score = scorer()
    return [one for row in labelled for one in _of_row(row, from_json(row).read(), score)]


def _of_row(row: dict[str, Any], reading: Reading, score: ModuleType) -> Iterator[Judged]:
    expected = row["expected"]
    if not reading.parts:
        yield from _of_part(reading, expected, row, score)
        return
    wanted = {score.ref(part["task_ref"]): part for part in expected.get("parts") or []}
    for part in reading.parts:
        yield from _of_part(part, wanted.get(score.ref(part.task_ref), {}), row, score)


def _of_part(said: Part | Reading, wanted: dict[str, Any], row: dict[str, Any], score: ModuleType) -> Iterator[Judged]:
    left = {field: [*score.aslist(wanted.get(field))] for field in ("indicators", "blockers", "needs")}
    same = {"indicators": score.same_ind, "blockers": score.close, "needs": score.same_need}
    values = {field: iter(said.to_json()[field]) for field in left}
    evidence = said.evidence if isinstance(said, Reading) else tuple(said.evidence())
    for found in evidence:
        if found.field in left:
            value = next(values[found.field])
            hit = next((one for one in left[found.field] if same[found.field](one, value)), None)
            if hit is not None:
                left[found.field].remove(hit)
            yield Judged(found, hit is not None, row["reply"])
        elif found.field == "percent":
            number = wanted.get("percent")
            yield Judged(found, number is not None and score.same_pct(number, float(found.value)), row["reply"])
        elif found.field in ("intent", "next_date"):
            yield Judged(found, found.value == wanted.get(found.field), row["reply"])


HEAD = '''"""How often each rule was right, and each doubt not: (right, of) on {of} labelled replies.

Written by `python -m tests.rules.reading_measure`.
"""

from __future__ import annotations

'''
Counts = dict[tuple[str, str], tuple[int, int]]


def counts(found: Sequence[Judged]) -> tuple[Counts, Counts]:
    """By rule and by doubt."""
    rules, doubts = {}, {}
    for one in found:
        _count(rules, (one.found.field, one.found.rule.value), right=one.right)
        for doubt in one.found.doubts:
            _count(doubts, (one.found.field, doubt.value), right=one.right)
    return rules, doubts


def _count(into: Counts, key: tuple[str, str], *, right: bool) -> None:
    hits, of = into.get(key, (0, 0))
    into[key] = hits + right, of + 1


def _table(name: str, found: Counts) -> str:
    lines = [f'    ("{field}", "{key}"): {of},\n' for (field, key), of in sorted(found.items())]
    return f"{name}: dict[tuple[str, str], tuple[int, int]] = {{\n{''.join(lines)}}}\n"


def main() -> None:
    labelled = rows(*LABELLED)
    rules, doubts = counts(judged(labelled))
    written = HEAD.format(of=len(labelled)) + _table("RULES", rules) + _table("DOUBTS", doubts)
    (ROOT / "models" / "rules" / "reading" / "measured.py").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
