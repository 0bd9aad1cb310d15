"""Who has the app on their phone, as the bot or a test told it."""

from collections.abc import Iterable

from pydantic import BaseModel, Field

from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json

HEADS = frozenset({"head", "单位负责人"})


class Person(BaseModel):
    """`licensed` and `visible` are for tests of partial failure; the bot leaves them alone."""

    user: str = Field(min_length=1, max_length=64)
    name: str = ""
    title: str = ""
    unit: str = ""
    role: str = ""
    licensed: bool = True
    visible: bool = True

    @property
    def key(self) -> str:
        return fold(self.user)

    @property
    def is_head(self) -> bool:
        return self.role in HEADS


def fold(user: str) -> str:
    """User ids are compared without case, and answered in lower case."""
    return user.strip().lower()


class Roster:
    """While it is empty everybody exists: the messenger was not told yet."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._people: dict[str, Person] = {}

    def replace(self, people: Iterable[Person]) -> None:
        told = {person.key: person for person in people}
        if told == self._people:
            return  # the bot tells it every few seconds
        self._people = told
        self._journal.write("roster", {"people": [person.model_dump() for person in self._people.values()]})

    def load(self, state: Json) -> None:
        people = state.get("people")
        if isinstance(people, list):
            self._people = {person.key: person for person in map(Person.model_validate, people)}

    def find(self, user: str) -> Person | None:
        return self._people.get(fold(user))

    def reaches(self, user: str) -> bool:
        person = self.find(user)
        return person.visible if person else not self._people

    def is_licensed(self, user: str) -> bool:
        person = self.find(user)
        return person is None or person.licensed

    def everyone(self) -> list[Person]:
        return list(self._people.values())

    def visible(self) -> list[Person]:
        return [person for person in self._people.values() if person.visible]

    def departments(self) -> dict[int, str]:
        """The root is 1; every unit named in the roster is a department below it, in order of appearance."""
        units = list(dict.fromkeys(person.unit for person in self._people.values() if person.unit))
        return {1: "全部", **dict(enumerate(units, start=2))}

    def members(self, department: int) -> list[Person]:
        unit = "" if department == 1 else self.departments().get(department)
        return [person for person in self.visible() if person.unit == unit]

    def department_of(self, person: Person) -> int:
        numbers = {unit: number for number, unit in self.departments().items()}
        return numbers.get(person.unit, 1)
