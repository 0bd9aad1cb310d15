"""What the quarter has left: every bubble that came of itself, on whose phone, and what had happened by then."""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime

from days_of_2026 import workdays_between
from quarter import Quarter
from townspeople import Person, Role

from bot.commands.players import SHANGHAI
from models.events import Event
from models.notices import Notice
from models.obligations import Obligation
from models.outbox import Outbox
from models.tasks import Assignment

STATE_AFTER = {
    "dispatched": "dispatched", "accepted": "accepted", "contested": "disputed", "upheld": "dispatched",
    "completed": "completed", "returned": "in_progress", "closed": "closed", "reassigned": "terminated",
    "terminated": "terminated", "reopened": "in_progress", "relapsed": "in_progress",
}  # fmt: skip
RESTS = {"completed", "closed", "disputed", "terminated"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A bubble on a phone that nobody had asked for; answers are told apart by what the platform was given."""

    person: Person
    at: datetime
    text: str
    reason: str
    task_class: str = ""  # of what is dispatched

    def __str__(self) -> str:
        return f"{self.person.user}（{self.person.role}）{self.at:%m-%d %H:%M} {self.text}"


@dataclass
class Story:
    """One assignment over time, from its events."""

    assignment: Assignment
    unit: str
    number: str
    states: list[tuple[datetime, str]] = field(default_factory=list)
    words: list[datetime] = field(default_factory=list)  # those with a fact
    percent: float | None = None  # as last said of the whole
    milestones: tuple[date, ...] = ()
    waits: list[tuple[datetime, bool]] = field(default_factory=list)  # for an answer to a request for more time

    def state(self, at: datetime) -> str:
        """Before that moment."""
        return next((state for since, state in reversed(self.states) if since < at), "dispatched")

    def is_waiting(self, at: datetime) -> bool:
        return next((waits for since, waits in reversed(self.waits) if since < at), False)

    def has_word_since_taken_on(self, at: datetime) -> bool:
        taken = max((since for since, state in self.states if state == "accepted" and since < at), default=None)
        return taken is not None and any(taken < word < at for word in self.words)

    def has_word_within(self, workdays: int, at: datetime) -> bool:
        before = self.words[: bisect_left(self.words, at)]
        return bool(before) and workdays_between(before[-1].date(), at.date()) < workdays


@dataclass
class Record:
    quarter: Quarter
    shown: list[Shown]
    answers: int
    stories: list[Story]
    obligations: list[Obligation]
    ends_on: date

    @classmethod
    async def of(cls, quarter: Quarter) -> "Record":
        sent = await Outbox.filter(state="sent").exclude(kind="card_update")
        by_msgid = {row.platform_id: row for row in sent}
        classes = await _classes()
        shown, answers = [], 0
        for user, person in quarter.people.items():
            for bubble in quarter.town.shown(user):
                row = by_msgid[bubble.msgid]
                if row.is_proactive:
                    shown.append(
                        Shown(
                            person,
                            bubble.at.astimezone(SHANGHAI),
                            bubble.plain_text if row.reason != "picture" else row.content["text"],
                            row.reason,
                            classes.get(row.id, ""),
                        )
                    )
                else:
                    answers += 1
        shown.sort(key=lambda one: one.at)
        return cls(quarter, shown, answers, await _stories(), await Obligation.all(), quarter.town.moment.date())

    def of_unit(self, name: str, number: str) -> list[Story]:
        """A number may stand twice in a plan."""
        return [story for story in self.stories if story.unit == name and story.number == number]

    def by_person(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {user: [] for user in self.quarter.people}
        for one in self.shown:
            found[one.person.user].append(one)
        return found

    def office(self) -> list[Shown]:
        return [one for one in self.shown if one.person.role is Role.OFFICE]


async def _classes() -> dict[int, str]:
    """By message that dispatches: how fast its tasks are to go."""
    by_id = {a.id: a.task.task_class for a in await Assignment.all().select_related("task")}
    return {n.outbox_id: by_id[n.assignment_id] for n in await Notice.filter(occasion="dispatch") if n.assignment_id}


async def _stories() -> list[Story]:
    given = await Assignment.filter(role="lead").select_related("task", "unit").prefetch_related("task__milestones")
    found = {
        a.id: Story(
            a, a.unit.short, a.task.number.removesuffix("号"), milestones=tuple(m.due for m in a.task.milestones)
        )
        for a in given
    }
    for event in await Event.all().order_by("at", "id"):
        story, at = found.get(event.assignment_id or 0), event.at.astimezone(SHANGHAI)
        if story is None:
            continue
        if event.kind in STATE_AFTER:
            story.states.append((at, STATE_AFTER[event.kind]))
        if event.kind in {"extension_asked", "extended", "extension_refused"}:
            story.waits.append((at, event.kind == "extension_asked"))
        if event.kind == "reported" and event.data.get("grade") in {"A", "B"}:
            story.words.append(at)
        if event.kind == "reported" and (percent := event.data["reading"]["percent"]) is not None:
            story.percent = percent
    return list(found.values())
