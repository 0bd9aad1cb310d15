"""The people of a messenger's directory as the contacts can be compared with them: by name, telephone and unit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.messages import Department, Member
from models.rules.unit_names import UnitIndex

Path = tuple[str, ...]  # names of departments from the top
_PREFIX = re.compile(r"^(?:\+|00)?86[- ]?(?=1\d{10}$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a directory, once. `paths` are the departments he is in, `leads` those of them he heads.

    `mobile` is None where the platform tells this app none.
    """

    userid: str
    name: str
    title: str = ""
    mobile: str | None = None
    paths: tuple[Path, ...] = ()
    leads: tuple[Path, ...] = ()
    is_active: bool = True
    aliases: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.userid, *self.aliases)


def plain_mobile(number: str | None) -> str | None:
    """+86 138-0000-0000 is 13800000000."""
    bare = re.sub(r"[\s\-()（）]", "", number or "")
    return _PREFIX.sub("", bare) or None


def entries(
    departments: Sequence[Department], members: Sequence[Member], mobiles: Mapping[str, str] | None = None
) -> list[Entry]:
    """Whoever stands in several departments is one person. `mobiles` by id are numbers that were asked for one by one."""
    paths = _paths(departments)
    leaders = {(user, one.id) for one in departments for user in one.leaders}
    found: dict[str, list[Member]] = {}
    for member in members:
        found.setdefault(member.userid, []).append(member)
    return [_entry(rows, paths, leaders, mobiles or {}) for userid, rows in found.items() if userid]


def _entry(
    rows: Sequence[Member], paths: Mapping[str, Path], leaders: set[tuple[str, str]], mobiles: Mapping[str, str]
) -> Entry:
    first = rows[0]
    ids = (first.userid, *first.aliases)
    inside = dict.fromkeys(number for row in rows for number in row.departments)
    leads = {number for row in rows for number in row.leads}
    leads |= {number for number in inside for one in ids if (one, number) in leaders}
    mobile = first.mobile or next((mobiles[one] for one in ids if one in mobiles), None)
    return Entry(
        first.userid, "".join(first.name.split()), first.title.strip(), plain_mobile(mobile),
        tuple(path for number in inside if (path := paths.get(number))),
        tuple(path for number in inside if number in leads and (path := paths.get(number))),
        first.is_active, first.aliases,
    )  # fmt: skip


def _paths(departments: Sequence[Department]) -> dict[str, Path]:
    """By id. The top of what the app is shown has no path of its own: it is the organisation."""
    by_id = {one.id: one for one in departments}
    found: dict[str, Path] = {}

    def path(number: str) -> Path:
        if number not in found:
            found[number] = ()  # a parent that is its own child ends here
            one = by_id.get(number)
            if one is not None:
                is_whole = one.parent in ("", "0") and _is_root(one)
                found[number] = () if is_whole else (*path(one.parent), one.name)
        return found[number]

    return {number: path(number) for number in by_id}


def _is_root(department: Department) -> bool:
    return department.id in ("0", "1")


def units_of(paths: Iterable[Path], units: UnitIndex) -> set[str]:
    """The units, by full name, that these departments are or lie in: the nearest to each."""
    return {unit for path in paths if (unit := _unit_of(path, units))}


def _unit_of(path: Path, units: UnitIndex) -> str | None:
    return next((unit for name in reversed(path) if (unit := units.resolve(name))), None)


def heads_of(found: Iterable[Entry], units: UnitIndex) -> dict[str, list[Entry]]:
    """By unit, whom the directory calls its head: who heads the unit's own department, not one inside it."""
    heads: dict[str, list[Entry]] = {}
    for entry in found:
        own = {unit for path in entry.leads if (unit := units.resolve(path[-1]))}
        for unit in own if entry.is_active else ():
            heads.setdefault(unit, []).append(entry)
    return heads
