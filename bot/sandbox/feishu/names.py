"""The ids of a person: what the tenant calls him, and what this app and its developer see him as."""

import hashlib

from bot.sandbox.roster import Directory, fold
from bot.sandbox.wire import Json

KINDS = ("open_id", "union_id", "user_id")


def ids_of(app_id: str, account: str) -> Json:
    """An account that is an open_id already is one; whoever has another gets an open_id of this app."""
    account = fold(account)
    marked = hashlib.sha256(f"{app_id}/{account}".encode()).hexdigest()[:32]
    ids: Json = {"open_id": f"ou_{marked}", "union_id": f"on_{marked}", "user_id": account}
    if account.startswith("ou_"):
        ids |= {"open_id": account, "user_id": f"u{marked[:8]}"}
    if account.startswith("on_"):
        ids |= {"union_id": account, "user_id": f"u{marked[:8]}"}
    return ids


def account_of(people: Directory, app_id: str, kind: str, value: str) -> str | None:
    """Whose id this is; while nobody was told of, everybody exists."""
    everyone = people.everyone()
    found = next((one.user for one in everyone if ids_of(app_id, one.user).get(kind) == fold(value)), None)
    return fold(value) if found is None and people.reaches(value) else found and fold(found)
