"""To whom a message/send goes: who gets it, who does not exist, who has no licence."""

from dataclasses import dataclass

from bot.sandbox.errors import ApiError
from bot.sandbox.roster import Directory, fold
from bot.sandbox.wire import Json, text_of

MOST_USERS, MOST_PARTIES, MOST_TAGS = 1000, 100, 100


@dataclass(frozen=True, slots=True)
class Receivers:
    """Ids are folded, in the order asked for, each once."""

    reached: list[str]
    invalid: list[str]
    unlicensed: list[str]
    invalid_parties: list[str]
    invalid_tags: list[str]

    def as_json(self) -> Json:
        return {
            "invaliduser": "|".join(self.invalid),
            "invalidparty": "|".join(self.invalid_parties),
            "invalidtag": "|".join(self.invalid_tags),
            "unlicenseduser": "|".join(self.unlicensed),
        }


def read_receivers(body: Json, roster: Directory) -> Receivers:
    """Raises 81013 when nobody is left to receive it."""
    users, parties, tags = (_split(body, key) for key in ("touser", "toparty", "totag"))
    _check_counts(users, parties, tags)
    if "@all" in users:
        users, parties, tags = [person.key for person in roster.visible()], [], []
    known = [party for party in parties if _is_department(party, roster)]
    members = [person.key for party in known for person in roster.members(int(party))]
    asked = list(dict.fromkeys([fold(user) for user in users] + members))
    visible = [user for user in asked if roster.reaches(user)]
    reached = [user for user in visible if roster.is_licensed(user)]
    if not reached:
        raise ApiError(81013, "all receivers are invalid")
    return Receivers(
        reached,
        invalid=[user for user in asked if user not in visible],
        unlicensed=[user for user in visible if user not in reached],
        invalid_parties=[party for party in parties if party not in known],
        invalid_tags=tags,
    )


def _split(body: Json, key: str) -> list[str]:
    if body.get(key) is not None and not isinstance(body[key], str):
        raise ApiError(40063, f"{key} must be a string joined by |")
    return [part.strip() for part in text_of(body, key).split("|") if part.strip()]


def _check_counts(users: list[str], parties: list[str], tags: list[str]) -> None:
    if not users and not parties and not tags:
        raise ApiError(82001, "touser, toparty and totag are all empty")
    if len(users) > MOST_USERS:
        raise ApiError(40032, "more than 1000 users")
    if len(parties) > MOST_PARTIES:
        raise ApiError(82002, "more than 100 parties")
    if len(tags) > MOST_TAGS:
        raise ApiError(82003, "more than 100 tags")


def _is_department(party: str, roster: Directory) -> bool:
    return party.isdigit() and int(party) in roster.departments()
