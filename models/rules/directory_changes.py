"""What a night's reading of a directory says that the one before did not: who left, moved, is called otherwise.

A reading that may be a part of the whole says nothing about who is missing from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.messages import Absence
from models.rules.directory import Entry, heads_of, units_of
from models.rules.unit_names import UnitIndex

SHRUNK_TO = 0.8  # of the last reading: fewer are a narrower scope, until somebody says that it is so
FEW = 3  # so many may be missing of a small directory too


class Distrust(StrEnum):
    EMPTY = "empty"
    SHRUNK = "shrunk"


def distrust(before: int | None, now: int) -> Distrust | None:
    """Why a reading of `now` people is no ground for saying who left; `before` is what the last trusted one had."""
    if not now:
        return Distrust.EMPTY
    if before is not None and before - now > FEW and now < before * SHRUNK_TO:
        return Distrust.SHRUNK
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody with a post and an account in this messenger. `heads` are the units he leads; `open_tasks` of theirs."""

    person_id: int
    name: str
    userid: str
    units: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    open_tasks: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last reading knew of one account."""

    name: str
    title: str = ""
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the last trusted reading found: how many people, those with posts here, who headed which unit, who was missing."""

    people: int
    seen: Mapping[str, Seen]
    heads: Mapping[str, tuple[str, ...]]  # names, by unit
    absent: Mapping[str, str]  # Absence by account

    def to_json(self) -> dict[str, Any]:
        seen = {user: [one.name, one.title, sorted(one.units)] for user, one in self.seen.items()}
        return {"people": self.people, "seen": seen, "heads": dict(self.heads), "absent": dict(self.absent)}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "Baseline":
        seen = {user: Seen(name, title, frozenset(units)) for user, (name, title, units) in told["seen"].items()}
        heads = {unit: tuple(names) for unit, names in told["heads"].items()}
        return cls(told["people"], seen, heads, told["absent"])


class Event(StrEnum):
    LEFT = "left"
    HIDDEN = "hidden"
    RENAMED = "renamed"  # his account is called otherwise: another person's by now, or a new name
    ACCOUNT = "account"  # he is there by another account
    UNIT = "unit"
    TITLE = "title"
    HEAD = "head"  # the directory has another head of this unit than the contacts


@dataclass(frozen=True, slots=True)
class Change:
    """`who` is None where a unit is meant; `was` and `now` are what is told of it."""

    event: Event
    who: Held | None = None
    unit: str = ""
    was: str = ""
    now: str = ""


def missing(held: Iterable[Held], entries: Iterable[Entry]) -> list[Held]:
    """Whose account stands on no page of it, or is there and no longer in use."""
    known = {userid for one in entries if one.is_active for userid in one.ids}
    return [one for one in held if one.userid not in known]


def baseline(
    held: Sequence[Held], entries: Sequence[Entry], absences: Mapping[str, Absence], units: UnitIndex
) -> Baseline:
    by_id = {userid: one for one in entries if one.is_active for userid in one.ids}
    seen = {one.userid: _seen(by_id[one.userid], units) for one in held if one.userid in by_id}
    heads = {unit: tuple(sorted(one.name for one in found)) for unit, found in heads_of(entries, units).items()}
    return Baseline(len(entries), seen, heads, {userid: one.value for userid, one in absences.items()})


def _seen(entry: Entry, units: UnitIndex) -> Seen:
    return Seen(entry.name, entry.title, frozenset(units_of(entry.paths, units)))


def changes(
    held: Sequence[Held],
    entries: Sequence[Entry],
    absences: Mapping[str, Absence],
    before: Baseline | None,
    units: UnitIndex,
) -> list[Change]:
    """What 督查室 has to decide, the heavier first. `absences` is what the platform said of each who was missing.

    What was told of the last reading is not told again.
    """
    known = before or Baseline(0, {}, {}, {})
    by_id = {userid: one for one in entries if one.is_active for userid in one.ids}
    found = [_gone(one, absences[one.userid], entries) for one in held if _is_news(one, absences, known)]
    for one in held:
        if one.userid in by_id:
            found += _of_entry(one, by_id[one.userid], known, units)
    renamed = {one.who for one in found if one.event is Event.RENAMED}
    found += [one for one in _of_heads(held, entries, known, units) if one.who not in renamed]
    return sorted(found, key=_weight)


def _is_news(one: Held, absences: Mapping[str, Absence], known: Baseline) -> bool:
    return one.userid in absences and known.absent.get(one.userid) != absences[one.userid]


def _gone(one: Held, absence: Absence, entries: Sequence[Entry]) -> Change:
    if absence is Absence.HIDDEN:
        return Change(Event.HIDDEN, one)
    namesakes = [entry for entry in entries if entry.is_active and entry.name == one.name]
    if len(namesakes) == 1:
        return Change(Event.ACCOUNT, one, was=one.userid, now=namesakes[0].userid)
    return Change(Event.LEFT, one)


def _of_entry(one: Held, entry: Entry, known: Baseline, units: UnitIndex) -> list[Change]:
    """By the last reading; without one, by what the contacts say."""
    was, now = known.seen.get(one.userid, Seen(one.name, "", one.units)), _seen(entry, units)
    if now.name != was.name and now.name != one.name:
        return [Change(Event.RENAMED, one, was=one.name, now=now.name)]
    if one.units and now.units and now.units != was.units and not now.units & one.units:
        return [Change(Event.UNIT, one, was=_named(one.units), now=_named(now.units))]
    if was.title and now.title and now.title != was.title and now.title not in one.titles:
        return [Change(Event.TITLE, one, was=was.title, now=now.title)]
    return []


def _of_heads(held: Sequence[Held], entries: Sequence[Entry], known: Baseline, units: UnitIndex) -> Iterable[Change]:
    ours = {unit: one for one in held for unit in one.heads}
    for unit, found in heads_of(entries, units).items():
        names = tuple(sorted(one.name for one in found))
        head = ours.get(unit)
        if head is not None and head.name not in names and known.heads.get(unit) != names:
            yield Change(Event.HEAD, head, unit=unit, was=head.name, now="、".join(names))


def _named(units: frozenset[str]) -> str:
    return "、".join(sorted(units))


_ORDER = (Event.LEFT, Event.ACCOUNT, Event.RENAMED, Event.HEAD, Event.UNIT, Event.TITLE, Event.HIDDEN)


def _weight(change: Change) -> tuple[bool, int, int]:
    """A head who left and has tasks open stands first."""
    who = change.who
    is_head_of_work = change.event is Event.LEFT and who is not None and bool(who.heads and who.open_tasks)
    return not is_head_of_work, _ORDER.index(change.event), -(who.open_tasks if who else 0)
