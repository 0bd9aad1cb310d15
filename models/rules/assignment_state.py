"""What happened to an assignment and how it stands, as values: `rules.lifecycle` folds the one into the other."""

from dataclasses import dataclass
from datetime import date, datetime

from models.rules.reported_figures import Figure, Standing, weakest
from models.rules.states import ENDED, EventKind, State


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as far as the state depends on it.

    `person` is who said or did it, `prepared_by` who wrote it for him. `on` is the date of a first step or a
    promise; `document` the 文号 that allows a change; `settles` the promise's event that was kept or broken.
    `period` is the dated clock that an extension moves to `on`.
    """

    id: int
    kind: EventKind
    at: datetime
    person: int | None = None
    prepared_by: int | None = None
    replaces: int | None = None
    grade: str | None = None
    percent: float | None = None
    figures: tuple[Figure, ...] = ()
    lead: str = ""
    first_step: str = ""
    on: date | None = None
    text: str = ""
    missing: str = ""
    document: str = ""
    settles: int | None = None
    keeps: frozenset[int] = frozenset()  # the promises' events that this word keeps, and those it moves
    moves: frozenset[int] = frozenset()
    promised: str = ""  # the clause that names the day
    period: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    person: int | None
    at: datetime
    lead: str
    first_step: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Commitment:
    event: int
    on: date
    text: str
    kept: bool | None = None  # None while it is not decided
    moved: bool = False  # another day was named instead

    @property
    def is_open(self) -> bool:
        return self.kept is None and not self.moved


@dataclass(frozen=True, slots=True)
class Completion:
    event: int
    person: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """How far the whole task was said to be; `is_older`: figures were told after it."""

    percent: float | None = None
    standing: Standing = Standing.REPORTED
    is_older: bool = False
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """An event that was possible no more, or not yet, when its turn came; `reason` is Chinese."""

    event: int
    reason: str


@dataclass(frozen=True, slots=True)
class AssignmentState:
    state: State = State.DRAFT
    accepted: Acceptance | None = None
    last_word_at: datetime | None = None  # last valid word
    last_words: str = ""
    percent: float | None = None
    percent_standing: Standing = Standing.REPORTED
    has_newer_figures: bool = False  # figures were told after the percentage
    figures: tuple[Figure, ...] = ()
    before_all: Share = Share()  # what was last told before it was said to be all done
    commitments: tuple[Commitment, ...] = ()
    completion: Completion | None = None  # as long as it is reported and not returned
    reporters: frozenset[int] = frozenset()  # everybody who ever reported or prepared a completion
    missing: str | None = None  # what a returned completion lacks
    verified_by: int | None = None
    extended: tuple[tuple[str, date], ...] = ()  # dates moved by an approved extension
    document: str | None = None  # of the last adjustment, termination or carrying over
    conflicts: tuple[Conflict, ...] = ()

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def told_percent(self) -> float | None:
        """What was said of the whole task, unless figures came after it."""
        return None if self.has_newer_figures else self.percent

    @property
    def standing(self) -> Standing | None:
        """The weakest that its progress rests on; None while nothing is known."""
        if self.told_percent is not None:
            return self.percent_standing
        return weakest(figure.standing for figure in self.figures)
