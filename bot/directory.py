"""Reads a messenger's directory whole, call by call: what was read stays, and is gone on with after a wait."""

import asyncio
from collections.abc import Sequence

from bot.channels.contract import Directory
from models.messages import Department, Member, Refused, Retry
from models.rules.directory import Entry, entries

PATIENCE_S = 150.0  # of a command: so long it waits for a limit of the platform to be over
WAITS = 20
GLIMPSE = 6


class Reading:
    """`go_on` until it says that nothing is left; after a Retry it takes up where it stopped."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._departments: list[Department] = []
        self._members: list[Member] = []
        self._after: str | None = ""

    async def go_on(self) -> Retry | Refused | None:
        """None once all of it is read; else why it stopped."""
        while self._after is not None:
            page = await self._directory.page(self._after)
            if isinstance(page, Retry | Refused):
                return page
            self._departments += page.departments
            self._members += page.members
            self._after = page.next or None
        return None

    async def found(self, mobiles: Sequence[str] = ()) -> list[Entry] | Retry | Refused:
        """Everybody of it. Whose number the pages did not give is asked for by these numbers."""
        known = {one.mobile for one in self._members if one.mobile}
        wanted = [mobile for mobile in mobiles if mobile not in known]
        owners = await self._directory.by_mobile(wanted) if wanted else {}
        if isinstance(owners, Retry | Refused):
            return owners
        return entries(self._departments, self._members, {userid: mobile for mobile, userid in owners.items()})


async def glimpse(directory: Directory) -> int | Retry | Refused:
    """How many departments are shown, once the first people were: what a whole reading would meet, in a few calls."""
    departments, after = 0, ""
    for _ in range(GLIMPSE):
        page = await directory.page(after)
        if isinstance(page, Retry | Refused):
            return page
        departments += len(page.departments)
        after = page.next
        if page.members or not after:
            break
    return departments


async def read_patiently(directory: Directory, mobiles: Sequence[str] = ()) -> list[Entry] | Retry | Refused:
    """For a command: waits as long as the platform asks, within reason."""
    reading = Reading(directory)
    waited_s = 0.0
    for _ in range(WAITS):
        stopped = await reading.go_on()
        found = await reading.found(mobiles) if stopped is None else stopped
        if not isinstance(found, Retry) or waited_s + found.after_s > PATIENCE_S:
            return found
        waited_s += found.after_s
        await asyncio.sleep(found.after_s)
    return found
