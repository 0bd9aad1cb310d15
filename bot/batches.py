"""Which messages go out together: equal words for many people, where a platform takes many receivers in one call."""

from collections.abc import Mapping, Sequence

from bot.channels.contract import Channel
from models.messages import Outcome
from models.outbox import Outbox

Together = list[Outbox]


def together(rows: Sequence[Outbox], channels: Mapping[str, Channel]) -> list[Together]:
    """What each call carries, in the order of its first row. What may have arrived already goes alone."""
    calls: list[Together] = []
    filling: dict[tuple[str, str, str], Together] = {}  # of a platform, its kind and words: the call that has room
    for row in rows:
        batch = channels[row.platform].batch
        words = batch.words(bytes(row.body or b"")) if batch and not row.maybe_sent else None
        if batch is None or words is None:
            calls.append([row])
            continue
        key = (row.platform, row.kind, words)
        if key not in filling or len(filling[key]) >= batch.most:
            filling[key] = []
            calls.append(filling[key])
        filling[key].append(row)
    return calls


async def attempt(rows: Together, channel: Channel) -> list[tuple[Outbox, Outcome]]:
    """One call, and what it came to for each."""
    if len(rows) > 1 and channel.batch:
        outcomes = await channel.batch.deliver([bytes(row.body or b"") for row in rows])
        return list(zip(rows, outcomes, strict=True))
    [row] = rows
    return [(row, await channel.deliver(row.kind, bytes(row.body or b""), maybe_sent=row.maybe_sent))]
