"""Two readings of one reply: where they agree, and what only the second one says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.rules.reading.values import Intent
from models.rules.second_reading.checking import CLOSE
from models.rules.second_reading.values import Checked, Difference, Value
from models.rules.units_of_measure import base_of

MOST_ASKED = 2  # in one question
ORDER = ("indicators", "percent", "next_date", "needs", "blockers", "intent")  # what is asked about first
ACTS = (Intent.COMPLETED, Intent.EXTENSION_REQUEST)  # what is worth a question of its own: it starts something official
DOUBT_LEFT = 0.5  # of the doubt in a value, once somebody reads the same: two readers may err alike
_OVERLAP = 0.5  # of the shorter one


@dataclass(frozen=True, slots=True)
class Comparison:
    """Fields on which both say the same, and what the person is to be asked."""

    agreed: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def asked(self) -> tuple[Difference, ...]:
        """Of one kind, so that one answer fits all of it."""
        ordered = sorted(self.differences, key=lambda each: ORDER.index(each.field))
        return tuple(each for each in ordered if each.field == ordered[0].field)[:MOST_ASKED]


def compare(first: Mapping[str, Any], second: Checked, text: str) -> Comparison:
    """`first` is the reading as the ledger keeps it. What the second is silent on is no difference."""
    agreed, differences = list[str](), list[Difference]()
    claims = second.intent is Intent.COMPLETED and first["intent"] != Intent.COMPLETED
    for value in second.values:
        if claims and value.field == "percent":
            continue  # that it is done is asked, not its share
        before = _before(first, value, text)
        if before is not None and _same(value, before):
            agreed.append(value.field)
        else:
            differences.append(_difference(value, before))
    if second.intent is not None and second.intent.value == first["intent"]:
        agreed.append("intent")
    elif second.intent in ACTS:
        differences.append(Difference("intent", second.intent.value, text, 0, len(text), first["intent"]))
    told = {each.field for each in differences}
    return Comparison(tuple(dict.fromkeys(f for f in agreed if f not in told)), tuple(differences))


def raised(confidence: float) -> float:
    """How sure a value is that both read."""
    return round(1 - DOUBT_LEFT * (1 - confidence), 3)


def _difference(value: Value, before: Any) -> Difference:
    return Difference(value.field, value.data, value.span.text, value.span.start, value.span.end, before)


def _before(first: Mapping[str, Any], value: Value, text: str) -> Any:
    """What the first reader has for the same thing; None where it has nothing."""
    match value.field:
        case "indicators":
            return next((f for f in first["indicators"] if f["name"] == value.data["name"]), None)
        case "blockers":
            # what asks for help is told once, whichever of the two names it has
            known = [*first["blockers"], *(need["what"] for need in first["needs"])]
            return _overlapping(known, value, text)
        case "needs":
            return _overlapping([need["what"] for need in first["needs"]], value, text)
        case _:
            return first[value.field]


def _overlapping(known: Sequence[str], value: Value, text: str) -> str | None:
    for words in known:
        at = text.find(words)
        if at < 0:
            continue
        shared = min(value.span.end, at + len(words)) - max(value.span.start, at)
        if shared >= _OVERLAP * min(len(words), value.span.end - value.span.start):
            return words
    return None


def _same(value: Value, before: Any) -> bool:
    match value.field:
        case "indicators":
            (kind, size), (other, base) = base_of(value.data["unit"]), base_of(before["unit"])
            near = abs(value.data["value"] * size - before["value"] * base) <= 1e-6 * max(1.0, before["value"] * base)
            return kind == other and near
        case "percent":
            return bool(abs(value.data - before) < CLOSE)
        case "next_date":
            return bool(value.data == before)
        case _:
            return True  # they overlap
