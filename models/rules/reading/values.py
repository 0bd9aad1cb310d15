"""What a reply can say: plain values, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from models.rules.reading.confidence import UNSURE_BELOW, confidence
from models.rules.reading.grounds import Doubt, Ground, Rule
from models.rules.units_of_measure import base_of


class Intent(StrEnum):
    EXTENSION_REQUEST = "extension_request"
    HANDOFF = "handoff"
    QUESTION = "question"
    COMPLETED = "completed"
    BLOCKED = "blocked"
    PROGRESS = "progress"
    ACK = "ack"
    OTHER = "other"


class Quality(StrEnum):
    OK = "ok"
    PLEDGE = "perfunctory_pledge"  # 表态式
    BOILERPLATE = "boilerplate"  # 应付型
    SELECTIVE = "selective"  # 选择性
    NO_EVIDENCE = "no_evidence"


class Grade(StrEnum):
    A = "A"  # a result with a figure or a document number
    B = "B"  # a step done, or the next step with a date or a person
    C = "C"  # intention only
    D = "D"  # empty, copied, or silent on part of what was asked


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    name: str
    target: float
    unit: str

    def is_reached_by(self, value: float, unit: str) -> bool:
        return value * base_of(unit)[1] >= self.target * base_of(self.unit)[1] * (1 - 1e-9)


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What the asker knows about the task; `ref` is the number people use for it in chat."""

    ref: str
    title: str
    due: date | None = None
    indicators: tuple[IndicatorTarget, ...] = ()
    started: date | None = None
    last_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """text[start:end] of the reply."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Obstacle(Span):
    """What stands in the way, in the words of the reply."""

    ground: Ground


@dataclass(frozen=True, slots=True)
class Percent:
    value: float
    span: Span
    ground: Ground


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    name: str
    value: float
    unit: str
    span: Span
    ground: Ground


@dataclass(frozen=True, slots=True)
class NextDate:
    on: date
    span: Span
    ground: Ground
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Need:
    unit: str | None  # the body asked to act, as written
    what: str
    span: Span
    ground: Ground


@dataclass(frozen=True, slots=True)
class Evidence:
    """One read value of one field, the words that carry it, the rule that read it, and how sure that is (0..1)."""

    field: str
    value: str
    span: Span
    rule: Rule
    confidence: float
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    percent: Percent | None = None
    indicators: tuple[IndicatorValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What a reply says about one task."""

    task_ref: str
    intent: Intent
    ground: Ground  # of the intent
    percent: Percent | None = None
    indicators: tuple[IndicatorValue, ...] = ()
    next_date: NextDate | None = None
    blockers: tuple[Obstacle, ...] = ()
    needs: tuple[Need, ...] = ()
    handoff_to: Span | None = None
    because: Span | None = None  # the words that decided the intent
    quality: tuple[Quality, ...] = (Quality.OK,)
    grade: Grade = Grade.B

    def to_json(self) -> dict[str, Any]:
        return {"task_ref": self.task_ref, "intent": self.intent.value} | _facts(self)

    def evidence(self) -> Iterator[Evidence]:
        if self.because:
            yield _evidence("intent", self.intent.value, self.because, self.ground)
        if self.percent:
            yield _evidence("percent", f"{self.percent.value:g}", self.percent.span, self.percent.ground)
        for each in self.indicators:
            yield _evidence("indicators", f"{each.name}={each.value:.10g}{each.unit}", each.span, each.ground)
        if self.next_date:
            yield _evidence("next_date", self.next_date.on.isoformat(), self.next_date.span, self.next_date.ground)
        for obstacle in self.blockers:
            yield _evidence("blockers", obstacle.text, obstacle, obstacle.ground)
        for need in self.needs:
            yield _evidence("needs", f"{need.unit or ''}:{need.what}", need.span, need.ground)
        if self.handoff_to:
            yield _evidence("handoff_to", self.handoff_to.text, self.handoff_to, self.ground)

    @property
    def unsure(self) -> tuple[str, ...]:
        """The fields with a value that may well be wrong."""
        return _unsure(self.evidence())


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole reply. One on several tasks says it all in its parts; `intent` is the most urgent."""

    intent: Intent
    quality: tuple[Quality, ...]
    grade: Grade
    percent: Percent | None = None
    indicators: tuple[IndicatorValue, ...] = ()
    next_date: NextDate | None = None
    blockers: tuple[Obstacle, ...] = ()
    needs: tuple[Need, ...] = ()
    handoff_to: Span | None = None
    documents: tuple[Span, ...] = ()
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def unsure(self) -> tuple[str, ...]:
        """The fields with a value, of the whole or of a part, that may well be wrong."""
        return _unsure(self.evidence)

    def to_json(self) -> dict[str, Any]:
        return {
            "intent": self.intent.value,
            **_facts(self),
            "handoff_to": self.handoff_to.text if self.handoff_to else None,
            "quality": [flag.value for flag in self.quality],
            "parts": [part.to_json() for part in self.parts],
        }


def _evidence(field: str, value: str, span: Span, ground: Ground) -> Evidence:
    sure = confidence(field, ground)
    return Evidence(field, value, Span(span.start, span.end, span.text), ground.rule, sure, ground.doubts)


def _unsure(found: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.field for each in found if each.confidence < UNSURE_BELOW))


def _facts(said: Part | Reading) -> dict[str, Any]:
    return {
        "percent": _number(said.percent.value) if said.percent else None,
        "indicators": [{"name": i.name, "value": _number(i.value), "unit": i.unit} for i in said.indicators],
        "next_date": said.next_date.on.isoformat() if said.next_date else None,
        "blockers": [span.text for span in said.blockers],
        "needs": [{"unit": need.unit, "what": need.what} for need in said.needs],
    }


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 6)
