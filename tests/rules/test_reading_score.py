"""The reader against the 150 labelled replies, by their own scorer."""

from __future__ import annotations

from collections.abc import Callable

from reading_measure import REPLIES, rows, scorer

from models.rules.reading import predict

__all__ = ["REPLIES", "scorer"]
OVERALL, EACH = 0.95, 0.92
FLOORS = {"blockers": 0.85, "needs": 0.85}  # phrases, matched loosely


def test_the_public_replies_are_read_well_enough_to_act_on(record_property: Callable[[str, object], None]) -> None:
    gold = {row["id"]: row for row in rows("replies_public")}
    out, _ = scorer().score(gold, {row["id"]: predict(row) for row in gold.values()})
    scores = {name: field["score"] for name, field in out["fields"].items()}
    said = " · ".join(f"{name} {score:.3f}" for name, score in scores.items())
    record_property("figures", f"reading, {len(gold)} public replies: OVERALL {out['overall']:.3f} · {said}")
    assert out["overall"] >= OVERALL, said
    assert {name: score for name, score in scores.items() if score < FLOORS.get(name, EACH)} == {}, said


def test_a_prediction_never_looks_at_the_expected_answer() -> None:
    for row in rows("replies_public")[:20]:
        bare = {key: value for key, value in row.items() if key not in ("expected", "source_url")}
        assert predict(bare) == predict(row)
