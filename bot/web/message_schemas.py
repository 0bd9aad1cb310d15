"""What the REST API answers of messages: what came in and what goes out, without their words."""

from pydantic import Field

from bot.web.schemas import Answer, Id, Moment, Page


class InboxMessage(Answer):
    """A message that came in; what was said is nowhere in it."""

    id: Id
    platform: str
    message_id: str = Field(description="the platform's own id")
    user: str
    state: str
    attempts: int
    received_at: Moment
    applied_at: Moment | None
    error: str | None = Field(description="for a reader key its kind only")


class InboxPage(Page[InboxMessage]):
    pass


class CarriedNotice(Answer):
    id: Id
    key: str = Field(description="unique: obligation, rung, occasion and person")
    task: Id | None
    obligation: Id | None
    occasion: str
    form: str
    state: str


class OutboxMessage(Answer):
    """A message that goes out; its words are nowhere in it."""

    id: Id
    platform: str
    user: str
    person: str | None
    kind: str
    state: str
    reason: str
    notices: list[CarriedNotice]
    attempts: int
    planned_at: Moment
    sent_at: Moment | None
    delivered_at: Moment | None
    read_at: Moment | None
    error: str | None


class OutboxPage(Page[OutboxMessage]):
    pass
