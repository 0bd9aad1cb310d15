"""Whose word it was, where one person spoke and another stands for it: prepared and confirmed, or said for the head."""

from models import ledger
from models.events import Event
from models.people import Person
from models.rules.states import EventKind
from models.wording import sayers as words


async def whose(event: Event) -> str:
    """许文备、方建业确认; 许文代方建业; 苏知微电话登记; empty where it was one person's own word."""
    prepared_by, for_whom = event.data.get("prepared_by"), event.data.get("on_behalf_of")
    if not prepared_by and not for_whom:
        return words.spoken() if event.data.get("spoken") else ""
    ids = {each for each in (event.person_id, prepared_by, for_whom) if each}
    names = {person.id: person.name for person in await Person.filter(id__in=ids)}
    said = names.get(event.person_id or 0, "")
    if event.data.get("by_phone"):
        return words.by_phone(names.get(prepared_by or 0, ""))
    if for_whom:
        return words.for_him(said, names.get(for_whom, ""))
    return words.confirmed(names.get(prepared_by, ""), said)


async def of_last(assignment_id: int) -> str:
    """Of the newest report that is in force."""
    event = await ledger.last(assignment_id, EventKind.REPORTED)
    return await whose(event) if event is not None else ""
