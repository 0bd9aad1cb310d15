"""Who has the app on their phone, as the bot or a test told it: one phone for each account in a messenger."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, Field

from bot.sandbox.journal import Journal
from bot.sandbox.personnel import Change, Organisation, Personnel
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


@dataclass(frozen=True, slots=True)
class Department:
    """`path` is from the top, by the names it had at first; the root's is empty."""

    name: str
    path: str
    parent: int


class Roster:
    def __init__(self, journal: Journal, personnel: Personnel) -> None:
        self._journal = journal
        self._personnel = personnel
        self._people: dict[str, Person] = {}
        self._members: dict[tuple[str, int], list[Member]] = {}

    def replace(self, people: Iterable[Person]) -> None:
        told = {person.key: person for person in people}
        if told == self._people:
            return  # the bot tells it every few seconds
        self._people = told
        self._members.clear()
        self._journal.write("roster", {"people": [person.model_dump() for person in self._people.values()]})

    def load(self, state: Json) -> None:
        people = state.get("people")
        if isinstance(people, list):
            self._people = {person.key: person for person in map(Person.model_validate, people)}

    def find(self, phone: str) -> Person | None:
        return self._people.get(fold(phone))

    def everyone(self) -> list[Person]:
        return list(self._people.values())

    def members(self, platform: str, of: Organisation) -> list["Member"]:
        """Whoever is or was in this platform's directory; made once after each change."""
        at = (platform, self._personnel.rev)
        if at not in self._members:
            told = {fold(one.user): one for one in self._people.values() if one.platform == platform}
            new = {user: one for user, one in of.people.items() if user not in told and one.name}
            known = [_changed(person, of.people.get(user)) for user, person in told.items()]
            joined = [_changed(Person(user=one.user, platform=platform), one) for one in new.values()]
            self._members[at] = [*known, *joined]
        return self._members[at]

    def phone(self, user: str, platform: str = "") -> str:
        """The phone somebody means: of this platform, or the only one that goes by this account."""
        if platform:
            return phone_of(platform, user)
        if self.find(user) is not None or ":" in user:
            return fold(user)
        return next((key for key in self._people if account_of(key)[1] == fold(user)), fold(user))

    def on(self, platform: str) -> "Directory":
        return Directory(self, platform, self._personnel)


class Member(Person):
    """A person as the directory has him; `units` are paths from the top, `leads` those of them he heads."""

    mobile: str = ""
    units: list[str] = Field(default_factory=list)
    leads: list[str] = Field(default_factory=list)


class Directory:
    """The people of one platform. While the roster is empty everybody exists: the messenger was not told yet."""

    def __init__(self, roster: Roster, platform: str, personnel: Personnel) -> None:
        self._roster = roster
        self._platform = platform
        self._of = personnel.of(platform)

    def find(self, user: str) -> Member | None:
        """Whoever left is nobody."""
        change = self._of.people.get(fold(user))
        person = self._roster.find(phone_of(self._platform, user))
        if change is not None and (change.left or (person is None and not change.name)):
            return None
        if person is None and change is not None:
            person = Person(user=change.user, platform=self._platform)
        return _changed(person, change) if person else None

    def reaches(self, user: str) -> bool:
        person = self.find(user)
        return person.visible if person else not self._roster.everyone()

    def is_licensed(self, user: str) -> bool:
        person = self.find(user)
        return person is None or person.licensed

    def visible(self) -> list[Member]:
        return [person for person in self.everyone() if person.visible and self._of.shows(person.units)]

    def shows(self, person: Member) -> bool:
        return person.visible and self._of.shows(person.units)

    def departments(self) -> dict[int, Department]:
        """The root is 1; every unit of somebody is a department, with all above it, in order of appearance.

        Who leaves takes no department with him. Those outside the app's scope are not among them.
        """
        paths = list(dict.fromkeys(above for one in self._all() for unit in one.units for above in _upwards(unit)))
        numbers = {path: number for number, path in enumerate(paths, start=2)}
        found = {} if self._of.scope is not None else {1: Department("全部", "", 0)}
        for path, number in numbers.items():
            if self._of.shows([path]):
                above, _, name = path.rpartition("/")
                found[number] = Department(self._of.renamed.get(path, name), path, numbers.get(above, 1))
        return found

    def members(self, department: int) -> list[Member]:
        """Of this department itself, not of those below it."""
        found = self.departments().get(department)
        if found is None:
            return []
        return [one for one in self.visible() if (found.path in one.units if found.path else not one.units)]

    def departments_of(self, person: Member) -> list[int]:
        numbers = {one.path: number for number, one in self.departments().items()}
        return [numbers[unit] for unit in person.units if unit in numbers] or ([1] if not person.units else [])

    def everyone(self) -> list[Member]:
        gone = {user for user, told in self._of.people.items() if told.left}
        return [one for one in self._all() if fold(one.user) not in gone]

    def _all(self) -> list[Member]:
        """With what changed since the bot told of them, and with those it never told of."""
        return self._roster.members(self._platform, self._of)


def _changed(person: Person, change: Change | None) -> Member:
    units = [person.unit] if person.unit else []
    leads = units if person.is_head else []
    if change is None:
        return Member(**person.model_dump(), units=units, leads=leads)
    units = units if change.units is None else change.units
    leads = [one for one in (leads if change.leads is None else change.leads) if one in units]
    told = {name: value for name in ("name", "title") if (value := getattr(change, name)) is not None}
    own = person.model_dump() | told | {"visible": person.visible and not change.hidden}
    return Member(**own, mobile=change.mobile or "", units=units, leads=leads)


def _upwards(unit: str) -> list[str]:
    """A unit with all above it, the top first."""
    parts = unit.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
