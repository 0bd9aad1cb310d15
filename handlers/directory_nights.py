"""What the night's reading of a directory says: 督查室 gets one list of what to decide, and nothing is reassigned by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers import directory
from models import audit, people, readings, telling
from models.messages import Absence, Outgoing, OutgoingKind
from models.people import Account
from models.rules.directory import Entry
from models.rules.directory_changes import Distrust, Event, Held, baseline, changes, distrust, missing
from models.wording import directory as words

_NO_ACCOUNT = (Event.LEFT, Event.ACCOUNT)  # his old one is nobody's


async def missing_from(platform: str, entries: Sequence[Entry], now: datetime) -> list[Held] | Distrust:
    """Of whom the platform is to be asked one by one, before anybody is said to have left."""
    before = await readings.baseline(platform)
    why = distrust(before.people if before else None, len(entries))
    return why or missing(await directory.held(platform, now), entries)


async def compare(platform: str, entries: Sequence[Entry], absences: Mapping[str, Absence], now: datetime) -> None:
    """Inside the caller's transaction: what changed is told, and this reading is what the next one is compared with."""
    held, units = await directory.held(platform, now), await people.directory()
    found = changes(held, entries, absences, await readings.baseline(platform), units)
    await readings.keep(platform, baseline(held, entries, absences, units))
    gone = [one.who.userid for one in found if one.who is not None and one.event in _NO_ACCOUNT]
    await Account.filter(platform=platform, userid__in=gone).update(stale=True)
    await audit.record(
        "directory", "directory_compared", platform, now=now, people=len(entries), changes=len(found), gone=len(gone)
    )
    if found:
        names = await directory.short_names()
        await _tell(platform, [words.change_line(one, names) for one in found], now)


async def _tell(platform: str, lines: list[str], now: datetime) -> None:
    await readings.remember_told(lines)
    message = Outgoing(OutgoingKind.TEXT, words.changed(platform, lines))
    for officer in await people.office(now):
        notice = telling.told(
            officer.id, f"directory:{platform}:{now:%Y-%m-%d}", words.changed_line(platform, len(lines)), now
        )
        await telling.at_once(officer.id, message, notice, now)


async def doubted(platform: str, why: Distrust, people_now: int, now: datetime) -> None:
    """Told once for each size it was compared with."""
    before = await readings.baseline(platform)
    size = before.people if before else None
    await audit.record(
        "directory", "directory_doubted", platform, now=now, why=why.value, people=people_now, before=size
    )
    await telling.tell_office(
        f"directory:{platform}:{why}:{size}", words.distrusted(platform, why, size, people_now), now
    )


async def unread(platform: str, error: str, now: datetime) -> None:
    """Where it was read before, 督查室 hears of it once a week; else it is the operator's to set up."""
    await audit.record("directory", "directory_unread", platform, now=now, error=error)
    if await readings.baseline(platform) is not None:
        await telling.tell_office(f"directory:{platform}:unread:{now:%G-%V}", words.unread(platform, error), now)
