"""Replies written for this project in many offices' words: each must be read to the letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.rules.reading import predict

FILE = Path(__file__).parent.parent / "data" / "replies" / "office_replies.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_reply_of_an_office_is_read_to_the_letter(row: dict[str, Any]) -> None:
    read = predict(row)
    got = {key: read[key] for key in ("intent", "percent", "indicators", "next_date", "quality")}
    got |= {"obstacles": len(read["blockers"]), "asked": [need["unit"] for need in read["needs"]]}
    assert got == row["expected"], row["reply"]
