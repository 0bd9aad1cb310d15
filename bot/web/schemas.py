"""What the REST API answers: one model a resource; the OpenAPI description is made of these."""

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from models.wording.phrases import local

Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: local(at).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-06-08T08:40:00+08:00"]}),
]
Number = int | float
Id = int


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Answer)


class Page(Answer, Generic[T]):
    """`next` is the cursor of the page that follows, null on the last one."""

    items: list[T]
    next: str | None


class Fault(Answer):
    code: str
    message: str


class Refusal(Answer):
    error: Fault


class TaskUnit(Answer):
    id: Id
    name: str
    role: str = Field(description="lead or support; the first lead is the consolidator")


class Milestone(Answer):
    name: str
    due: date


class Indicator(Answer):
    name: str
    target: Number
    unit: str
    comparator: str
    value: Number | None = Field(description="last reported, cumulative")
    value_unit: str | None = Field(description="the unit as it was said")
    standing: str | None = Field(description="how far the value is confirmed")


class TaskPart(Answer):
    id: Id
    number: str
    state: str
    lamp: str


class Task(Answer):
    id: Id
    seq: int | None = Field(description="as printed in the plan; may be doubled")
    number: str = Field(description="how people call it in chat: 46号")
    title: str
    goal: str
    section: str | None
    task_class: str = Field(serialization_alias="class", description="T0 to T4")
    state: str = Field(description="of the consolidator's assignment")
    state_label: str = Field(description="the same in Chinese")
    leader: str | None
    owners: list[str]
    units: list[TaskUnit]
    due: date | None
    due_kind: str
    due_raw: str = Field(description="the due date as the plan has it")
    lamp: str
    because: str | None = Field(description="what decided the lamp, in Chinese")
    percent: Number | None = Field(description="the bar: as told, else the mean of the figures; above 100 is kept")
    standing: str | None = Field(
        description="the weakest it rests on: 自报, 已对账 or 已核; documents take the last two"
    )
    expected: Number | None = Field(description="how far it should be, on its own milestones or the time elapsed")
    points: Number | None = Field(description="the slowest part against pace, in percentage points")
    forecast: date | None = Field(description="the day of completion if it goes on as it went so far")
    milestones: list[Milestone]
    indicators: list[Indicator]
    parent: Id | None = Field(description="of a part (子项, numbered 46.1) the task it is part of")
    parts: list[TaskPart] = Field(description="each with its own clocks; nothing is summed from them")
    last_word_at: Moment | None
    problems: list[str]
    plan: Id | None
    source: str
    off_chat: bool = Field(description="internal: a reader sees number and lamp only")


class File(BaseModel):
    """Not JSON: the bytes themselves, with the name they are to be saved under."""

    name: str
    content_type: str
    content: bytes


class TaskPage(Page[Task]):
    pass


class Figure(Answer):
    name: str
    value: Number
    unit: str


class Need(Answer):
    unit: str | None = Field(description="the body asked to act, as written")
    what: str


class SecondLook(Answer):
    state: str = Field(description="waiting, asking, agreed, silent, asked, confirmed, declined, overtaken, dropped")
    model: str
    why: str | None = Field(description="why it was dropped, or its author not asked")
    agreed: list[str] = Field(description="fields on which both readers say the same")
    sure: dict[str, float] = Field(description="how sure those fields are now, 0 to 1")
    asked: list[str] = Field(description="fields that its author was asked about")


class Picture(Answer):
    id: Id
    url: str = Field(description="where it is, a JPEG; wants the same bearer token")
    content_type: str
    sha256: str
    received_at: Moment
    update: Id | None = Field(description="the event it was sent with; null: with the task alone")


class PicturePage(Page[Picture]):
    pass


class Update(Answer):
    id: Id
    task: Id
    unit: str | None
    person: str | None
    said_at: Moment
    text: str
    intent: str
    percent: Number | None
    indicators: list[Figure]
    next_date: date | None
    blockers: list[str]
    needs: list[Need]
    quality: list[str]
    grade: str | None
    confirmed: bool = Field(description="false: prepared by a liaison, or not said by or for the head")
    prepared_by: str | None = Field(description="who wrote it down: a liaison for his head, or 督查室 after a call")
    confirmed_by: str | None = Field(description="the head or deputy who confirmed what was prepared")
    on_behalf_of: str | None = Field(description="the head who authorised this person to answer")
    source_message: str | None = Field(description="the platform's own id of the message it was read from")
    replaced_by: Id | None = Field(description="the later update or withdrawal that took its place")
    second_look: SecondLook | None = Field(description="of a second reader, where the first was not sure and one is on")
    spoken: bool = Field(description="a voice message that the messenger wrote down")
    pictures: list[Picture] = Field(description="evidence sent along; none of an internal matter but to an admin")


class UpdatePage(Page[Update]):
    pass


class Obligation(Answer):
    id: Id
    kind: str = Field(description="K1 to K11")
    kind_label: str
    name: str = Field(description="what is owed")
    task: Id
    task_number: str | None
    unit: str | None
    holder: str | None = Field(description="the person who owes it now, or 督查室")
    started_at: Moment
    due_at: Moment | None
    provisional: bool = Field(description="the calendar of that year is not announced yet")
    rung: int | None = Field(description="of the ladder, 0 to 5")
    next_at: Moment | None = Field(description="when it is looked at again")
    state: str
    ended_at: Moment | None
    rule: str = Field(description="the rule and its version: K2@1")


class ObligationPage(Page[Obligation]):
    pass


class Unit(Answer):
    id: Id
    name: str
    short_names: list[str]
    kind: str
    ordinal: int = Field(description="official order")
    leader: str | None
    head: str | None
    deputy: str | None
    liaison: str | None


class UnitPage(Page[Unit]):
    pass


class Slot(Answer):
    at: Moment
    moved: bool = Field(description="from a day off, as day_off says")
    provisional: bool = Field(description="the calendar of that year is not announced yet")


class Fired(Answer):
    at: Moment
    state: str = Field(description="fired, or skipped with a reason")
    reason: str
    people: int


class Schedule(Answer):
    id: Id | None = Field(description="null: only shown, not saved")
    kind: str = Field(description="broadcast, or a list that every city has")
    name: str
    when: str = Field(description="in the words of the office: 每月25日9:00")
    to: str = Field(description="for whom, in the same words; empty for a list")
    people: int = Field(description="to how many it goes now")
    unreached: list[str] = Field(description="those of them who have no account")
    text: str | None = Field(description="for an admin key only")
    state: str = Field(description="active, paused or ended")
    day_off: str
    missed: str
    version: int
    next: list[Slot] = Field(description="the next slots under the calendar, up to five")
    last: Fired | None


class SchedulePage(Page[Schedule]):
    pass
