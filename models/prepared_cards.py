"""The card with which a head confirms what was prepared: made for his list, or at once while he writes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models import preparing, reporting
from models.events import Event
from models.messages import Card
from models.preparing import Draft
from models.rules.drafts import page
from models.rules.references import without_references
from models.tasks import Assignment
from models.wording import preparing as words
from models.wording.replies import understood_words

KIND = "prepared"


async def card(
    card_id: str, drafts: Sequence[Draft], today: date, *, one_by_one: bool = False
) -> tuple[Card, dict[str, Any]]:
    """With its refs: exactly these drafts are what a tap confirms."""
    dealt = page([(d.id, d.assignment.id) for d in drafts], most=1 if one_by_one else words.ON_A_CARD)
    by_id, names = {d.id: d for d in drafts}, await preparing.names(drafts)
    shown = [await _line(by_id[number], names, today) for number in dealt.shown]
    refs = {"drafts": list(dealt.shown), "each": one_by_one, "assignments": []}
    return words.card(card_id, shown, len(dealt.rest), today), refs


async def _line(draft: Draft, names: dict[int, str], today: date) -> words.Prepared:
    text, name = draft.event.data["text"], names.get(draft.event.person_id or 0, "联络员")
    told = await understood(draft, today)
    return words.Prepared(
        draft.number, name, without_references(text) or text, told, bool(draft.assignment.task.off_chat)
    )


async def understood(draft: Draft, today: date) -> str:
    """What was read in it; where the task stands is not said before it counts."""
    known = await reporting.known(draft.assignment, draft.event, today)
    text = without_references(draft.event.data["text"])
    return understood_words(replace(known, percent=None, pace="", next_on=None, said=text))


async def registered(assignment: Assignment, event: Event, today: date) -> str:
    """What counts now, and where the task stands by it."""
    known = await reporting.known(assignment, event, today)
    return understood_words(replace(known, said=without_references(event.data["text"])))
