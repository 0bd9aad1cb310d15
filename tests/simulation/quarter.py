"""A quarter of a town's work: whoever is shown something reacts as is his character, and the clock is turned on."""

import heapq
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from days_of_2026 import is_workday, is_working
from town import Town
from townspeople import SHARES, Character, Deed, Officer, Person, Role, Unit, moment_after, rings_up

from bot.sandbox.phones import Entry
from models.people import Account, Holding, Post
from models.tasks import Assignment

CLERK = "sujianwei"
STRIDE = timedelta(minutes=60)
ASKS_WHY = 0.12


@dataclass(frozen=True, slots=True)
class Why:
    """What 为什么提醒我 answered about this bubble."""

    user: str
    bubble: Entry
    answer: str


@dataclass
class Quarter:
    town: Town
    seed: int
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    whys: list[Why] = field(default_factory=list)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    said: int = 0
    _plans: list[tuple[datetime, int, str, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _explained: set[str] = field(default_factory=set)

    async def settle(self) -> None:
        """督查室 imports contacts and plan and gives out the tasks; who is prompt and who is silent falls by lot."""
        await self.town.settle_in()
        await self.town.import_plan()
        self.dice = random.Random(self.seed)
        self.officer = Officer(random.Random(self.seed + 1))
        await self._meet()
        await self.town.dispatch()

    async def _meet(self) -> None:
        numbers: dict[str, list[str]] = {}
        for one in await Assignment.filter(role="lead").select_related("task", "unit").order_by("task__row"):
            numbers.setdefault(one.unit.short, []).append(one.task.number.removesuffix("号"))
        kinds = [Character(name) for name, share in SHARES.items() for _ in range(round(share * len(numbers)))]
        kinds = [*kinds, *[Character.PROMPT] * len(numbers)][: len(numbers)]
        self.dice.shuffle(kinds)
        for character, (name, mine) in zip(kinds, sorted(numbers.items()), strict=True):
            self.units[name] = Unit(
                name, list(dict.fromkeys(mine)), character, self.dice.choice((0.7, 0.95, 1.05, 1.2))
            )
        accounts = {account.person_id: account for account in await Account.all().order_by("-id")}
        for account in sorted(accounts.values(), key=lambda one: one.id):  # of each person the first
            await self._add(account)

    async def _add(self, account: Account) -> None:
        held = await Holding.filter(person_id=account.person_id).first()
        post = await Post.get(id=held.post_id).select_related("unit") if held else None
        if post is None:
            return
        unit = self.units.get(post.unit.short) if post.unit else None
        role = {"admin": Role.OFFICE, "leader": Role.LEADER, "liaison": Role.LIAISON}.get(post.role, Role.HEAD)
        character = unit.character if unit else Character.PROMPT
        if role is Role.LIAISON and character is not Character.SILENT and self.dice.random() < 0.6:
            character = Character.LATE  # most leave the answering to their heads
        dice = random.Random(f"{self.seed}:{account.userid}")
        self.people[account.userid] = Person(account.userid, account.userid, role, character, unit, dice)

    async def live(self, until: datetime) -> None:
        """Turn the clock, look at every phone, do what is to be done, until that moment."""
        await self._look()
        while self.town.moment < until:
            day = self.town.moment.date()
            await self.town.turn_to(min(self._next_stop(), until))
            await self._look()
            await self._do_what_is_due()
            if self.town.moment.date() != day:
                self._begin_day()

    def _next_stop(self) -> datetime:
        """An hour on, in the night the next morning; earlier when somebody means to do something."""
        now = self.town.moment
        stop = now + STRIDE
        if now.hour >= 18 or not is_workday(now.date()):
            stop = (now + timedelta(days=1)).replace(hour=7, minute=0)
        return max(now + timedelta(minutes=1), min(stop, self._plans[0][0])) if self._plans else stop

    def _begin_day(self) -> None:
        today = self.town.moment.date()
        for deed in self.officer.of_his_own(today, list(self.units)) if is_workday(today) else ():
            self._plan(CLERK, moment_after(self.town.moment, self.dice.randint(10, 400)), deed)
        for person in self.people.values():
            for deed in person.of_his_own(today) if is_workday(today) else ():
                self._plan(person.user, moment_after(self.town.moment, self.dice.randint(0, 400)), deed)

    async def _look(self) -> None:
        """Each new bubble is thought about once."""
        for user, person in self.people.items():
            fresh = self.town.shown(user, after=person.read_to)
            for bubble in fresh:
                person.read_to = bubble.id
                await self._think(person, bubble)
            if fresh and is_working(self.town.moment) and self._is_curious(person, fresh[-1]):
                await self._ask_why(person, fresh[-1])

    async def _think(self, person: Person, bubble: Entry, *, is_answer: bool = False) -> None:
        now = self.town.moment
        if person.role is Role.OFFICE:
            for minutes, deed in self.officer.answers(bubble) if person.user == CLERK else ():
                self._plan(CLERK, moment_after(now, minutes), deed, bubble.id)
            if person.user == CLERK:
                self._ring(rings_up(bubble))
        else:
            minutes = self.dice.randint(2, 15) if is_answer else person.wait()
            for deed in person.answers(bubble, now.date()):
                at = moment_after(now, minutes)
                if self.dice.random() < 0.04:
                    at = at.replace(hour=21, minute=40)  # some do it in the evening
                self._plan(person.user, at, deed, bubble.id)
                minutes += 5

    def _plan(self, user: str, at: datetime, deed: Deed, bubble: int = 0) -> None:
        heapq.heappush(self._plans, (at, next(self._order), user, bubble, deed))

    def _ring(self, units: Iterable[str]) -> None:
        """Somebody of 督查室 rings up whom the list names; half of those reached answer in the bot that day."""
        for name in units:
            for person in self.people.values():
                if person.unit and name in (person.unit.name,) and self.dice.random() < 0.6:
                    at = moment_after(self.town.moment, self.dice.randint(30, 300))
                    for deed in person.called(self.town.moment.date()):
                        self._plan(person.user, at, deed)
                        at += timedelta(minutes=5)

    async def _do_what_is_due(self) -> None:
        while self._plans and self._plans[0][0] <= self.town.moment:
            _, _, user, bubble, deed = heapq.heappop(self._plans)
            await self._do(self.people[user], bubble, deed)

    async def _do(self, person: Person, bubble: int, deed: Deed) -> None:
        if deed.words:
            answers = await self._say(person, deed.words)
        else:
            answers = await self._press(person, bubble, deed.button)
        for answer in answers:
            await self._think(person, answer, is_answer=True)

    async def _say(self, person: Person, words: str) -> list[Entry]:
        self.said += 1
        await self.town.say_it(person.user, words)
        answers = self._unread(person)
        if not answers:
            self.unanswered.append((person.user, words))
        return answers

    async def _press(self, person: Person, bubble: int, button: str) -> list[Entry]:
        card = next((e for e in self.town.shown(person.user, after=bubble - 1) if e.id == bubble), None)
        key = next((b.key for b in card.buttons if b.text.startswith(button)), None) if card else None
        if key is None:
            return []  # settled meanwhile, by a colleague or in words
        self.said += 1
        await self.town.press(person.user, bubble, key)
        return self._unread(person)

    def _unread(self, person: Person) -> list[Entry]:
        fresh = self.town.shown(person.user, after=person.read_to)
        if fresh:
            person.read_to = fresh[-1].id
        return fresh

    def _is_curious(self, person: Person, bubble: Entry) -> bool:
        """Everybody now and then; and each sort of message once."""
        sort = f"{person.role}:{''.join(c for c in bubble.plain_text if not c.isdigit())[-24:]}"
        if person.character is Character.SILENT:
            return False
        is_new = sort not in self._explained
        self._explained.add(sort)
        return is_new or self.dice.random() < ASKS_WHY

    async def _ask_why(self, person: Person, bubble: Entry) -> None:
        answers = await self._say(person, "为什么提醒我")
        self.whys += [Why(person.user, bubble, answer.plain_text) for answer in answers[:1]]
