"""The answers of `emergencies`."""

from pydantic import Field

from bot.web.schemas import Answer, Id, Moment, Page


class EmergencyCall(Answer):
    """One person who was told."""

    person: str
    side: str = Field(description="leader or office (总值班室)")
    stands_for: str | None = Field(description="who had not answered, of whoever stands in")
    told_at: Moment
    heard_at: Moment | None = Field(description="when the platform took it for him")
    answer: str | None = Field(description="received, or on_it")
    answered_at: Moment | None


class EmergencyEntry(Answer):
    at: Moment
    person: str | None
    kind: str = Field(
        description="said, confirmed, denied, told, unreached, answered, silent, added, tasked, ended or withdrawn"
    )
    text: str


class Emergency(Answer):
    """What somebody told of, and what became of it."""

    id: Id
    state: str = Field(description="asked, denied, open, ended or withdrawn")
    text: str
    what: str
    place: str
    happened: str = Field(description="when, in the reporter's words")
    reporter: str | None
    unit: str | None
    phone: str = Field(description="of 总值班室, as the reporter was told")
    task: str | None = Field(description="the number of the task (T0) that it was made, as J7")
    said_at: Moment
    confirmed_at: Moment | None
    ended_at: Moment | None
    calls: list[EmergencyCall]
    log: list[EmergencyEntry]


class EmergencyPage(Page[Emergency]):
    pass
