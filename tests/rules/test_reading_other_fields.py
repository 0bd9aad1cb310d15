"""Replies from hospitals, tax, floods, schools, letters of citizens and courts: labelled before the reader had seen them."""

from __future__ import annotations

import json

from test_reading_score import REPLIES, scorer

from models.rules.reading import predict

FLOOR = 0.93


def test_replies_from_fields_the_rules_were_not_written_on_are_read_well() -> None:
    lines = (REPLIES / "other_fields.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["id"]: row for row in map(json.loads, lines)}
    assert len(gold) == 150
    out, _ = scorer().score(gold, {key: predict(row) for key, row in gold.items()})
    assert out["overall"] >= FLOOR, {name: field["score"] for name, field in out["fields"].items()}
