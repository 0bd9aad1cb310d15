"""The reader against the 150 labelled replies, by their own scorer."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from models.rules.reading import predict

REPLIES = Path(__file__).parent.parent / "data" / "replies"


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_replies", REPLIES / "score_replies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows() -> list[dict[str, Any]]:
    lines = (REPLIES / "replies_public.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def test_the_public_replies_are_read_well_enough_to_act_on() -> None:
    gold = {row["id"]: row for row in rows()}
    out, _ = scorer().score(gold, {row["id"]: predict(row) for row in gold.values()})
    scores = {name: field["score"] for name, field in out["fields"].items()}
    assert out["overall"] >= 0.80, scores
    assert min(scores.values()) >= 0.65, scores


def test_a_prediction_never_looks_at_the_expected_answer() -> None:
    for row in rows()[:20]:
        bare = {key: value for key, value in row.items() if key not in ("expected", "source_url")}
        assert predict(bare) == predict(row)
