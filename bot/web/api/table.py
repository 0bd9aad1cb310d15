"""Every route of the API with its policy: a route that is not here, or has no policy, cannot exist."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from bot.web import digest_schemas, emergency_schemas, message_schemas, people_schemas, schemas
from bot.web.api import (
    asked,
    contacts,
    decisions,
    digests,
    emergencies,
    messages,
    obligations,
    orders,
    papers,
    pictures,
    schedules,
    tasks,
    updates,
    written,
)
from bot.web.api.keys import Access, Caller

PREFIX = "/api/v1"
RELEASE = "/messages/inbox/{id}/release"
A = TypeVar("A", bound=asked.Asked)


@dataclass(frozen=True, slots=True)
class Route(Generic[A]):
    """`refusals` are its statuses besides 400, 401, 403 and 503; the handler's docstring describes it."""

    method: str
    path: str
    policy: Access
    asked: type[A]
    answers: type[BaseModel]
    handler: Callable[[A, Caller, datetime], Awaitable[BaseModel]]
    refusals: tuple[int, ...] = ()


READER, ADMIN = Access.READER, Access.ADMIN
TABLE: tuple[Route[Any], ...] = (
    Route("GET", "/tasks", READER, asked.Tasks, schemas.TaskPage, tasks.listed),
    Route("GET", "/tasks/{id}", READER, asked.OneTask, schemas.Task, tasks.one, (404,)),
    Route("GET", "/tasks/{id}/updates", READER, asked.Updates, schemas.UpdatePage, updates.listed, (404,)),
    Route("GET", "/tasks/{id}/pictures", READER, asked.Pictures, schemas.PicturePage, pictures.listed, (404,)),
    Route("GET", "/pictures/{id}", READER, asked.OnePicture, schemas.File, pictures.one, (404,)),
    Route("GET", "/obligations", READER, asked.Obligations, schemas.ObligationPage, obligations.listed),
    Route("GET", "/digests", READER, asked.Digests, digest_schemas.DigestPage, digests.listed),
    Route("GET", "/digests/{id}", READER, asked.OneDigest, digest_schemas.Digest, digests.one, (404,)),
    Route("GET", "/digests/{id}/picture", READER, asked.OneDigest, schemas.File, digests.picture, (404,)),
    Route("GET", "/digests/{id}/figures", READER, asked.OneFigure, digest_schemas.BehindPage, digests.behind, (404,)),
    Route("GET", "/units", READER, asked.Units, schemas.UnitPage, contacts.units),
    Route("GET", "/people", READER, asked.People, people_schemas.PersonPage, contacts.people),
    Route("GET", "/schedules", READER, asked.Schedules, schemas.SchedulePage, schedules.listed),
    Route("POST", "/schedules", ADMIN, written.NewSchedule, schemas.Schedule, schedules.create),
    Route("POST", "/schedules/{id}", ADMIN, written.ChangedSchedule, schemas.Schedule, schedules.change, (404, 409)),
    Route("GET", "/emergencies", ADMIN, asked.Emergencies, emergency_schemas.EmergencyPage, emergencies.listed),
    Route("GET", "/messages/inbox", READER, asked.InboxMessages, message_schemas.InboxPage, messages.arrived),
    Route("GET", "/messages/outbox", READER, asked.OutboxMessages, message_schemas.OutboxPage, messages.leaving),
    Route("GET", "/papers/plan", ADMIN, asked.OnePaper, schemas.File, papers.plan_sheet, (404,)),
    Route("POST", "/tasks/{id}/decisions", ADMIN, decisions.NewDecision, schemas.Task, decisions.decide, (404, 409)),
    Route("POST", "/orders", ADMIN, orders.NewOrder, orders.OrderList, orders.give),
    Route("POST", "/calls", ADMIN, orders.NewCall, orders.CallNoted, orders.note_call, (404, 409)),
    Route("GET", "/papers/report", ADMIN, asked.OnePaper, schemas.File, papers.report_draft, (404,)),
    Route("POST", RELEASE, ADMIN, asked.OneMessage, message_schemas.InboxMessage, messages.release, (404, 409)),
)
