"""A hundred thousand replies as they might also have been typed: none stops the reader, each value stands in its words."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from reading_measure import LABELLED, rows
from reading_mutations import mutated
from reading_traces import untraced

from models.rules.reading import from_json

REPLIES = [from_json(row) for row in rows(*LABELLED, "further_fields", "office_replies")]
TEXTS = [row.text for row in REPLIES]
BATCHES, EACH = 8, 12_500


@pytest.mark.parametrize("seed", range(BATCHES))
def test_mutated_replies_are_read_and_quoted_faithfully(seed: int) -> None:
    chance, wrong = random.Random(seed), []
    for _ in range(EACH):
        row = chance.choice(REPLIES)
        text = mutated(row.text, chance, TEXTS)
        wrong += [(text, found) for found in untraced(replace(row, text=text).read(), text)]
    assert wrong == []
