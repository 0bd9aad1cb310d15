"""Readings of the messengers' directories that are due: the night's, and those somebody asked for; what the last one found.

They are rows of `setting`. A reading is claimed by changing its row from what was seen there, so that of several
workers one reads; it is put off by an hour meanwhile, so that a worker that dies costs an hour.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import db, settings
from models.rules.directory_changes import Baseline
from models.settings import Setting

_DUE, _FOUND, _TOLD = "reading:", "directory:", "directory-told"
NIGHT = f"{_DUE}night"
LEASE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Due:
    """`person_id` asked for it, and is answered at this account; nobody asked for the night's. `tries` met a limit or a broken line."""

    key: str
    at: datetime
    person_id: int | None = None
    platform: str = ""
    user: str = ""
    tries: int = 0

    @property
    def is_nightly(self) -> bool:
        return self.key == NIGHT

    def stored(self) -> str:
        told = {"person": self.person_id, "platform": self.platform, "user": self.user, "tries": self.tries}
        return json.dumps({"at": self.at.isoformat(), **told})


async def plan(at: datetime | None, now: datetime) -> None:
    """The night's reading is due then, and none is without a moment; one that is overdue stays so."""
    found = await _due(NIGHT)
    if at is None and found is not None:
        await Setting.filter(key=NIGHT).delete()
    elif at is not None and (found is None or found.at > now):
        await settings.put(NIGHT, Due(NIGHT, at).stored())


async def ask(person_id: int, platform: str, user: str, now: datetime) -> None:
    due = Due(f"{_DUE}asked:{person_id}", now, person_id, platform, user)
    await settings.put(due.key, due.stored())


async def take(now: datetime) -> Due | None:
    """What is due first, for one caller."""
    for due in await _all():
        if due.at <= now and await _change(due, replace(due, at=now + LEASE)):
            return due
    return None


async def put_off(due: Due, at: datetime) -> None:
    """It goes on then."""
    await settings.put(due.key, replace(due, at=at, tries=due.tries + 1).stored())


async def finish(due: Due, next_at: datetime | None) -> None:
    if next_at is not None:
        await settings.put(due.key, Due(due.key, next_at).stored())
    else:
        await Setting.filter(key=due.key).delete()


async def next_due(after: datetime) -> datetime | None:
    return min((due.at for due in await _all() if due.at > after), default=None)


async def _all() -> list[Due]:
    rows = await Setting.filter(key__startswith=_DUE)
    return sorted((_read(row.key, row.value) for row in rows), key=lambda due: due.at)


async def _due(key: str) -> Due | None:
    value = await settings.get(key)
    return _read(key, value) if value else None


def _read(key: str, value: str) -> Due:
    told = json.loads(value)
    return Due(key, datetime.fromisoformat(told["at"]), told["person"], told["platform"], told["user"], told["tries"])


async def _change(seen: Due, new: Due) -> bool:
    changed = await db.execute(
        "UPDATE setting SET value = ? WHERE key = ? AND value = ?", new.stored(), seen.key, seen.stored()
    )
    return bool(changed)


async def baseline(platform: str) -> Baseline | None:
    """What the last reading that was trusted found."""
    value = await settings.get(f"{_FOUND}{platform}")
    return Baseline.of_json(json.loads(value)) if value else None


async def keep(platform: str, found: Baseline) -> None:
    await settings.put(f"{_FOUND}{platform}", json.dumps(found.to_json(), ensure_ascii=False))


async def accept(platform: str, people: int) -> None:
    """So many are all of them, somebody says: the next night compares with this."""
    if (known := await baseline(platform)) is not None:
        await keep(platform, replace(known, people=people))


async def told() -> list[str]:
    """The lines that 督查室 was told last."""
    value = await settings.get(_TOLD)
    return list(json.loads(value)) if value else []


async def remember_told(lines: list[str]) -> None:
    await settings.put(_TOLD, json.dumps(lines, ensure_ascii=False))
