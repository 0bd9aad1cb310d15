"""What the REST API answers about digests: each figure leads to the tasks and words behind it."""

from datetime import date

from pydantic import Field

from bot.web.schemas import Answer, Id, Moment, Number, Page


class DigestFigure(Answer):
    key: str = Field(description="total, done, green, yellow, red, white, or of a line: watch:17, moved:17, decide:5")
    label: str
    value: Number | None
    unit: str
    task: Id | None = Field(description="of a line: the task it speaks of")
    update: Id | None = Field(description="of a line: the update it rests on")
    behind: str = Field(description="where the tasks and words behind it are")
    updates: str | None = Field(description="of a line: everything that was said of its task")


class Digest(Answer):
    id: Id
    day: date
    at: Moment
    person_id: Id
    person: str | None
    role: str = Field(description="leader or aide")
    state: str = Field(description="pending, sent and so on as the outbox has it, or skipped")
    reason: str = Field(description="why it was skipped")
    text: str
    picture: str | None = Field(description="where the picture that goes with it is, a PNG")
    figures: list[DigestFigure]


class DigestPage(Page[Digest]):
    pass


class Behind(Answer):
    """A task that a figure was counted from, and the word it rested on."""

    task: Id
    number: str
    title: str
    unit: str
    lamp: str = Field(description="at the moment of the digest; done: verified and closed")
    percent: Number | None = Field(description="as it is now")
    standing: str | None
    update: Id | None
    person: str | None
    said_at: Moment | None
    text: str | None
    updates: str = Field(description="where everything that was said of the task is")


class BehindPage(Page[Behind]):
    pass
