"""Who has the app on their phone, as the bot or a test told it: one phone for each account in a messenger."""

from collections.abc import Iterable

from pydantic import BaseModel, Field

from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json

HEADS = frozenset({"head", "单位负责人"})
FIRST = "wecom"  # the platform whose phones go by the bare account


class Person(BaseModel):
    """`licensed` and `visible` are for tests of partial failure; the bot leaves them alone. `is_second`: the bot reaches
    him on another phone first.
    """

    user: str = Field(min_length=1, max_length=64)
    name: str = ""
    title: str = ""
    unit: str = ""
    role: str = ""
    platform: str = FIRST
    is_second: bool = False
    licensed: bool = True
    visible: bool = True

    @property
    def key(self) -> str:
        """Of the phone."""
        return phone_of(self.platform, self.user)

    @property
    def is_head(self) -> bool:
        return self.role in HEADS


def fold(user: str) -> str:
    """User ids are compared without case, and answered in lower case."""
    return user.strip().lower()


def phone_of(platform: str, user: str) -> str:
    """The same account may exist in two messengers: two phones."""
    return fold(user) if platform == FIRST else f"{platform}:{fold(user)}"


def account_of(phone: str) -> tuple[str, str]:
    """Platform and account of a phone."""
    platform, colon, user = phone.partition(":")
    return (platform, user) if colon else (FIRST, phone)


class Roster:
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

    def find(self, phone: str) -> Person | None:
        return self._people.get(fold(phone))

    def everyone(self) -> list[Person]:
        return list(self._people.values())

    def phone(self, user: str, platform: str = "") -> str:
        """The phone somebody means: of this platform, or the only one that goes by this account."""
        if platform:
            return phone_of(platform, user)
        if self.find(user) is not None or ":" in user:
            return fold(user)
        return next((key for key in self._people if account_of(key)[1] == fold(user)), fold(user))

    def on(self, platform: str) -> "Directory":
        return Directory(self, platform)


class Directory:
    """The people of one platform. While the roster is empty everybody exists: the messenger was not told yet."""

    def __init__(self, roster: Roster, platform: str) -> None:
        self._roster = roster
        self._platform = platform

    def find(self, user: str) -> Person | None:
        return self._roster.find(phone_of(self._platform, user))

    def reaches(self, user: str) -> bool:
        person = self.find(user)
        return person.visible if person else not self._roster.everyone()

    def is_licensed(self, user: str) -> bool:
        person = self.find(user)
        return person is None or person.licensed

    def visible(self) -> list[Person]:
        return [person for person in self.everyone() if person.visible]

    def departments(self) -> dict[int, str]:
        """The root is 1; every unit named in the roster is a department below it, in order of appearance."""
        units = list(dict.fromkeys(person.unit for person in self.everyone() if person.unit))
        return {1: "全部", **dict(enumerate(units, start=2))}

    def members(self, department: int) -> list[Person]:
        unit = "" if department == 1 else self.departments().get(department)
        return [person for person in self.visible() if person.unit == unit]

    def department_of(self, person: Person) -> int:
        numbers = {unit: number for number, unit in self.departments().items()}
        return numbers.get(person.unit, 1)

    def everyone(self) -> list[Person]:
        return [person for person in self._roster.everyone() if person.platform == self._platform]
