"""Replies from forty more fields (migrants, heating, buses, relics, archives, conscription …): labelled before reading."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from test_reading_score import REPLIES, scorer

from models.rules.reading import predict

FLOOR = 0.92
HALVES_APART = 0.05  # what the halves of the public replies may differ by
_Rows = dict[str, dict[str, Any]]


def _gold(name: str) -> _Rows:
    lines = (REPLIES / name).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def _halves(gold: _Rows) -> tuple[_Rows, _Rows]:
    """Rules were written on the first; what they are worth shows on the second."""
    first = set(random.Random(7).sample(sorted(gold), len(gold) // 2))
    return {key: gold[key] for key in gold if key in first}, {key: gold[key] for key in gold if key not in first}


def _overall(gold: _Rows) -> float:
    out, _ = scorer().score(gold, {key: predict(row) for key, row in gold.items()})
    return float(out["overall"])


def test_replies_from_forty_more_fields_are_read_well(record_property: Callable[[str, object], None]) -> None:
    gold = _gold("further_fields.jsonl")
    seen, unseen = _halves(gold)
    whole = _overall(gold)
    record_property(
        "figures",
        f"reading, forty more fields: {whole:.3f} (half C {_overall(seen):.3f}, half D {_overall(unseen):.3f})",
    )
    assert len(gold) == 169
    assert whole >= FLOOR


def test_sixty_more_replies_are_read_well(record_property: Callable[[str, object], None]) -> None:
    """Labelled before reading; 0.87 at first sight."""
    whole = _overall(_gold("sixty_more.jsonl"))
    record_property("figures", f"reading, sixty more replies: {whole:.3f}")
    assert whole >= 0.95


def test_replies_of_forty_more_trades_are_read_well(record_property: Callable[[str, object], None]) -> None:
    """From burials to drones, labelled before reading; 0.85 at first sight."""
    whole = _overall(_gold("more_trades.jsonl"))
    record_property("figures", f"reading, forty more trades: {whole:.3f}")
    assert whole >= 0.87


def test_replies_no_rule_was_written_on_are_read_as_at_first_sight(
    record_property: Callable[[str, object], None],
) -> None:
    """The other half of those trades: 0.88 when it was first read, and no rule since was made for it."""
    whole = _overall(_gold("trades_first_sight.jsonl"))
    record_property("figures", f"reading, trades at first sight: {whole:.3f}")
    assert whole >= 0.86


def test_the_public_replies_are_read_alike_in_both_halves(record_property: Callable[[str, object], None]) -> None:
    first, second = (_overall(half) for half in _halves(_gold("replies_public.jsonl")))
    record_property("figures", f"reading, public replies by halves: {first:.3f} and {second:.3f}")
    assert abs(first - second) <= HALVES_APART
