"""What a request may ask: its parameters as values, each described by what to send."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.web.api.refusals import Refused
from models.people import Role
from models.rules.contact_matching import PLATFORMS
from models.rules.obligations import UnitKind
from models.rules.pace import Lamp
from models.rules.states import State

LARGEST_ID = 2**63 - 1
MOST, USUAL = 200, 50

IdAsked = Annotated[int, Field(ge=1, le=LARGEST_ID, description="send the number of an existing row")]


def _one_of(*words: str) -> Any:
    """A filter that takes these words only: one nobody knows would match nothing and look like an answer."""
    return Field(pattern=rf"^({'|'.join(words)})$", description=f"send {', '.join(words[:-1])} or {words[-1]}")


TASK_STATES = ("draft", "live", "gone", *(state.value for state in State if state is not State.DRAFT))
UnitAsked = Annotated[
    str | None,
    Field(min_length=1, max_length=128, description="send the id or a name of a unit, see /api/v1/units"),
]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class List(Asked):
    limit: Annotated[int, Field(ge=1, le=MOST, description=f"send a whole number from 1 to {MOST}")] = USUAL
    cursor: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Za-z0-9_-]{1,80}$",
            description="send what `next` of the page before says, as it is",
        ),
    ] = None
    order: Annotated[Literal["asc", "desc"], Field(description="send asc (oldest first) or desc")] = "asc"


class OneTask(Asked):
    id: IdAsked


class Tasks(List):
    unit: UnitAsked = None
    state: Annotated[str | None, _one_of(*TASK_STATES)] = None
    lamp: Annotated[str | None, _one_of(*(lamp.value for lamp in Lamp))] = None
    seq: Annotated[int | None, Field(ge=0, le=2**31 - 1, description="send the printed number")] = None
    task_class: Annotated[
        Literal["T0", "T1", "T2", "T3", "T4"] | None, Field(alias="class", description="send T0 to T4")
    ] = None
    leader: Annotated[str | None, Field(min_length=1, max_length=32, description="send a leader's name")] = None


class OnePaper(Asked):
    plan: Annotated[
        int | None,
        Field(ge=1, le=LARGEST_ID, description="send the number of a plan, as tasks name it; the newest without"),
    ] = None


class Updates(List):
    id: IdAsked
    all: Annotated[bool, Field(description="send 1 to see also what was replaced or withdrawn")] = False


class Pictures(List):
    id: IdAsked


class OnePicture(Asked):
    id: IdAsked


class Obligations(List):
    state: Annotated[str | None, _one_of("open", "met", "withdrawn")] = None
    kind: Annotated[str | None, Field(pattern=r"^K([1-9]|1[01])$", description="send K1 to K11")] = None
    unit: UnitAsked = None
    task: Annotated[int | None, Field(ge=1, le=LARGEST_ID, description="send the number of a task")] = None


class Digests(List):
    person_id: Annotated[
        int | None,
        Field(alias="person", ge=1, le=LARGEST_ID, description="send the id of a person, see /api/v1/people"),
    ] = None
    day: Annotated[date | None, Field(description="send a day, as 2026-06-08")] = None


class OneDigest(Asked):
    id: IdAsked


class OneFigure(List):
    id: IdAsked
    key: Annotated[
        str,
        Field(pattern=r"^[a-z]{1,16}(:[0-9]{1,19})?$", description="send the key of a figure of the digest, as red"),
    ] = "total"


class Units(List):
    kind: Annotated[str | None, _one_of(*(kind.value for kind in UnitKind))] = None


class People(List):
    unit: UnitAsked = None
    role: Annotated[str | None, _one_of(*(role.value for role in Role))] = None


class Schedules(List):
    state: Annotated[Literal["active", "paused", "ended"] | None, Field(description="send active, paused or ended")] = (
        None
    )


class Emergencies(List):
    state: Annotated[str | None, _one_of("asked", "denied", "open", "ended", "withdrawn")] = None


class Messages(List):
    user: Annotated[
        str | None, Field(pattern=r"^[0-9A-Za-z_.@-]{1,64}$", description="send a user's id in the messenger")
    ] = None
    platform: Annotated[str | None, _one_of(*PLATFORMS)] = None


class InboxMessages(Messages):
    state: Annotated[str | None, _one_of("received", "working", "applied", "dead", "quarantined")] = None


class OutboxMessages(Messages):
    state: Annotated[str | None, _one_of("pending", "sending", "sent", "failed", "unknown", "cancelled", "merged")] = (
        None
    )


class OneMessage(Asked):
    id: IdAsked


def read(form: type[Asked], request: web.Request, body: dict[str, Any] | None = None) -> Asked:
    """The path's parameters with those of the query, or of a body that was sent; 400 with what to send."""
    taken = set(request.match_info)
    given: dict[str, Any] = dict(_once(_pairs(request.rel_url.raw_query_string), taken=taken))
    if body is not None:
        given |= {_unknown(name, given, taken): value for name, value in body.items()}
    try:
        return form.model_validate({**given, **request.match_info})
    except ValidationError as error:
        raise Refused(400, _say(error.errors(include_url=False)[0], form)) from None


def _pairs(raw: str) -> list[tuple[str, str]]:
    try:
        raw.encode()  # a stray byte arrives as a lone surrogate
        return parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=20)
    except UnicodeError:
        raise Refused(400, "the query is not UTF-8; percent-encode it as UTF-8") from None
    except ValueError:
        raise Refused(400, "at most 20 parameters") from None


def _once(pairs: list[tuple[str, str]], *, taken: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found or name in taken:
            raise Refused(400, f"{_short(name)} is given twice; send it once")
        if "\x00" in value:
            raise Refused(400, f"{_short(name)} holds U+0000; leave it out")
        found[name] = value
    return found


def _unknown(name: str, given: dict[str, Any], taken: set[str]) -> str:
    if name in given or name in taken:
        raise Refused(400, f"{_short(name)} is given twice; send it once")
    return name


def _say(error: Any, form: type[Asked]) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    known = {field.alias or key: field for key, field in form.model_fields.items()}
    if name not in known:
        return f"unknown parameter {_short(name)}; this path takes {', '.join(sorted(known)) or 'none'}"
    return f"{name}: {known[name].description}"


def _short(name: str) -> str:
    return repr(name[:40])
