"""Whom the people of a contacts workbook are among those known already, and whose every messenger id is from now on.

An id is no proof by itself: ids are swapped by a slip of the row, inherited with an office, left over from the one
before. So the name decides where there is one; an id under another name is handed over and said, or doubted and left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from models.rules.contact_values import Person

PLATFORMS = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}
_LONG_ENOUGH = 3  # characters of a name: one wrong letter of two is another name


@dataclass(frozen=True, slots=True)
class Known:
    """A person in the database; `ids` by platform, case-folded. `is_stranger`: wrote to the bot, was in no contacts."""

    id: int
    name: str
    phone: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    is_stranger: bool = False


@dataclass(slots=True)
class Match:
    """One person of the workbook. `known` is None for somebody new; `ids` are those he has from now on, of those listed."""

    name: str
    phone: str | None = None
    known: Known | None = None
    listed: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Matching:
    """`matches[i]` is the person of the i-th listed row; rows of one person share it. `notes` are for the admin."""

    matches: list[Match] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match_people(listed: Sequence[Person], known: Sequence[Known]) -> Matching:
    found = Matching()
    people: list[Match] = []
    for row in listed:
        person = next((one for one in people if _is_row_of(row, one)), None)
        if person is None:
            found.notes += _namesake(row, people)
            people.append(person := Match(row.name))
        found.notes += _second_ids(row, person)
        person.phone = person.phone or row.phone
        person.listed = ids_of(row) | person.listed
        found.matches.append(person)
    _recognise(people, known)
    found.notes += _settle_ids(people, known)
    return found


def _namesake(row: Person, people: Sequence[Match]) -> Iterator[str]:
    if any(one.name == row.name for one in people):
        yield f"通讯录里有两位{row.name}，按两个人登记。如是同一人，请把账号和手机号改成一致。"


def _second_ids(row: Person, person: Match) -> Iterator[str]:
    for platform, user in ids_of(row).items():
        if (first := person.listed.get(platform, user)) != user:
            yield f"{row.name}的{PLATFORMS[platform]}账号写了两个：{first}、{user}，用前一个。请核对。"


def ids_of(row: Person) -> dict[str, str]:
    ids = {"wecom": row.account.wecom, "dingtalk": row.account.dingtalk, "feishu": row.account.feishu}
    return {platform: user.casefold() for platform, user in ids.items() if user}


def _is_row_of(row: Person, person: Match) -> bool:
    """The same name, and an id or a telephone in common, or nothing that speaks for two people of it."""
    ids = ids_of(row)
    if row.name != person.name:
        return False
    if set(ids.items()) & set(person.listed.items()) or (row.phone and row.phone == person.phone):
        return True
    return not _contradict(ids, person.listed) and None in {row.phone, person.phone}


def _contradict(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(other.get(platform, user) != user for platform, user in one.items())


def _recognise(people: Sequence[Match], known: Sequence[Known]) -> None:
    """By name and id first, then by name, then by an id whose owner this may well be."""
    taken: set[int] = set()
    for look in (_by_name_and_id, _by_name, _by_id):
        for person in people:
            free = [one for one in known if one.id not in taken]
            if person.known is None and (one := look(person, free, people)) is not None:
                person.known = one
                taken.add(one.id)


def _by_name_and_id(person: Match, free: Sequence[Known], people: Sequence[Match]) -> Known | None:
    return next(
        (one for one in free if one.name == person.name and set(one.ids.items()) & set(person.listed.items())), None
    )


def _by_name(person: Match, free: Sequence[Known], people: Sequence[Match]) -> Known | None:
    """The only one of this name whose telephone does not speak against it."""
    same = [one for one in free if one.name == person.name and not one.is_stranger]
    same = [one for one in same if None in {one.phone, person.phone} or one.phone == person.phone]
    return same[0] if len(same) == 1 else None


def _by_id(person: Match, free: Sequence[Known], people: Sequence[Match]) -> Known | None:
    """The owner of an id, where the workbook corrects his name; not where somebody else took over his office."""
    names = {one.name for one in people}
    for one in free:
        if not set(one.ids.items()) & set(person.listed.items()):
            continue
        if one.is_stranger or one.name.casefold() in one.ids.values():
            return one
        if one.name not in names and not _contradict(person.listed, one.ids) and _is_misspelt(one.name, person.name):
            return one
    return None


def _is_misspelt(one: str, other: str) -> bool:
    return max(len(one), len(other)) >= _LONG_ENOUGH and Levenshtein.distance(one, other) <= 1


def _settle_ids(people: Sequence[Match], known: Sequence[Known]) -> Iterator[str]:
    claims: dict[tuple[str, str], list[Match]] = {}
    for person in people:
        for claim in person.listed.items():
            claims.setdefault(claim, []).append(person)
    owners = {claim: one for one in known for claim in one.ids.items()}
    matched = {person.known.id: person for person in people if person.known}
    for (platform, user), claimants in claims.items():
        owner = owners.get((platform, user))
        if len(claimants) > 1:  # the workbook's own note says so; whoever has it keeps it
            continue
        [person] = claimants
        if owner is None or owner is person.known or owner.is_stranger:
            person.ids[platform] = user
            continue
        now = matched.get(owner.id)
        is_replaced = now is not None and platform in now.listed
        if not is_replaced and _contradict(person.listed, owner.ids):
            yield (
                f"{PLATFORMS[platform]}账号“{user}”登记在{owner.name}名下，没有转给{person.name}。"
                f"如确实换人，请先改{owner.name}的账号；如填错，请更正{person.name}的账号。"
            )
            continue
        person.ids[platform] = user
        if not is_replaced:
            yield f"{PLATFORMS[platform]}账号“{user}”由{owner.name}转到{person.name}名下，请核对。"
