"""What an endpoint may answer: its envelope as OpenAI has it, and inside it one strict object; anything else is dropped."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.rules.reading import Intent, Quality
from models.rules.second_reading import Proposal, ProposedFigure, ProposedNeed

MOST_CHARS = 8_000  # of the object; a longer one is no answer to these questions
_FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)
Quote = Annotated[str, Field(min_length=1, max_length=120)]
Share = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]


class NoAnswer(Exception):
    """It is not what was asked for; the text says in which way, and quotes nothing of it."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Strict):
    name: Annotated[str, Field(min_length=1, max_length=128)]
    value: Amount
    unit: Annotated[str, Field(max_length=32)] = ""


class Wanted(Strict):
    unit: Quote | None = None
    what: Quote


class Answer(Strict):
    """The fields of a reading. `quality`, `handoff_to` and `parts` may be there and are not used: our own rules judge."""

    intent: Intent
    percent: Share | None = None
    indicators: Annotated[list[Figure], Field(max_length=12)] = []
    next_date: date | None = None
    blockers: Annotated[list[Quote], Field(max_length=8)] = []
    needs: Annotated[list[Wanted], Field(max_length=8)] = []
    handoff_to: Quote | None = None
    quality: Annotated[list[Quality], Field(max_length=4)] = []
    parts: Annotated[list[None], Field(max_length=0)] = []

    def proposal(self) -> Proposal:
        return Proposal(
            self.intent, self.percent, tuple(ProposedFigure(f.name, f.value, f.unit) for f in self.indicators),
            self.next_date, tuple(self.blockers), tuple(ProposedNeed(need.unit, need.what) for need in self.needs),
        )  # fmt: skip


class _Message(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str


class _Choice(BaseModel):
    message: _Message


class _Envelope(BaseModel):
    choices: Annotated[list[_Choice], Field(min_length=1, max_length=4)]


def read_envelope(body: bytes) -> str:
    try:
        return _Envelope.model_validate_json(body).choices[0].message.content
    except ValidationError as error:
        raise NoAnswer(f"not a chat completion ({_where(error)})") from None


def read_answer(content: str) -> Proposal:
    """One JSON object, bare or in one fence; no word beside it."""
    content = content.strip()
    if len(content) > MOST_CHARS:
        raise NoAnswer("too long")
    fenced = _FENCED.fullmatch(content)
    try:
        return Answer.model_validate_json(fenced[1] if fenced else content).proposal()
    except ValidationError as error:
        raise NoAnswer(f"not the object asked for ({_where(error)})") from None


def _where(error: ValidationError) -> str:
    """The field and the kind of fault; never a value, which could be anybody's words."""
    first = error.errors(include_input=False, include_url=False)[0]
    known = [str(part) for part in first["loc"] if isinstance(part, int) or part in Answer.model_fields]
    return f"{'.'.join(known) or 'whole'}: {first['type']}"
