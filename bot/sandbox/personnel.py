"""What changes in the organisation without the bot: somebody leaves, moves, is renamed, a department is; the app's scope.

It lies over the roster that the bot tells, and outlasts every telling.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.journal import Journal
from bot.sandbox.wire import Json


class Change(BaseModel):
    """The body of POST /sandbox/personnel: of one person, of one department (`unit` alone), or of the app's `scope`.

    A `user` that the roster does not hold is a new member of the directory; he needs a name. `units` are paths from the top,
    as in 市水利局/办公室; `leads` are those of them he heads. `hidden`: he is there, and the app is not shown him.
    `renamed` is the department's new name. `scope` are the departments that the app is shown, whole; null: all of them.
    """

    model_config = ConfigDict(extra="forbid")

    platform: str
    user: str = ""
    name: str | None = None
    title: str | None = None
    mobile: str | None = None
    units: list[str] | None = None
    leads: list[str] | None = None
    left: bool = False
    hidden: bool = False
    unit: str = ""
    renamed: str = ""
    scope: list[str] | None = None


class Organisation(BaseModel):
    """Of one platform."""

    people: dict[str, Change] = Field(default_factory=dict)
    renamed: dict[str, str] = Field(default_factory=dict)
    scope: list[str] | None = None

    def shows(self, paths: Iterable[str]) -> bool:
        """Whether the app is shown one of these departments, or one that lies above it."""
        if self.scope is None:
            return True
        return any(path == one or path.startswith(f"{one}/") for path in paths for one in self.scope)


class Personnel:
    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._of: dict[str, Organisation] = {}
        self.rev = 0  # another one after each change

    def of(self, platform: str) -> Organisation:
        return self._of.setdefault(platform, Organisation())

    def change(self, told: Change) -> None:
        """What was said of a person before is forgotten."""
        of = self.of(told.platform)
        if told.user:
            of.people[told.user.lower()] = told
        elif told.unit:
            of.renamed[told.unit] = told.renamed
        else:
            of.scope = told.scope
        self.rev += 1
        self._journal.write("personnel", {platform: one.model_dump() for platform, one in self._of.items()})

    def load(self, state: Json) -> None:
        self._of = {platform: Organisation.model_validate(one) for platform, one in state.items()}
