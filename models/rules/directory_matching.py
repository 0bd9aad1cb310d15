"""Whose account is whose: the people of the contacts beside a messenger's directory. What is not certain is left to a person.

A telephone number in common is proof, with the name; else the name within the unit, when it is the only one of its kind
on both sides. Nothing is guessed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.rules.directory import Entry, units_of
from models.rules.unit_names import UnitIndex


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of the contacts. `units` are full names, none for leaders; `userid` is his account in this messenger, case-folded."""

    id: int
    name: str
    phone: str | None = None
    units: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    userid: str | None = None


class Proof(StrEnum):
    MOBILE = "mobile"
    UNIT = "unit"
    TITLE = "title"


class Doubt(StrEnum):
    SEVERAL = "several"  # the directory has more than one who may be meant
    NAMESAKES = "namesakes"  # the contacts have
    OTHER_NAME = "other name"  # his number belongs to somebody of another name
    OTHER_MOBILE = "other mobile"  # name and unit agree, the numbers do not
    OTHER_UNIT = "other unit"  # the name is there, and not in his unit
    OTHER_OWNER = "other owner"  # his account is somebody of another name there
    TAKEN = "taken"  # the account is registered for somebody else
    MOVED = "moved"  # his account is not there; another one of his may be
    LOST = "lost"  # his account is not there, nor is he
    ABSENT = "absent"  # nobody of this name


@dataclass(frozen=True, slots=True)
class Fill:
    """An account he gets. `replaces` is the one he had, which the directory does not know."""

    person: Listed
    entry: Entry
    proof: Proof
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """What a person has to look at; `candidates` are whom the directory offers."""

    person: Listed
    doubt: Doubt
    candidates: tuple[Entry, ...] = ()


@dataclass(slots=True)
class Match:
    """`agreed` have their account already, and it is theirs."""

    agreed: int = 0
    fills: list[Fill] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)


def match(
    listed: Sequence[Listed], entries: Sequence[Entry], units: UnitIndex, taken: Mapping[str, int] | None = None
) -> Match:
    """`taken`: accounts by id, and whose they are."""
    return _Matching(listed, entries, units, taken or {}).found()


class _Matching:
    def __init__(
        self, listed: Sequence[Listed], entries: Sequence[Entry], units: UnitIndex, taken: Mapping[str, int]
    ) -> None:
        self._listed = listed
        self._units = units
        self._taken = taken
        self._active = [one for one in entries if one.is_active]
        self._by_id = {userid: one for one in self._active for userid in one.ids}

    def found(self) -> Match:
        match = Match()
        for person in self._listed:
            one = self._of(person)
            if one is None:
                match.agreed += 1
            elif isinstance(one, Fill):
                match.fills.append(one)
            else:
                match.open.append(one)
        claims = Counter(fill.entry.userid for fill in match.fills)
        twice = [fill for fill in match.fills if claims[fill.entry.userid] > 1]
        match.fills = [fill for fill in match.fills if claims[fill.entry.userid] == 1]
        match.open += [Open(fill.person, Doubt.NAMESAKES, (fill.entry,)) for fill in twice]
        return match

    def _of(self, person: Listed) -> Fill | Open | None:
        own = self._by_id.get(person.userid or "")
        if own is not None:
            return None if own.name == person.name else Open(person, Doubt.OTHER_OWNER, (own,))
        found = self._by_mobile(person) or self._by_name(person)
        if isinstance(found, Fill) and self._owner(found.entry) not in (None, person.id):
            return Open(person, Doubt.TAKEN, (found.entry,))
        return found

    def _owner(self, entry: Entry) -> int | None:
        return next((self._taken[one] for one in entry.ids if one in self._taken), None)

    def _by_mobile(self, person: Listed) -> Fill | Open | None:
        hits = [one for one in self._active if person.phone and one.mobile == person.phone]
        if not hits:
            return None
        if len(hits) > 1:
            return Open(person, Doubt.SEVERAL, tuple(hits))
        if hits[0].name != person.name:
            return Open(person, Doubt.OTHER_NAME, tuple(hits))
        return Fill(person, hits[0], Proof.MOBILE, person.userid)

    def _by_name(self, person: Listed) -> Fill | Open:
        same = [one for one in self._active if one.name == person.name]
        if not same:
            return Open(person, Doubt.LOST if person.userid else Doubt.ABSENT)
        near = [one for one in same if self._is_of(person, one)]
        if not near:
            return Open(person, Doubt.MOVED if person.userid else Doubt.OTHER_UNIT, tuple(same))
        rivals = [
            one for one in self._listed if one.id != person.id and one.name == person.name and one.units & person.units
        ]
        chosen, proof = self._chosen(person, near, rivals)
        if chosen is None:
            return Open(person, Doubt.NAMESAKES if rivals else Doubt.SEVERAL, tuple(near))
        if person.phone and chosen.mobile:
            return Open(person, Doubt.OTHER_MOBILE, (chosen,))
        # Without a number in common an account that he has is not exchanged for another one.
        return Open(person, Doubt.MOVED, (chosen,)) if person.userid else Fill(person, chosen, proof)

    def _is_of(self, person: Listed, entry: Entry) -> bool:
        """In one of his units; a leader has none: his title says that it is he."""
        if person.units:
            return bool(units_of(entry.paths, self._units) & person.units)
        return entry.title in person.titles if entry.title else False

    @staticmethod
    def _chosen(person: Listed, near: Sequence[Entry], rivals: Iterable[Listed]) -> tuple[Entry | None, Proof]:
        """The only one; of head and deputy of one name the one with his very title."""
        others = list(rivals)
        if len(near) == 1 and not others:
            return near[0], Proof.UNIT if person.units else Proof.TITLE
        titled = [one for one in near if one.title and one.title in person.titles]
        is_his_alone = not any(one.title in rival.titles for one in titled for rival in others)
        return (titled[0] if len(titled) == 1 and is_his_alone else None), Proof.TITLE
