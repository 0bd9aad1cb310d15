"""Where the reading of a directory stands between two calls: departments still to be read, and the page of the first."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from models.messages import Refused, Retry, Unknown

AGAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Walk:
    """`todo` is worked from its head; `page` is the platform's own word for the next page of that department.

    `opened`: the departments below the head were read, its members come next.
    """

    todo: tuple[str, ...]
    page: str = ""
    opened: bool = False

    @classmethod
    def read(cls, after: str) -> "Walk":
        told = json.loads(after)
        return cls(tuple(told["todo"]), told["page"], told["opened"])

    def as_text(self) -> str:
        """Empty when nothing is left to read."""
        if not self.todo:
            return ""
        return json.dumps({"todo": self.todo, "page": self.page, "opened": self.opened})

    @property
    def head(self) -> str:
        return self.todo[0]

    def into(self, found: Iterable[str]) -> "Walk":
        """Its head is opened: these lie below it and are read after it."""
        return Walk((self.head, *found, *self.todo[1:]), opened=True)

    def on(self, page: str = "") -> "Walk":
        """To the next page of the head, or to the next department."""
        return Walk(self.todo, page, self.opened) if page else Walk(self.todo[1:])


def fault_of(answer: Retry | Refused | Unknown) -> Retry | Refused:
    """Reading may be repeated: what is not known of a call is asked again."""
    return Retry(AGAIN_S, answer.error) if isinstance(answer, Unknown) else answer
