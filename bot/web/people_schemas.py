"""What the REST API answers about people: their posts, accounts, and for whom they may answer."""

from pydantic import Field

from bot.web.schemas import Answer, Id, Moment, Page


class HeldPost(Answer):
    id: Id
    role: str
    title: str
    unit: str | None
    portfolio: str


class PersonAccount(Answer):
    platform: str
    user: str
    stale: bool = Field(description="the platform said that it does not know this id")


class AnswersFor(Answer):
    head: str
    unit: str
    tasks: list[str] | None = Field(description="their numbers; null: every task of the unit")
    since: Moment
    until: Moment | None


class Person(Answer):
    id: Id
    name: str
    known: bool = Field(description="false: wrote to the bot, is in no contacts")
    phone: str | None = Field(description="for an admin key only")
    posts: list[HeldPost]
    accounts: list[PersonAccount]
    answers_for: list[AnswersFor] = Field(description="heads who let this person answer for the progress of tasks")


class PersonPage(Page[Person]):
    pass
