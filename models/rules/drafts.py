"""What liaisons prepared, dealt out on cards: how many lines one holds, and which words of a task stay together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Page:
    """`shown` is what one tap confirms; `rest` comes on the next card."""

    shown: tuple[int, ...]
    rest: tuple[int, ...]


def page(drafts: Sequence[tuple[int, int]], *, most: int) -> Page:
    """Drafts as (draft, task) in the order of the plan: what was prepared of one task stands on one card.

    Only a task of which more was prepared than a card holds is divided.
    """
    shown: list[int] = []
    for _, words in groupby(drafts, key=lambda draft: draft[1]):
        of_task = [draft for draft, _ in words]
        if len(shown) + len(of_task) > most and shown:
            break
        shown += of_task
        if len(shown) >= most:
            break
    return Page(tuple(shown[:most]), tuple(draft for draft, _ in drafts if draft not in shown[:most]))
